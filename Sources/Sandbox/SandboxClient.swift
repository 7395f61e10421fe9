import Foundation
import PostgresClient

/// Runs scripts in a sandbox server by the server's own `psql`: many statements a file, no transaction around them.
struct SandboxClient: Sendable {
    var installation: PostgresInstallation
    var settings: ConnectionSettings

    /// Runs SQL; the first error ends it. `name` says in an error which script it was.
    @discardableResult
    func execute(_ sql: String, name: String = "SQL") async throws -> String {
        try await Program.check(
            installation.command("psql")
                + ["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1", "--file=-"],
            input: sql, environment: variables, doing: "\(name) in \(settings.redactedDescription)")
    }

    /// The connection as libpq's variables: a password must not be among the arguments, which `ps` shows.
    var variables: [String: String] {
        var all = [
            "PGHOST": installation.path(settings.host ?? ""), "PGDATABASE": settings.database ?? "",
            "PGUSER": settings.user ?? "", "PGOPTIONS": "-c client_min_messages=warning",
        ]
        if let port = settings.port { all["PGPORT"] = String(port) }
        if let password = URLComponents(string: settings.url)?.password { all["PGPASSWORD"] = password }
        return all
    }
}
