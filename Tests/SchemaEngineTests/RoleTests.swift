import PlumblineTesting
import PostgresClient
import SchemaEngine
import SchemaModel
import Testing

/// Roles belong to the server, so that one database is brought through three states, one after the other.
@Suite("Roles are compared where somebody asks for them", .serialized)
struct RoleTests {
    private static let first = """
        CREATE ROLE rt_team CREATEDB VALID UNTIL '2030-01-01 00:00:00+00'; CREATE ROLE rt_app LOGIN PASSWORD 'hidden' CONNECTION LIMIT 5;
        CREATE ROLE "rt Reader" NOINHERIT; GRANT rt_team TO rt_app WITH ADMIN OPTION; GRANT pg_monitor TO "rt Reader";
        ALTER ROLE rt_app SET search_path TO "$user", app, "Odd one"; ALTER ROLE rt_app SET my.api_key TO 'hidden';
        GRANT SET ON PARAMETER log_min_duration_statement TO rt_app; COMMENT ON ROLE rt_team IS 'people';
        DO $$ BEGIN EXECUTE format('ALTER ROLE rt_app IN DATABASE %I SET work_mem TO ''8MB''', current_database());
            EXECUTE format('ALTER DATABASE %I SET statement_timeout TO ''5s''', current_database()); END $$;
        """

    private static let second = """
        ALTER ROLE rt_team NOCREATEDB CREATEROLE VALID UNTIL 'infinity'; ALTER ROLE rt_app NOLOGIN CONNECTION LIMIT -1;
        REVOKE ADMIN OPTION FOR rt_team FROM rt_app; REVOKE pg_monitor FROM "rt Reader"; GRANT "rt Reader" TO rt_team;
        ALTER ROLE rt_app SET search_path TO app; ALTER ROLE rt_app SET my.plain TO 'it''s';
        GRANT ALTER SYSTEM ON PARAMETER log_min_duration_statement TO rt_app WITH GRANT OPTION;
        GRANT SET ON PARAMETER "my.plain" TO PUBLIC; COMMENT ON ROLE rt_team IS 'others'; CREATE ROLE rt_new; GRANT rt_new TO rt_app;
        DO $$ BEGIN EXECUTE format('ALTER ROLE rt_app IN DATABASE %I RESET work_mem', current_database());
            EXECUTE format('ALTER DATABASE %I SET my.odd TO ''a, b''', current_database()); END $$;
        """

    @Test("there and back, without passwords", .needsPostgres(15))
    func postgres15() async throws { try await roundTrip(major: 15) }
    @Test("there and back, without passwords", .needsPostgres(18))
    func postgres18() async throws { try await roundTrip(major: 18) }

    private func roundTrip(major: Int) async throws {
        try await ScratchServer.withDatabase(major: major) { settings in
            try await PostgresConnection.with(settings) { connection in
                let start = try await Self.state(connection)
                try await connection.run(script: Self.first)
                let first = try await Self.state(connection)
                try await connection.run(script: Self.second)
                let second = try await Self.state(connection)
                #expect(first.facts.values.filter { $0.id.kind == .role }.count == 3)
                #expect(second.facts.values.filter { $0.id.kind == .role }.count == 4)
                for target in [first, second, start, second, first, start] {
                    let plan = try Plan(from: try await Self.state(connection), to: target)
                    #expect(!plan.isEmpty)
                    #expect(!plan.script.contains("hidden"))
                    try await connection.run(script: plan.script)
                    let rest = try Plan(from: try await Self.state(connection), to: target)
                    #expect(rest.steps.map(\.title) == [])
                }
            }
        }
    }

    @Test("a setting that sounds like a secret is named, not read", .needsPostgres(15)) func secrets() async throws {
        try await ScratchServer.withDatabase(major: 15) { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: "CREATE ROLE rt_secret; ALTER ROLE rt_secret SET my.api_key TO 'hidden'")
                let state = try await CatalogReader(includesRoles: true).read(connection)
                let data = try Snapshot(state).data()
                try await connection.run(script: "DROP ROLE rt_secret")
                #expect(!String(decoding: data, as: UTF8.self).contains("hidden"))
                #expect(
                    state.unmodelled.map(\.description).contains(
                        "value of setting my.api_key of role rt_secret, which may be a secret"))
            }
        }
    }

    @Test("roles are not read without a request", .needsPostgres(15)) func onRequest() async throws {
        try await ScratchServer.withDatabase(major: 15) { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: "CREATE ROLE rt_unread")
                let state = try await CatalogReader().read(connection)
                try await connection.run(script: "DROP ROLE rt_unread")
                #expect(state.facts.keys.filter { $0.kind == .role } == [])
            }
        }
    }

    /// What the tests made of the server; other tests of the run have roles too.
    private static func state(_ connection: PostgresConnection) async throws -> CatalogState {
        let kinds: Set<ObjectKind> = [.role, .databaseSetting, .parameter]
        return try await CatalogReader(includesRoles: true).read(connection).filtered { id in
            guard kinds.contains(id.root.kind) else { return false }
            return id.root.kind != .role || id.root.name.hasPrefix("rt")
        }
    }
}
