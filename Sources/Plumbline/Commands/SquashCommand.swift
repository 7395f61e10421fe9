import ArgumentParser
import Migrator
import SchemaModel

struct SquashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "squash", abstract: "Replace the migrations up to a given number with one that is proved equal.",
        discussion: """
            The new migration leads to the same schema, pg_dump output and rows as those that it replaces. A new database runs it. A \
            database that has exactly those migrations adopts it as a baseline with the next `plumb apply`; no statement runs. Apply the \
            migrations up to that number in every database first.
            """)

    @Option(help: "The number of the last migration that is replaced.") var to: Int
    @Option(help: "The name of the new migration.") var name = "squash"
    @Option(name: .customLong("database"), help: "Only this database. Can be repeated.") var databases: [String] = []
    @OptionGroup var losses: LossOptions

    func validate() throws {
        guard name.wholeMatch(of: #/[a-z][a-z0-9_]{0,49}/#) != nil else {
            throw ValidationError("the name `\(name)` must be lowercase letters, digits and underscores, 50 at most")
        }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let server = try await context.scratchServer()
        for database in try await context.databases(databases) {
            var generator = MigrationGenerator(try await context.migrations, database, host: server)
            generator.allowedLosses = losses.names
            let made = try await generator.squash(to: to, name: name)
            Output.line(
                "\(database.name): \(made.label) replaces \(made.replaced.joined(separator: ", ")); the same schema, pg_dump and rows"
            )
            for line in made.proof.lines { Output.line("  " + line) }
        }
    }
}
