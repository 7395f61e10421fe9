import ArgumentParser
import Foundation
import Migrator
import PostgresClient
import SchemaEngine
import SchemaModel

struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet", abstract: "Migrate many databases that have one schema, such as one for each tenant.",
        discussion: """
            The databases come from a file (--list), a query (--query), or databases.<DATABASE>.fleet in plumbline.yml. The canaries come \
            first, then one wave after another. Each database has its own history, so you can run an interrupted command again.
            """,
        subcommands: [FleetApplyCommand.self, FleetRollbackCommand.self, FleetStatusCommand.self])
}

/// Which databases a fleet has.
struct FleetSourceOptions: ParsableArguments {
    @Argument(help: "The database of the project; can be omitted if there is only one.")
    var database: String?
    @Option(help: "A file with one line per database: its name, and its URL if it is on another server.")
    var list: String?
    @Option(help: "A query that returns the databases: a column `name`, and `database` or `url` if they differ from the name.")
    var query: String?

    func validate() throws {
        guard list == nil || query == nil else { throw ValidationError("--list and --query exclude each other") }
    }

    func read(_ context: CommandContext) async throws -> Fleet {
        let names = try context.names(database.map { [$0] } ?? [])
        guard let name = names.first, names.count == 1 else {
            throw CommandError(
                "this project has the databases \(names.joined(separator: ", ")); name the one that the fleet has many of")
        }
        let configuration = try context.configuration
        let settings = configuration.databases?[name]?.fleet
        let source = FleetList(database: name, configuration: configuration, root: context.root)
        let members: [FleetMember]
        if let list {
            members = try source.members(file: list)
        } else if let query {
            members = try await source.members(query: query, from: "--query")
        } else if let list = settings?.list {
            members = try source.members(file: list)
        } else if let query = settings?.query {
            members = try await source.members(query: query, from: "plumbline.yml, databases.\(name).fleet.query")
        } else {
            throw CommandError(
                "nothing says which databases the fleet has. Name a file with --list or a query with --query, or set `list` or `query` in "
                    + "databases.\(name).fleet of plumbline.yml.")
        }
        return Fleet(declared: try await context.databases([name]), members: members, settings: settings)
    }
}

/// The databases of a fleet, with their declaration and what `plumbline.yml` says of it.
struct Fleet {
    let declared: [DeclaredDatabase]
    let members: [FleetMember]
    let settings: FleetConfiguration?

    var name: String { declared.first?.name ?? "" }

    /// Runs the body on each member, connected and held against the declaration.
    func run(
        _ options: FleetOptions, _ context: CommandContext, _ body: @escaping @Sendable (LiveDatabase) async throws -> [String]
    ) async throws -> FleetReport {
        guard let database = declared.first else { throw CommandError("the fleet has no declaration") }
        let fleet = FleetDatabases(database, context)
        return try await FleetRun(name, members, options).run(report: FleetText.report) { member in
            try await PostgresConnection.with(member.settings) { connection in
                try await body(fleet.live(connection))
            }
        }
    }
}

/// The databases of a fleet, which share what was replayed on a scratch server.
private actor FleetDatabases {
    private let database: DeclaredDatabase
    private let context: CommandContext
    private var first: LiveDatabase?

    init(_ database: DeclaredDatabase, _ context: CommandContext) {
        self.database = database
        self.context = context
    }

    func live(_ connection: PostgresConnection) async throws -> LiveDatabase {
        let version = connection.serverVersion
        guard version >= CatalogReader.minimumServerVersion else { throw CatalogError.unsupportedServer(version) }
        let server = try await context.scratchServer(major: version / 10_000)
        if let first { return first.connected(to: connection, host: server) }
        let live = LiveDatabase(try await context.migrations, database, connection: connection, host: server)
        if let first { return first.connected(to: connection, host: server) }
        first = live
        return live
    }
}

/// How a fleet is gone through.
struct FleetWaveOptions: ParsableArguments {
    @Option(name: .customLong("canary"), help: "A database to begin with. Can be repeated. Default: the first one.")
    var canaries: [String] = []
    @Option(help: "The sizes of the waves after the canaries, such as 10,10%,50%; the last wave has the rest. Default: 10%.")
    var waves: String?
    @Option(help: ArgumentHelp("How many databases to work on at once. Default: 4.", valueName: "number")) var concurrency: Int?
    @Option(name: .customLong("max-failures"), help: "How many databases may fail before the run stops. Default: 0.")
    var allowedFailures: Int?
    @Option(help: ArgumentHelp("How long to wait between two waves. Default: 0.", valueName: "seconds")) var pause: Int?
    @Option(help: ArgumentHelp("Also write the whole report to this file, as JSON.", valueName: "file")) var report: String?

