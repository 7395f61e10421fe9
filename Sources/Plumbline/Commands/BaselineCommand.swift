import ArgumentParser
import Migrator

struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Record the migrations as applied in a live database that already matches the declaration.",
        discussion: """
            A baseline is a floor: `plumb rollback` does not cross it without --past-baseline. With --to-match, in a project without
            migrations, writes 0001_baseline from the database as it is, proves it, and records it; what is declared otherwise comes
            with the next `plumb generate`.
            """)

    @Argument(help: "The databases; may be left out where the project has one.") var databases: [String] = []
    @Flag(help: "Write the first migration from the live database.") var toMatch = false

    func run() async throws {
        try await LiveSession.each(try CommandContext.get().named(databases)) { live, name in
            if toMatch {
                let made = try await live.baselineToMatch()
                Output.line(
                    "\(name): wrote migrations/\(name)/\(made.label).sql and its rollback from the database, and recorded it there"
                )
                return
            }
            let labels = try await live.baseline()
            Output.line(
                labels.isEmpty
                    ? "\(name): every migration is recorded already"
                    : "\(name): recorded as a baseline: \(labels.joined(separator: ", "))")
        }
    }
}
