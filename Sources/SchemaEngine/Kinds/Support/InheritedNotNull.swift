import SchemaModel

/// NOT NULL constraints of columns that a child has from its parents (INHERITS), since PostgreSQL 18.
///
/// A child's constraint can come from its parents, be its own, or both; only one of its own keeps a name of its own and outlives the
/// parents'. PostgreSQL renames no inherited constraint and lets none go, so the parents' constraints make room for such a change.
enum InheritedNotNull {
    /// How a child has its constraint.
    enum Form: Equatable {
        /// The column takes NULL.
        case none
        /// The child alone has it.
        case own
        /// It comes from the parents alone, by their name.
        case inherited
        /// It comes from the parents, and the child has declared it too, by this name.
        case local(String)
    }

    /// The value of ``Attribute/notNullName``: for a partition the name of the constraint, for another child that of one of its own,
    /// which is empty where it has none.
    static let name = """
        CASE WHEN a.attinhcount > 0 THEN CASE WHEN c.relispartition OR kn.conislocal THEN kn.conname::text
            WHEN NOT c.relispartition THEN '' END END
        """

    /// The value of ``Attribute/notNullDeclared``.
    static let isDeclaredByPartition = "c.relispartition AND kn.conislocal AND kn.coninhcount > 0"

    /// The constraints of inherited columns.
    static let join = """
        LEFT JOIN pg_catalog.pg_constraint kn ON a.attinhcount > 0 AND a.attnotnull AND kn.conrelid = a.attrelid
            AND kn.contype = 'n' AND kn.conkey[1] = a.attnum
        LEFT JOIN pg_catalog.pg_description kd ON kd.objoid = kn.oid AND kd.classoid = 'pg_catalog.pg_constraint'::regclass
            AND kn.coninhcount > 0
        """

    /// The comment on a constraint that comes from the parents; that on another one is a fact.
    static let comment = "kd.description"

    /// True when a parent has a NOT NULL constraint that a column takes over.
    static func isInherited(by column: ObjectID, in state: CatalogState) -> Bool {
        !sources(of: column, in: state).isEmpty
    }

    /// The columns of parents whose NOT NULL constraint a column takes over.
    static func sources(of column: ObjectID, in state: CatalogState) -> [ObjectID] {
        ColumnKind.parentColumns(of: column, in: state).filter { parent in
            guard let fact = state[parent], ColumnKind.effective(fact, in: state).bool(.notNull) else { return false }
            return NotNullConstraint.of(parent, in: state)?.bool(.noInherit) != true
        }
    }

    /// The form of a child's constraint; nil for a partition, a column of the table's own, and an older server.
    static func form(of column: ObjectID, in state: CatalogState) -> Form? {
        guard let fact = state[column], fact.bool(.inherited), let table = column.parent, state[table]?.partitionParent == nil,
            let name = fact.text(.notNullName)
        else { return nil }
        guard isInherited(by: column, in: state) else { return fact.bool(.notNull) ? Form.own : Form.none }
        return name.isEmpty ? .inherited : .local(name)
    }

    /// The name of a constraint that a child has declared besides its parents; nil where it has not.
    static func localName(_ column: ObjectID, in state: CatalogState) -> String? {
        if case .local(let name)? = form(of: column, in: state) { name } else { nil }
    }

    /// True when a column loses what its parents gave it and has a constraint of its own afterward. Before PostgreSQL 18, DROP NOT NULL
    /// on the parent leaves the children alone that keep it.
    static func goesWithParents(_ column: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        guard let before = from[column], let after = to[column], before.bool(.inherited), after.bool(.inherited),
            after.bool(.notNull), isInherited(by: column, in: from), !isInherited(by: column, in: to)
        else { return false }
        let isPartition = column.parent.flatMap { from[$0]?.partitionParent } != nil
        if isPartition { return !before.bool(.notNullDeclared) }
        return from.serverVersion >= 180_000 && localName(column, in: from) == nil
    }

    /// True when a partition keeps a constraint that it has declared when its parents' goes.
    static func outlivesParents(_ column: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        guard let before = from[column], let after = to[column] else { return false }
        return before.bool(.notNullDeclared) && before.bool(.inherited) && after.bool(.inherited) && after.bool(.notNull)
            && isInherited(by: column, in: from) && !isInherited(by: column, in: to)
    }

    /// The name of a constraint that a partition gets before its parent's joins it under another name; nil where it takes the parent's.
    /// PostgreSQL renames no inherited constraint.
    static func nameBeforeParents(_ column: ObjectID, from: CatalogState, to: CatalogState) -> String? {
        guard let after = to[column], let name = after.text(.notNullName), let table = column.parent,
            let parent = from[table]?.partitionParent, parent == to[table]?.partitionParent, from[column] != nil,
            NotNullConstraint.name(column, in: from) == nil, isInherited(by: column, in: to),
            NotNullConstraint.name(.column(column.name, of: parent), in: to) != name
        else { return nil }
        return name
    }