    func validate() throws {
        guard (1...256).contains(concurrency ?? 1) else { throw ValidationError("--concurrency is 1 to 256") }
        guard (0...1_000_000).contains(allowedFailures ?? 0) else { throw ValidationError("--max-failures is 0 or more") }
        guard (0...86_400).contains(pause ?? 0) else { throw ValidationError("--pause is in seconds, 0 to 86400") }
        _ = try sizes()
    }

    private func sizes() throws -> [FleetWave]? {
        try waves?.split(separator: ",").map { text in
            guard let wave = FleetWave(text.trimmingCharacters(in: .whitespaces)) else {
                throw ValidationError("--waves: `\(text)` is neither a number of databases, such as 25, nor a share, such as 10%")
            }
            return wave
        }
    }

    func options(_ settings: FleetConfiguration?) throws -> FleetOptions {
        var options = FleetOptions()
        options.canaries = canaries.isEmpty ? settings?.canaries ?? [] : canaries
        options.waves = try sizes() ?? settings?.waves?.map(\.size) ?? options.waves
        options.concurrency = max(1, concurrency ?? settings?.concurrency ?? options.concurrency)
        options.allowedFailures = max(0, allowedFailures ?? settings?.failures ?? options.allowedFailures)
        options.pause = .seconds(max(0, pause ?? settings?.pause ?? 0))
        return options
    }

    /// Prints the report, writes the file, and ends with the status of the outcome.
    func finish(_ result: FleetReport) throws {
        for line in FleetText.lines(result) { Output.line(line) }
        if let report {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let url = URL(filePath: report)
            do {
                try OutputFile.write(encoder.encode(result), to: url)
            } catch {
                throw CommandError(
                    "\(report): the report cannot be written: \(ErrorText.text(error)). The databases are as printed above.")
            }
        }
        if !result.isComplete { throw ExitCode.somethingToDo }
    }
}

struct FleetApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Run the pending migrations in every database of a fleet.",
        discussion: """
            Does in each database what `plumb apply` does. Exit status: 0, every database has all migrations; 1, one failed or was not \
            begun; 2, the run could not begin.
            """)

    @OptionGroup var source: FleetSourceOptions
    @OptionGroup var waves: FleetWaveOptions
    @OptionGroup var waits: WaitOptions
    @Flag(
        name: .customLong("adopt"),
        help: "Accept existing rows that reference rows replace; their old values are kept for the rollback.")
    var adoptsRows = false

    func run() async throws {
        let context = try CommandContext.get()
        let fleet = try await source.read(context)
        var options = waits.options
        options.adoptsRows = adoptsRows
        options.policy = LockPolicy(try context.configuration.policy ?? [])
        let result = try await fleet.run(try waves.options(fleet.settings), context) { [options] live in
            try await live.apply(options).map { "applied \($0.label)" }
        }
        try waves.finish(result)
    }
}

struct FleetRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Undo migrations in every database of a fleet, down to one that stays.",
        discussion: "A database without a newer migration stays as it is, so you can run the command again.")

    @OptionGroup var source: FleetSourceOptions
    @Option(help: "Undo all migrations after this number; 0 undoes all.") var to: Int
    @Flag(help: "Do not ask.") var yes = false
    @OptionGroup var waves: FleetWaveOptions
    @OptionGroup var waits: WaitOptions

    func run() async throws {
        let context = try CommandContext.get()
        let fleet = try await source.read(context)
        guard try yes || Question.isYes("Undo all migrations after number \(to) in \(fleet.members.count) databases?") else {
            throw CommandError("nothing was changed")
        }
        let options = waits.options
        let result = try await fleet.run(try waves.options(fleet.settings), context) { [to] live in
            let planned = try await live.plannedRollbacks(to: to)
            guard !planned.isEmpty else { return [] }
            return try await live.rollBack(planned, options).map { "rolled back \($0.label)" }
        }
        try waves.finish(result)
    }
}

struct FleetStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which migrations every database of a fleet has.",
        discussion:
            "Exit status: 0, every database has all migrations; 1, one is behind, interrupted or unreachable.")

    @OptionGroup var source: FleetSourceOptions
    @Option(help: "How many databases to ask at once. Default: 8.") var concurrency = 8
    @Flag(help: "List every database, also those that have all migrations.") var verbose = false

    func validate() throws {
        guard (1...256).contains(concurrency) else { throw ValidationError("--concurrency is 1 to 256") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let fleet = try await source.read(context)
        let options = FleetOptions(
            canaries: fleet.members.map(\.name), waves: [], concurrency: concurrency, allowedFailures: fleet.members.count)
        guard let database = fleet.declared.first else { throw CommandError("the fleet has no declaration") }
        let project = try await context.migrations
        let result = try await FleetRun(fleet.name, fleet.members, options).status(project, database)
        for line in FleetText.status(result, listsAll: verbose) { Output.line(line) }
        if result.contains(where: { !$0.isCurrent }) { throw ExitCode.somethingToDo }
    }
}
