import ArgumentParser
import Checks
import Foundation
import PostgresClient

/// The place of the results of earlier runs.
struct HistoryOptions: ParsableArguments {
    @Option(name: .customLong("history"), help: "Results are kept in the schema plumbline of this database, not in a file.")
    var database: String?
    @Option(name: .customLong("history-file"), help: "The SQLite file that keeps the results.")
    var file = Self.usualFile

    private static let usualFile = ".plumbline/history.sqlite"

    private func place(_ context: CommandContext) -> URL {
        file.hasPrefix("/") ? URL(filePath: file) : context.root.appending(path: file)
    }

    /// - Throws: ``CommandError`` for a file that was named and is not there, which is no empty history.
    func requireNamedFile(_ context: CommandContext) throws {
        let place = place(context)
        guard database == nil, file != Self.usualFile, !FileManager.default.fileExists(atPath: place.path) else { return }
        throw CommandError("there is no history file \(place.path)")
    }

    /// Opens the history for a piece of work.
    func with<R: Sendable>(
        _ context: CommandContext, _ body: @Sendable (any CheckHistoryStore) async throws -> R
    ) async throws -> R {
        guard let name = database else {
            return try await body(CheckHistoryFile(place(context)))
        }
        _ = try context.names([name])
        return try await PostgresConnection.with(try context.configuration.settings(for: name)) { connection in
            try await body(CheckHistory(connection))
        }
    }
}

/// Earlier runs, for the checks that compare with them.
struct CheckPast: Sendable {
    var results: [PastResult] = []
    var measurements: [PastMeasurement] = []
}

extension HistoryOptions {
    /// Earlier runs that are read for checks on anomalies, at most.
    static let mostRuns = 1500

    /// Earlier runs that are read for the marks of incremental checks; each run keeps the mark of the one before, or moves it.
    private static let markRuns = 30

    /// Reads the runs that these checks compare with; nothing where none of them does, or where there is no history.
    func past(of checks: [CompiledCheck], _ context: CommandContext) async throws -> CheckPast {
        guard checks.contains(where: \.comparesWithPast) else { return CheckPast() }
        let watches = checks.contains { if case .anomalies = $0.form { true } else { false } }
        return try await with(context) { history in
            CheckPast(
                results: try await history.past(before: .now),
                measurements: try await history.measurements(
                    before: .now, except: nil, runs: watches ? Self.mostRuns : Self.markRuns))
        }
    }
}
