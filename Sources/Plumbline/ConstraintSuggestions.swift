import Checks
import Foundation
import SchemaDSL
import SchemaModel

/// The constraints that would prove checks which have long been clean.
struct ConstraintSuggestions {
    private(set) var suggestions: [SuggestedConstraint] = []
    /// Checks that have long been clean, and for which there is no constraint.
    private(set) var without: [(database: String, check: CheckID, reason: String)] = []
    private let runs: Int
    private var known = 0

    /// - Throws: `PostgresError` or `CheckError` when a database or the history cannot be read.
    init(
        _ checks: [CompiledCheck], _ context: CommandContext, runs: Int, history: HistoryOptions, options: CheckOptions
    ) async throws {
        self.runs = runs
        let past = try await history.with(context) { try await $0.past(before: .now, except: nil, runs: max(runs * 2, 120)) }
        known = Set(past.map(\.runID)).count
        let clean = checks.compactMap { check in
            SuggestedConstraint.cleanRuns(check, past).flatMap { $0.runs >= runs ? (check, $0) : nil }
        }
        guard !clean.isEmpty else { return }
        // What is proved already needs no constraint.
        var proved: Set<[String]> = []
        var partitionKeys: [String: [ObjectID: [String?]]] = [:]
        for plan in try await CheckSession.plans(clean.map(\.0), context, options: options) {
            proved.formUnion(plan.proofs.keys.map { [plan.database, $0.rawValue] })
            partitionKeys[plan.database] = plan.partitionKeys
        }
        for (check, line) in clean where !proved.contains([check.database, check.id.rawValue]) {
            let relations = context.project.databases.first { $0.name == check.database }?.relations ?? [:]
            switch SuggestedConstraint.answer(check, relations, partitionKeys: partitionKeys[check.database] ?? [:]) {
            case .constraint(let swift, let sql):
                suggestions.append(
                    SuggestedConstraint(
                        check: check.id, database: check.database, runs: line.runs, since: line.since, swift: swift, sql: sql))
            case .none(let reason): without.append((check.database, check.id, reason))
            }
        }
    }

    func print() {
        for suggestion in suggestions {
            let since = suggestion.since.formatted(.iso8601.year().month().day())
            Swift.print("\(suggestion.database)  \(suggestion.check)  clean in \(suggestion.runs) runs since \(since)")
            for line in suggestion.swift ?? [] { Swift.print("    Swift:  \(line)") }
            for (index, line) in suggestion.sql.enumerated() {
                Swift.print((index == 0 ? "    SQL:    " : "            ") + line)
            }
            Swift.print("")
        }
        for item in without { Swift.print("\(item.database)  \(item.check)  no constraint: \(item.reason)") }
        if !without.isEmpty { Swift.print("") }
        if known == 0 {
            Swift.print("There is no history of runs yet; `plumb nightly` keeps one.")
        } else {
            Swift.print(
                "\(suggestions.count) of the checks that were clean in \(runs) runs in a row could be proved by a constraint; "
                    + "\(without.count) could not.")
        }
    }
}
