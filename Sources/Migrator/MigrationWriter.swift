public import SchemaEngine
import SchemaModel

/// Writes a plan as a migration file: plain SQL that a DBA reviews, and that runs twice without harm.
struct MigrationWriter {
    let project: String
    let header: MigrationHeader
    let serverVersion: Int

    /// What sets the file's marks apart from a line of a name, a literal or a body that looks like one; empty where none does.
    private var mark = ""

    init(project: String, header: MigrationHeader, serverVersion: Int) {
        self.project = project
        self.header = header
        self.serverVersion = serverVersion
    }

    /// - Throws: ``MigrationError`` when the text holds whatever could mark its steps.
    func text(_ plan: Plan) throws -> String {
        var writer = self
        for attempt in 0..<8 {
            writer.mark = attempt == 0 ? "" : "m\(attempt)"
            var written: [[String]] = []
            let body = writer.body(plan) { written.append($0) }
            // What is read back must be what was written: then no line of a name or a body was taken for a mark.
            if let (_, units) = try? MigrationFile.parse(body, path: "", firstLine: 1), units.map(\.chunks) == written {
                let checksum = Checksum.sha256(body)
                return headerText(plan, checksum: checksum) + body
            }
        }
        throw MigrationError(
            .malformed,
            "\(header.database): a function body or a name in this migration looks like the marks of a migration file "
                + "(lines that begin with `-- plumb:`); change it")
    }

    private func body(_ plan: Plan, note: ([String]) -> Void) -> String {
        var body = mark.isEmpty ? "" : MigrationFile.marks + mark + "\n"
        body += MigrationWriter.settings
        func unit(_ number: Int, _ title: String, note cost: String?, todo: String, chunks: [String]) -> String {
            note(chunks)
            return self.unit(number, title, note: cost, todo: todo, chunks: chunks)
        }
        body += unit(
            0, "create the ledger", note: nil, todo: "NOT (\(Ledger.exists))", chunks: [transaction(Ledger.statements, nil)])
        var number = 0
        for steps in grouped(plan.steps) {
            number += 1
            guard let parts = parts(number, steps) else { continue }
            body += unit(number, parts.title, note: StepText.cost(steps), todo: parts.todo, chunks: parts.chunks)
        }
        let close = Ledger.close(project, header)
        body += unit(
            number + 1, header.direction == .forward ? "write it into the ledger" : "take it out of the ledger", note: nil,
            todo: close.todo, chunks: [transaction(close.statements, nil)])
        return body
    }

    private static let settings = """
        \\set ON_ERROR_STOP on
        SET standard_conforming_strings = on;
        SET lock_timeout = '3s';
        SET statement_timeout = 0;
        SET idle_in_transaction_session_timeout = '5min';
        SET check_function_bodies = off;
        SET search_path = '';
        SET TimeZone = 'UTC';
        SET client_min_messages = warning;


        """

    /// Steps of one group run in one transaction and are one unit.
    private func grouped(_ steps: [Step]) -> [[Step]] {
        var result: [[Step]] = []
        for step in steps {
            if let group = step.group, result.last?.last?.group == group {
                result[result.count - 1].append(step)
            } else {
                result.append([step])
            }
        }
        return result
    }

    private func parts(_ number: Int, _ steps: [Step]) -> (title: String, todo: String, chunks: [String])? {
        guard let first = steps.first else { return nil }
        let title = steps.count == 1 ? first.title : "in one transaction: " + steps.map(\.title).joined(separator: "; ")
        let todo: String
        if steps.count == 1, case .pending(let check) = first.precondition {
            todo = check
        } else {
            todo = "NOT \(Ledger.isDone(project, header.number, header.direction, number))"
        }
        let note = Ledger.note(project, header.number, header.direction, number)
        let statements = steps.flatMap(\.statements)
        let chunks: [String]
        if first.isTransactional {
            chunks = [transaction(statements, note)]
        } else {
            let end = first.runsGeneratedSQL ? " " + MigrationFile.generated : ";\n"
            chunks = [MigrationFile.concurrentWait] + statements.map { $0 + end } + ["SET lock_timeout = '3s';\n" + note + "\n"]
        }
        return (title, todo, chunks)
    }

    private func transaction(_ statements: [String], _ note: String?) -> String {
        "BEGIN;\n" + statements.map { $0 + ";\n" }.joined() + (note.map { $0 + "\n" } ?? "") + "COMMIT;\n"
    }