    /// Alters the columns whose constraint gets its name before the parent's comes.
    static func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        guard changes.from.serverVersion >= 180_000 else { return }
        let columns = changes.to.facts.values.filter { $0.id.kind == .column && $0[.notNullName] != nil }.map(\.id)
        for id in columns.sorted() where nameBeforeParents(id, from: changes.from, to: changes.to) != nil {
            changes.alterAlone(id, context)
        }
    }

    // MARK: Steps

    /// The constraints that a new child declares for columns whose definitions are its parents'.
    static func definitions(_ columns: [Fact], _ context: PlanContext) -> [String] {
        columns.filter { $0.bool(.inherited) && !$0.bool(.declaredHere) }.compactMap { column in
            localName(column.id, in: context.to).map { ConstraintText.inTable(plain(column.id, named: $0)) }
        }
    }

    static func steps(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step] {
        guard let table = after.id.parent else { return [] }
        let column = after.id
        if goesWithParents(column, from: context.from, to: context.to) {
            // A constraint that is a fact of its own has its own step.
            return NotNullConstraint.of(column, in: context.to) == nil ? NotNull.steps(after, table, context) : []
        }
        if outlivesParents(column, from: context.from, to: context.to) {
            guard NotNullConstraint.of(column, in: context.to) == nil else { return [] }
            let old = NotNullConstraint.usual(column, named: NotNullConstraint.name(column, in: context.from))
            return NotNullConstraint.changes(old, NotNullConstraint.usual(column), context)
        }
        if let name = nameBeforeParents(column, from: context.from, to: context.to) {
            return ConstraintAddition.onUsedTable(plain(column, named: name), table, context)
        }
        guard let old = form(of: column, in: context.from), let new = form(of: column, in: context.to) else { return [] }
        switch (old, new) {
        case (.own, .local(let name)):
            let own = NotNullConstraint.of(column, in: context.from) ?? NotNullConstraint.usual(column)
            return NotNullConstraint.changes(own, NotNullConstraint.usual(column, named: name), context)
        case (.own, .inherited):
            return [
                .alter(
                    after, title: "leave NOT NULL on \(column) to the parents", [dropping(column, of: table)],
                    locks: context.lockTree(.accessExclusive, table))
            ]
        case (.none, .local(let name)):
            return ConstraintAddition.onUsedTable(plain(column, named: name), table, context)
        case (.local(let name), .own):
            // A constraint that is a fact of its own has its own step.
            if NotNullConstraint.of(column, in: context.to) != nil { return [] }
            return NotNullConstraint.changes(
                NotNullConstraint.usual(column, named: name), NotNullConstraint.usual(column), context)
        case (.inherited, .local(let name)):
            let add = "ALTER TABLE \(table.sql) ADD \(ConstraintText.inTable(plain(column, named: name)))"
            return around([add], after, context)
        case (.local, .inherited):
            return around([dropping(column, of: table)], after, context)
        case (.local(let name), .local(let other)):
            let names = "\(SQL.identifier(name)) TO \(SQL.identifier(other))"
            return name == other ? [] : around(["ALTER TABLE \(table.sql) RENAME CONSTRAINT \(names)"], after, context)
        case (.none, .none), (.none, .own), (.none, .inherited), (.own, .none), (.own, .own), (.inherited, .none),
            (.inherited, .own), (.inherited, .inherited), (.local, .none):
            return []
        }
    }

    private static func dropping(_ column: ObjectID, of table: ObjectID) -> String {
        "ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(column.name)) DROP NOT NULL"
    }

    /// A constraint with its definition.
    private static func plain(_ column: ObjectID, named name: String) -> Fact {
        var fact = NotNullConstraint.usual(column, named: name)
        fact[.definition] = .text("NOT NULL \(SQL.identifier(column.name))")
        return fact
    }

    /// Statements that PostgreSQL takes only while the parents' columns take NULL. Where a parent's cannot, or has its constraint from a
    /// parent of its own, the child's constraint stays as it is.
    private static func around(_ statements: [String], _ after: Fact, _ context: PlanContext) -> [Step] {
        let parents = sources(of: after.id, in: context.from)
        let again = parents.compactMap { addition(ofAgain: $0, named: nil, context) }
        guard again.count == parents.count else { return [] }
        return [
            .alter(
                after, title: "change the NOT NULL constraint of \(after.id)",
                parents.compactMap { parent in parent.parent.map { dropping(parent, of: $0) } } + statements + again,
                locks: parents.flatMap { parent in parent.parent.map { context.lockTree(.accessExclusive, $0) } ?? [] },
                hazards: [.scan], reason: "PostgreSQL changes no constraint that a parent has too")
        ]
    }

    /// ADD CONSTRAINT for a parent's constraint that went in the same step; nil where it cannot go.
    private static func addition(ofAgain column: ObjectID, named name: String?, _ context: PlanContext) -> String? {
        guard let table = column.parent, let fact = context.from[column], fact[.identity] == nil,
            !isInherited(by: column, in: context.from), NotNullConstraint.of(column, in: context.from)?.bool(.notValid) != true,
            !context.from.children(of: table).contains(where: {
                $0.constraintType == .primaryKey && $0.texts(.columns)?.contains(column.name) == true
            }), let name = name ?? NotNullConstraint.name(column, in: context.from)
        else { return nil }
        return "ALTER TABLE \(table.sql) ADD \(ConstraintText.inTable(plain(column, named: name)))"
    }

    /// The step that gives a parent's constraint another name while a child has its own name for it: RENAME CONSTRAINT would look for the
    /// parent's name there. Nil where it can be renamed.
    static func again(_ before: Fact, _ after: Fact, _ context: PlanContext) -> Step? {
        guard let table = after.id.parent, let name = after.texts(.columns)?.first, !before.bool(.noInherit),
            !after.bool(.noInherit), !before.bool(.notValid), !after.bool(.notValid)
        else { return nil }
        let column = ObjectID.column(name, of: table)
        let isOwnThere = TableKind.tree(table, in: context.from).dropFirst().contains { child in
            localName(.column(name, of: child), in: context.from).map { $0 != before.id.name } ?? false
        }
        guard isOwnThere, let addition = addition(ofAgain: column, named: after.id.name, context) else { return nil }
        return .alter(
            after, title: "rename \(before.id) to \(after.id.name)", [dropping(column, of: table), addition],
            locks: context.lockTree(.accessExclusive, table), hazards: [.scan],
            reason: "a child has another name for it, so PostgreSQL cannot rename it")
    }

    /// The statements for children that have declared a parent's constraint too, which stays when the parent's goes.
    static func dropsOfChildren(_ column: ObjectID, _ context: PlanContext) -> [String] {
        guard let table = column.parent else { return [] }
        return TableKind.tree(table, in: context.from).dropFirst().compactMap { child in
            let own = ObjectID.column(column.name, of: child)
            if context.from[own]?.bool(.notNullDeclared) == true {
                let goes = context.to[own]?.bool(.inherited) == true && NotNullConstraint.name(own, in: context.to) == nil
                return goes ? dropping(own, of: child) : nil
            }
            guard localName(own, in: context.from) != nil, form(of: own, in: context.to) == Form.none else { return nil }
            return dropping(own, of: child)
        }
    }

    // MARK: Order

    /// The action changes the constraint of a column before its parents change theirs, or after it.
    static func addEdges(_ column: ObjectID, _ node: Int, _ edges: inout EdgeBuilder) {
        if edges.changes.notNulls.covers(column) { return }
        if edges.to[column]?[.notNullComment] != nil, edges.from[column]?[.notNullComment] != edges.to[column]?[.notNullComment],
            form(of: column, in: edges.from) != .own
        {
            for change in changesOfAncestors(of: column, edges) { edges.add(change, node) }
            return
        }
        let isLast: Bool
        if goesWithParents(column, from: edges.from, to: edges.to) || outlivesParents(column, from: edges.from, to: edges.to) {
            for change in changesOfAncestors(of: column, edges) { edges.add(change, node) }
            return
        }
        if nameBeforeParents(column, from: edges.from, to: edges.to) != nil {
            for change in changesOfAncestors(of: column, edges) { edges.add(node, change) }
            return
        }
        guard let old = form(of: column, in: edges.from), let new = form(of: column, in: edges.to) else { return }
        switch (old, new) {
        case (.local, .own), (.inherited, .own): isLast = true
        case (.own, .local), (.own, .inherited), (.none, .local), (.inherited, .local), (.local, .inherited), (.local, .local):
            isLast = false
        case (.none, .none), (.none, .own), (.none, .inherited), (.own, .none), (.own, .own), (.inherited, .none),
            (.inherited, .inherited), (.local, .none):
            return
        }
        for change in changesOfAncestors(of: column, edges) {
            if isLast { edges.add(change, node) } else { edges.add(node, change) }
        }
    }

    /// The actions that change NOT NULL on the columns that a column comes from.
    private static func changesOfAncestors(of column: ObjectID, _ edges: EdgeBuilder) -> [Int] {
        let parents = Set([edges.from, edges.to].flatMap { ColumnKind.parentColumns(of: column, in: $0) })
        return parents.sorted().flatMap { parent -> [Int] in
            let constraints = Set(
                [edges.from, edges.to].flatMap { state in
                    state.children(of: parent.parent ?? parent).filter {
                        ($0.constraintType == .notNull || $0.constraintType == .primaryKey)
                            && $0.texts(.columns)?.contains(parent.name) == true
                    }.map(\.id)
                })
            let changes = constraints.sorted().flatMap {
                [edges.creation(of: $0), edges.alteration(of: $0), edges.removal(of: $0)]
            }
            return (changes + [edges.alteration(of: parent)]).compactMap(\.self) + changesOfAncestors(of: parent, edges)
        }
    }
}
