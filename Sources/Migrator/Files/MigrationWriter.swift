import SchemaEngine
import SchemaModel

/// Writes a plan as a migration file: plain SQL that a DBA reviews, and that runs twice without harm.
struct MigrationWriter {
    let header: MigrationFile.Header
    let serverVersion: Int
    /// The plan of the other direction: what it drops by a step of its own does not come back with a table that is restored.
    let paired: Plan
    /// Lines for the head of the file, without the dashes.
    var comments: [String] = []

    /// - Throws: ``MigrationError`` when the text cannot be read back as what it says.
    func text(_ plan: Plan) throws -> String {
        let sections = SectionPlanner.sections(of: plan)
        let restored = plan.steps.filter { $0.verb == .restore }
        var body = ""
        var prepared: Set<String> = []
        for var section in sections {
            var locked: Set<String> = []
            for index in section.steps.indices { section.steps[index].leaveOut(&prepared, &locked) }
            KeptDetachment.add(to: &section.steps)
            body += text(section, restored, undoes: SectionPlanner.undone(by: section, among: sections))
        }
        return try MigrationSeal.sealed(head(plan) + questions(plan) + body + Self.tail, path: path)
    }

    /// A file with one section for statements that a person writes.
    func empty() throws -> String {
        let isForward = header.direction == .forward
        let hint =
            isForward
            ? "\(MigrationFile.invitation) Add sections, each its own transaction, as needed; then run `plumb prove --accept`.\n"
            : "-- Write the statements that undo the migration here; leave this empty where there is nothing to undo.\n"
        return try MigrationSeal.sealed(
            head(nil)
                + Self.frame(
                    1, title: isForward ? "statements written by hand" : "rollback written by hand", notes: [], undoing: nil,
                    "BEGIN;\n\(hint)\n\(MigrationText.done) \\gset\nCOMMIT;\n") + Self.tail, path: path)
    }

    private var path: String {
        "\(header.direction == .forward ? "migrations" : "rollback")/\(header.database)/"
            + "\(MigrationFile.label(header.number, header.name)).sql"
    }

    static let tail = """
        -- plumb:end
        \(MigrationText.finish) \\gset

        """

    // MARK: head

    func head(_ plan: Plan?) -> String {
        let label = MigrationFile.label(header.number, header.name)
        var lines = [
            "-- Migration \(label) of database \(header.database), \(header.direction == .forward ? "forward" : "back").",
            "-- Run it with `plumb \(header.direction == .forward ? "apply" : "rollback")` or `psql -X -f \(path)`. "
                + "A second run changes nothing.",
        ]
        for line in plan.map({ StepText.summary($0, isRollback: header.direction == .rollback) }) ?? [] {
            lines.append("-- \(StepText.oneLine(line))")
        }
        lines += comments.map { "-- \(StepText.oneLine($0))" }
        lines += [
            "-- plumb:migration \(label) \(header.direction.rawValue) \(header.database) of \(header.project)",
            "-- plumb:schema \(header.before) \(header.after)",
            "-- plumb:postgres \(serverVersion / 10_000)",
        ]
        lines += header.replaced.map { ["-- plumb:squash \($0)"] } ?? []
        lines += [
            "\\set ON_ERROR_STOP on",
            "\\ir \(header.direction == .forward ? "../" : "../../migrations/")\(History.fileName)",
            "\(MigrationText.start(header, checksum: "")) \\gset",
        ]
        return lines.joined(separator: "\n") + "\n\n"
    }

    /// Asked before anything runs, so that a migration stops while nothing is changed.
    private func questions(_ plan: Plan) -> String {
        let asked = plan.steps.flatMap(\.questions)
        let needed = self.needed(plan)
        guard !asked.isEmpty else { return needed }
        return needed + "-- Rows that a later statement would fail on\n"
            + asked.map {
                "SELECT plumbline.refuse_rows(\(SQL.literal($0.problem)),\n    \(SQL.dollarQuoted($0.query, tag: "rows"))"
                    + "\(shown($0))) AS none \\gset\n"
            }.joined() + "\n"
    }

    /// The objects that a rollback restores must be in quarantine, unless all of it was purged. A migration may come after the rollback of one that was
    /// broken off, which had less to move.
    private func needed(_ plan: Plan) -> String {
        let places = plan.steps.compactMap(\.restoresFrom).map { SQL.literal($0.sql) }
        guard header.direction == .rollback, !places.isEmpty else { return "" }
        return
            "-- What this restores must still be there\n\(MigrationText.refuseMissing)\(SQL.literal(header.restored.tag)),\n    ARRAY["
            + "\(places.joined(separator: ",\n        "))]) AS none \\gset\n\n"
    }

