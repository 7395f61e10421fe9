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
        let isLeft = new == nil || leavesFirst(table, from: edges.from, to: edges.to)
        let columns = Set([edges.from, edges.to].flatMap { $0.children(of: table) }.map(\.id).filter { $0.kind == .column })
        for column in columns.sorted() {
            for change in [edges.creation(of: column), edges.alteration(of: column), edges.removal(of: column)] {
                if isLeft { edges.before(change) } else { edges.after(change) }
            }
        }
        func types(_ state: CatalogState) -> Set<ObjectID> {
            Set((state[table]?.dependencies ?? []).filter { $0.kind == .compositeType })
        }
        let (before, after) = (types(edges.from), types(edges.to))
        for type in before.subtracting(after).sorted() {
            edges.before(edges.alteration(of: type))
            edges.before(edges.removal(of: type))
        }
        for type in after.subtracting(before).sorted() where !isLeft { edges.after(edges.alteration(of: type)) }
    }

    // MARK: Another type

    /// The names, types and collations of a table's columns, in order.
    private static func columns(of table: ObjectID, in state: CatalogState) -> [CompositeField] {
        state.children(of: table).filter { $0.id.kind == .column }
            .sorted { ($0.integer(.position) ?? 0, $0.id) < ($1.integer(.position) ?? 0, $1.id) }
            .map { ColumnKind.effective($0, in: state) }
            .map { CompositeField(name: $0.id.name, type: $0.text(.type) ?? "text", collation: $0.text(.collation)) }
    }

    /// True for a table of one type that gets another one with other columns: it has none while its columns change.
    static func leavesFirst(_ table: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        guard let old = from[table]?.text(.ofType), let new = to[table]?.text(.ofType), old != new else { return false }
        return columns(of: table, in: from) != columns(of: table, in: to)
    }

    /// Why a table cannot get its type: PostgreSQL adds columns at the end, and a type has its columns in the same order.
    static func obstacle(_ before: Fact, _ after: Fact, _ context: PlanContext) -> String? {
        guard let type = after.text(.ofType), before.text(.ofType) != type else { return nil }
        let wanted = columns(of: after.id, in: context.to).map(\.name)
        let kept = columns(of: after.id, in: context.from).map(\.name).filter(wanted.contains)
        guard !wanted.starts(with: kept) else { return nil }
        return
            "\(after.id) would have to become a table of type \(type), which has its columns in another order: PostgreSQL wants "
            + "\(wanted.joined(separator: ", ")), and the table keeps \(kept.joined(separator: ", ")) at its beginning"
    }

    /// The step that gives a table its type.
    static func join(_ table: Fact, _ type: String, _ context: PlanContext) -> Step {
        .alter(
            table, title: "make \(table.id) a table of type \(type)", ["ALTER TABLE \(table.id.sql) OF \(type)"],
            locks: context.lock(.accessExclusive, table.id))
    }

    /// Gives the tables that have left their types the other ones, once their columns are those of the types.
    static func complete(_ steps: inout [Step], _ context: PlanContext) {
        for (id, fact) in context.to.facts.sorted(by: { $0.key < $1.key }) where id.kind == .table && !context.isNew(id) {
            guard let type = fact.text(.ofType), leavesFirst(id, from: context.from, to: context.to) else { continue }
            let last = steps.lastIndex { step in
                step.object == id || step.object.parent == id && step.object.kind == .column
                    || fact.dependencies.contains(step.object) && step.object.kind == .compositeType
            }
            if let last { steps.insert(join(fact, type, context), at: last + 1) }
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
