import ArgumentParser
import Foundation
import PostgresClient
import Sandbox
import SchemaModel

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "A throwaway PostgreSQL with pgvector and pg_cron, and the project's databases in it.",
        subcommands: [Start.self, Stop.self, Status.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start it; prints the connection variables, to be used as eval \"$(plumb sandbox start)\".")

        @Option(help: "Its name, where more than one is wanted.") var name = PersistentSandbox.defaultName
        @Option(help: "The major version of PostgreSQL.") var major = InstallScript.defaultMajor
        @Flag(help: "Let pg_cron run the jobs.") var cron = false

        func run() async throws {
            let context = try CommandContext.get()
            let databases = try context.databases([])
            var options = SandboxOptions(major: major)
            options.allowsOtherMajor = true
            options.runsCronJobs = cron
            options.cronDatabase = databases.first { $0.platform == .supabase }?.name
            options.databases = databases.map { database in
                switch database.platform {
                case .supabase: .init(database.name, .supabase)
                case .chatwoot: .init(database.name, .chatwootDocument)
                default: .init(database.name)
                }
            }
            let (sandbox, isNew, notes) = try await PersistentSandbox.start(name, options: options)
            for note in notes { Progress.note(note) }
            if isNew { for database in databases { try await Self.furnish(database, sandbox) } }
            Progress.note("PostgreSQL \(sandbox.version) is running; `plumb sandbox stop` ends it and deletes its data")
            for database in databases {
                print(
                    "export \(Configuration.variable(database.name))=\(Self.shellQuoted(sandbox.settings.with(database: database.name).url))"
                )
            }
        }

        /// Preparations by the platform's host before a project comes: pg_cron where the server has it, an account in Chatwoot.
        private static func furnish(_ database: DeclaredDatabase, _ sandbox: PersistentSandbox) async throws {
            let server = try await sandbox.server()
            switch database.platform {
            case .supabase:
                if server.installation.extensions.contains("pg_cron") {
                    try await server.execute("CREATE EXTENSION IF NOT EXISTS pg_cron", in: database.name)
                } else {
                    Progress.note("this server has no pg_cron: \(database.name) gets a stub, and its jobs never run")
                    try await server.load(.cronStub, into: database.name)
                }
            case .chatwoot:
                try await server.execute(
                    "INSERT INTO accounts (id, name) VALUES (1, 'Sandbox') ON CONFLICT DO NOTHING", in: database.name)
            default: break
            }
        }

        private static func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End it, and delete its data.")

        @Option(help: "Its name.") var name = PersistentSandbox.defaultName

        func run() async throws {
            guard let sandbox = try PersistentSandbox.find(name) else {
                print("no sandbox \(name) was started")
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
