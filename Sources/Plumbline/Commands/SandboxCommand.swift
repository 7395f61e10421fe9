import ArgumentParser
import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaModel

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "A throwaway PostgreSQL with pgvector and pg_cron, and the project's databases in it.",
        discussion: "Each project folder has a sandbox of its own, named after the project.",
        subcommands: [Start.self, Stop.self, Status.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start it; prints the connection variables, to be used as eval \"$(plumb sandbox start)\".")

        @Option(help: "The name of the sandbox. Default: derived from the project and its folder.") var name: String?
        @Option(
            help: ArgumentHelp(
                "The major version of PostgreSQL. Default: that of plumbline.yml, else \(InstallScript.defaultMajor).",
                valueName: "major"))
        var postgres: Int?
        @Flag(help: "Let pg_cron run the jobs.") var cron = false

        func run() async throws {
            let context = try CommandContext.get()
            let databases = try await context.databases([])
            let (sandbox, _, notes) = try await ProjectSandbox(context, name: name).start(
                databases, major: postgres ?? context.configuration.postgres, runsJobs: cron)
            for note in notes { Progress.note(note) }
            let option = name.map { " --name \($0)" } ?? ""
            Progress.note(
                "PostgreSQL \(sandbox.version) is running as the sandbox \(sandbox.name); `plumb sandbox stop\(option)` ends it and "
                    + "deletes its data")
            for database in databases {
                print(
                    "export \(Configuration.variable(database.name))=\(Self.shellQuoted(sandbox.settings.with(database: database.name).url))"
                )
            }
        }

        private static func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End it, and delete its data.")

        @Option(help: "The name of the sandbox. Default: that of this project.") var name: String?

        func run() async throws {
            let name = try ProjectSandbox(try CommandContext.get(), name: name).name
            guard let sandbox = try PersistentSandbox.find(name) else {
                print("no sandbox \(name) was started; `plumb sandbox status` lists those that were")
                return
            }
            try await sandbox.stop()
            print("stopped sandbox \(name)")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Which sandboxes there are, and how to connect.")

        func run() async throws {
            let all = try PersistentSandbox.all()
            if all.isEmpty { print("no sandbox is running") }
            for sandbox in all {
                let state =
                    sandbox.isRunning ? "running" : "ended by itself; `plumb sandbox stop --name \(sandbox.name)` clears it"
                print("\(sandbox.name)  PostgreSQL \(sandbox.version)  \(state)  \(sandbox.settings.redactedDescription)")
            }
        }
    }
}

/// The sandbox of one project folder: a server that stays, with the project's databases.
struct ProjectSandbox {
    let name: String

    /// - Parameter name: nil for the project's own: two projects, or two checkouts of one, never share a server.
    init(_ context: CommandContext, name: String?) throws {
        self.name = try name ?? Self.name(try context.projectName, context.root)
    }

    /// The sandbox of `plumb dev`, whose databases no migration has touched.
    init(forDevelopmentOf context: CommandContext) throws {
        name = Self.name(try context.projectName, context.root) + "-dev"
    }

    /// The project's name, as far as it can be one of a sandbox, and a digest of its folder.
    private static func name(_ project: String, _ root: URL) -> String {
        // 32 letters are allowed: 20, a hyphen, 6 of the digest, and what the caller appends.
        let letters = project.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
        let path = root.resolvingSymlinksInPath().path(percentEncoded: false)
        // FNV-1a: equal in every process, unlike Hasher.
        let digest = path.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        let suffix = String(String(digest, radix: 36).suffix(6))
        return "\(letters.prefix(20))-\(suffix)"
    }

    /// Starts the sandbox, or finds it running, and creates the databases that it does not have.
    /// - Parameter major: nil for the usual version.
    /// - Returns: the sandbox, the databases that are new, and what a person should know.
    func start(
        _ databases: [DeclaredDatabase], major: Int?, runsJobs: Bool
    ) async throws -> (sandbox: PersistentSandbox, new: [String], notes: [String]) {
        var options = SandboxOptions(major: major ?? InstallScript.defaultMajor)
        options.allowsOtherMajor = true
        options.runsCronJobs = runsJobs
        // pg_cron lives in one database of a server; the others that have jobs get a stub.
        options.cronDatabase = databases.first(where: Self.hasJobs)?.name
        let (sandbox, isNew, found) = try await PersistentSandbox.start(name, options: options)
        var notes = found
        let server = try await sandbox.server()
        let there = try await PostgresConnection.with(sandbox.settings) { connection in
            try await connection.query("SELECT datname::text AS name FROM pg_catalog.pg_database").compactMap { $0.text("name") }
        }
        let new = databases.filter { isNew || !there.contains($0.name) }
        for database in new {
            if !there.contains(database.name) { try await server.createDatabase(database.name) }
            notes += try await furnish(
                database, server, hasCron: isNew && database.name == options.cronDatabase)
        }
        return (sandbox, new.map(\.name), notes)
    }

    private static func hasJobs(_ database: DeclaredDatabase) -> Bool {
        database.platform == .supabase || database.requiredExtensions["pg_cron"] != nil
            || database.facts.contains { $0.id.kind == .cronJob || $0.id == .extension("pg_cron") }
    }

    /// Preparations by the database's host before a project comes: the platform, the extensions that only a superuser may create.
    private func furnish(_ database: DeclaredDatabase, _ server: SandboxServer, hasCron: Bool) async throws -> [String] {
        var notes: [String] = []
        switch database.platform {
        case .supabase: try await server.load(.supabase, into: database.name)
        case .chatwoot:
            try await server.load(.chatwootDocument, into: database.name)
            try await server.execute(
                "INSERT INTO accounts (id, name) VALUES (1, 'Sandbox') ON CONFLICT DO NOTHING", in: database.name)
        default: break
        }
        if Self.hasJobs(database) {
            if hasCron, server.installation.has("pg_cron") {
                try await server.execute("CREATE EXTENSION IF NOT EXISTS pg_cron", in: database.name)
            } else {
                let reason =
                    server.installation.has("pg_cron")
                    ? "pg_cron lives in one database of a server" : "this server has no pg_cron"
                notes.append("\(reason): \(database.name) gets a stub, and its jobs never run")
                try await server.load(.cronStub, into: database.name)
            }
        }
        let roles = try await PostgresConnection.with(server.settings) { connection in
            try await ScratchRoles.create(namedIn: database.facts, connection)
        }
        if !roles.isEmpty {
            notes.append("created the roles that \(database.name) names, without a login: \(roles.joined(separator: ", "))")
        }
        for name in database.requiredExtensions.keys.sorted() where name != "pg_cron" {
            if server.installation.has(name) {
                try await server.execute("CREATE EXTENSION IF NOT EXISTS \(SQL.identifier(name)) CASCADE", in: database.name)
            } else {
                notes.append("this server has no \(name), which \(database.name) requires")
            }
        }
        return notes
    }
}
