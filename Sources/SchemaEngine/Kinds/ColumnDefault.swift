import SchemaModel

struct ColumnDefaultKind: Kind {
    let kind = ObjectKind.columnDefault

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_attrdef", oid: "d.oid"),
                in: .init(catalog: "pg_class", oid: "d.adrelid", column: "d.adnum"),
                name: "''",
                [
                    // A default names no column. Without the relation, pg_get_expr does not list its columns first, which takes longer.
                    .expression: "pg_catalog.pg_get_expr(d.adbin, 0)",
                    // A value for each row: the functions that the expression calls, by oid, from the parsed expression.
                    .volatileExpression: """
                    EXISTS (SELECT FROM regexp_matches(d.adbin::text, ':(?:funcid|opfuncid) (\\d+)', 'g') m
                        JOIN pg_catalog.pg_proc p ON p.oid = m[1]::oid AND p.provolatile = 'v')
                    OR d.adbin::text LIKE '%NEXTVALUEEXPR%'
                    """,
                ],
                from: """
                    pg_catalog.pg_attrdef d
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                    JOIN pg_catalog.pg_class c ON c.oid = d.adrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE a.attgenerated = '' AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'f')
                    AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    AND NOT (a.attinhcount > 0 AND EXISTS (SELECT FROM pg_catalog.pg_inherits i
                        JOIN pg_catalog.pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname AND NOT pa.attisdropped
                        JOIN pg_catalog.pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
                        WHERE i.inhrelid = a.attrelid
                        AND pg_catalog.pg_get_expr(pd.adbin, pd.adrelid) = pg_catalog.pg_get_expr(d.adbin, d.adrelid)))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 2)
    func exists(_ id: ObjectID) -> String { id.parent.map { CatalogCheck.column($0, where: "a.atthasdef") } ?? "false" }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let column = fact.id.parent, let table = column.parent, let expression = fact.text(.expression) else { return [] }
        let current = """
            (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a \
            ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = \(CatalogCheck.relation(table)) \
            AND a.attname = \(SQL.literal(column.name)))
            """
        return [
            .alter(
                fact, title: "set the default of \(column)",
                [
                    "ALTER \(table.kind.alterKeyword) \(table.sql) ALTER COLUMN \(SQL.identifier(column.name)) SET DEFAULT \(fact.written(.expression) ?? expression)"
                ] + Self.ownOfChildren(of: column, context),
                when: .pending("\(current) IS DISTINCT FROM \(SQL.literal(expression))"),
                locks: context.lockTree(.accessExclusive, table))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(create(after, context))
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let column = fact.id.parent, let table = column.parent else { return [] }
        // A default of its own that goes leaves an inherited column its parent's.
        // One that is dropped and created again is not set in between: what it uses is dropped meanwhile.
        let inherited =
            context.to[fact.id] == nil
            ? context.to[column].flatMap { _ in ColumnKind.effectiveDefault(of: column, in: context.to) } : nil
        return [
            .drop(
                fact,
                [
                    "ALTER \(table.kind.alterKeyword) \(table.sql) ALTER COLUMN \(SQL.identifier(column.name)) "
                        + (inherited.map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT")
                ] + (context.to[fact.id] == nil ? Self.ownOfChildren(of: column, context) : []),
                locks: context.lockTree(.accessExclusive, table))
        ]
    }

    /// The defaults of children that differ from their parent's and stay as they are: PostgreSQL gives a parent's default to all of them.
    ///
    /// - Parameter isConverted: whether the column gets another type, so that defaults of the new type belong to the step as well.
    static func ownOfChildren(of column: ObjectID, isConverted: Bool = false, _ context: PlanContext) -> [String] {
        guard let table = column.parent, table.kind == .table else { return [] }
        return TableKind.tree(table, in: context.to).dropFirst().compactMap { child in
            let own = ObjectID.column(column.name, of: child)
            let id = ObjectID.columnDefault(of: own)
            guard let before = context.from[own], let after = context.to[own], before.bool(.inherited), after.bool(.inherited),
                after[.generated] == nil, after[.identity] == nil
            else { return nil }
            let prefix = "ALTER TABLE \(child.sql) ALTER COLUMN \(SQL.identifier(column.name))"
            if let fact = context.to[id], let old = context.from[id],
                old.compared == fact.compared || isConverted && !hasOwnSteps(id, from: context.from, to: context.to),
                let expression = fact.text(.expression)
            {
                return "\(prefix) SET DEFAULT \(expression)"
            }
            return before.bool(.noDefault) && after.bool(.noDefault) ? "\(prefix) DROP DEFAULT" : nil
        }
    }

    /// The statements that take the defaults of their own from children before their parent's column gets a type to which these defaults
    /// may have no cast.
    static func dropsOfChildren(of column: ObjectID, _ context: PlanContext) -> [String] {
        guard let table = column.parent, table.kind == .table else { return [] }
        return TableKind.tree(table, in: context.from).dropFirst().compactMap { child in
            let own = ObjectID.column(column.name, of: child)
            guard context.from[own]?.bool(.inherited) == true, context.to[own]?.bool(.inherited) == true,
                context.from[.columnDefault(of: own)] != nil
            else { return nil }
            return "ALTER TABLE \(child.sql) ALTER COLUMN \(SQL.identifier(column.name)) DROP DEFAULT"
        }
    }

    /// The actions that change the defaults of a column's parents, by themselves or with the type of the column.
    static func changesOfParents(of column: ObjectID, _ edges: EdgeBuilder) -> [Int] {
        guard let table = column.parent else { return [] }
        return Set([edges.from, edges.to].flatMap { TableKind.ancestors(of: table, in: $0) }).sorted().flatMap { parent in
            let source = ObjectID.column(column.name, of: parent)
            let id = ObjectID.columnDefault(of: source)
            return [edges.creation(of: id), edges.alteration(of: id), edges.removal(of: id), edges.alteration(of: source)]
                .compactMap(\.self)
        }
    }

    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        guard let column = fact.id.parent, column.parent?.kind.hasOwnColumns == true, creation.isCreated(column),
            creation.to[column]?.bool(.inherited) != true
        else { return nil }
        return column
    }

    func separation(_ fact: Fact) -> Int? { 1 }
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { true }

    /// Defaults of a table that is attached or detached stay as they are, whether they are its own or its parent's.
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        for id in changes.creates.union(changes.drops).union(changes.alters.keys) where id.kind == kind {
            guard let column = id.parent, let before = context.from[column], let after = context.to[column],
                before[.inherited] != after[.inherited],
                ColumnKind.effectiveDefault(of: column, in: context.from)
                    == ColumnKind.effectiveDefault(of: column, in: context.to)
            else { continue }
            changes.forget(id)
        }
    }

    /// An identity or a new type must be there before a default, and an old default gone before them. One that changes with its column
    /// is set after it.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        let column = id.parent.flatMap { edges.alteration(of: $0) }
        if let inherited = id.parent, edges.from[inherited]?.bool(.inherited) == true,
            edges.to[inherited]?.bool(.inherited) == true,
            // One that goes with its table does not wait.
            verb != .drop || inherited.parent.flatMap({ edges.removal(of: $0) }) == nil
        {
            for change in Self.changesOfParents(of: inherited, edges) { edges.after(change) }
        }
        // Rows that are written between the steps have the default already when NULL is refused.
        if verb != .drop, let change = id.parent.flatMap({ edges.changes.alters[$0] }), change.changed == [.notNull],
            change.after?.bool(.notNull) == true
        {
            return edges.before(column)
        }
        if verb != .drop { edges.after(column) }
        if verb == .drop { edges.before(column) }
    }

    /// Leaves the defaults of their own that children have before and after to the step that changes the type of their parent's column.
    static func moveWithParent(_ column: ObjectID, _ changes: inout ChangeSet) {
        guard let table = column.parent, table.kind == .table else { return }
        for child in TableKind.tree(table, in: changes.to).dropFirst() {
            let own = ObjectID.column(column.name, of: child)
            let id = ObjectID.columnDefault(of: own)
            guard changes.from[own]?.bool(.inherited) == true, changes.to[own]?.bool(.inherited) == true,
                changes.from[id] != nil, changes.to[id] != nil, changes.replaced[id] == nil,
                !hasOwnSteps(id, from: changes.from, to: changes.to)
            else { continue }
            changes.forget(id)
        }
    }

    /// Leaves the default to the step that changes its column's type; one that draws on a sequence has its own steps.
    static func moveWithColumn(_ column: ObjectID, _ changes: inout ChangeSet) {
        let id = ObjectID.columnDefault(of: column)
        guard changes.from[id] != nil else { return }
        if hasOwnSteps(id, from: changes.from, to: changes.to) || changes.replaced[id] != nil { return }
        if Overloads.areExchanged(under: id, changes) {
            return changes.replace(id, because: "it calls a function of which another form takes the place")
        }
        changes.forget(id)
    }

    /// True when a default comes or goes with a sequence, and so in a step of its own.
    static func hasOwnSteps(_ id: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        (to[id] ?? from[id])?.dependencies.contains { $0.kind == .sequence } == true
    }
}
