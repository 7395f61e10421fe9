import SchemaModel

/// PostgreSQL cannot remove or move a label, so the type is created again and its columns are converted, in one transaction.
enum EnumRebuild {
    /// Whether labels are removed or change places; new ones can be added in place.
    static func isNeeded(_ before: Fact, _ after: Fact) -> Bool {
        let old = before.texts(.labels) ?? []
        return (after.texts(.labels) ?? []).filter(old.contains) != old
    }

    static func step(_ before: Fact, _ after: Fact, _ context: PlanContext) -> Step {
        let id = after.id
        let old = ObjectID(.enumType, schema: id.schema, id.name + "__old")
        let columns = users(of: id, in: context.from).filter { context.to[$0.id] != nil }
        var statements = ["ALTER TYPE \(id.sql) RENAME TO \(SQL.identifier(old.name))"]
        statements += EnumKind().create(after, context).flatMap(\.statements)
        for column in columns {
            guard let table = column.id.parent, let type = column.text(.type) else { continue }
            let name = SQL.identifier(column.id.name)
            let defaultID = ObjectID.columnDefault(of: column.id)
            let array = type.hasSuffix("[]") ? "[]" : ""
            let alter = "ALTER TABLE \(table.sql) ALTER COLUMN \(name)"
            if context.from[defaultID] != nil { statements.append("\(alter) DROP DEFAULT") }
            statements.append("\(alter) TYPE \(type) USING \(name)::text\(array)::\(type)")
            if let expression = context.to[defaultID]?.text(.expression) {
                statements.append("\(alter) SET DEFAULT \(expression)")
            }
        }
        statements.append("DROP TYPE \(old.sql)")
        let tables = columns.compactMap(\.id.parent).map { Step.Lock(.accessExclusive, on: $0.path) }
        return Step(
            .alter, id, title: "rebuild \(id)", statements,
            when: .pending(
                """
                (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e \
                WHERE e.enumtypid = \(CatalogCheck.type(id))) IS DISTINCT FROM \
                ARRAY[\((after.texts(.labels) ?? []).map { SQL.literal($0) }.joined(separator: ", "))]::text[]
                """),
            locks: tables, hazards: columns.isEmpty ? [] : [.rewrite, .scan, .mayFailOnData],
            reason: "a label is removed or moved")
    }

    /// The columns that have the type, or an array of it.
    static func users(of id: ObjectID, in state: CatalogState) -> [Fact] {
        state.facts.values.filter { $0.id.kind == .column && $0.dependencies.contains(id) && $0[.generated] == nil }
            .sorted { $0.id < $1.id }
    }
}
