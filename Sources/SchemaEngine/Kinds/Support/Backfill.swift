import SchemaModel

/// Fills columns of a table in use from expressions over the row, in batches of a transaction each.
///
/// A trigger fills the rows that are written meanwhile, so that it ends however many there are, and NOT NULL holds afterwards. Columns of
/// one table are filled together where they can be, so that each row is written once.
struct Backfill {
    /// A column with the expression of its values.
    private struct Part {
        let column: Fact
        let expression: String

        var id: ObjectID { column.id }
        var name: String { SQL.identifier(column.id.name) }
    }

    private var parts: [Part]
    private let table: ObjectID
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
        parts = [Part(column: column, expression: expression)]
        self.table = table
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

    /// The columns of a table, filled together; nil where one of them is filled in another way, or from another one.
    private init?(joining backfills: [Backfill]) {
        guard let first = backfills.first, backfills.count > 1, backfills.allSatisfy({ first.isFilledAlike($0) }) else {
            return nil
        }
        self = first
        parts = backfills.flatMap(\.parts)
        let isOfAnother = parts.contains { part in
            parts.contains { $0.id != part.id && part.expression.mentions($0.id.name) }
        }
        guard !isOfAnother else { return nil }
    }

    private func isFilledAlike(_ other: Backfill) -> Bool {
        isBatched && other.isBatched && isQuiet == other.isQuiet && kept == other.kept && table == other.table
    }

    // MARK: Names

    /// The name of what serves the fill: that of its column, or none where it serves several.
    private var ending: String { parts.count == 1 ? "_\(parts[0].id.name)" : "" }
    /// Sorts after the names that people give: PostgreSQL fires triggers in the order of their names, and this one must see what they
    /// have made of a row.
    private var trigger: String { SQL.identifier("~plumbline_fill\(ending)".prefixBytes(63)) }
    private var function: String { helper("fill") }

    /// A function of a trigger; beside the table where there is no schema of Plumbline.
    private func helper(_ verb: String) -> String {
        let place = parts.count == 1 ? parts[0].id.path : table.path
        return context.options.hasHistory
            ? SQL.qualified("plumbline", "\(verb) \(place)".prefixBytes(63))
            : SQL.qualified(table.schema, "plumbline_\(verb)_\(table.name)\(ending)".prefixBytes(63))
    }

    private var keepingTrigger: String { SQL.identifier("~plumbline_keep\(ending)".prefixBytes(63)) }
    private var keepingFunction: String { helper("keep") }
    /// On while rows are filled, so that the updates of others are no concern of the trigger.
    private static let setting = "plumbline.filling"

    /// The columns in the title of a step.
    private var words: String {
        guard let last = parts.last, parts.count > 1 else { return parts.first?.id.description ?? "" }
        return "columns \(parts.dropLast().map(\.id.path).joined(separator: ", ")) and \(last.id.path)"
    }

    // MARK: Steps

    /// Adds the column without NOT NULL and without a default for the rows that are there.
    func addition(of column: Fact) -> Step {
        let definition = ColumnText.definition(column, context, nullable: true, includesDefault: false)
        let statements = ["ALTER TABLE \(table.sql) ADD COLUMN \(definition)"]
        return .create(
            column, title: "add \(column.id)", statements + ColumnText.extras(column, of: table),
            locks: context.lockTree(.accessExclusive, table))
    }

    /// The fill before the steps that need it, and the trigger around both.
    func around(_ requirements: [Step]) -> [Step] {
        Self.marked(.prepares, [preparation]) + Self.marked(.notes, [note()].compactMap(\.self)) + Self.marked(.fills, [fill])
            + Self.marked(.requires, requirements) + Self.marked(.ends, [end])
    }

    static func marked(_ part: Step.FillPart, _ steps: [Step]) -> [Step] {
        steps.map {
            var step = $0
            step.fillPart = part
            return step
        }
    }

    /// Notes which rows of a column that is there already have no value, and what they get, so that the rollback can take it away again.
    /// The trigger lets no further NULL in meanwhile.
    private func note() -> Step? {
        guard let part = parts.first, let before = context.from[part.id], let quarantine = context.options.quarantine,
            TypeConversion.forward(before, part.column) == nil, let kept = KeptValues(part.id, context)
        else { return nil }
        var step = Step.alter(
            part.column, title: "note the rows without \(part.id)",
            kept.keep(as: part.expression, where: "\(part.name) IS NULL", in: quarantine, locks: false),
            locks: context.lock(.accessShare, table), hazards: [.scan],
            reason: "so that the rollback can take the values away again")
        step.movesToQuarantine = true
        step.keptColumns = [part.id]
        return step
    }

