import SchemaModel

/// ADD COLUMN with a volatile default on a table in use: the default counts for new rows at once, and those that are there are filled in
/// batches, where PostgreSQL would rewrite the table under ACCESS EXCLUSIVE.
struct OnlineAddition {
    private let column: Fact
    private let table: ObjectID
    private let expression: String
    private let context: PlanContext
    /// Puts the values back that the paired file kept; those of newer rows are filled.
    private let restoring: [Step]

    /// Nil where nobody asked for it, or where the statement by itself is brief.
    init?(_ column: Fact, _ expression: String, _ context: PlanContext) {
        guard let table = column.id.parent, table.kind == .table, let online = context.options.online,
            online.tables.includes(table), !context.isNew(table), context.from[table]?[.partitionBy] == nil,
            column[.generated] == nil, context.to[.columnDefault(of: column.id)]?.bool(.volatileExpression) == true,
            SequenceKind.owned(by: column.id, in: context.to) == nil
        else { return nil }
        restoring = ColumnAddition.restoration(of: column, context)
        // A NULL that is restored is not to be filled.
        guard column.bool(.notNull) || restoring.isEmpty else { return nil }
        self.column = column
        self.table = table
        self.expression = expression
        self.context = context
    }

    var steps: [Step] {
        let name = SQL.identifier(column.id.name)
        let definition = ColumnText.definition(column, context, nullable: true, includesDefault: false)
        let problem = SQL.literal("\(column.id.path) has rows that its default did not fill")
        let open = "SELECT ctid FROM \(table.sql) WHERE \(name) IS NULL"
        let isRequired = column.bool(.notNull)
        var addition = Step.create(
            column, title: "add \(column.id)",
            ["ALTER TABLE \(table.sql) ADD COLUMN \(definition)"] + ColumnText.extras(column, of: table),
            locks: context.lock(.accessExclusive, table))
        if !restoring.isEmpty { addition.precondition = Step.ifMissing(column.id) }
        let defaulting = Step.alter(
            column, title: "set the default of \(column.id)",
            ["ALTER TABLE \(table.sql) ALTER COLUMN \(name) SET DEFAULT \(expression)"],
            locks: context.lock(.accessExclusive, table))
        let fill = Step(
            .alter, column.id, title: "fill \(column.id)",
            [
                "CALL plumbline.backfill(\(SQL.literal(table.sql)), \(SQL.literal(column.id.name)), "
                    + "\(SQL.dollarQuoted(expression, tag: "value")), a_fires_triggers => false)"
            ] + (isRequired ? ["SELECT plumbline.refuse_rows(\(problem), \(SQL.dollarQuoted(open, tag: "rows")))"] : []),
            when: .journal, locks: context.lock(.rowExclusive, table), isTransactional: false, hazards: [.scan],
            reason: "in batches by key, each committed; a rerun goes on where it was")
        return restoring + [addition, defaulting, fill]
            + (isRequired ? NotNull.steps(column, table, context) : [])
    }
}
