import SchemaModel

/// The values outside of a table that are rows of it: in columns of other tables, and in materialized views.
///
/// While there are any, PostgreSQL neither converts a column of the table nor rewrites its rows, since it would have to look into these
/// values. The columns hold text meanwhile, from which they read their rows again, and materialized views are created again.
struct RowTypeUse {
    let table: ObjectID
    /// The columns that hold rows of the table before and after, also inside of an array, a domain or a composite type.
    let kept: [Fact]
    /// Those that do so only before, or only afterward.
    private let leaving: [ObjectID]
    private let joining: [ObjectID]
    /// The materialized views that hold rows of the table before.
    let views: [ObjectID]
    private let from: CatalogState
    private let to: CatalogState

    init(of table: ObjectID, from: CatalogState, to: CatalogState) {
        self.table = table
        self.from = from
        self.to = to
        let before = Self.users(of: table, in: from)
        let after = Set(Self.users(of: table, in: to))
        let columns = before.filter { $0.parent?.kind.hasRows == true }
        kept = columns.filter(after.contains).compactMap { from[$0] }
        leaving = columns.filter { !after.contains($0) }
        joining = after.subtracting(columns).filter { $0.parent?.kind.hasRows == true }.sorted()
        views = Set(before.compactMap(\.parent).filter { !$0.kind.hasRows }).sorted()
    }

    /// The columns that hold rows of a table, or of a partition or child of it.
    private static func users(of table: ObjectID, in state: CatalogState) -> [ObjectID] {
        var types = Set(TableKind.tree(table, in: state))
        var columns: Set<ObjectID> = []
        var open = Array(types)
        while let type = open.popLast() {
            for dependent in state.dependents(of: type) {
                if dependent.kind == .column,
                    dependent.parent?.kind.hasRows == true || dependent.parent?.kind == .materializedView
                {
                    columns.insert(dependent)
                }
                let outer = TypeRebuild.wholeType(dependent)
                if outer.kind.isMadeOfTypes, types.insert(outer).inserted { open.append(outer) }
            }
        }
        return columns.sorted()
    }

    // MARK: Changes that need it

    /// The use that is in the way of an alteration; nil where nothing is.
    static func inTheWay(of id: ObjectID, from: CatalogState, to: CatalogState) -> RowTypeUse? {
        guard let before = from[id], let after = to[id], rewrites(before, after, from, to) else { return nil }
        let use = RowTypeUse(of: id.kind == .column ? id.parent ?? id : id, from: from, to: to)
        return use.isEmpty ? nil : use
    }

    /// The use that is in the way of a new column, whose values PostgreSQL writes into every row.
    static func inTheWay(ofNew column: ObjectID, _ changes: ChangeSet) -> RowTypeUse? {
        guard let table = column.parent, table.kind.hasRows, changes.from[table] != nil, !changes.creates.contains(table),
            let fact = changes.to[column]
        else { return nil }
        let isFilled =
            fact.text(.generatedKind) == "stored" || fact[.identity] != nil
            || changes.to[.columnDefault(of: column)] != nil && fact[.backfill] == nil
        guard isFilled else { return nil }
        let use = RowTypeUse(of: table, from: changes.from, to: changes.to)
        return use.isEmpty ? nil : use
    }

    private static func rewrites(_ before: Fact, _ after: Fact, _ from: CatalogState, _ to: CatalogState) -> Bool {
        guard before.id.kind == .column else {
            return before.id.kind.hasRows
                && (before.isUnlogged != after.isUnlogged || before[.accessMethod] != after[.accessMethod])
        }
        guard let table = before.id.parent, table.kind.hasOwnColumns, TypedTable.type(of: table, from: from, to: to) == nil,
            before[.type] != nil, after[.type] != nil
        else { return false }
        return (before[.type] != after[.type] || before[.collation] != after[.collation])
            && !ExtensionKind.carriesType(of: before, after, from: from, to: to)
    }