    /// Takes the values away again that the way forward filled in, where nobody has changed them since.
    static func emptying(_ before: Fact, _ after: Fact, _ context: PlanContext) -> Step? {
        guard before[.backfill] != nil, let restore = context.options.restore, let type = after.text(.type),
            TypeConversion.forward(after, before) == nil, let kept = KeptValues(after.id, context)
        else { return nil }
        let name = SQL.identifier(after.id.name)
        let back = before[.type] == after[.type] ? name : TypeConversion.using(before, after, context.from) ?? "\(name)::\(type)"
        return kept.giveBack(after, type: type, back: back, from: before.text(.type) ?? type, in: restore, context)
    }

    private var preparation: Step {
        .alter(
            parts[0].column, title: "fill \(words) where rows are written", writing + keeping,
            locks: context.lockTree(.shareRowExclusive, table))
    }

    /// An error of an expression must not refuse a client's row: the fill meets it and reports it.
    private var writing: [String] {
        func assignment(_ part: Part, _ indentation: String) -> String {
            """
            \(indentation)IF NEW.\(part.name) IS NULL THEN
            \(indentation)    NEW.\(part.name) := (SELECT \(part.expression) FROM \(row(for: part)));
            \(indentation)END IF;

            """
        }
        let body =
            parts.count == 1
            ? "\nBEGIN\n\(assignment(parts[0], "    "))    RETURN NEW;\nEXCEPTION WHEN OTHERS THEN\n    RETURN NEW;\nEND\n"
            : "\nBEGIN\n"
                + parts.map {
                    "    BEGIN\n\(assignment($0, "        "))    EXCEPTION WHEN OTHERS THEN\n        NULL;\n    END;\n"
                }.joined() + "    RETURN NEW;\nEND\n"
        return [
            """
            CREATE OR REPLACE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS \
            \(SQL.dollarQuoted(body, tag: "fill"))
            """,
            "CREATE TRIGGER \(trigger) BEFORE INSERT OR UPDATE ON \(table.sql) FOR EACH ROW EXECUTE FUNCTION \(function)()",
        ]
    }

