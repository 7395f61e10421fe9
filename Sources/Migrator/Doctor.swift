import Foundation
package import PostgresClient
import SchemaEngine
package import SchemaModel

/// Asks a live database whether the role that connects may do what a use of Plumbline needs, and whether the server is fit for it.
package struct Doctor: Sendable {
    /// The use that the role is for.
    package enum Use: String, Sendable, Hashable, CaseIterable {
        /// `plumb apply` and `plumb rollback`.
        case migrate
        /// `plumb check`, which only reads.
        case check
        /// `plumb nightly`, which checks and keeps the results.
        case nightly
    }

    /// Something that is missing, or worth knowing.
    package struct Finding: Sendable, Hashable {
        package enum Severity: String, Sendable, Hashable { case problem, warning }

        package let severity: Severity
        package let text: String
        /// The statement that brings it, for a role that may run it; nil where no statement does.
        package let remedy: String?

        init(_ severity: Severity, _ text: String, remedy: String? = nil) {
            self.severity = severity
            self.text = text
            self.remedy = remedy
        }
    }

    private let declared: DeclaredDatabase
    private let connection: PostgresConnection

    package init(_ declared: DeclaredDatabase, _ connection: PostgresConnection) {
        self.declared = declared
        self.connection = connection
    }

    /// The rights and settings missing for a use; empty when none are.
    ///
    /// - Parameter keepsHistory: whether the results of `plumb nightly` are kept in this database, not in a file.
    /// - Throws: `PostgresError` when the catalog cannot be asked.
    package func findings(for use: Use, keepsHistory: Bool = false) async throws -> [Finding] {
        let role = try await role()
        var result = try await server(use)
        switch use {
        case .migrate:
            result += role.isSuperuser ? [Self.tooMuch(role)] : []
            result += try await pooler()
            result += try await preflight()
            if !role.isSuperuser {
                result += try await ownership(role) + extensions(role) + policies(role) + sessions(role)
            }
        case .check: result += try await reading(role)
        case .nightly:
            result += try await reading(role)
            if keepsHistory, !role.isSuperuser { result += try await history(role) }
        }
        return result
    }

    // MARK: the role

    private struct Role {
        let name: String
        let isSuperuser: Bool
        let bypassesPolicies: Bool
        let database: String

        var sql: String { SQL.identifier(name) }
    }

    private func role() async throws -> Role {
        let rows = try await connection.query(
            """
            SELECT current_user::text AS name, r.rolsuper, r.rolbypassrls, pg_catalog.current_database()::text AS database
            FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
            """)
        guard let row = rows.first else {
            throw MigrationError(.live, "the role that connects is not in pg_roles; connect as another role")
        }
        return Role(
            name: row.text("name") ?? "", isSuperuser: try row.decode("rolsuper", as: Bool.self),
            bypassesPolicies: try row.decode("rolbypassrls", as: Bool.self), database: row.text("database") ?? "")
    }

    private static func tooMuch(_ role: Role) -> Finding {
        Finding(
            .warning,
            "role \(role.name) is a superuser; a role that owns the objects, or may create them, is enough to migrate")
    }

    // MARK: the server

    private func server(_ use: Use) async throws -> [Finding] {
        var result: [Finding] = []
        let version = connection.serverVersion
        if version < CatalogReader.minimumServerVersion {
            result.append(
                Finding(
                    .problem,
                    "the server is PostgreSQL \(version / 10_000); \(CatalogReader.minimumServerVersion / 10_000) or later is needed"
                ))
        }
        let before = Date()
        let rows = try await connection.query(
            """
            SELECT pg_catalog.pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only')::boolean AS read_only,
                extract(epoch FROM pg_catalog.clock_timestamp())::float8 AS clock
            """)
        guard let row = rows.first else { return result }
        let isStandby = try row.decode("standby", as: Bool.self)
        if isStandby, use != .check {
            result.append(Finding(.problem, "the server is a standby, which takes no writes; connect to the primary"))
        }
        if !isStandby, use != .check, try row.decode("read_only", as: Bool.self) {
            let role = try await role()
            result.append(
                Finding(
                    .problem, "transactions are read-only unless they say otherwise (default_transaction_read_only)",
                    remedy: "ALTER ROLE \(role.sql) SET default_transaction_read_only = off"))
        }
        if let clock = row.text("clock").flatMap({ Double($0) }) {
            let middle = before.timeIntervalSince1970 + Date().timeIntervalSince(before) / 2
            let difference = clock - middle
            if abs(difference) > 5 + Date().timeIntervalSince(before) {
                result.append(
                    Finding(
                        .warning,
                        "the server's clock is \(Int(difference.rounded())) s \(difference > 0 ? "ahead of" : "behind") this machine's; "
                            + "checks of freshness go by the server's"))
            }
        }
        return result
    }

    private func pooler() async throws -> [Finding] {
        do {
            try await Pooler.refuseTransactionMode(connection)
            return []
        } catch let error as MigrationError {
            return [Finding(.problem, error.message)]
        }
    }

    private func preflight() async throws -> [Finding] {
        try await Preflight(declared: declared).problems(connection).map { Finding(.problem, $0) }
    }

    // MARK: migrate

    private func ownership(_ role: Role) async throws -> [Finding] {
        var result: [Finding] = []
        let database = SQL.identifier(role.database)
        if try await !isTrue("pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')") {
            result.append(
                Finding(
                    .problem,
                    "role \(role.name) may not create schemas, which migrations and the quarantine of their rollbacks need",
                    remedy: "GRANT CREATE ON DATABASE \(database) TO \(role.sql)"))
        }
        let schemas = declared.scope.schemas.union(declared.facts.compactMap { $0.id.parent == nil ? $0.id.schema : nil })
            .union(["plumbline"]).sorted()
        for row in try await connection.query(
            """
            SELECT n.nspname::text AS name, pg_catalog.pg_has_role(n.nspowner, 'USAGE') AS owns,
                pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_schema_privilege(n.oid, 'CREATE') AS creates
            FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1::text[]) ORDER BY n.nspname
            """, [schemas])
        {
            let (name, creates) = (row.text("name") ?? "", try row.decode("creates", as: Bool.self))
            if try row.decode("owns", as: Bool.self) || creates { continue }
            result.append(
                Finding(
                    .problem, "role \(role.name) may not create objects in schema \(name)",
                    remedy: "GRANT USAGE, CREATE ON SCHEMA \(SQL.identifier(name)) TO \(role.sql)"))
        }
        // ALTER and DROP are the owner's. One grant of the owner's role serves all of its objects.
        let relations = Set(declared.facts.map(\.id.root).filter { $0.parent == nil && $0.schema != nil })
        let names = relations.compactMap { id in id.schema.map { "\($0).\(id.name)" } }.sorted()
        for row in try await connection.query(
            """
            SELECT o.rolname::text AS owner, count(*) AS many, min(n.nspname || '.' || c.relname) AS example
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            AND (n.nspname || '.' || c.relname = ANY ($1::text[]) OR n.nspname = 'plumbline')
            AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE') GROUP BY o.rolname ORDER BY o.rolname
            """, [names])
        {
            let owner = row.text("owner") ?? ""
            result.append(
                Finding(
                    .problem,
                    "\(row.text("many") ?? "") of the declared objects, such as \(row.text("example") ?? ""), belong to role \(owner), "
                        + "and only their owner may alter them",
                    remedy: "GRANT \(SQL.identifier(owner)) TO \(role.sql)"))
        }
        return result
    }

    private func extensions(_ role: Role) async throws -> [Finding] {
        let names = declared.facts.filter { $0.id.kind == .extension }.map(\.id.name)
        guard !names.isEmpty else { return [] }
        let rows = try await connection.query(
            """
            SELECT v.name::text AS name FROM pg_catalog.pg_available_extension_versions v
            JOIN pg_catalog.pg_available_extensions a ON a.name = v.name AND a.default_version = v.version
            WHERE v.name = ANY ($1::text[]) AND v.superuser AND NOT v.trusted
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = v.name) ORDER BY v.name
            """, [names])
        return rows.compactMap { $0.text("name") }.map { name in
            Finding(
                .problem, "extension \(name) is declared, and only a superuser may create it",
                remedy: "CREATE EXTENSION \(SQL.identifier(name))")
        }
    }

    /// Tables whose policies apply to their owner too.
    private func policies(_ role: Role) async throws -> [Finding] {
        guard !role.bypassesPolicies else { return [] }
        let names = Set(declared.facts.map(\.id.root)).compactMap { id in id.schema.map { "\($0).\(id.name)" } }.sorted()
        let rows = try await connection.query(
            """
            SELECT count(*)::integer AS many, min(n.nspname || '.' || c.relname) AS example FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relrowsecurity AND c.relforcerowsecurity AND n.nspname || '.' || c.relname = ANY ($1::text[])
            """, [names])
        guard let row = rows.first, try row.decode("many", as: Int.self) > 0 else { return [] }
        return [
            Finding(
                .problem,
                "role \(role.name) is subject to the policies of \(row.text("many") ?? "") tables with FORCE ROW LEVEL SECURITY, such as "
                    + "\(row.text("example") ?? ""): a migration that copies or fills their rows stops",
                remedy: "ALTER ROLE \(role.sql) BYPASSRLS")
        ]
    }

    /// Rights that some migrations, and some options, need.
    private func sessions(_ role: Role) async throws -> [Finding] {
        var result: [Finding] = []
        if try await !isTrue("pg_catalog.has_parameter_privilege('session_replication_role', 'SET')") {
            result.append(
                Finding(
                    .warning,
                    "role \(role.name) may not set session_replication_role, which online changes of tables with UPDATE triggers need",
                    remedy: "GRANT SET ON PARAMETER session_replication_role TO \(role.sql)"))
        }
        if try await !isTrue("pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')") {
            result.append(
                Finding(
                    .warning,
                    "role \(role.name) does not see since when sessions of other roles are in a transaction, nor their queries, so that "
                        + "--kill-blockers-older-than ends none of them",
                    remedy: "GRANT pg_read_all_stats, pg_signal_backend TO \(role.sql)"))
        }
        return result
    }

    // MARK: check and nightly

    private func reading(_ role: Role) async throws -> [Finding] {
        if role.isSuperuser {
            return [
                Finding(
                    .problem,
                    "role \(role.name) is a superuser, as which no checks are run: a read-only transaction does not stop all that its "
                        + "functions can do",
                    remedy: "CREATE ROLE plumb_checker LOGIN BYPASSRLS; GRANT pg_read_all_data TO plumb_checker")
            ]
        }
        let external = declared.shapes.flatMap(\.facts)
        let relations = Set((declared.facts + external).map(\.id.root).filter { $0.schema != nil && $0.parent == nil })
        let names = relations.compactMap { id in id.schema.map { "\($0).\(id.name)" } }.sorted()
        var result: [Finding] = []
        let rows = try await connection.query(
            """
            SELECT n.nspname::text AS schema, c.relname::text AS name, c.relrowsecurity AS secured,
                pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS uses, pg_catalog.has_table_privilege(c.oid, 'SELECT') AS reads,
                pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owns
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname || '.' || c.relname = ANY ($1::text[])
            ORDER BY n.nspname, c.relname
            """, [names])
        var closed: [String] = []
        var secured: [String] = []
        var unread: [String: [String]] = [:]
        for row in rows {
            let (schema, name) = (row.text("schema") ?? "", row.text("name") ?? "")
            if try !row.decode("uses", as: Bool.self), !closed.contains(schema) { closed.append(schema) }
            if try !row.decode("reads", as: Bool.self) { unread[schema, default: []].append(name) }
            let owns = try row.decode("owns", as: Bool.self)
            if try row.decode("secured", as: Bool.self), !role.bypassesPolicies, !owns { secured.append("\(schema).\(name)") }
        }
        for schema in closed {
            result.append(
                Finding(
                    .problem, "role \(role.name) may not use schema \(schema)",
                    remedy: "GRANT USAGE ON SCHEMA \(SQL.identifier(schema)) TO \(role.sql)"))
        }
        for (schema, tables) in unread.sorted(by: { $0.key < $1.key }) {
            let list = tables.map { SQL.qualified(schema, $0) }.joined(separator: ", ")
            result.append(
                Finding(
                    .problem, "role \(role.name) may not read \(tables.count) relations of schema \(schema)",
                    remedy: "GRANT SELECT ON \(list) TO \(role.sql)"))
        }
        if let first = secured.first {
            result.append(
                Finding(
                    .problem,
                    "role \(role.name) is subject to the policies of \(secured.count) tables, such as \(first): a check of rows that it does "
                        + "not see is refused",
                    remedy: "ALTER ROLE \(role.sql) BYPASSRLS"))
        }
        return result
    }

    private func history(_ role: Role) async throws -> [Finding] {
        let rows = try await connection.query(
            """
            SELECT to_regnamespace('plumbline') IS NOT NULL AS schema, EXISTS (
                    SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = 'plumbline' AND c.relname = 'check_history') AS kept,
                pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS creates
            """)
        guard let row = rows.first else { return [] }
        let isKept = try row.decode("kept", as: Bool.self)
        if try !row.decode("schema", as: Bool.self) {
            guard try !row.decode("creates", as: Bool.self) else { return [] }
            return [
                Finding(
                    .problem, "role \(role.name) may not create schema plumbline, where the results are kept",
                    remedy: "CREATE SCHEMA plumbline AUTHORIZATION \(role.sql)")
            ]
        }
        var result: [Finding] = []
        let wanted = isKept ? "'USAGE'" : "'CREATE'"
        let reach = isKept ? "USAGE" : "USAGE, CREATE"
        if try await !isTrue(
            "pg_catalog.has_schema_privilege('plumbline', 'USAGE') AND pg_catalog.has_schema_privilege('plumbline', \(wanted))")
        {
            result.append(
                Finding(
                    .problem, "role \(role.name) may not keep results in schema plumbline",
                    remedy: "GRANT \(reach) ON SCHEMA plumbline TO \(role.sql)"))
        }
        // Results that are kept a second time replace those of the same run.
        let table = "to_regclass('plumbline.check_history')"
        if isKept, result.isEmpty,
            try await !isTrue(
                ["SELECT", "INSERT", "UPDATE"].map { "pg_catalog.has_table_privilege(\(table), '\($0)')" }.joined(
                    separator: " AND "))
        {
            result.append(
                Finding(
                    .problem, "role \(role.name) may not write results into plumbline.check_history",
                    remedy: "GRANT SELECT, INSERT, UPDATE ON plumbline.check_history TO \(role.sql)"))
        }
        return result
    }

    private func isTrue(_ expression: String) async throws -> Bool {
        try await connection.query("SELECT \(expression) AS yes").first?.decode("yes", as: Bool.self) ?? false
    }
}