    private func unit(_ number: Int, _ title: String, note: String?, todo: String, chunks: [String]) -> String {
        func line(_ word: String) -> String { mark.isEmpty ? "" : "-- plumb:\(mark):\(word)\n" }
        let next = mark.isEmpty ? MigrationFile.nextChunk + "\n" : line("next")
        return "-- plumb:" + (mark.isEmpty ? "" : mark + ":") + "step \(number) \(StepText.oneLine(title))\n"
            + (note.map { $0 + "\n" } ?? "") + line("ask") + "SELECT \(todo) AS todo \\gset\n" + line("do") + "\\if :todo\n"
            + chunks.joined(separator: next) + line("end") + "\\endif\n\n"
    }

    private func headerText(_ plan: Plan, checksum: String) -> String {
        var lines = [
            "migration: \(MigrationFile.padded(header.number))_\(header.name)", "database: \(header.database)",
            "direction: \(header.direction.rawValue)", "checksum: \(checksum)", "from: \(header.before)", "to: \(header.after)",
            "server: written for PostgreSQL \(serverVersion / 10_000)", "",
            "Run by `plumb \(header.direction == .forward ? "apply" : "rollback")`, or by hand:",
            "    psql -X -f \(header.direction == .forward ? "migrations" : "rollback")/\(header.database)/\(MigrationFile.padded(header.number))_\(header.name).sql",
            "Running it again right after changes nothing. What it drops goes to quarantine (`plumb purge` deletes it).", "",
        ]
        lines += StepText.summary(plan)
        return lines.map { $0.isEmpty ? "--\n" : "-- \(StepText.oneLine($0))\n" }.joined()
            + "\\set plumb_checksum '\(checksum)'\n"
            + MigrationFile.endOfHeader
    }
}

/// What a step costs, in words.
public enum StepText {
    /// A text as one line of a comment: a line break in a name must not end the comment.
    static func oneLine(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// A line for each kind of cost; nil when there is none worth saying.
    static func cost(_ steps: [Step]) -> String? {
        var parts: [String] = []
        var strongest: [String: SchemaEngine.LockMode] = [:]
        for lock in steps.flatMap(\.locks) { strongest[lock.relation] = max(strongest[lock.relation] ?? lock.mode, lock.mode) }
        for (relation, mode) in strongest.sorted(by: { $0.key < $1.key }) { parts.append("\(mode.name) on \(relation)") }
        parts += words(steps.reduce(into: []) { $0.formUnion($1.hazards) })
        if steps.contains(where: { !$0.isTransactional }) { parts.append("outside a transaction") }
        let reasons = Set(steps.map(\.reason).filter { !$0.isEmpty }).sorted()
        let lines =
            (parts.isEmpty ? [] : ["--   \(oneLine(parts.joined(separator: "; ")))"]) + reasons.map { "--   why: \(oneLine($0))" }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// Counts by kind, the strongest locks, and the risks of a plan.
    public static func summary(_ plan: Plan) -> [String] {
        var counts: [String: Int] = [:]
        let created = Set(plan.deltas.filter { $0.kind == .create }.map(\.id))
        for delta in plan.deltas {
            // A new table's columns and constraints are the table.
            if delta.kind == .create, let parent = delta.id.parent, created.contains(parent), delta.id.kind != .index { continue }
            let verb =
                switch delta.kind {
                case .create: "create";
                case .alter: "alter";
                case .drop: "drop"
                }
            counts["\(verb) \(delta.id.kind)", default: 0] += 1
        }
        var lines = ["What it does:"]
        lines += counts.isEmpty ? ["    nothing"] : counts.sorted { $0.key < $1.key }.map { "    \($0.key): \($0.value)" }
        var locks: [String: SchemaEngine.LockMode] = [:]
        for lock in plan.steps.flatMap(\.locks) { locks[lock.relation] = max(locks[lock.relation] ?? lock.mode, lock.mode) }
        lines.append("Locks on relations in use:")
        lines += locks.isEmpty ? ["    none"] : locks.sorted { $0.key < $1.key }.map { "    \($0.value.name) on \($0.key)" }
        let risks = plan.steps.filter { !$0.hazards.isDisjoint(with: [.dataLoss, .rewrite, .mayFailOnData]) }
        lines.append("Risks:")
        lines += risks.isEmpty ? ["    none"] : risks.map { "    \($0.title): \(risk($0))" }
        return lines
    }

    /// Hazards in words, the worst first. A rewrite reads the table too.
    public static func words(_ hazards: Set<Hazard>) -> [String] {
        let shown = hazards.contains(.rewrite) ? hazards.subtracting([.scan]) : hazards
        return Hazard.allCases.filter(shown.contains).map { $0 == .dataLoss ? "LOSES DATA" : $0.rawValue }
    }

    /// The risks of one step.
    public static func risk(_ step: Step) -> String {
        words(step.hazards.subtracting([.scan])).joined(separator: ", ")
    }
}
