import SchemaModel

/// Fills a column of a table in use from an expression over the row, in batches of a transaction each.
///
/// A trigger fills the rows that are written meanwhile, so that it ends however many there are, and NOT NULL holds afterwards.
struct Backfill {
    private let column: Fact
    private let table: ObjectID
    private let expression: String
    private let isBatched: Bool
    /// True when the table's own triggers stay silent while its rows are filled.
    private let isQuiet: Bool
    /// The columns that the table's triggers must not change while its rows are filled.
    private let kept: [String]
    private let context: PlanContext

    /// Nil where the column has no expression, or nobody can be using its table yet.
    init?(_ column: Fact, _ context: PlanContext) {
        guard let table = column.id.parent, let expression = column.text(.backfill), table.kind.hasRows, !context.isNew(table),
            context.from[table] != nil, column[.generated] == nil
        else { return nil }
        self.column = column
        self.table = table
        self.expression = expression
        isBatched = column.bool(.backfillsInBatches) && context.options.hasHistory
        // Foreign keys are checked by triggers too.
        isQuiet =
            column.bool(.backfillsQuietly)
            && !context.childrenBefore(table, .constraint).contains {
                $0.constraintType == .foreignKey && $0.texts(.columns)?.contains(column.id.name) == true
            }
        kept = column.texts(.backfillKeeps) ?? []
        self.context = context
    }

    private var name: String { SQL.identifier(column.id.name) }
    private var trigger: String { SQL.identifier("plumbline_fill_\(column.id.name)".prefixBytes(63)) }
    private var function: String { helper("fill") }

    /// A function of a trigger; beside the table where there is no schema of Plumbline.
    private func helper(_ verb: String) -> String {
        context.options.hasHistory
            ? SQL.qualified("plumbline", "\(verb) \(column.id.path)".prefixBytes(63))
            : SQL.qualified(table.schema, "plumbline_\(verb)_\(table.name)_\(column.id.name)".prefixBytes(63))
    }

    /// Sorts after the names that people give: PostgreSQL fires triggers in the order of their names.
    private var keepingTrigger: String { SQL.identifier("~plumbline_keep_\(column.id.name)".prefixBytes(63)) }
    private var keepingFunction: String { helper("keep") }
    /// On while rows are filled, so that the updates of others are no concern of the trigger.
    private static let setting = "plumbline.filling"

    /// The default that would stand in the statement that adds the column: it comes last, since clients that do not know the column
    /// would get it instead of the expression's value.
    private var defaultExpression: String? {
        let id = ObjectID.columnDefault(of: column.id)
        return context.enclosed[id] == nil ? nil : context.to[id]?.text(.expression)
    }

    /// Adds the column without NOT NULL and without a default for the rows that are there.
    func addition() -> Step {
        let definition = ColumnText.definition(column, context, nullable: true, includesDefault: false)
        let statements = ["ALTER TABLE \(table.sql) ADD COLUMN \(definition)"]
        return .create(
            column, title: "add \(column.id)", statements + ColumnText.extras(column, of: table),
            locks: context.lockTree(.accessExclusive, table))
    }

    /// The fill before the steps that need it, and the trigger around both.
    func around(_ steps: [Step]) -> [Step] { [preparation()] + [keep()].compactMap { $0 } + [fill()] + steps + [end()] }

    /// Notes which rows of a column that is there already have no value, and what they get, so that the rollback can take it away again.
    /// The trigger lets no further NULL in meanwhile.
    private func keep() -> Step? {
        guard context.from[column.id] != nil, let quarantine = context.options.quarantine,
            let kept = KeptValues(column.id, context)
        else { return nil }
        var step = Step.alter(
            column, title: "note the rows without \(column.id)",
            kept.keep(as: expression, where: "\(name) IS NULL", in: quarantine, locks: false),
            locks: context.lock(.accessShare, table), hazards: [.scan],
            reason: "so that the rollback can take the values away again")
        step.movesToQuarantine = true
        step.keptColumns = [column.id]
        return step
    }

    /// Takes the values away again that the way forward filled in, where nobody has changed them since.
    static func emptying(_ before: Fact, _ after: Fact, _ context: PlanContext) -> Step? {
        guard before[.backfill] != nil, let restore = context.options.restore, let type = after.text(.type),
            before[.type] == after[.type], let kept = KeptValues(after.id, context)
        else { return nil }
        return kept.giveBack(
            after, type: type, back: SQL.identifier(after.id.name), from: type, in: restore, context)
    }

    private func preparation() -> Step {
        .alter(
            column, title: "fill \(column.id) where rows are written", writing + keeping,
            locks: context.lockTree(.shareRowExclusive, table))
    }

