import Checks
import Foundation
import PostgresClient
import SchemaModel

/// The checks of a project, run on its live databases.
enum CheckSession {
    /// Every check of the named databases: the declared ones, and the hand-written files beside them.
    static func checks(_ context: CommandContext, _ databases: [String], matching selectors: [String] = []) throws
        -> [CompiledCheck]
    {
        let names = try context.databases(databases).map(\.name)
        var checks = try declared(context).filter { names.contains($0.database) }
        for name in names { checks += try CheckFiles(root: context.root).handWritten(database: name) }
        guard !selectors.isEmpty else { return checks }
        let chosen = checks.filter { check in
            selectors.contains { "\(check.id)" == $0 || "\(check.id)".hasPrefix($0 + ".") || check.database == $0 }
        }
        guard !chosen.isEmpty else {
            throw CommandError(
                "no check is called \(selectors.joined(separator: ", ")); `plumb check --list` names them all")
        }
        return chosen
    }

    static func declared(_ context: CommandContext) throws -> [CompiledCheck] {
        try context.project.suites.flatMap { try $0.compiled() }
    }

    /// Runs the checks, database by database, each in one read-only snapshot.
    static func run(
        _ checks: [CompiledCheck], _ context: CommandContext, options: CheckOptions
    ) async throws -> CheckReport {
        var reports: [CheckReport] = []
        for database in context.databaseNames {
            let own = checks.filter { $0.database == database }
            guard !own.isEmpty else { continue }
            Progress.note("\(database): \(own.count) checks …")
            let settings = try context.configuration.settings(for: database)
            var others: [String: ConnectionSettings] = [:]
            for name in Set(own.compactMap(\.otherDatabase)) where try context.configuration.names(name) {
                others[name] = try context.configuration.settings(for: name)
            }
            reports.append(try await CheckRunner(settings, options: options, others: others).run(own, database: database))
        }
        guard let report = CheckReport.combined(reports) else { throw CommandError("there is no check to run") }
        return report
    }
}
