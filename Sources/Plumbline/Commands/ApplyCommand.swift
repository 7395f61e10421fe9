import ArgumentParser
import Migrator
import SchemaModel

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Run the migrations that a live database does not have yet.",
        discussion: """
            Compares the database with the migrations that it has, and asks the questions of the pending ones to its rows, before
            anything runs; compares the schema again at the end.
            """)

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @Flag(
        name: .customLong("adopt"), help: "Take over rows that reference rows replace; old values are kept for the rollback.")
    var adoptsRows = false
    @Flag(name: .customLong("shared"), help: "Begin in a database that another project has migrated.") var sharesDatabase = false
    @Option(
        name: .customLong("check"),
        help: "A check that must pass when the migrations have run, named as for `plumb check`. Can be repeated.")
    var checks: [String] = []
    @Flag(
        name: .customLong("rollback-on-failure"),
        help: "Undo what this run applied if a section fails, or a check that --check names.")
    var rollsBack = false
    @Flag(help: "Run the checks of --check even as a superuser, although READ ONLY does not restrain one.")
    var allowSuperuser = false
    @Option(help: "Run what a file of `plumb plan --save` says, and refuse when something has changed since.") var plan: String?
    @OptionGroup var waits: WaitOptions

    func run() async throws {
        let context = try CommandContext.get()
        var options = waits.options
        if let plan {
            let names = try await CommandContext.get().databases(databases).map(\.name)
            guard names.count == 1 else { throw CommandError("--plan is about one database; name it") }
            options.plan = try SavedPlan(contentsOf: plan)
        }
        options.adoptsRows = adoptsRows
        options.sharesDatabase = sharesDatabase
        options.policy = LockPolicy(try context.configuration.policy ?? [])
        let confirmation = try ApplyConfirmation(checks, databases, context, allowsSuperuser: allowSuperuser)
        try await LiveSession.each(databases) { [options, rollsBack] live, name in
            try await confirmation.prepare(name)
            let done: [MigrationOutcome]
            if rollsBack {
                done = try await live.applyOrRollBack(options, report: EventText.report) { try await confirmation.run(name) }
            } else {
                done = try await live.apply(options, report: EventText.report)
                if !done.isEmpty { try await confirmation.run(name) }
            }
            if done.isEmpty { Output.line("\(name): nothing to apply") }
            for migration in done {
                let outcome = migration.outcome
                let skipped = outcome.skipped == 0 ? "" : ", \(outcome.skipped) were done already"
                Output.line("\(name): applied \(migration.label): \(Plural.text(outcome.executed, "section")) done\(skipped)")
            }
            if try live.isDeclarationAhead() {
                Output.line(
                    "\(name): the declaration has changed since the newest migration was written; run `plumb generate NAME`")
            }
        }
    }
}
