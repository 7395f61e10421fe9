public import PostgresClient
import SchemaModel

extension SandboxServer {
    /// Creates a database, loads its preludes, and says how to connect to it as superuser.
    ///
    /// - Parameters:
    ///   - name: the database's name; it must be new.
    ///   - preludes: what is loaded into it, in this order.
    ///   - template: a database of this server to copy; nobody may be connected to it. Default `template0`.
    /// - Throws: `SandboxError` with PostgreSQL's own words.
    @discardableResult
    public func createDatabase(
        _ name: String, preludes: [Prelude] = [], template: String = "template0"
    ) async throws -> ConnectionSettings {
        try Self.validate(name)
        try await client("postgres").execute(
            "CREATE DATABASE \(SQL.quoted(identifier: name)) TEMPLATE \(SQL.quoted(identifier: template))")
        for prelude in preludes { try await load(prelude, into: name) }
        return settings.with(database: name)
    }

    /// As `createDatabase(_:preludes:template:)` with one prelude.
    @discardableResult
    public func createDatabase(_ name: String, platform: Prelude) async throws -> ConnectionSettings {
        try await createDatabase(name, preludes: [platform])
    }

    /// Loads a prelude into a database that is there; a second time it changes nothing.
    public func load(_ prelude: Prelude, into database: String) async throws {
        try await client(database).execute(prelude.sql(), name: "Prelude \(prelude.rawValue)")
    }

    /// Runs SQL as superuser, statement by statement, until the first error; what `psql -f` would do.
    public func execute(_ sql: String, in database: String) async throws { try await client(database).execute(sql) }

    /// Drops a database, whoever is connected to it; nothing when there is none.
    public func dropDatabase(_ name: String) async throws {
        try Self.validate(name)
        try await client("postgres").execute("DROP DATABASE IF EXISTS \(SQL.quoted(identifier: name)) WITH (FORCE)")
    }

    /// The schema as the server's own `pg_dump --schema-only` writes it.
    public func dump(database: String, options: [String] = []) async throws -> String {
        let client = client(database)
        return try await Program.check(
            installation.command("pg_dump") + ["--schema-only", "--no-password"] + options,
            environment: client.variables, doing: "pg_dump of \(client.settings.redactedDescription)")
    }

    /// What the options ask for at the start; pg_cron's database among it.
    func createDatabases(_ options: SandboxOptions) async throws {
        var databases = options.databases
        if let cron = options.cronDatabase, cron != "postgres", !databases.contains(where: { $0.name == cron }) {
            databases.append(.init(cron))
        }
        for database in databases { try await createDatabase(database.name, preludes: database.preludes) }
    }

    func client(_ database: String) -> SandboxClient {
        SandboxClient(installation: installation, settings: settings.with(database: database))
    }

    private static func validate(_ name: String) throws {
        guard !name.isEmpty, name.utf8.count <= 63, !name.utf8.contains(0) else {
            throw SandboxError(.invalid, "\(name.debugDescription) cannot be a database's name: 1 to 63 bytes are.")
        }
    }
}
