import SchemaModel

/// ADD COLUMN … GENERATED AS IDENTITY on a table in use: a sequence numbers new rows at once, and those that are there are numbered in
/// batches, where PostgreSQL would rewrite the table under ACCESS EXCLUSIVE. At the end, the identity goes on where the sequence stands.
struct OnlineIdentity {
    private let column: Fact
    private let table: ObjectID
    private let identity: String
    private let context: PlanContext

    /// Nil where nobody asked for it, and in a tree of tables.
    init?(_ column: Fact, _ context: PlanContext) {
        guard let table = column.id.parent, table.kind == .table, let identity = column.text(.identity),
            let online = context.options.online, online.tables.includes(table), !context.isNew(table),
            [context.from, context.to].allSatisfy({ TableKind.isAlone(table, in: $0) })
        else { return nil }
        self.column = column
        self.table = table
        self.identity = identity
        self.context = context
    }

    var steps: [Step] {
        let name = SQL.identifier(column.id.name)
        let alter = "ALTER TABLE \(table.sql) ALTER COLUMN \(name)"
        let sequence = SQL.qualified(table.schema, TemporaryName.of("\(table.name)_\(column.id.name)"))
        let next = "nextval(\(SQL.literal(sequence)))"
        var plain = column
        plain[.identity] = nil
        plain[.identityOptions] = nil
        // Values that the paired file kept come back first; the sequence begins after them.
        let restoring = ColumnAddition.restoration(of: plain, context)
        var addition = Step.create(
            column, title: "add \(column.id)",
            [
                "ALTER TABLE \(table.sql) ADD COLUMN "
                    + ColumnText.definition(plain, context, nullable: true, includesDefault: false)
            ] + ColumnText.extras(column, of: table), locks: context.lock(.accessExclusive, table))
        if !restoring.isEmpty { addition.precondition = Step.ifMissing(column.id) }
        let options = IdentityText.options(column, includesName: false).map { " \($0)" } ?? ""
        let numbering = Step(
            .alter, column.id, title: "create a sequence for \(column.id)",
            [
                // The column owns it, so that it goes with the column.
                "CREATE SEQUENCE \(sequence) AS \(column.text(.type) ?? "bigint")\(options) OWNED BY \(table.sql).\(name)",
                SequencePosition.afterRows(of: column, follows: false),
            ], when: .journal, locks: context.lock(.accessShare, table), hazards: [.scan])
        let defaulting = Step(
            .alter, column.id, title: "number new rows in \(column.id)", ["\(alter) SET DEFAULT \(next)"], when: .journal,
            locks: context.lock(.accessExclusive, table))
        let fill = Step(
            .alter, column.id, title: "number the rows of \(table) in \(column.id)",
            [
                "CALL plumbline.backfill(\(SQL.literal(table.sql)), \(SQL.literal(column.id.name)), "
                    + "\(SQL.dollarQuoted(next, tag: "value")), a_fires_triggers => false)"
            ], when: .journal, locks: context.lock(.rowExclusive, table), isTransactional: false, hazards: [.scan],
            reason: "in batches by key, each committed; a rerun goes on where it was")
        let list = IdentityText.options(column).map { " (\($0))" } ?? ""
        let exchange = Step(
            .alter, column.id, title: "let an identity number \(column.id)",
            [
                // No number may be handed out after the position is read.
                "LOCK TABLE \(table.sql) IN ACCESS EXCLUSIVE MODE",
                SequencePosition.remember(SQL.literal(sequence), for: column.id),
                "ALTER SEQUENCE \(sequence) OWNED BY NONE",
                "\(alter) DROP DEFAULT, ALTER COLUMN \(name) ADD GENERATED \(identity.uppercased()) AS IDENTITY\(list)",
                SequencePosition.follow(identityOf: column), "DROP SEQUENCE \(sequence)",
            ], when: .journal, locks: context.lock(.accessExclusive, table))
        return restoring + [addition, numbering, defaulting, fill] + NotNull.steps(column, table, context) + [exchange]
    }
}
