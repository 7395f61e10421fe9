import PostgresClient
import SchemaModel

/// Requirements that a server must meet before the first step, so that a migration does not stop half-way.
struct Preflight {
    let declared: DeclaredDatabase

    /// - Throws: ``MigrationError`` naming every extension, role and schema that is missing, and who can bring it.
    func check(_ connection: PostgresConnection) async throws {
        let problems = try await problems(connection)
        guard problems.isEmpty else {
            throw MigrationError(
                .live,
                "database \(declared.name) is not ready; nothing was changed:\n"
                    + problems.map { "  - \($0)" }.joined(separator: "\n"))
        }
    }

    /// Every extension, role and schema that is missing, and who can bring it.
    func problems(_ connection: PostgresConnection) async throws -> [String] {
        let wanted = declared.facts.filter { $0.id.kind == .extension }.map(\.id.name)
        var problems = try await missing(wanted, in: "pg_catalog.pg_available_extensions", "name", connection).map {
            "extension \($0) is declared, and this server does not have it: install its package on the server's host"
        }
        problems += try await cronProblems(wanted, connection)
        for name in try await missing(
            Array(declared.requiredExtensions.keys), in: "pg_catalog.pg_extension", "extname", connection)
        {
            // A server without pg_cron may keep the jobs in a stub of its schema, as a sandbox does.
            if name == "pg_cron", try await hasCronStub(connection) { continue }
            problems.append("extension \(name) must be there already: \(declared.requiredExtensions[name] ?? "")")
        }
        let granted = declared.facts.filter { $0.id.kind == .grant }.map(\.id.name)
        let named = declared.facts.filter { $0.id.kind == .policy }.flatMap { $0.texts(.roles) ?? [] }
        let roles = Set(granted + named).subtracting(["PUBLIC"])
        problems += try await missing(Array(roles), in: "pg_catalog.pg_roles", "rolname", connection).map {
            "role \($0) is given privileges, and this server does not have it: create it, or connect to the right server"
        }
        let made = Set(declared.facts.filter { $0.id.kind == .schema }.map(\.id.name))
        let schemas = Set(declared.facts.compactMap { $0.id.kind == .extension ? $0.text(.schema) : nil }).subtracting(made)
        problems += try await missing(Array(schemas), in: "pg_catalog.pg_namespace", "nspname", connection).map {
            "schema \($0) must be there already, for an extension: create it, or connect to the right database"
        }
        return problems
    }

    private func missing(_ names: [String], in catalog: String, _ column: String, _ connection: PostgresConnection) async throws
        -> [String]
    {
        guard !names.isEmpty else { return [] }
        let rows = try await connection.query("SELECT x.\(column)::text AS name FROM \(catalog) x")
        let there = Set(rows.compactMap { $0.text("name") })
        return names.filter { !there.contains($0) }.sorted()
    }

    /// Why pg_cron, which PostgreSQL creates in one database of a server only, cannot be created here.
    private func cronProblems(_ wanted: [String], _ connection: PostgresConnection) async throws -> [String] {
        guard wanted.contains("pg_cron"),
            try await !missing(["pg_cron"], in: "pg_catalog.pg_extension", "extname", connection).isEmpty,
            try await !hasCronStub(connection)
        else { return [] }
        let rows = try await connection.query(
            """
            SELECT pg_catalog.current_setting('cron.database_name', true) AS place, pg_catalog.current_database()::text AS here
            """)
        guard let row = rows.first, row.text("place") != row.text("here") else { return [] }
        let set = "set cron.database_name = '\(row.text("here") ?? "")' in postgresql.conf, and restart the server"
        guard let place = row.text("place") else {
            return [
                "extension pg_cron is declared, and this server has not loaded it: add it to shared_preload_libraries, \(set)"
            ]
        }
        return ["extension pg_cron is declared, and this server can have it only in the database \(place): \(set)"]
    }

    private func hasCronStub(_ connection: PostgresConnection) async throws -> Bool {
        let rows = try await connection.query("SELECT to_regclass('cron.job') IS NOT NULL AS there")
        return try rows.first?.decode("there", as: Bool.self) ?? false
    }
}
