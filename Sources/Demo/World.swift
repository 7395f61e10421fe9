import Foundation
import PostgresClient
import Sandbox

/// The things that the steps share: the server, a superuser's connection to each database, the command, the folders.
final class World {
    let options: Options
    let narrator: Narrator
    /// A project folder of the demo's own, so that nothing is written into the repository's `migrations/`.
    let projectFolder: URL
    let reportsFolder: URL
    let repository: URL
    let plumb: PlumbTool

    private(set) var server: SandboxServer?
    private var persistent: PersistentSandbox?
    private var connections: [String: PostgresConnection] = [:]
    /// Failing rows of each check on clean data.
    var baseline: [String: Int] = [:]

    static let databases = ["chatwoot", "supabase"]
    static let sandboxName = "demo"

    init(_ options: Options, _ narrator: Narrator) throws {
        self.options = options
        self.narrator = narrator
        repository = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        reportsFolder = repository.appending(component: "reports", directoryHint: .isDirectory)
        projectFolder = FileManager.default.temporaryDirectory
            .appending(component: "plumbline-demo-\(UUID().uuidString.prefix(8).lowercased())", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: projectFolder, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: reportsFolder, withIntermediateDirectories: true)
        plumb = try PlumbTool(narrator, folder: projectFolder)
    }

    func start(_ options: SandboxOptions) async throws -> [String] {
        guard self.options.keeps else {
            let started = try await SandboxServer.start(options)
            server = started
            return started.notes
        }
        if let old = try PersistentSandbox.find(Self.sandboxName) {
            narrator.say("The server of an earlier `Demo --keep` is stopped first.")
            try await old.stop()
        }
        let (sandbox, _, notes) = try await PersistentSandbox.start(Self.sandboxName, options: options)
        persistent = sandbox
        server = try await sandbox.server()
        return notes
    }

    /// How to connect to a database as superuser.
    func settings(_ database: String) throws -> ConnectionSettings {
        guard let server else { throw DemoError("the server was not started") }
        return server.settings.with(database: database)
    }

    /// A superuser's connection to a database, opened when first asked for.
    func connection(_ database: String) async throws -> PostgresConnection {
        if let open = connections[database] { return open }
        let connection = try await PostgresConnection.connect(try settings(database))
        connections[database] = connection
        return connection
    }

    /// The one number that a query gives.
    func number(_ sql: String, in database: String) async throws -> Int {
        try await connection(database).query(sql).one().decode(0, as: Int.self)
    }

    func end() async {
        for connection in connections.values { await connection.close() }
        connections = [:]
        do {
            if let persistent {
                let url = persistent.settings.with(database: "supabase").url
                narrator.say("The server goes on running, with all that is in it. Connect to it, and stop it, with:")
                narrator.verbatim("psql \"\(url)\"")
                narrator.verbatim("\(plumb.program) sandbox stop --name \(Self.sandboxName)")
            } else if let server {
                try await server.stop()
                narrator.say("The server was stopped, and its data removed; --keep leaves it running.")
            }
            try FileManager.default.removeItem(at: projectFolder)
        } catch {
            narrator.say("Left behind: \(error)")
        }
    }
}

extension World {
    /// The databases as another user sees them.
    func urls(user: String) throws -> [String: String] {
        var result: [String: String] = [:]
        for name in Self.databases { result[name] = try settings(name).with(user: user, password: nil).url }
        return result
    }
}
