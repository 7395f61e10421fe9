import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaDSL
import SchemaModel
import Synchronization

/// The context that the commands share: the project, its folder, its configuration, a scratch server started when first needed.
final class CommandContext: Sendable {
    /// The context of the command that runs; ArgumentParser makes commands by itself and cannot hand one over.
    @TaskLocal static var current: CommandContext?

    let project: Project
    let root: URL
    private let scratch = ScratchServer()
    private let declarations = SQLDeclarations()
    private let readSettings = Mutex<Settings?>(nil)

    /// `plumbline.yml`, and the databases that it declares.
    private struct Settings {
        let configuration: Configuration
        let sqlDatabases: [SQLDatabase]
    }

    init(_ project: Project, root: URL) {
        self.project = project
        self.root = root
    }

    private var settings: Settings {
        get throws {
            try readSettings.withLock { settings in
                if let settings { return settings }
                let configuration = try Configuration.read(in: root)
                let read = Settings(
                    configuration: configuration,
                    sqlDatabases: try configuration.sqlDatabases(besides: project.databases.map(\.name), in: root))
                settings = read
                return read
            }
        }
    }

    /// `plumbline.yml`, read when a command first needs it: one that needs none works beside a broken file.
    var configuration: Configuration { get throws { try settings.configuration } }

    /// The databases that files of SQL declare.
    var sqlDatabases: [SQLDatabase] { get throws { try settings.sqlDatabases } }

    static func get() throws -> CommandContext {
        guard let current else { throw CommandError("a command was run outside Plumb.main") }
        return current
    }

    /// The name of the project in the migration history.
    var projectName: String {
        get throws {
            guard project.name.isEmpty else { return project.name }
            return try configuration.projectName(try sqlDatabases)
        }
    }

    var migrations: MigrationProject {
        get async throws { MigrationProject(name: try projectName, databases: try await databases([]), root: root) }
    }

    /// The names of all databases, those that are declared in Swift first.
    var databaseNames: [String] {
        get throws { project.databases.map(\.name) + (try sqlDatabases.map(\.name)) }
    }

    /// The databases that were named, or all; an unknown name is an error that lists the known ones.
    func names(_ names: [String]) throws -> [String] {
        let known = try databaseNames
        guard !known.isEmpty else { throw CommandError(Self.noDatabase(root)) }
        for name in names where !known.contains(name) {
            throw CommandError(
                "there is no database `\(name)` in this project.\(Spelling.suggestion(for: name, among: known)) "
                    + "Declared: \(known.joined(separator: ", ")).")
        }
        return names.isEmpty ? known : names
    }

    /// The databases that were named, or the only one; for commands that touch no database that was not meant.
    func named(_ names: [String]) throws -> [String] {
        let found = try self.names(names)
        guard !names.isEmpty || found.count == 1 else {
            throw CommandError("name the databases; the project has \(found.joined(separator: ", "))")
        }
        return found
    }

    /// The declarations of the databases that were named, or of all.
    func databases(_ names: [String]) async throws -> [DeclaredDatabase] {
        var declared: [DeclaredDatabase] = []
        for name in try self.names(names) {
            var database = try await database(name)
            database.uncheckedFunctions = Set(try configuration.databases?[name]?.uncheckedFunctions ?? [])
            declared.append(database)
        }
        return declared
    }

    private func database(_ name: String) async throws -> DeclaredDatabase {
        if let database = project.databases.first(where: { $0.name == name }) { return try database.declared() }
        guard let database = try sqlDatabases.first(where: { $0.name == name }) else {
            throw CommandError("there is no database `\(name)` in this project")
        }
        return try await declarations.declared(database, root) { [self] in
            try await scratchHost()
        }
    }

    private static func noDatabase(_ root: URL) -> String {
        "no database is declared in \(root.path(percentEncoded: false)). Go to the folder of a project; or write a file plumbline.yml "
            + "with the line `schema: schema/`, and CREATE statements into .sql files in the folder schema."
    }

    /// A server for scratch work, of the wanted major version or the nearest; the note says so.
    func scratchServer(major: Int? = nil) async throws -> SandboxServer {
        let server = try await scratch.server(major ?? usualMajor)
        // A proof on another version proves nothing for the one that the project names.
        if major == nil, let usualMajor, ScratchServer.hasURL, server.installation.major != usualMajor {
            throw CommandError(
                "PLUMBLINE_SCRATCH_URL is a server of PostgreSQL \(server.installation.major), and plumbline.yml says `postgres: "
                    + "\(usualMajor)`. Set the variable to a server of that version, or unset it")
        }
        return server
    }

    /// The version that `postgres:` in plumbline.yml names. Comparing two sources needs no project, so a broken file is no error here; every
    /// command that needs the project reports it.
    private var usualMajor: Int? { (try? configuration.postgres) ?? nil }

    /// Scratch databases on such a server, which starts only when one is needed: states that an earlier run has loaded need none.
    func scratchHost(major: Int? = nil) async throws -> ScratchOnDemand {
        ScratchOnDemand(cache: try await scratch.cache(major ?? usualMajor)) { [self] in try await scratchServer(major: major) }
    }

    /// Forgets what was read from files of SQL, which may have changed.
    func readAgain() async {
        await declarations.forget()
        readSettings.withLock { $0 = nil }
    }

    func stop() async { await scratch.stop() }

    private actor ScratchServer {
        private var servers: [Int: Task<SandboxServer, any Error>] = [:]
        private var caches: [Int: Task<StateCache?, any Error>] = [:]

        /// True when the user gives the server, whatever its version.
        static var hasURL: Bool { !ProcessInfo.processInfo.environment["PLUMBLINE_SCRATCH_URL", default: ""].isEmpty }

        private static func options(_ major: Int?) -> SandboxOptions {
            var options = SandboxOptions(major: major ?? InstallScript.defaultMajor)
            options.allowsOtherMajor = true
            options.prefersMemory = true
            return options
        }

        /// What earlier runs have kept. A server that was given by URL runs anyway, and what it has may change: nothing is kept of it.
        func cache(_ major: Int?) async throws -> StateCache? {
            guard !Self.hasURL else { return nil }
            let key = major ?? 0
            if let known = caches[key] { return try await known.value }
            let task = Task { try await StateCache.user(for: Self.options(major)) }
            caches[key] = task
            return try await task.value
        }

        func server(_ major: Int?) async throws -> SandboxServer {
            let key = major ?? 0
            if let running = servers[key] { return try await running.value }
            let task = Task {
                if let url = ProcessInfo.processInfo.environment["PLUMBLINE_SCRATCH_URL"], !url.isEmpty {
                    return try await SandboxServer.attach(to: ConnectionSettings(url: url))
                }
                let server = try await SandboxServer.start(Self.options(major))
                for note in server.notes { Progress.note(note) }
                return server
            }
            servers[key] = task
            return try await task.value
        }

        func stop() async {
            for task in servers.values {
                // What ends with this process anyway may fail to end a little earlier.
                if let server = try? await task.value { try? await server.stop() }
            }
            servers = [:]
        }
    }

    /// The declarations that were read from files of SQL, each once.
    private actor SQLDeclarations {
        private var read: [String: Task<DeclaredDatabase, any Error>] = [:]

        func declared(
            _ database: SQLDatabase, _ root: URL, host: @escaping @Sendable () async throws -> ScratchOnDemand
        ) async throws -> DeclaredDatabase {
            if let running = read[database.name] { return try await running.value }
            let task = Task { try await SQLDeclaration(database, root: root, host: try await host()).declared() }
            read[database.name] = task
            return try await task.value
        }

        func forget() { read = [:] }
    }
}