    var isEmpty: Bool { kept.isEmpty && leaving.isEmpty && joining.isEmpty && views.isEmpty }

    /// Why the values cannot be converted by way of text; nil where they can.
    func obstacle(_ before: Fact, _ after: Fact) -> String? {
        guard let first = kept.first else { return nil }
        func because(_ reason: String) -> String {
            "\(after.id) cannot change while \(first.id) holds rows of \(table): \(reason). Give \(first.id) another type first, "
                + "such as jsonb"
        }
        for column in kept {
            if column[.generated] != nil { return because("\(column.id) is generated") }
            if let parent = column.id.parent, from[parent]?.texts(.keyExpressions)?.contains(column.id.name) == true {
                return because("\(column.id) is part of a partition key")
            }
        }
        guard after.id.kind == .column else { return nil }
        if after[.conversion] != nil || before[.reverseConversion] != nil {
            return because("the declared conversion says nothing about the values there")
        }
        guard let old = before.text(.typeName), let new = after.text(.typeName),
            from.casts[CastKey(from: old, to: new)] == .explicit
        else { return nil }
        return because("PostgreSQL converts \(old) to \(new) only by an explicit cast")
    }

    // MARK: The step

    /// The statements around a change of the table.
    func around(_ statements: [String], _ context: PlanContext) -> [String] {
        let columns = kept.filter { $0[.type] != nil }
        return columns.flatMap(aside) + statements + columns.flatMap { back($0, context) }
    }

    func locks(_ context: PlanContext) -> [Step.Lock] {
        Set(kept.compactMap(\.id.parent)).sorted().flatMap { context.lockTree(.accessExclusive, $0) }
    }

    private func prefix(_ column: Fact) -> String {
        "ALTER TABLE \(column.id.parent?.sql ?? "") ALTER COLUMN \(SQL.identifier(column.id.name))"
    }

    private func aside(_ column: Fact) -> [String] {
        let hasDefault = from[.columnDefault(of: column.id)] != nil
        return (hasDefault ? ["\(prefix(column)) DROP DEFAULT"] : [])
            + ["\(prefix(column)) TYPE text USING \(SQL.identifier(column.id.name))::text"]
    }

    private func back(_ column: Fact, _ context: PlanContext) -> [String] {
        let type = column.text(.type) ?? "text"
        var statements = ["\(prefix(column)) TYPE \(type) USING \(SQL.identifier(column.id.name))::\(type)"]
        let defaultID = ObjectID.columnDefault(of: column.id)
        if !context.created.contains(defaultID), from[defaultID] != nil, let expression = context.to[defaultID]?.text(.expression)
        {
            statements.append("\(prefix(column)) SET DEFAULT \(expression)")
        }
        // PostgreSQL gives a column the storage of its new type.
        if let storage = column.text(.storage) { statements.append("\(prefix(column)) SET STORAGE \(storage.uppercased())") }
        if let method = column.text(.compression) { statements.append("\(prefix(column)) SET COMPRESSION \(method)") }
        return statements
    }

    // MARK: The plan

    /// Replaces what stands on the columns, and the materialized views.
    func replaceDependents(_ changes: inout ChangeSet) {
        let reason = "PostgreSQL does not change \(table) while rows of it are stored elsewhere"
        for view in views where to[view] != nil { changes.replace(view, because: reason) }
        for column in kept {
            for dependent in from.dependents(of: column.id) where dependent.kind != .columnDefault {
                guard to[dependent] != nil, !changes.drops.contains(dependent) else { continue }
                changes.replace(dependent, because: reason)
            }
        }
    }

    /// Objects that block the change are dropped before it, and created again after it.
    func addEdges(_ edges: inout EdgeBuilder) {
        for column in kept {
            for dependent in from.dependents(of: column.id) { edges.after(edges.removal(of: dependent)) }
            for dependent in to.dependents(of: column.id) { edges.before(edges.creation(of: dependent)) }
        }
        for column in leaving {
            edges.after(edges.removal(of: column))
            edges.after(edges.alteration(of: column))
        }
        for column in joining {
            edges.before(edges.creation(of: column))
            edges.before(edges.alteration(of: column))
        }
        for view in views {
            edges.after(edges.removal(of: view))
            edges.before(edges.creation(of: view))
        }
    }

