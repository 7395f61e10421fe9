import Checks
import Foundation
import PostgresClient
import Reports

/// The checks that must pass when `plumb apply` has run its migrations.
struct ApplyConfirmation {
    private let checks: [CompiledCheck]
    private let context: CommandContext
    private let allowsSuperuser: Bool

    /// - Throws: ``CommandError`` for a name that no check has, before anything is applied.
    init(_ selectors: [String], _ databases: [String], _ context: CommandContext, allowsSuperuser: Bool) throws {
        checks = selectors.isEmpty ? [] : try CheckSession.checks(context, databases, matching: selectors)
        self.context = context
        self.allowsSuperuser = allowsSuperuser
    }

    /// Refuses a role that the checks would refuse, while nothing is applied yet.
    func prepare(_ database: String) async throws {
        guard !allowsSuperuser, checks.contains(where: { $0.database == database }) else { return }
        let settings = try context.configuration.settings(for: database)
        let row = try await PostgresConnection.with(settings) { connection in
            try await connection.query("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user").first
        }
        guard try row?.decode("rolsuper", as: Bool.self) != true else {
            throw CommandError(
                "\(database): this role is a superuser, whom READ ONLY does not restrain, so that the checks of --check would not be run. "
                    + "Nothing was changed. Migrate as another role, or add --allow-superuser.")
        }
    }

    /// - Throws: ``CommandError`` with the checks that failed or could not be run.
    func run(_ database: String) async throws {
        let own = checks.filter { $0.database == database }
        guard !own.isEmpty else { return }
        let report = try await CheckSession.run(own, context, options: CheckOptions(allowsSuperuser: allowsSuperuser))
        guard report.verdict.exitStatus != 0 else { return }
        throw CommandError(
            "\(database): the migrations ran, and the checks of --check did not pass:\n"
                + TextReport.render(report).trimmingCharacters(in: .newlines))
    }
}
