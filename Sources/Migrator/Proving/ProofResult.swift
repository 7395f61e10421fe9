import SchemaEngine
package import SchemaModel

/// Observations of a migration on a scratch copy that had rows in its tables.
package struct Proof: Sendable {
    /// The schema that the migration leads to; nil where it was not compared with a declaration.
    var reached: CatalogState?
    /// How many sections the migration has that ran.
    package var sections = 0
    /// Extensions that the rollback leaves, since rows in quarantine may have their types, and the schemas that they are in.
    package var kept: [ObjectID] = []
    package var seconds: Double = 0
    /// The rows that went through it, those that came after it included, and the tables that they were in.
    package var rows = 0
    package var tables = 0
    /// Tables that no row could be put into.
    package var notFilled: [NotFilled] = []
    /// Rows that a section did not accept, and that the proof went on without.
    package var refused: [Refused] = []
    /// The locks, rewrites and scans that were seen from another connection.
    package var certificate: Certificate?
    /// The outcome for the rows' values, for each section of the migration.
    package var outcomes: [SectionOutcome] = []

    /// A table without rows in the proof.
    package struct NotFilled: Sendable, Hashable {
        package let table: ObjectID
        package let reason: String
    }

    /// Rows of a table that a section did not accept.
    package struct Refused: Sendable, Hashable {
        /// nil when rows of several tables had to go.
        package let table: ObjectID?
        package let rows: Int
        package let of: Int
        /// The section's title; nil for a question that is asked of the rows before anything runs.
        package let section: String?
        package let direction: MigrationFile.Direction
        /// True when the rows came after the migration.
        package let cameAfter: Bool
        /// The server's message.
        package let reason: String
    }

    /// A section of the migration, and what it does to values.
    package struct SectionOutcome: Sendable, Hashable {
        package let title: String
        package let outcome: Outcome
        /// The tables and columns concerned, as `--allow-loss` names them.
        package let names: [String]
        /// The observations, for people.
        package let details: [String]
    }

    /// The fate of the values that a section touches, as the digests of the rows tell it.
    package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        /// Every value is in its place, forward and back.
        case lossless
        /// Values are away after it and come back with the rollback, unless `plumb purge` has deleted them.
        case losslessUntilPurge = "lossless until purge"
        /// Values are away, or others, after it, and the statements of the rollback bring them back: nothing of them is in quarantine.
        case restoredByRollback = "lossless by the rollback's own statements"
        /// The rollback changes values of rows that came after the migration: what a data step undoes, it undoes for them too.
        case changesLaterRows = "changes later rows on the way back"
        /// Values do not come back.
        case lossy
        /// The rollback does not accept rows that were there before the migration.
        case irreversible

        private var rank: Int {
            switch self {
            case .lossless: 0
            case .losslessUntilPurge: 1
            case .restoredByRollback: 2
            case .changesLaterRows: 3
            case .lossy: 4
            case .irreversible: 5
            }
        }

        package static func < (a: Outcome, b: Outcome) -> Bool { a.rank < b.rank }
    }
}

extension Proof {
    /// Counts the rows that went through the migration. Tables of which it refused all rows are not proved.
    ///
    /// - Parameter offered: the rows before some were refused, where the tables are the same.
    mutating func count(_ rows: RowDigest, of offered: RowDigest?) {
        self.rows = max(self.rows, rows.count)
        tables = max(tables, rows.tables.values.count { !$0.rows.isEmpty })
        let emptied = (offered?.tables.values.filter { !$0.rows.isEmpty && rows.rows(in: $0.id) == 0 } ?? []).map(\.id).sorted()
        for table in emptied where !notFilled.contains(where: { $0.table == table }) {
            let refusal = refused.first { $0.table == table } ?? refused.first { $0.table == nil }
            let reason = refusal.map { ": \($0.reason)" } ?? ""
            notFilled.append(NotFilled(table: table, reason: "the migration refuses all rows that were tried\(reason)"))
        }
    }

    /// The steps that lose values as far as the plan can tell, of tables whose rows did not show otherwise.
    func unproved(_ plan: Plan) -> [SectionOutcome] {
        plan.steps.filter { $0.hazards.contains(.dataLoss) }.compactMap { step in
            let tables = [step.object, step.object.parent].compactMap(\.self)
            guard let item = notFilled.first(where: { tables.contains($0.table) }) else { return nil }
            return SectionOutcome(
                title: step.title, outcome: .lossy, names: [step.object.path],
                details: ["\(step.object.path): no row shows that its values come back, because \(item.reason)"])
        }
    }

    /// The sections that lose something for good, and that nobody has allowed.
    func unallowedLosses(_ allowed: Set<String>) -> [SectionOutcome] {
        outcomes.filter { step in
            step.outcome >= .lossy
                && !step.names.allSatisfy { name in
                    allowed.contains(name) || allowed.contains { name.hasPrefix($0 + ".") }
                }
        }
    }

    /// The lines that `generate` and `prove` print.
    package var lines: [String] {
        var lines = [
            rows == 0
                ? "Rows in the proof: none"
                : "Rows in the proof: \(rows) in \(Plural.text(tables, "table")), each unchanged after "
                    + "applying, rolling back and applying again"
                    + (outcomes.contains { $0.outcome >= .lossy } ? ", except as below" : "")
        ]
        for item in notFilled { lines.append("Not proved with rows: \(item.table): \(item.reason)") }
        for item in refused { lines.append(item.line) }
        for difference in certificate?.differences ?? [] { lines.append("Observed, but not in the plan: \(difference)") }
        for outcome in Outcome.allCases.dropFirst() {
            for step in outcomes where step.outcome == outcome {
                lines.append(
                    "\(outcome.rawValue.prefix(1).uppercased())\(outcome.rawValue.dropFirst()): \(step.title): "
                        + step.details.joined(separator: "; "))
            }
        }
        return lines
    }
}

extension Proof.Refused {
    var line: String {
        let which =
            table.map { rows == of ? "all \(rows) rows of \($0)" : "\(rows) of \(of) rows of \($0)" } ?? "rows of several tables"
        let file = direction == .forward ? "migration" : "rollback"
        return "The \(file) refuses \(which)\(cameAfter ? " that came after the migration" : "")"
            + (section.map { ", at \($0)" } ?? ", before it runs") + ": \(reason)"
    }
}
