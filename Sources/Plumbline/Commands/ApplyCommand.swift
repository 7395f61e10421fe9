import ArgumentParser
import Migrator
import SchemaModel

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Run the migrations that a live database does not have yet.",
        discussion: """
            Before anything runs, compares the database with the migrations that it has, and looks for rows that the pending migrations \
            would fail on. At the end, compares the schema again.
            """)

    @Argument(help: "The databases. Default: all.") var databases: [String] = []
    @Flag(
        name: .customLong("adopt"),
        help: "Accept existing rows that reference rows replace; their old values are kept for the rollback.")
    var adoptsRows = false
    @Flag(name: .customLong("shared"), help: "Begin also in a database that another project has migrated.") var sharesDatabase =
        false
    @Option(
        name: .customLong("check"),
        help: "A check that must pass after the migrations, named as for `plumb check`. Can be repeated.")
    var checks: [String] = []
    @Flag(
        name: .customLong("rollback-on-failure"),
        help: "Undo what this run applied if a section fails, or a check that --check names.")
    var rollsBack = false
    @Flag(help: "Run the checks of --check even as a superuser, whom a read-only transaction does not fully restrict.")
    var allowSuperuser = false
    @Option(help: "Run the plan in this file of `plumb plan --save`; refuse if something has changed since.") var plan: String?
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