    /// The columns of a question whose values may be shown, as its third argument.
    private func shown(_ question: Step.Question) -> String {
        question.shown.isEmpty ? "" : ", ARRAY[\(question.shown.map { SQL.literal($0) }.joined(separator: ", "))]"
    }

    // MARK: sections

    private func text(_ section: PlannedSection, _ restored: [Step], undoes: [Int]) -> String {
        let built = section.isTransactional ? transaction(section, restored) : outside(section)
        let undoing =
            undoes.isEmpty
            ? nil
            : section.steps.flatMap(\.ifFails).map { "-- plumb:if-fails \(StepText.oneLine($0))\n" }.joined()
                + "-- plumb:undoes \(undoes.map(String.init).joined(separator: " "))\n"
        return Self.frame(
            section.number, title: title(section.steps), notes: StepText.cost(section.steps), undoing: undoing, built)
    }

    static func frame(_ number: Int, title: String, notes: [String], undoing: String?, _ statements: String) -> String {
        "-- plumb:section \(number) \(StepText.oneLine(title))\n" + notes.map { "-- \(StepText.oneLine($0))\n" }.joined()
            + (undoing ?? "") + "\(MigrationText.section(number, "")) \\gset\n\\if :todo\n\(statements)\\endif\n\n"
    }

    private func title(_ steps: [Step]) -> String {
        let shown = steps.filter { !$0.isRecovery }
        guard shown.count > 3 else { return shown.map(\.title).joined(separator: "; ") }
        var counts: [(what: String, many: Int)] = []
        for step in shown {
            let what =
                step.rename.map { "rename \($0.to.object?.kind.description ?? "label")" }
                ?? (step.object.kind == .grant ? "grant" : "\(step.verb.rawValue) \(step.object.kind)")
            if let index = counts.firstIndex(where: { $0.what == what }) {
                counts[index].many += 1
            } else {
                counts.append((what, 1))
            }
        }
        return counts.map { $0.many == 1 ? $0.what : "\($0.what) (\($0.many))" }.joined(separator: ", ")
    }

    private func transaction(_ section: PlannedSection, _ restored: [Step]) -> String {
        "BEGIN;\n" + (section.isValidation ? MigrationText.validationWait + ";\n" : "")
            + blocks(section.steps, restored).map(text).joined() + "\(MigrationText.done) \\gset\nCOMMIT;\n"
    }

    /// Steps that always run, and steps of which either those that restore or those that create run.
    private enum Block {
        case plain([Step])
        case conditional(String, Step)
        case restore([Step], created: [Step])
    }

    private func blocks(_ steps: [Step], _ restored: [Step]) -> [Block] {
        let dropped = Set(paired.steps.filter { $0.verb == .drop && !$0.movesToQuarantine }.map(\.object))
        var result: [Block] = []
        for step in steps {
            if step.verb == .restore {
                if case .restore(let others, let created)? = result.last {
                    result[result.count - 1] = .restore(others + [step], created: created)
                } else {
                    result.append(.restore([step], created: []))
                }
            } else if comesBack(step, with: restored, dropped) {
                if case .restore(let others, let created)? = result.last {
                    result[result.count - 1] = .restore(others, created: created + [step])
                } else {
                    result.append(.restore([], created: [step]))
                }
            } else if let check = step.runsOnlyIf {
                result.append(.conditional(check, step))
            } else if !step.isRecovery {
                if case .plain(let others)? = result.last {
                    result[result.count - 1] = .plain(others + [step])
                } else {
                    result.append(.plain([step]))
                }
            }
        }
        return result
    }

    private func comesBack(_ step: Step, with restored: [Step], _ dropped: Set<ObjectID>) -> Bool {
        guard step.verb == .create else { return false }
        if restored.contains(where: { $0.object == step.object }) { return true }
        return !dropped.contains(step.object) && restored.contains { $0.brings(step) }
    }

    private func text(_ block: Block) -> String {
        switch block {
        case .plain(let steps): steps.map(statements).joined()
        case .conditional(let check, let step): "SELECT \(check) AS todo \\gset\n\\if :todo\n\(statements(step))\\endif\n"
        case .restore(let restored, let created):
            present(restored) + "\\if :restore\n" + restored.map(statements).joined()
                + (created.isEmpty ? "" : "\\else\n" + created.map(statements).joined()) + "\\endif\n"
        }
    }

