import SchemaEngine
import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaModel
import Subprocess

/// A project in a temporary folder with one database, `app`, whose declarations are given as SQL.
struct Workshop {
    let root: URL
    let server: SandboxServer
    let host: CachedScratchHost
    let major: Int
    let live: ConnectionSettings

    static func with<R>(major: Int = 17, _ body: (Workshop) async throws -> R) async throws -> R {
        let server = try await ScratchServer.shared(major: major)
        let root = FileManager.default.temporaryDirectory.appending(component: "plumbline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let host = try await CachedScratchHost(major: major)
        return try await ScratchServer.withDatabase(major: major) { live in
            try await body(Workshop(root: root, server: server, host: host, major: major, live: live))
        }
    }

    /// What SQL comes to, as if it had been declared.
    func declared(_ sql: String) async throws -> DeclaredDatabase {
        try await GeneratedOnce.shared.declared(major, sql) { [server] in try await Self.load(sql, server) }
    }

    private static func load(_ sql: String, _ server: SandboxServer) async throws -> DeclaredDatabase {
        let facts = try await server.withScratch(.plain) { connection, settings in
            let base = try await CatalogReader().read(connection)
            try await server.execute(sql, in: settings.database ?? "")
            return try await CatalogReader().read(connection).facts.values
                .filter { base.facts[$0.id] == nil && $0.id.kind != .owner }
        }
        return DeclaredDatabase(name: "app", scope: Scope(schemas: ["app"]), facts: facts.sorted { $0.id < $1.id })
    }

    func project(_ database: DeclaredDatabase) -> MigrationProject {
        MigrationProject(name: "test", databases: [database], root: root)
    }

    @discardableResult
    func generate(
        _ database: DeclaredDatabase, _ name: String, online: OnlineOptions.Tables? = nil
    ) async throws -> MigrationGenerator.Generated? {
        let generate: @Sendable () async throws -> GeneratedOnce.Result = {
            var generator = MigrationGenerator(project(database), database, host: host)
            generator.online = online
            let made = try await generator.generate(name)
            return GeneratedOnce.Result(made: made, files: try ProjectFiles.read(root))
        }
        guard database.name == "app", database.platform == .plain, database.shapes.isEmpty, database.renames.isEmpty else {
            return try await generate().made
        }
        let key = GeneratedOnce.Key(
            major: major, scope: database.scope, facts: database.facts, rawSQL: database.rawSQL, unnamed: database.unnamed,
            extensions: database.requiredExtensions, roles: database.roles, name: name, online: online,
            files: try ProjectFiles.read(root))
        let result = try await GeneratedOnce.shared.result(key, generate)
        try ProjectFiles.write(result.files, to: root)
        return result.made
    }

    func withLive<R>(
        _ database: DeclaredDatabase, _ body: (LiveDatabase, PostgresConnection) async throws -> R
    ) async throws -> R {
        let connection = try await PostgresConnection.connect(live)
        do {
            let result = try await body(
                LiveDatabase(project(database), database, connection: connection, host: host), connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    func path(_ folder: String, _ label: String) -> URL { root.appending(components: folder, "app", label + ".sql") }

    func execute(_ sql: String) async throws { try await server.execute(sql, in: live.database ?? "") }

    /// One value, as text.
    func value(_ sql: String) async throws -> String? {
        let connection = try await PostgresConnection.connect(live)
        let row = try await connection.query("SELECT (\(sql))::text AS value").first
        await connection.close()
        return row?.text("value")
    }

    /// Runs a file as a DBA would; the commands that the server said it carried out.
    func psql(_ file: URL) async throws -> [String] {
        let result = try await run(
            .name("psql"), arguments: ["-X", "-d", live.url, "-f", file.path], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw PsqlFailure(message: result.standardError) }
        return result.standardOutput.split(separator: "\n").map(String.init)
    }
}

struct PsqlFailure: Error { let message: String }

extension Workshop {
    static let first = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'glad');
        CREATE TABLE app.person (id serial PRIMARY KEY, email text NOT NULL UNIQUE, note text NOT NULL DEFAULT '', mood app.mood);
        CREATE TABLE app.visit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id int NOT NULL REFERENCES app.person,
            at timestamptz);
        CREATE INDEX visit_person ON app.visit (person_id); CREATE VIEW app.guests AS SELECT id, email FROM app.person;
        COMMENT ON TABLE app.person IS 'people';
        """
    /// A column goes, one comes, an enum is rebuilt, an index and constraints come on tables in use, a view loses a column.
    static let second = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('glad', 'sad', 'calm');
        CREATE TABLE app.person (id serial PRIMARY KEY, email text NOT NULL UNIQUE, mood app.mood, name text, CHECK (email <> ''));
        CREATE TABLE app.visit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            person_id int NOT NULL REFERENCES app.person ON DELETE CASCADE, at timestamptz NOT NULL);
        CREATE INDEX visit_person ON app.visit (person_id); CREATE INDEX visit_at ON app.visit (at DESC);
        CREATE VIEW app.guests AS SELECT email FROM app.person; COMMENT ON TABLE app.person IS 'people';
        """
    static let rows = """
        INSERT INTO app.person (email, note, mood)
        SELECT 'p' || i || '@x.org', 'note ' || i, CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'glad' END::app.mood
        FROM generate_series(1, 500) i; INSERT INTO app.visit (person_id, at) SELECT id, now() FROM app.person;
        """
    static let digest = """
        SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM (SELECT id, email, note, mood::text FROM app.person) p
        """
}
