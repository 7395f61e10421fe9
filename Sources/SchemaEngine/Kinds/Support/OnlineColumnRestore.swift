import SchemaModel

/// ADD COLUMN with the values that were kept, on a table in use: a column beside is filled in batches and takes the name in the end, where all
/// rows would otherwise be updated under ACCESS EXCLUSIVE.
struct OnlineColumnRestore {
    private let column: Fact
    private let table: ObjectID
    let key: [String]
    let place: ObjectID
    /// The default that rows without a kept value get.
    private let expression: String?
    private let context: PlanContext

    /// - Parameter nullable: leaves the default and NOT NULL to later steps.
    init?(_ column: Fact, from quarantine: Quarantine, _ context: PlanContext, nullable: Bool = false) {
        guard let table = column.id.parent, context.from[column.id] == nil,
            let key = OnlineColumnDrop.key(of: table, context), !key.contains(column.id.name), column[.generated] == nil,
            column[.identity] == nil, SequenceKind.owned(by: column.id, in: context.to) == nil,
            !column.dependencies.contains(where: { $0.kind == .domain })
        else { return nil }
        let fallback = ObjectID.columnDefault(of: column.id)
        let expression = nullable || context.enclosed[fallback] == nil ? nil : context.to[fallback]
        // Each row would get its own, the restored ones too.
        if expression?.bool(.volatileExpression) == true { return nil }
        self.column = column
        self.table = table
        self.key = key
        place = Quarantining.store(column.id, table, quarantine)
        self.expression = expression?.text(.expression)
        self.context = context
    }

    /// By which the kept values are found.
    static func index(on copy: ObjectID, _ key: [String]) -> String {
        let name = "key of \(copy.name)".prefixBytes(63)
        return "CREATE UNIQUE INDEX IF NOT EXISTS \(SQL.identifier(name)) ON \(copy.sql) "
            + "(\(key.map { SQL.identifier($0) }.joined(separator: ", ")))"
    }

    private var name: String { SQL.identifier(column.id.name) }
    private var new: ObjectID { OnlineRewrites.temporary(column.id) }
    private var isOpen: String { "\(CatalogCheck.exists(place)) AND NOT \(CatalogCheck.exists(column.id))" }

    /// The steps that run only where values were kept; the last one stands for the creation of the column.
    var steps: [Step] { [search, addition, fill, exchange] }

    /// NOT NULL, where the column has come back.
    var notNull: [Step] {
        // A constraint that is a fact of its own has its own step.
        guard column.bool(.notNull), NotNullConstraint.of(column.id, in: context.to) == nil else { return [] }
        return NotNull.steps(column, table, context).map {
            var step = $0
            if case .pending(let check) = step.precondition { step.runsOnlyIf = check }
            step.questions = []
            return step
        }
    }

    private var search: Step {
        var step = Step(
            .alter, column.id, title: "index the kept values of \(column.id)", [Self.index(on: place, key)], when: .journal,
            reason: "nobody uses them but this")
        step.runsOnlyIf = isOpen
        return step
    }

    private var addition: Step {
        let fact = Fact(
            new, column.attributes.filter { ![.notNull, .position].contains($0.key) }, dependencies: column.dependencies)
        let definition = ColumnText.definition(fact, context, nullable: true, includesDefault: false, asSerial: false)
        var step = Step(
            .alter, column.id, title: "add \(new.name) to \(table)",
            ["ALTER TABLE \(table.sql) ADD COLUMN \(definition)"]
                + (expression.map { ["ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(new.name)) SET DEFAULT \($0)"] }
                    ?? [])
                + ColumnText.extras(fact, of: table), when: .journal, locks: context.lock(.accessExclusive, table),
            reason: "it takes the name \(column.id.name) when it has the values that were kept")
        step.runsOnlyIf = isOpen
        return step
    }

    private var fill: Step {
        let match = key.map { "plumbline_kept.\(SQL.identifier($0)) = \(table.sql).\(SQL.identifier($0))" }
            .joined(separator: " AND ")
        let source = "FROM \(place.sql) AS plumbline_kept WHERE \(match)"
        let kept = "(SELECT \(KeptColumn(column.id, in: context.to).value(in: "plumbline_kept")) \(source))"
        // EXISTS might read all kept values for each batch.
        let value = expression.map { "CASE WHEN (SELECT true \(source)) THEN \(kept) ELSE \($0) END" } ?? kept
        return Step(
            .alter, column.id, title: "fill \(new.name) with the values that were kept",
            [
                "CALL plumbline.backfill(\(SQL.literal(table.sql)), \(SQL.literal(new.name)), "
                    + "\(SQL.dollarQuoted(value, tag: "value")), a_fires_triggers => false)"
            ], when: .pending(isOpen), locks: context.lock(.rowExclusive, table), isTransactional: false, hazards: [.scan],
            reason: "in batches by key, each committed; a rerun goes on where it was")
    }

    private var exchange: Step {
        var step = Step(
            .restore, column.id, title: "restore \(column.id) with its values",
            ["ALTER TABLE \(table.sql) RENAME COLUMN \(SQL.identifier(new.name)) TO \(name)", "DROP TABLE \(place.sql)"],
            when: .pending(isOpen), locks: context.lock(.accessExclusive, table))
        step.restoresFrom = place
        step.restoresParts = false
        return step
    }
}
