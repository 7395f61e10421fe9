import Checks
import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaDSL
import SupportPlatform
import Testing

/// The declaration itself, loaded into a new database: what the next migration will make of it.
enum DeclaredPlatform {
    static func supabase(
        major: Int? = nil, _ body: (PostgresConnection, ConnectionSettings) async throws -> Void
    ) async throws {
        try await withSupabase(major: major) { settings in
            try await PostgresConnection.with(settings) { try await body($0, settings) }
        }
    }

    /// Loaded once, and copied for each test.
    static func withSupabase(major: Int? = nil, _ body: (ConnectionSettings) async throws -> Void) async throws {
        try await ScratchServer.withCopy(of: "declared", [.supabase, .cronStub], major: major) { settings in
            try await load("supabase", settings) { _, _ in }
        } body: {
            try await body($0)
        }
    }

    static func load(
        _ database: String, _ settings: ConnectionSettings, shape: String? = nil,
        _ body: (PostgresConnection, ConnectionSettings) async throws -> Void
    ) async throws {
        let declared = try #require(try SupportPlatform.databases.first { $0.name == database }?.declared())
        let connection = try await PostgresConnection.connect(settings)
        do {
            let loader = DeclarationLoader(declared, shape: shape)
            let base = try await loader.prepare(connection)
            _ = try await loader.read(connection, base: base)
            try await connection.run(script: "RESET ALL")
            try await body(connection, settings)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// How many rows fail each of these checks now.
    static func failing(_ prefix: String, database: String = "supabase", _ settings: ConnectionSettings) async throws
        -> [String: Int]
    {
        let suite = try #require(SupportPlatform.checks.first { $0.database.name == database })
        let checks = try suite.compiled().filter { $0.id.rawValue.hasPrefix(prefix) }
        let report = try await CheckRunner(settings, options: CheckOptions(allowsSuperuser: true)).run(checks, database: database)
        for result in report.results {
            if case .error(let message) = result.outcome { Issue.record("\(result.id): \(message)") }
        }
        return Dictionary(
            report.results.map { ($0.id.rawValue, $0.failingRows ?? -1) }, uniquingKeysWith: { first, _ in first })
    }
}
