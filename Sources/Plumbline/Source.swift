import SchemaEngine
import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaDSL
import SchemaModel

/// A source of a state: a live database, SQL files, a snapshot, a declaration.
enum Source {
    case url(ConnectionSettings)
    case sql([URL])
    case snapshot(URL)
    case declared(String)

    private static let forms = "A source is postgres://…, a .sql file or folder, a snapshot .json, or declared:NAME."

    init(_ text: String) throws {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw CommandError("a source is empty: is a variable that should hold it not set? \(Self.forms)")
        }
        // `host=… dbname=…` is libpq's other form; a value in it can hold slashes.
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") || text.prefixMatch(of: #/\s*[a-z_]+\s*=/#) != nil {
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
            // What was meant as a URL can hold a password, and is not repeated.
            let name = text.contains("://") || text.contains("@") ? "what is given" : "`\(text)`"
            throw CommandError(
                "\(name) is not a source: it is not a PostgreSQL connection URL, a file or a folder. \(Self.forms)")
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
    ///
    /// - Parameters:
    ///   - rows: the tables of which some rows are declared, so that these are compared too.
    ///   - major: the version of the scratch server; nil for the usual one.
    ///   - includesRoles: reads roles, and what else belongs to the server, too.
    ///   - platform: what is there before `.sql` files are loaded; it is read with them.
    /// - Throws: ``CommandError`` for roles of a source that has none of its own, and what reading throws.
    func read(
        _ context: CommandContext, rows: [ReferenceTable] = [], major: Int? = nil, includesRoles: Bool = false,
        platform: Platform = .plain
    ) async throws -> CatalogState {
        switch self {
        case .url(let settings):
            return try await PostgresConnection.with(settings) { connection in
                try await CatalogReader(referenceTables: rows, includesRoles: includesRoles).read(connection)
            }
        case .snapshot(let url):
            let data = try Data(contentsOf: url)
            do {
                return try Snapshot(data: data).state()
            } catch let error as DecodingError {
                throw CommandError(
                    "\(url.lastPathComponent) is not a snapshot that this version reads (\(error.reason)): write it with `plumb snapshot`"
                )
            }
        case .declared where includesRoles, .sql where includesRoles:
            throw CommandError(
                "--roles compares servers, and a declaration or a .sql file is none: give connection URLs, or snapshots that "
                    + "`plumb snapshot --roles` wrote")
        case .declared(let name):
            guard let database = try await context.databases([name]).first else { return CatalogState() }
            let host = try await context.scratchHost(major: major)
            return try await MigrationGenerator(try await context.migrations, database, host: host).declaredState()
        case .sql(let files):
            let host = try await context.scratchHost(major: major)
            return try await ScriptSource(files: files, host: host, platform: platform).read(rows: rows)
        }
    }

    /// The tables that `.sql` files fill; none of another source, whose rows are data.
    func filledTables(_ context: CommandContext, major: Int?, platform: Platform) async throws -> [ObjectID] {
        guard case .sql(let files) = self else { return [] }
        let host = try await context.scratchHost(major: major)
        return try await ScriptSource(files: files, host: host, platform: platform).load().filledTables
    }
}