    // MARK: A table that is copied

    /// The statements that give the columns the rows of the new table, while the old one still exists.
    ///
    /// - Parameter away: the place of an old table meanwhile.
    static func conversions(ofTree root: ObjectID, away: (ObjectID) -> ObjectID, _ context: PlanContext) -> [String] {
        let tables = TableCopy.tree(root, in: context.from).filter { context.isNew($0) }
        let columns = tables.flatMap { table in
            holders(of: table, in: context.from).filter { context.to[$0.id]?.dependencies.contains(table) == true }
        }
        guard !columns.isEmpty else { return [] }
        let used = tables.filter { table in columns.contains { $0.dependencies.contains(table) } }
        func converter(_ table: ObjectID) -> String {
            "\(SQL.qualified(table.schema, table.name.prefixBytes(55) + "__to_new"))(\(away(table).sql))"
        }
        func cast(_ table: ObjectID) -> String { "CAST (\(away(table).sql) AS \(table.sql))" }
        let casts = used.flatMap { table -> [String] in
            let lines = context.childrenAfter(table, .column).map(\.id).sorted().filter { context.from[$0] != nil }.map {
                "    result.\(SQL.identifier($0.name)) := ($1).\(SQL.identifier($0.name));"
            }
            let body = (["DECLARE result \(table.sql);", "BEGIN"] + lines + ["    RETURN result;", "END"]).joined(separator: "\n")
            return [
                "CREATE FUNCTION \(converter(table)) RETURNS \(table.sql) LANGUAGE plpgsql STRICT AS "
                    + SQL.dollarQuoted("\n\(body)\n", tag: "convert"),
                "CREATE \(cast(table)) WITH FUNCTION \(converter(table))",
            ]
        }
        let changes = columns.compactMap { column -> String? in
            guard let parent = column.id.parent, let type = column.text(.type) else { return nil }
            let name = SQL.identifier(column.id.name)
            return "ALTER TABLE \(parent.sql) ALTER COLUMN \(name) TYPE \(type) USING \(name)::\(type)"
        }
        return casts + changes + used.flatMap { ["DROP \(cast($0))", "DROP FUNCTION \(converter($0))"] }
    }

    /// The columns of tables that have the row type of a table itself, or an array of it.
    static func holders(of table: ObjectID, in state: CatalogState) -> [Fact] {
        state.dependents(of: table).filter { $0.kind == .column && $0.parent?.kind.hasRows == true }.sorted()
            .compactMap { state[$0] }.filter { $0[.generated] == nil }
    }

    /// Replaces what PostgreSQL does not carry along when the columns get the rows of the new table.
    static func adjust(ofTree root: ObjectID, _ changes: inout ChangeSet) {
        for table in TableCopy.tree(root, in: changes.from) {
            for column in holders(of: table, in: changes.from) where changes.to[column.id] != nil {
                changes.invalidateDependents(of: column.id, because: table)
            }
        }
    }

    /// Objects that depend on the columns are dropped before the old tables, and created after the new ones.
    static func addEdges(ofTree root: ObjectID, _ edges: inout EdgeBuilder) {
        let removals = TableCopy.tree(root, in: edges.from).compactMap { edges.removal(of: $0) }
        let creations = TableCopy.tree(root, in: edges.to).compactMap { edges.creation(of: $0) }
        for table in TableCopy.tree(root, in: edges.from) {
            for column in holders(of: table, in: edges.from) {
                for dependent in edges.from.dependents(of: column.id) {
                    for removal in removals { edges.add(edges.removal(of: dependent), removal) }
                }
                for dependent in edges.to.dependents(of: column.id) {
                    for creation in creations { edges.add(creation, edges.creation(of: dependent)) }
                }
            }
        }
    }
}
