import SchemaModel

/// A table of a composite type, which PostgreSQL gives every column that ALTER TYPE … CASCADE gives the type.
enum TypedTable {
    /// The type that a table has before and after; nil for a table without one, or of another one.
    static func type(of table: ObjectID, from: CatalogState, to: CatalogState) -> ObjectID? {
        guard let name = from[table]?.text(.ofType), to[table]?.text(.ofType) == name else { return nil }
        return from[table]?.dependencies.first { $0.kind == .compositeType && $0.sql == name }
    }

    /// The attributes of a column that its type does not give.
    static func parts(of column: Fact, on table: ObjectID, _ context: PlanContext) -> [Step] {
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(column.id.name))"
        let defaultID = ObjectID.columnDefault(of: column.id)
        let isDefaultInside = context.enclosed[defaultID] != nil
        var statements: [String] = []
        if isDefaultInside, let expression = context.to[defaultID]?.text(.expression) {
            statements.append("\(prefix) SET DEFAULT \(expression)")
        }
        statements += ColumnText.extras(column, of: table)
        var steps: [Step] = []
        if !statements.isEmpty {
            steps.append(
                .alter(
                    column, title: "set what \(column.id) has beyond its type", statements,
                    locks: context.lock(.accessExclusive, table)))
        }
        return steps + (column.bool(.notNull) ? NotNull.steps(column, table, context) : [])
    }

    /// A table leaves its type before its columns and the type change, and joins one after them: the columns of a typed table are its type's.
    static func addEdgesOfTable(_ table: ObjectID, _ edges: inout EdgeBuilder) {
        let (old, new) = (edges.from[table]?.text(.ofType), edges.to[table]?.text(.ofType))
        guard old != new else { return }
        let columns = Set([edges.from, edges.to].flatMap { $0.children(of: table) }.map(\.id).filter { $0.kind == .column })
        let types = [edges.from, edges.to].flatMap { $0[table]?.dependencies ?? [] }.filter { $0.kind == .compositeType }
        for part in columns.union(types).sorted() {
            for change in [edges.creation(of: part), edges.alteration(of: part), edges.removal(of: part)] {
                if new == nil { edges.before(change) } else { edges.after(change) }
            }
        }
    }

    /// Puts the changes of columns in order with that of the type, which makes them.
    static func addEdges(_ column: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard let table = column.parent, let type = type(of: table, from: edges.from, to: edges.to),
            let change = edges.alteration(of: type)
        else { return }
        switch verb {
        case .create: edges.after(change)
        case .drop: edges.before(change)
        case .alter:
            edges.after(change)
            for dependent in edges.from.dependents(of: column) {
                edges.add(edges.removal(of: dependent), change)
                edges.add(change, edges.creation(of: dependent))
            }
        case .restore: break
        }
    }
}