    /// An error of the expression must not refuse a client's row: the fill meets it and reports it.
    private var writing: [String] {
        let body = """

            BEGIN
                IF NEW.\(name) IS NULL THEN
                    NEW.\(name) := (SELECT \(expression) FROM (SELECT NEW.*) AS \(SQL.identifier(table.name)));
                END IF;
                RETURN NEW;
            EXCEPTION WHEN OTHERS THEN
                RETURN NEW;
            END

            """
        return [
            """
            CREATE OR REPLACE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS \
            \(SQL.dollarQuoted(body, tag: "fill"))
            """,
            "CREATE TRIGGER \(trigger) BEFORE INSERT OR UPDATE ON \(table.sql) FOR EACH ROW EXECUTE FUNCTION \(function)()",
        ]
    }

    /// A trigger that takes back what the table's own triggers set when its rows are filled, such as the time of the last change.
    private var keeping: [String] {
        guard !kept.isEmpty else { return [] }
        let lines = kept.map { "    NEW.\(SQL.identifier($0)) := OLD.\(SQL.identifier($0));\n" }.joined()
        let body = "\n\nBEGIN\n\(lines)    RETURN NEW;\nEND\n\n"
        return [
            """
            CREATE OR REPLACE FUNCTION \(keepingFunction)() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS \
            \(SQL.dollarQuoted(body, tag: "keep"))
            """,
            """
            CREATE TRIGGER \(keepingTrigger) BEFORE UPDATE ON \(table.sql) FOR EACH ROW \
            WHEN (pg_catalog.current_setting('\(Self.setting)', true) = 'on') EXECUTE FUNCTION \(keepingFunction)()
            """,
        ]
    }

    private func fill() -> Step {
        let left = SQL.literal("\(column.id.path) has rows that its expression did not fill")
        let open = "SELECT ctid FROM \(table.sql) WHERE \(name) IS NULL AND (\(expression)) IS NOT NULL"
        let assertion =
            context.options.hasHistory ? ["SELECT plumbline.refuse_rows(\(left), \(SQL.dollarQuoted(open, tag: "rows")))"] : []
        let update =
            isBatched
            ? "CALL plumbline.backfill(\(SQL.literal(table.sql)), \(SQL.literal(column.id.name)), \(SQL.dollarQuoted(expression, tag: "value"))\(isQuiet ? ", a_fires_triggers => false" : ""))"
            : "UPDATE \(table.sql) SET \(name) = \(expression) WHERE \(name) IS NULL"
        var statements = [update]
        if isQuiet && !isBatched {
            statements =
                ["SET LOCAL session_replication_role = replica"] + statements
                + ["SET LOCAL session_replication_role = origin"]
        }
        // Of the session, because each batch is a transaction.
        if !kept.isEmpty { statements = ["SET \(Self.setting) = 'on'"] + statements + ["RESET \(Self.setting)"] }
        return Step(
            .alter, column.id, title: "fill \(column.id)", statements + assertion, when: .journal,
            locks: context.lock(.rowExclusive, table), isTransactional: !isBatched, hazards: [.scan],
            reason: isBatched ? "in batches by key, each committed; a rerun goes on where it was" : "in one statement")
    }

    private var endTitle: String { "stop filling \(column.id)" }

    private func end() -> Step {
        .alter(
            column, title: endTitle,
            (defaultExpression.map { ["ALTER TABLE \(table.sql) ALTER COLUMN \(name) SET DEFAULT \($0)"] } ?? []) + [
                "DROP TRIGGER \(trigger) ON \(table.sql)", "DROP FUNCTION \(function)()",
            ]
                + (kept.isEmpty
                    ? [] : ["DROP TRIGGER \(keepingTrigger) ON \(table.sql)", "DROP FUNCTION \(keepingFunction)()"]),
            locks: context.lockTree(.accessExclusive, table))
    }

    /// Puts the end of each backfill into the transaction that drops columns of its table.
    ///
    /// Clients that write the old columns go on until these are gone: between the two, their rows would get the default.
    static func complete(_ steps: inout [Step], _ context: PlanContext) {
        var group = -1
        for fact in context.to.facts.values.filter({ $0.id.kind == .column && $0[.backfill] != nil }).sorted(by: { $0.id < $1.id }
        ) {
            guard let backfill = Backfill(fact, context),
                let end = steps.firstIndex(where: { $0.object == fact.id && $0.title == backfill.endTitle }),
                let drop = steps[end...].firstIndex(where: backfill.isDropOfColumn)
            else { continue }
            let step = steps.remove(at: end)
            steps.insert(step, at: drop - 1)
            if let open = steps[drop].group {
                steps[drop - 1].group = open
            } else {
                let last = steps[drop...].firstIndex { !backfill.isDropOfColumn($0) } ?? steps.endIndex
                for index in (drop - 1)..<last { steps[index].group = group }
                group -= 1
            }
        }
    }

    private func isDropOfColumn(_ step: Step) -> Bool {
        step.verb == .drop && step.object.kind == .column && step.object.parent == table && step.isTransactional
    }
}
