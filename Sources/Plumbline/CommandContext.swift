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
    private let readConfiguration = Mutex<Configuration?>(nil)

    init(_ project: Project, root: URL) {
        self.project = project
        self.root = root
    }

    /// `plumbline.yml`, read when a command first needs it: one that needs none works beside a broken file.
    var configuration: Configuration {
        get throws {
            try readConfiguration.withLock { configuration in
                if let configuration { return configuration }
                let read = try Configuration.read(in: root)
                configuration = read
                return read
            }
        }
    }

    static func get() throws -> CommandContext {
        guard let current else { throw CommandError("a command was run outside Plumbline.main") }
        return current
    }

    var migrations: MigrationProject {
        get throws {
            MigrationProject(name: project.name, databases: try project.databases.map { try $0.declared() }, root: root)
        }
    }

    var databaseNames: [String] { project.databases.map(\.name) }

    /// The databases that were named, or all; an unknown name is an error that lists the known ones.
    func databases(_ names: [String]) throws -> [DeclaredDatabase] {
        if names.isEmpty { return try project.databases.map { try $0.declared() } }
        return try names.map { name in
            guard let database = project.databases.first(where: { $0.name == name }) else {
                let known = project.databases.map(\.name).joined(separator: ", ")
                throw CommandError("there is no database `\(name)` in this project; declared are: \(known)")
            }
            return try database.declared()
        }
    }

    /// A server for scratch work, of the wanted major version or the nearest; the note says so.
    func scratchServer(major: Int? = nil) async throws -> SandboxServer { try await scratch.server(major) }

    func stop() async { await scratch.stop() }

    private actor ScratchServer {
        private var servers: [Int: Task<SandboxServer, any Error>] = [:]

        func server(_ major: Int?) async throws -> SandboxServer {
            let key = major ?? 0
            if let running = servers[key] { return try await running.value }
            let task = Task {
                if let url = ProcessInfo.processInfo.environment["PLUMBLINE_SCRATCH_URL"], !url.isEmpty {
                    return try await SandboxServer.attach(to: ConnectionSettings(url: url))
                }
                var options = SandboxOptions(major: major ?? InstallScript.defaultMajor)
                options.allowsOtherMajor = true
                options.prefersMemory = true
                let server = try await SandboxServer.start(options)
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
}
