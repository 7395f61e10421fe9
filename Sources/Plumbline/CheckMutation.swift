import Checks
import Migrator
import PostgresClient

/// Shows of each check that it can fail, on a scratch copy of its database.
///
/// The declared schema is loaded without rows, then filled with faulty rows after everything that refuses them is gone, then stripped
/// of indexes and policies. A check that fails in one of these states can fail; one that passes in all of them may be a check that
/// looks at nothing.
struct CheckMutation {
    /// Where a check failed.
    enum State: String, CaseIterable {
        case empty = "without rows"
        case faulty = "with faulty rows"
        case stripped = "without indexes and policies"
    }

    enum Finding {
        case fails(State)
        /// It passed in every state.
        case neverFails
        /// It failed in none, and in one the server refused its query.
        case breaks(State, String)
        /// It could not run in any state, or was not tried; the text says why.
        case notTried(String)
    }

    private(set) var findings: [(check: CompiledCheck, finding: Finding)] = []

    /// Tries the checks of each database.
    /// - Throws: `PostgresError` or `MigrationError` when a copy cannot be made.
    init(_ checks: [CompiledCheck], _ context: CommandContext) async throws {
        for name in try context.databaseNames {
            let own = checks.filter { $0.database == name }
            guard !own.isEmpty, let database = try await context.databases([name]).first else { continue }
            Progress.note("\(name): trying \(own.count) checks on a scratch copy …")
            var results: [State: [CheckID: CheckResult]] = [:]
            let generator = MigrationGenerator(try await context.migrations, database, host: try await context.scratchServer())
            _ = try await generator.declaredState(validating: false) { connection in
                for state in State.allCases {
                    switch state {
                    case .empty: break
                    case .faulty: _ = try await FaultyRows.plant(on: connection)
                    case .stripped: try await FaultyRows.stripCatalog(on: connection)
                    }
                    let runner = CheckRunner(
                        connection.settings, options: CheckOptions(samples: 0, usesProofs: false, allowsSuperuser: true))
                    let report = try await runner.run(own, database: name)
                    results[state] = Dictionary(report.results.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
                }
            }
            findings += own.map { check in (check, Self.finding(State.allCases.map { ($0, results[$0]?[check.id]) })) }
        }
    }

    private static func finding(_ results: [(State, CheckResult?)]) -> Finding {
        for (state, result) in results where result?.outcome == .failed { return .fails(state) }
        // An error does not show that the check can fail: its query may never run on real rows.
        for (state, result) in results {
            if case .error(let message)? = result?.outcome { return .breaks(state, message) }
        }
        if results.contains(where: { $0.1?.outcome == .passed }) { return .neverFails }
        return .notTried(results.compactMap { $0.1?.outcome.explanation }.first ?? "it did not run")
    }

    private static func firstLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
    }

    /// True where every check was shown to fail.
    var isComplete: Bool {
        findings.allSatisfy { if case .fails = $0.finding { true } else { false } }
    }

    /// The checks that were not shown to fail, and a summary.
    var text: String {
        var lines: [String] = []
        var counts: [State: Int] = [:]
        for (check, finding) in findings {
            switch finding {
            case .fails(let state): counts[state, default: 0] += 1
            case .neverFails:
                lines.append("\(check.database)  \(check.id): passed in every state; look whether it can fail at all")
            case .breaks(let state, let message):
                lines.append("\(check.database)  \(check.id): did not run \(state.rawValue): \(Self.firstLine(message))")
            case .notTried(let reason):
                let line = Self.firstLine(reason)
                lines.append("\(check.database)  \(check.id): not tried: \(line)")
            }
        }
        let shown = State.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }
        let total = counts.values.reduce(0, +)
        lines.append(
            "\(total) of \(findings.count) checks were shown to fail"
                + (shown.isEmpty ? "" : " (\(shown.joined(separator: ", ")))") + ".")
        return lines.joined(separator: "\n")
    }
}