    /// The row that is written, as an item of FROM. PostgreSQL computes generated columns only after the trigger.
    private func row(for part: Part) -> String {
        let alias = SQL.identifier(table.name)
        let columns = context.childrenBefore(table, .column).map { ColumnKind.effective($0, in: context.from) }
        guard columns.contains(where: { $0[.generated] != nil && part.expression.mentions($0.id.name) }) else {
            return "(SELECT NEW.*) AS \(alias)"
        }
        let values = columns.sorted { $0.id < $1.id }.map { column in
            let name = SQL.identifier(column.id.name)
            return column.text(.generated).map { "(\($0)) AS \(name)" } ?? name
        }
        return "(SELECT \(values.joined(separator: ", ")) FROM (SELECT NEW.*) AS \(alias)) AS \(alias)"
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

    private var fill: Step {
        let assertions = parts.map { part in
            let left = SQL.literal("\(part.id.path) has rows that its expression did not fill")
            let open = "SELECT ctid FROM \(table.sql) WHERE \(part.name) IS NULL AND (\(part.expression)) IS NOT NULL"
            return "SELECT plumbline.refuse_rows(\(left), \(SQL.dollarQuoted(open, tag: "rows")))"
        }
        var statements = [isBatched ? batches : update]
        if isQuiet && !isBatched {
            statements =
                ["SET LOCAL session_replication_role = replica"] + statements
                + ["SET LOCAL session_replication_role = origin"]
        }
        // Of the session, because each batch is a transaction.
        if !kept.isEmpty { statements = ["SET \(Self.setting) = 'on'"] + statements + ["RESET \(Self.setting)"] }
        var step = Step(
            .alter, parts[0].id, title: "fill \(words)", statements + (context.options.hasHistory ? assertions : []),
            when: .journal, locks: context.lock(.rowExclusive, table), isTransactional: !isBatched, hazards: [.scan],
            reason: isBatched ? "in batches by key, each committed; a rerun goes on where it was" : "in one statement")
        step.questions = parts.flatMap { part in
            LiveQuestions.failures(
                of: part.expression, for: part.id, where: context.from[part.id] == nil ? "true" : "\(part.name) IS NULL",
                problem: "\(part.id.path) is filled by an expression that fails", isRequired: part.column.bool(.notNull), context)
        }
        return step
    }

    private var batches: String {
        let columns = parts.map { SQL.literal($0.id.name) }
        let expressions = parts.map { SQL.dollarQuoted($0.expression, tag: "value") }
        let quietly = isQuiet ? ", a_fires_triggers => false" : ""
        guard parts.count > 1 else {
            return "CALL plumbline.backfill(\(SQL.literal(table.sql)), \(columns[0]), \(expressions[0])\(quietly))"
        }
        return "CALL plumbline.backfill(\(SQL.literal(table.sql)), ARRAY[\(columns.joined(separator: ", "))],\n    "
            + "ARRAY[\(expressions.joined(separator: ", "))]\(quietly))"
    }

    private var update: String {
        "UPDATE \(table.sql) SET \(parts[0].name) = \(parts[0].expression) WHERE \(parts[0].name) IS NULL"
    }

    private var end: Step {
        let defaults = parts.compactMap { part in
            defaultExpression(of: part).map { "ALTER TABLE \(table.sql) ALTER COLUMN \(part.name) SET DEFAULT \($0)" }
        }
        return .alter(
            parts[0].column, title: "stop filling \(words)",
            defaults + ["DROP TRIGGER \(trigger) ON \(table.sql)", "DROP FUNCTION \(function)()"]
                + (kept.isEmpty
                    ? [] : ["DROP TRIGGER \(keepingTrigger) ON \(table.sql)", "DROP FUNCTION \(keepingFunction)()"]),
            locks: context.lockTree(.accessExclusive, table))
    }

    /// The default that would stand in the statement that adds the column: it comes last, since clients that do not know the column
    /// would get it instead of the expression's value.
    private func defaultExpression(of part: Part) -> String? {
        let id = ObjectID.columnDefault(of: part.id)
        return context.enclosed[id] == nil ? nil : context.to[id]?.text(.expression)
    }

    // MARK: The whole plan

    /// Joins the fills of one table, and puts the end of each into the transaction that drops columns of its table.
    static func complete(_ steps: inout [Step], _ context: PlanContext) {
        steps = joined(steps, context)
        var group = -1
        let ends = steps.filter { $0.fillPart == .ends }.map(\.object).sorted()
        for object in ends {
            guard let end = steps.firstIndex(where: { $0.object == object && $0.fillPart == .ends }), let table = object.parent,
                let drop = steps[end...].firstIndex(where: { isDropOfColumn($0, of: table) })
            else { continue }
            // Clients that write the old columns go on until these are gone: between the two, their rows would get the default.
            let step = steps.remove(at: end)
            steps.insert(step, at: drop - 1)
            if let open = steps[drop].group {
                steps[drop - 1].group = open
            } else {
                let last = steps[drop...].firstIndex { !isDropOfColumn($0, of: table) } ?? steps.endIndex
                for index in (drop - 1)..<last { steps[index].group = group }
                group -= 1
            }
        }
    }

    private static func isDropOfColumn(_ step: Step, of table: ObjectID) -> Bool {
        step.verb == .drop && step.object.kind == .column && step.object.parent == table && step.isTransactional
    }

    /// Fills of one table that follow each other become one.
    private static func joined(_ steps: [Step], _ context: PlanContext) -> [Step] {
        var result: [Step] = []
        var run: [Step] = []
        for step in steps {
            if let last = run.last, step.fillPart == nil || step.object.parent != last.object.parent {
                result += joined(run: run, context)
                run = []
            }
            if step.fillPart == nil { result.append(step) } else { run.append(step) }
        }
        return result + joined(run: run, context)
    }

    private static func joined(run: [Step], _ context: PlanContext) -> [Step] {
        var columns: [ObjectID] = []
        for step in run where !columns.contains(step.object) { columns.append(step.object) }
        guard columns.count > 1, let table = columns[0].parent else { return run }
        func steps(_ part: Step.FillPart) -> [Step] { run.filter { $0.fillPart == part } }
        let filled = columns.filter { column in run.contains { $0.object == column && $0.fillPart == .fills } }
        let required = columns.filter { column in run.contains { $0.object == column && $0.fillPart == .requires } }
        let requirements = marked(.requires, NotNull.required(required, of: table, context))
        if filled.isEmpty { return requirements }
        let backfills = filled.compactMap { context.to[$0].flatMap { Backfill($0, context) } }
        if filled.count == 1 {
            return run.filter { $0.fillPart != .requires && $0.fillPart != .ends } + requirements + steps(.ends)
        }
        guard backfills.count == filled.count, let all = Backfill(joining: backfills) else { return run }
        return steps(.adds) + marked(.prepares, [all.preparation]) + steps(.notes) + marked(.fills, [all.fill]) + requirements
            + marked(.ends, [all.end])
    }
}
