import Foundation
package import PostgresClient
package import Sandbox
package import SchemaModel

/// Scratch databases in a sandbox: copied from one that has the platform's prelude, so that each costs little.
extension SandboxServer: ScratchHost {
    package func makeScratch(_ platform: Platform) async throws -> ConnectionSettings {
        let template = "plumbline_template_\(platform.rawValue)"
        try await ScratchTemplates.shared.ensure(template, on: self) {
            try await self.createDatabase(template, preludes: Self.preludes(of: platform))
            if platform == .supabase { try await self.execute(Self.netStub, in: template) }
        }
        return try await createDatabase(Self.newName(), preludes: [], template: template)
    }

    private static func newName() -> String {
        "plumbline_scratch_" + UUID().uuidString.replacing("-", with: "").prefix(12).lowercased()
    }

    package func copyScratch(_ source: ConnectionSettings, over target: ConnectionSettings?) async throws -> ConnectionSettings {
        guard let template = source.database else {
            throw MigrationError(.live, "a scratch database without a name cannot be copied")
        }
        if let name = target?.database { try await dropDatabase(name) }
        return try await createDatabase(target?.database ?? Self.newName(), preludes: [], template: template)
    }

    package func dropScratch(_ settings: ConnectionSettings) async throws {
        if let name = settings.database { try await dropDatabase(name) }
    }

    package func dump(_ settings: ConnectionSettings) async throws -> String {
        // The stand-in for pg_cron is there before and after a migration, but in between it may belong to the extension.
        try await dump(
            database: settings.database ?? "postgres",
            options: ["--no-owner", "--exclude-schema=plumbline", "--exclude-schema=plumbline_*", "--exclude-schema=cron"])
    }

    /// The interface of pg_net, which no sandbox has: enough to check the bodies of functions that call it.
    private static let netStub = """
        CREATE SCHEMA IF NOT EXISTS net;
        CREATE OR REPLACE FUNCTION net.http_post(url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
            headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000)
        RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'pg_net is not here'; END $$;
        CREATE OR REPLACE FUNCTION net.http_get(url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}',
            timeout_milliseconds integer DEFAULT 5000)
        RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'pg_net is not here'; END $$;
        """

    /// Chatwoot's own tables are a shape of the declaration, not part of the platform.
    private static func preludes(of platform: Platform) -> [Prelude] {
        switch platform {
        case .supabase: [.supabase, .cronStub]
        default: [.cronStub]
        }
    }
}

/// Which templates are there already on which server; two callers make one template once.
private actor ScratchTemplates {
    static let shared = ScratchTemplates()

    private var made: [String: Task<Void, any Error>] = [:]

    func ensure(
        _ template: String, on server: SandboxServer, _ make: @escaping @Sendable () async throws -> Void
    ) async throws {
        let key = "\(server.settings.redactedDescription)/\(template)"
        if let running = made[key] { return try await running.value }
        let task = Task {
            // Two processes can share a server that was given by URL; the lock ends with the connection.
            try await PostgresConnection.with(server.settings) { connection in
                try await connection.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [template])
                let rows = try await connection.query(
                    "SELECT 1 AS there FROM pg_catalog.pg_database WHERE datname = $1", [template])
                if rows.isEmpty { try await make() }
            }
        }
        made[key] = task
        try await task.value
    }
}
