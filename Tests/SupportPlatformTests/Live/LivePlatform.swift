import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

/// The committed migrations, applied to a new database of a real server.
enum LivePlatform {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func supabase(_ body: (PostgresConnection, ConnectionSettings) async throws -> Void) async throws {
        try await migrated("supabase", [.supabase, .cronStub], major: nil) { connection, live in
            try await body(connection, live.settings)
        }
    }

    static func chatwoot(
        _ shape: Prelude, major: Int? = nil, _ body: (PostgresConnection, LiveDatabase) async throws -> Void
    ) async throws {
        // The labels are of account 1, which an installed Chatwoot has.
        let account =
            shape == .chatwootDocument
            ? "INSERT INTO public.accounts (name) VALUES ('Acme')"
            : "INSERT INTO public.accounts (name, created_at, updated_at) VALUES ('Acme', now(), now())"
        try await migrated("chatwoot", [shape], major: major, account: account) { try await body($0, $1.live) }
    }

    /// The committed migrations, which can be taken back, in a database of its own.
    static func migrated(
        _ database: String, _ preludes: [Prelude], major: Int?, account: String = "",
        _ body: (PostgresConnection, (live: LiveDatabase, settings: ConnectionSettings)) async throws -> Void
    ) async throws {
        try await ScratchServer.withCopy(of: database, preludes, major: major) { settings in
            try await PostgresConnection.with(settings) { try await $0.run(script: account) }
            try await apply(database, settings, major: major) { _, _ in }
        } body: { settings in
            try await connected(database, settings, major: major) { try await body($0, ($1, settings)) }
        }
    }

    static func apply(
        _ database: String, _ settings: ConnectionSettings, major: Int?,
        _ body: (PostgresConnection, LiveDatabase) async throws -> Void
    ) async throws {
        try await connected(database, settings, major: major) { connection, live in
            let applied = try await live.apply().map(\.label)
            #expect(applied == ["0001_initial"])
            // What the file set for itself is not what an application's session has.
            try await connection.run(script: "RESET ALL")
            try await body(connection, live)
        }
    }

    private static func connected(
        _ database: String, _ settings: ConnectionSettings, major: Int?,
        _ body: (PostgresConnection, LiveDatabase) async throws -> Void
    ) async throws {
        let databases = try SupportPlatform.databases.map { try $0.declared() }
        let declared = try #require(databases.first { $0.name == database })
        let root = try major.map { try copy(of: database, for: $0) } ?? root
        defer { if root != self.root { try? FileManager.default.removeItem(at: root) } }
        let host = try await CachedScratchHost(major: major)
        try await PostgresConnection.with(settings) { connection in
            let live = LiveDatabase(
                MigrationProject(name: "support-platform", databases: databases, root: root), declared,
                connection: connection, host: host)
            try await body(connection, live)
        }
    }

    /// The committed files, which are proved on the newest version that we run, as a team that has an older server would keep them.
    private static func copy(of database: String, for major: Int) throws -> URL {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(component: UUID().uuidString)
        for side in ["migrations", "rollback"] {
            try files.createDirectory(at: folder.appending(component: side), withIntermediateDirectories: true)
            let copied = folder.appending(components: side, database)
            try files.copyItem(at: root.appending(components: side, database), to: copied)
            for name in try files.contentsOfDirectory(atPath: copied.path) where name.hasSuffix(".sql") {
                let file = copied.appending(component: name)
                let text = try String(contentsOf: file, encoding: .utf8)
                let header = try #require(text.firstRange(of: /-- plumb:postgres \d+/))
                try text.replacingCharacters(in: header, with: "-- plumb:postgres \(major)")
                    .write(to: file, atomically: true, encoding: .utf8)
            }
        }
        return folder
    }
}

extension PostgresConnection {
    /// The rows' columns, each row one text.
    func texts(_ sql: String) async throws -> [String] {
        try await query(sql).map { row in (row[0] ?? "NULL") }
    }

    /// The one value.
    func text(_ sql: String) async throws -> String? { try await query(sql).one()[0] }

    /// Runs a script as another role, all of it rolled back.
    func `as`(_ role: String, _ script: String) async throws {
        do {
            try await run(script: "BEGIN; SET LOCAL ROLE \(role); \(script); ROLLBACK")
        } catch {
            try await run(script: "ROLLBACK")
            throw error
        }
    }

    /// What SQLSTATE a role gets; nil when the script runs.
    func refusal(of role: String, _ script: String) async throws -> String? {
        do {
            try await self.as(role, script)
            return nil
        } catch let error as PostgresError {
            return error.sqlState.map { "\($0)" }
        }
    }
}
