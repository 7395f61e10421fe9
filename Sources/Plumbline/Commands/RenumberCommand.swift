import ArgumentParser
import Migrator
import SchemaModel

struct RenumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renumber", abstract: "Give a migration the next free number when two branches used the same one.",
        discussion: "The migration is proved again in its new place. Name the one that no database has yet.")

    @Argument(help: "The migration, such as 0002_add_view.") var migration: String
    @Option(name: .customLong("database"), help: "Only this database. Can be repeated.") var databases: [String] = []

    func run() async throws {
        let context = try CommandContext.get()
        let host = try await context.scratchHost()
        for database in try await context.databases(databases) {
            let generator = MigrationGenerator(try await context.migrations, database, host: host)
            guard let label = try await generator.renumber(migration) else { continue }
            Output.line("\(database.name): \(migration) is now \(label), proved in its new place")
            // The merge of two branches declares what neither of them recorded.
            try await generator.reportDeclaration()
        }
    }
}
