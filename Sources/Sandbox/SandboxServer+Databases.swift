import Foundation
package import PostgresClient
import SchemaModel

extension SandboxServer {
    /// Creates a database, loads its preludes, and says how to connect to it as superuser.
    ///
    /// - Parameters:
    ///   - name: the database's name; it must be new.
    ///   - preludes: what is loaded into it, in this order.
    ///   - template: a database of this server to copy; nobody may be connected to it. Default `template0`.
    /// - Throws: `PostgresError` with the server's own words, `SandboxError` for a name or prelude that cannot be.
    @discardableResult
    package func createDatabase(
        _ name: String, preludes: [Prelude] = [], template: String = "template0"
    ) async throws -> ConnectionSettings {
        try Self.validate(name)
        // Copying files costs a third of logging each page, but forces a checkpoint: only a server of our own may have that.
        let strategy = isOurs ? " STRATEGY file_copy" : ""
        try await admin.run(
            "CREATE DATABASE \(SQL.quoted(identifier: name)) TEMPLATE \(SQL.quoted(identifier: template))\(strategy)")
        if !preludes.isEmpty {
            try await withConnection(to: name) { connection in
                for prelude in preludes { try await connection.run(script: prelude.sql()) }
            }
        }
        return settings.with(database: name)
    }

    /// As `createDatabase(_:preludes:template:)` with one prelude.
    @discardableResult
    package func createDatabase(_ name: String, platform: Prelude) async throws -> ConnectionSettings {
        try await createDatabase(name, preludes: [platform])
    }

    /// Loads a prelude into a database that is there; a second time it changes nothing.
    package func load(_ prelude: Prelude, into database: String) async throws {
        try await execute(prelude.sql(), in: database)
    }

    /// Runs SQL as superuser: any number of statements, in one transaction unless the text itself begins and ends some.
    ///
    /// - Parameter database: nil for the one that `settings` names, `postgres`.
    package func execute(_ sql: String, in database: String?) async throws {
        try await withConnection(to: database) { try await $0.run(script: sql) }
    }

    /// Drops a database, whoever is connected to it; nothing when there is none.
    package func dropDatabase(_ name: String) async throws {
        try Self.validate(name)
        try await admin.run("DROP DATABASE IF EXISTS \(SQL.quoted(identifier: name)) WITH (FORCE)")
    }

    /// The schema as the server's own `pg_dump --schema-only` writes it.
    ///
    /// - Parameter options: more arguments for `pg_dump`.
    package func dump(database: String, options: [String] = []) async throws -> String {
        let settings = settings.with(database: database)
        return try await Program.check(
            installation.command("pg_dump") + ["--schema-only", "--no-password"] + options,
            environment: installation.environment(settings), doing: "pg_dump of \(settings.redactedDescription)")
    }

    /// Creates the databases that the options ask for, including that of pg_cron.
    func createDatabases(_ options: SandboxOptions) async throws {
        var databases = options.databases
        if let cron = options.cronDatabase, cron != "postgres", !databases.contains(where: { $0.name == cron }) {
            databases.append(.init(cron))
        }
        for database in databases { try await createDatabase(database.name, preludes: database.preludes) }
    }

    private func withConnection<Result>(
        to database: String?, body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        try await PostgresConnection.with(database.map(settings.with(database:)) ?? settings, body)
    }

    private static func validate(_ name: String) throws {
        guard !name.isEmpty, name.utf8.count <= 63, !name.utf8.contains(0) else {
            throw SandboxError(.invalid, "\(name.debugDescription) is not a valid database name: use 1 to 63 bytes.")
        }
    }
}

extension PostgresInstallation {
    /// A connection as libpq's variables: a password must not be among the arguments, which `ps` shows.
    func environment(_ settings: ConnectionSettings) -> [String: String] {
        var all = [
            "PGHOST": path(settings.host ?? ""), "PGDATABASE": settings.database ?? "", "PGUSER": settings.user ?? "",
        ]
        if let port = settings.port { all["PGPORT"] = String(port) }
        if let password = URLComponents(string: settings.url)?.password { all["PGPASSWORD"] = password }
        return all.filter { !$0.value.isEmpty }
    }
}
