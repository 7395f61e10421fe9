import SchemaModel

extension LiveQuestions {
    /// Rows of a table that is copied which the new table refuses: NULLs, rows without a value for a new column, rows that a new check
    /// refuses, and those that no partition takes.
    static func copies(of root: ObjectID, _ context: PlanContext) -> [Step.Question] {
        guard let source = LiveSource(root, context, isReplaced: true) else { return [] }
        return nulls(source, root, context) + checks(source, root, context) + homeless(source, root, context)
    }

    private static func nulls(_ source: LiveSource, _ root: ObjectID, _ context: PlanContext) -> [Step.Question] {
        context.childrenAfter(root, .column).map { ColumnKind.effective($0, in: context.to) }.sorted { $0.id < $1.id }
            .compactMap { column in
                guard column.bool(.notNull), column[.generated] == nil, column[.identity] == nil, column[.backfill] == nil else {
                    return nil
                }
                guard let before = context.from[column.id].map({ ColumnKind.effective($0, in: context.from) }) else {
                    // The paired file may have kept its values.
                    guard context.options.restore == nil, ColumnKind.effectiveDefault(of: column.id, in: context.to) == nil,
                        SequenceKind.owned(by: column.id, in: context.to) == nil
                    else { return nil }
                    return source.rows("true", "\(column.id.path) is new and NOT NULL, and nothing fills the rows that are there")
                }
                guard !before.bool(.notNull), before[.generated] == nil else { return nil }
                return source.rows(
                    "t.\(SQL.identifier(column.id.name)) IS NULL", "\(column.id.path) becomes NOT NULL, and has NULLs")
            }
    }

    private static func checks(_ source: LiveSource, _ root: ObjectID, _ context: PlanContext) -> [Step.Question] {
        context.childrenAfter(root, .constraint).sorted { $0.id < $1.id }.compactMap { check in
            guard check.constraintType == .check, !check.bool(.notValid), !check.bool(.notEnforced),
                let expression = check.text(.checkExpression),
                context.from[check.id]?[.checkExpression] != check[.checkExpression],
                // An expression over what the plan changes means something else before it.
                check.dependencies.allSatisfy({ id in
                    guard let before = context.from[id], let after = context.to[id] else { return id == root }
                    return id == root || (id.kind == .column ? before[.type] == after[.type] : before.compared == after.compared)
                })
            else { return nil }
            return source.rows("NOT (\(expression))", "\(check.id) refuses rows of \(root.path)")
        }
    }

    private static func homeless(_ source: LiveSource, _ root: ObjectID, _ context: PlanContext) -> [Step.Question] {
        let leaves = TableCopy.tree(root, in: context.to).filter { context.to[$0]?[.partitionBy] == nil && $0 != root }
        let conditions = leaves.map { context.to[$0]?.text(.partitionCondition) }
        guard context.to[root]?[.partitionBy] != nil,
            conditions.allSatisfy({ $0.map { !$0.contains("satisfies_hash_partition(") } ?? false })
        else { return [] }
        let fits = conditions.compactMap { $0 }.map { "(\($0))" }.joined(separator: " OR ")
        return [
            source.rows(
                fits.isEmpty ? "true" : "NOT (\(fits))", "\(root.path) becomes partitioned, and has rows that no partition takes")
        ]
    }
}
