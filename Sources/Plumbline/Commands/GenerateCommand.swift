import ArgumentParser
import Foundation
import Migrator
import SchemaEngine
import SchemaModel

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write the next numbered migration and its rollback, proved on a scratch copy.",
        discussion: """
            Replays migrations/ in a scratch database, and compares the result with the declaration. It needs no live server. With \
            --empty, writes a pair of files for your own statements; fill it in, and run `plumb prove --accept`.

            If an object is dropped and a similar one is added, that may be a rename. In a terminal, the command asks. Elsewhere, give \
            --rename or --drop; otherwise nothing is written, and the exit status is 4.
            """)

    @Argument(help: "What the migration is about: lowercase letters, digits and underscores.") var name: String
    @Option(name: .customLong("database"), help: "Only this database. Can be repeated.") var databases: [String] = []
    @Flag(help: "Write a pair of files without statements, for your own statements.") var empty = false
    @Flag(
        help: """
            Avoid long locks where PostgreSQL would rewrite a table: create a new column next to the old one, and exchange the two. \
            Without this option, only the tables in `online` of plumbline.yml are changed in this way.
            """)
    var online = false
    @OptionGroup var losses: LossOptions
    @OptionGroup var renameOptions: RenameOptions
    #if Lint
    @OptionGroup var ignoredRules: IgnoredRules
    #endif

    func validate() throws {
        guard name.wholeMatch(of: #/[a-z][a-z0-9_]{0,49}/#) != nil else {
            throw ValidationError("the name `\(name)` must be lowercase letters, digits and underscores, 50 at most")
        }
    }

    /// - Throws: ``CommandError`` for a name in `online` that no declared table has: its table would be rewritten under a lock.
    private static func checkNames(_ names: [String], of database: DeclaredDatabase) throws {
        let tables = Set(database.facts.filter { $0.id.kind == .table }.map(\.id.path))
        for name in names where !tables.contains(name) {
            throw CommandError(
                "plumbline.yml, databases.\(database.name).online: no table \(name) is declared."
                    + "\(Spelling.suggestion(for: name, among: tables)) Write the name with its schema.")
        }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let host = try await context.scratchHost()
        let project = try await context.migrations
        let chosen = try await context.databases(databases)
        if chosen.count > 1, !renameOptions.isEmpty {
            throw CommandError("--rename and --drop are about one database; name it with --database")
        }
        for database in chosen {
            var generator = MigrationGenerator(project, database, host: host)
            generator.allowedLosses = losses.names
            let tables = try context.configuration.databases?[database.name]?.online
            try Self.checkNames(tables ?? [], of: database)
            generator.online = online ? .all : tables.map { .named(Set($0)) }
            #if Lint
            generator.comments = ignoredRules.comments
            generator.review = try GeneratedLint(context, database, isOnline: online).review
            #endif
            if empty {
                let label = try await generator.generateEmpty(name)
                Output.line(
                    "\(database.name): wrote migrations/\(database.name)/\(label).sql and rollback/\(database.name)/\(label).sql")
                Output.line("  Fill both in, then run `plumb prove --accept`.")
                continue
            }
            Progress.note("\(database.name): replaying migrations/, loading the declaration, comparing …")
            guard let made = try await generated(generator, database.name) else {
                Output.line("\(database.name): migrations/ is up to date; nothing to write")
                continue
            }
            Output.line(
                "\(database.name): wrote migrations/\(database.name)/\(made.label).sql and rollback/\(database.name)/\(made.label).sql"
            )
            for line in StepText.summary(made.forward) { Output.line("  " + line) }
            let seconds = made.proof.seconds.formatted(.number.precision(.fractionLength(1)))
            Output.line("  Proved in \(seconds) s: forward, again, back, again, forward.")
            for line in made.proof.lines { Output.line("  " + line) }
            for kept in made.proof.kept {
                Output.line("  Kept by the rollback, since rows in quarantine may use it: \(kept)")
            }
        }
    }
}

extension GenerateCommand {
    private func generated(_ generator: MigrationGenerator, _ database: String) async throws -> MigrationGenerator.Generated? {
        do {
            return try await generator.generate(name, renames: renameOptions.choices(.terminal))
        } catch let undecided as UndecidedRenames {
            Progress.note("plumb: \(database): \(undecided)")
            throw ExitCode.undecided
        }
    }
}

/// The losses that a migration may cause.
struct LossOptions: ParsableArguments {
    @Option(
        name: .customLong("allow-loss"),
        help: "A table or column, as schema.table or schema.table.column, whose values a migration may lose. Can be repeated.")
    var allowLoss: [String] = []

    var names: Set<String> { Set(allowLoss) }
}
