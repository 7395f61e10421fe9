import SchemaModel

/// Queries for rows that a step would fail on, or whose values it would change.
///
/// A row is named by its primary key, which a person can look up; without one by `ctid`.
enum LiveQuestions {
    /// Rows whose column is NULL, before NOT NULL.
    static func nulls(_ column: ObjectID, _ context: PlanContext) -> [Step.Question] {
        guard let table = column.parent, isThere(table, context), context.from[column] != nil,
            context.to[column]?[.backfill] == nil
        else { return [] }
        return [
            Step.Question(
                problem: "\(column.path) becomes NOT NULL, and has NULLs",
                query: rows(table, "t.\(SQL.identifier(column.name)) IS NULL", context))
        ]
    }

    /// Rows that a constraint refuses.
    static func violations(_ fact: Fact, _ context: PlanContext) -> [Step.Question] {
        guard let table = fact.id.parent, table.kind.hasRows, isThere(table, context), !fact.bool(.notValid),
            !fact.bool(.notEnforced),
            let type = fact.constraintType
        else { return [] }
        let columns = fact.texts(.columns) ?? []
        guard columns.allSatisfy({ context.from[.column($0, of: table)] != nil }) else { return [] }
        switch type {
        case .notNull:
            return columns.flatMap { nulls(.column($0, of: table), context) }
        case .check:
            guard let expression = fact.text(.checkExpression) else { return [] }
            return [
                Step.Question(
                    problem: "\(fact.id) refuses rows of \(table.path)",
                    query: rows(table, "NOT (\(expression))", context, qualifies: false))
            ]
        case .foreignKey: return orphans(fact, table, columns, context)
        case .primaryKey, .unique:
            guard fact[.period] == nil else { return [] }
            let names = columns.map { SQL.identifier($0) }
            let nulls = type == .primaryKey ? columns.flatMap { self.nulls(.column($0, of: table), context) } : []
            return nulls + duplicates(fact.id, table, names, predicate: nil, countsNulls: fact.bool(.nullsNotDistinct))
        case .exclude: return []
        }
    }

    /// Values that a unique index has more than once.
    static func duplicates(ofIndex fact: Fact, _ context: PlanContext) -> [Step.Question] {
        guard let table = fact.id.parent, fact.bool(.unique), isThere(table, context), let keys = fact.texts(.keyExpressions)
        else { return [] }
        return duplicates(fact.id, table, keys, predicate: fact.text(.predicate), countsNulls: fact.bool(.nullsNotDistinct))
    }

    private static func duplicates(
        _ id: ObjectID, _ table: ObjectID, _ keys: [String], predicate: String?, countsNulls: Bool
    ) -> [Step.Question] {
        guard !keys.isEmpty else { return [] }
        let list = keys.joined(separator: ", ")
        let conditions = (predicate.map { ["(\($0))"] } ?? []) + (countsNulls ? [] : keys.map { "(\($0)) IS NOT NULL" })
        let filter = conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
        return [
            Step.Question(
                problem: "\(id) is unique, and \(table.path) has values more than once",
                query: "SELECT \(list), count(*) FROM \(table.sql)\(filter) GROUP BY \(list) HAVING count(*) > 1")
        ]
    }

    private static func orphans(_ fact: Fact, _ table: ObjectID, _ columns: [String], _ context: PlanContext) -> [Step.Question] {
        guard let referenced = ConstraintText.allReferenced(fact).first ?? Optional(table),
            let others = fact.texts(.referencedColumns),
            others.count == columns.count, isThere(referenced, context), fact[.period] == nil,
            others.allSatisfy({ context.from[.column($0, of: referenced)] != nil })
        else { return [] }
        let present = columns.map { "t.\(SQL.identifier($0)) IS NOT NULL" }
        let match = zip(columns, others).map { "r.\(SQL.identifier($1)) = t.\(SQL.identifier($0))" }
        return [
            Step.Question(
                problem: "\(fact.id) refers to rows of \(referenced.path) that do not exist",
                query: rows(
                    table,
                    (present + ["NOT EXISTS (SELECT FROM \(referenced.sql) AS r WHERE \(match.joined(separator: " AND ")))"])
                        .joined(separator: " AND "), context))
        ]
    }

    /// Values that another type cannot hold, or holds otherwise: those that do not come back from it as they were.
    static func conversions(_ before: Fact, _ after: Fact, _ context: PlanContext) -> [Step.Question] {
        guard let table = after.id.parent, table.kind.hasRows, isThere(table, context), let old = before.text(.type),
            let new = after.text(.type), !TypeConversion.keepsValues(before, after)
        else { return [] }
        let name = "t.\(SQL.identifier(after.id.name))"
        // A type that the plan creates cannot be asked yet.
        guard !before.dependencies.union(after.dependencies).contains(where: { context.created.contains($0) }) else { return [] }
        let there = TypeConversion.using(before, after, context.from).map { _ in "\(name)::text::\(new)" } ?? "\(name)::\(new)"
        let both = "(\(there))::text IS DISTINCT FROM \(name)::text AND (\(there))::\(old)::text IS DISTINCT FROM \(name)::text"
        return [
            Step.Question(
                problem: "\(after.id.path) becomes \(new), which cannot hold some of its values as they are",
                query: rows(table, both, context))
        ]
    }

    /// Values of a column that are among labels which an enum loses.
    static func labels(_ column: Fact, _ removed: [String], of type: ObjectID, _ context: PlanContext) -> [Step.Question] {
        guard let table = column.id.parent, !removed.isEmpty, isThere(table, context) else { return [] }
        let name = "t.\(SQL.identifier(column.id.name))"
        let list = removed.map { SQL.literal($0) }.joined(separator: ", ")
        let isArray = column.text(.type)?.hasSuffix("[]") == true
        let condition = isArray ? "\(name)::text[] && ARRAY[\(list)]" : "\(name)::text IN (\(list))"
        return [
            Step.Question(
                problem:
                    "\(type) loses \(removed.map { SQL.literal($0) }.joined(separator: ", ")), and \(column.id.path) has rows with that",
                query: rows(table, condition, context))
        ]
    }

    // MARK: Queries

    private static func isThere(_ table: ObjectID, _ context: PlanContext) -> Bool {
        context.from[table] != nil && !context.isNew(table)
    }

    private static func rows(_ table: ObjectID, _ condition: String, _ context: PlanContext, qualifies: Bool = true) -> String {
        let key = context.childrenBefore(table, .constraint).first { $0.constraintType == .primaryKey }?.texts(.columns)
        let alias = qualifies ? "t." : ""
        let columns = key.map { $0.map { alias + SQL.identifier($0) }.joined(separator: ", ") } ?? "\(alias)ctid"
        return "SELECT \(columns) FROM \(table.sql)\(qualifies ? " AS t" : "") WHERE \(condition)"
    }
}
