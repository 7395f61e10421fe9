import ArgumentParser
import Migrator

struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Record migrations as applied in a live database that has their objects already.",
        discussion: """
            The database must match the declaration; with --to, it must be as that migration leaves it, and `plumb apply` runs the later \
            ones. A baseline is a floor: `plumb rollback` does not cross it without --past-baseline.

            In a project without migrations, --to-match writes 0001_baseline from the database as it is, proves it, and records it. If \
            the declaration differs, the next `plumb generate` writes the difference.
            """)

    @Argument(help: "The databases; can be omitted if the project has only one.") var databases: [String] = []
    @Flag(help: "Write the first migration from the live database.") var toMatch = false
    @Option(help: ArgumentHelp("Record the migrations up to this number only.", valueName: "number")) var to: Int?

    func validate() throws {
        guard to == nil || !toMatch else {
            throw ValidationError("--to records migrations that exist, and --to-match writes the first one; give one of them.")
        }
    }

    func run() async throws {
        try await LiveSession.each(try CommandContext.get().named(databases)) { live, name in
            if toMatch {
                let made = try await live.baselineToMatch()
                Output.line(
                    "\(name): wrote migrations/\(name)/\(made.label).sql and its rollback from the database, and recorded it there"
                )
                if try live.isDeclarationAhead() {
                    Output.line(
                        "\(name): the declaration differs from the database; run `plumb generate NAME` for the difference")
                }
                return
            }
            guard try live.hasMigrations else {
                throw CommandError(
                    "\(name): the project has no migration to record yet. Write the first one with `plumb generate NAME`, or from this database "
                        + "with `plumb baseline --to-match`")
            }
            let labels = try await live.baseline(to: to)
            Output.line(
                labels.isEmpty
                    ? "\(name): every migration is recorded already"
                    : "\(name): recorded as a baseline: \(labels.joined(separator: ", "))")
        }
    }
}
