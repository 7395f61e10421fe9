import SchemaEngine
import Migrator
import PostgresClient
import SchemaModel

/// A connection to each named database in turn, held against its declaration.
enum LiveSession {
    static func each(_ names: [String], _ body: (LiveDatabase, String) async throws -> Void) async throws {
        let context = try CommandContext.get()
        for database in try await context.databases(names) {
            let settings = try context.configuration.settings(for: database.name)
            try await with(settings, database, context) { try await body($0, database.name) }
        }
    }

    static func with<R>(
        _ settings: ConnectionSettings, _ database: DeclaredDatabase, _ context: CommandContext,
        _ body: (LiveDatabase) async throws -> R
    ) async throws -> R {
        try await PostgresConnection.with(settings) { connection in
            let version = connection.serverVersion
            guard version >= CatalogReader.minimumServerVersion else { throw CatalogError.unsupportedServer(version) }
            let host = try await context.scratchHost(major: version / 10_000)
            return try await body(LiveDatabase(try await context.migrations, database, connection: connection, host: host))
        }
    }
}