    /// Asks whether what a block restores is in quarantine: what was never made, since its migration was broken off, is not. The objects of
    /// a section were made, and moved there, together, so that one of them tells it. Of tables that needed something which went, the rows
    /// alone are there.
    private func present(_ steps: [Step]) -> String {
        let places = steps.compactMap(\.restoresFrom).map { SQL.literal($0.sql) }
        guard places.isEmpty else { return "SELECT plumbline.restores(\(places.joined(separator: ", "))) AS restore \\gset\n" }
        guard case .pending(let check)? = steps.first?.precondition else { return "" }
        return "SELECT \(check) AS restore \\gset\n"
    }

    private func statements(_ step: Step) -> String {
        (step.inFile ?? step.statements).map { $0 + (step.runsGeneratedSQL ? " \\gexec\n" : ";\n") }.joined()
    }

    /// Statements that PostgreSQL refuses in a transaction: after a crash between them, the same section begins again.
    private func outside(_ section: PlannedSection) -> String {
        guard let step = section.steps.last else { return "" }
        if section.steps.allSatisfy(\.isRepeatable) {
            return "\(MigrationText.concurrentWait);\n\(section.steps.map(statements).joined())\(MigrationText.done) \\gset\n"
                + "\(MigrationConvention.setLockTimeout);\n"
        }
        var text = (step.waitsForRows ? MigrationText.rowWait : MigrationText.concurrentWait) + ";\n"
        if let recovery = section.steps.first, recovery.isRecovery, !recovery.runsGeneratedSQL {
            let name = SQL.literal(step.object.sql)
            text += "SELECT plumbline.build(\(name)) AS todo, plumbline.is_invalid(\(name)) AS is_invalid \\gset\n"
            text += "\\if :is_invalid\n\(statements(recovery))\\endif\n\\if :todo\n\(statements(step))\\endif\n"
        } else {
            for step in section.steps.dropLast() { text += statements(step) }
            if case .pending(let check) = step.precondition {
                text += "SELECT \(check) AS todo \\gset\n\\if :todo\n\(statements(step))\\endif\n"
            } else {
                text += statements(step)
            }
        }
        return text + "\(MigrationText.done) \\gset\n\(MigrationConvention.setLockTimeout);\n"
    }
}

extension Step {
    /// True when the failure of this step undoes another, which only prepares for it.
    func takesBack(_ step: Step) -> Bool {
        !ifFails.isEmpty && step.object == object && step.preparesValidation
    }

    /// Drops the statements that create a place in quarantine, where an earlier step of the file has done that, and those that lock a table
    /// which an earlier step of the section has locked.
    fileprivate mutating func leaveOut(_ prepared: inout Set<String>, _ locked: inout Set<String>) {
        statements.removeAll {
            $0.hasPrefix("CREATE SCHEMA IF NOT EXISTS ") && !prepared.insert($0).inserted
                || movesToQuarantine && $0.hasPrefix("LOCK TABLE ") && !locked.insert($0).inserted
        }
    }

    /// True when the object that another step creates comes back with the one that this step restores.
    func brings(_ step: Step) -> Bool {
        if step.object == object { return true }
        return restoresParts
            && (step.object.isInside(object) || step.comesBackWith.map { $0 == object } ?? false
                || step.object.parent.map { $0 == object } ?? false)
    }
}

/// Puts the checksums into a file.
enum MigrationSeal {
    /// The text with each checksum that of what stands there.
    /// - Throws: ``MigrationError`` when it is not a migration file.
    static func sealed(_ text: String, path: String) throws -> String {
        var text = text
        // The digest of the file does not cover the lines that hold digests, so one pass is enough.
        let file = try MigrationFile(text: text, path: path)
        var lines = text.lines
        for (line, wanted) in file.unsealed {
            guard lines.indices.contains(line - 1), lines[line - 1].hasPrefix("SELECT plumbline.") else {
                throw MigrationError(
                    .malformed,
                    "\(path):\(line): expected `\(wanted) \\gset` on a line of its own; restore the line, then run this again")
            }
            lines[line - 1] = wanted + " \\gset"
        }
        text = lines.joined(separator: "\n")
        guard try MigrationFile(text: text, path: path).isSealed else {
            throw MigrationError(.malformed, "\(path): its checksums cannot be written; report this with the file")
        }
        return text
    }
}
