import Catalog
import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaDSL
import SchemaModel

/// What a state can be read from: a live database, SQL files, a snapshot, a declaration.
enum Source {
    case url(ConnectionSettings)
    case sql([URL])
    case snapshot(URL)
    case declared(String)

    init(_ text: String) throws {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") || text.contains("=") && !text.contains("/") {
            self = .url(try ConnectionSettings(url: text))
            return
        }
        if text.hasPrefix("declared:") {
            self = .declared(String(text.dropFirst("declared:".count)))
            return
        }
        let url = URL(filePath: text)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
            throw CommandError(
                "`\(text)` is no source: it is no connection URL, no file and no folder. A source is postgres://…, a .sql file or folder, "
                    + "a snapshot .json, or declared:NAME.")
        }
        if isDirectory.boolValue {
            let names = try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".sql") }.sorted()
            guard !names.isEmpty else { throw CommandError("the folder `\(text)` holds no .sql file") }
            self = .sql(names.map { url.appending(component: $0) })
        } else if text.hasSuffix(".json") {
            self = .snapshot(url)
        } else {
            self = .sql([url])
        }
    }

    /// Reads the state; SQL and declarations by way of a scratch database.
    func read(_ context: CommandContext) async throws -> CatalogState {
        switch self {
        case .url(let settings):
            let connection = try await PostgresConnection.connect(settings)
            do {
                let state = try await CatalogReader().read(connection)
                await connection.close()
                return state
            } catch {
                await connection.close()
                throw error
            }
        case .snapshot(let url):
            return try Snapshot(data: try Data(contentsOf: url)).state
        case .declared(let name):
            guard let database = try context.databases([name]).first else { return CatalogState() }
            let server = try await context.scratchServer()
            return try await MigrationGenerator(try context.migrations, database, host: server).declaredState()
        case .sql(let files):
            let server = try await context.scratchServer()
            return try await server.withScratch(.plain) { connection, settings in
                let base = try await CatalogReader().read(connection)
                for file in files {
                    let text = try String(contentsOf: file, encoding: .utf8)
                    do {
                        try await server.execute(text, in: settings.database ?? "")
                    } catch {
                        throw CommandError("\(file.lastPathComponent) does not load: \(error)")
                    }
                }
                return try await CatalogReader().read(connection).filtered { base.facts[$0] == nil }
            }
        }
    }
}
