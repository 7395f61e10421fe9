import ArgumentParser
import Foundation
import Migrator
import SchemaEngine
import SchemaModel

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write the next numbered migration and its rollback, proved on a scratch copy.",
        discussion: """
            Compares migrations/, replayed in a scratch database, with the declaration; needs no live server. With --empty, writes a
            pair for statements of your own; fill it in and run `plumb prove --accept`.

            Where something goes and something like it is new, it may be renamed: a terminal is asked; else --rename or --drop must
            answer, or nothing is written and the exit status is 4.
            """)

    @Argument(help: "What the migration is about: lower-case letters, digits and underscores.") var name: String
    @Option(name: .customLong("database"), help: "Only this database. Can be repeated.") var databases: [String] = []
    @Flag(help: "Write a pair of files without statements, for your own.") var empty = false
    @Flag(
        help: """
            Change columns that PostgreSQL would change by rewriting their tables without a long lock: a new column is made beside the
            old one. Without it, the tables that `online` lists in plumbline.yml are changed so.
            """)
    var online = false
    @OptionGroup var losses: LossOptions
    @OptionGroup var renameOptions: RenameOptions
    @OptionGroup var ignoredRules: IgnoredRules

    func validate() throws {
        guard name.wholeMatch(of: #/[a-z][a-z0-9_]{0,49}/#) != nil else {
            throw ValidationError("the name `\(name)` must be lower-case letters, digits and underscores, 50 at most")
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
            generator.online = online ? .all : tables.map { .named(Set($0)) }
            generator.comments = ignoredRules.comments
            generator.review = try GeneratedLint(context, database).review
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

struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Run every migration forward, again, back and again on a scratch copy.",
        discussion: """
            With --accept, proves files that you wrote or edited and that are applied nowhere yet, and writes their checksums.
            """)

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @Flag(help: "Accept files that were edited since they were proved.") var accept = false
    @Flag(help: "Write the certificates of all migrations: the locks, rewrites and scans that were seen.") var certificate = false
    @OptionGroup var losses: LossOptions

    func run() async throws {
        let context = try CommandContext.get()
        let host = try await context.scratchHost()
        for database in try await context.databases(databases) {
            var generator = MigrationGenerator(try await context.migrations, database, host: host)
            generator.allowedLosses = losses.names
            if accept {
                let labels = try await generator.accept()
                Output.line(
                    "\(database.name): \(labels.isEmpty ? "no file was edited" : "proved and accepted \(labels.joined(separator: ", "))")"
                )
                if !labels.isEmpty { continue }
            }
            for (label, proof) in try await generator.proveAll(writesCertificates: certificate) {
                Output.line("\(database.name) \(label): proved, \(proof.sections) sections")
                for line in proof.lines { Output.line("  " + line) }
                for kept in proof.kept { Output.line("  kept by the rollback: \(kept)") }
            }
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

/// How long a command waits for other sessions.
struct WaitOptions: ParsableArguments {
    @Option(help: "Minutes that an index build may wait for one open transaction of another session, before it begins again.")
    var indexWait = 10
    @Option(help: "Minutes to wait while another session migrates the same database.") var wait = 10
    @Option(
        name: .customLong("kill-blockers-older-than"),
        help:
            "Ends sessions that block a section and whose transaction is at least so many seconds old. Without it, none is ended."
    )
    var killBlockersOlderThan: Int?
    @Option(
        name: .customLong("standby-wait"),
        help: "Seconds to wait, at the end, until the standbys have replayed the change. Without it, none is waited for.")
    var standbyWait: Int?
    @Flag(name: .customLong("no-compare"), help: "Do not compare the schema with the migrations before and after.")
    var skipsComparison = false

    func validate() throws {
        guard (1...1440).contains(indexWait) else { throw ValidationError("--index-wait is in minutes, 1 to 1440") }
        guard (0...1440).contains(wait) else { throw ValidationError("--wait is in minutes, 0 to 1440") }
        guard (killBlockersOlderThan ?? 1) >= 1 else {
            throw ValidationError("--kill-blockers-older-than is in seconds, 1 or more")
        }
        guard (1...86_400).contains(standbyWait ?? 1) else {
            throw ValidationError("--standby-wait is in seconds, 1 to 86400")
        }
    }

    var options: MigrateOptions {
        MigrateOptions(
            patience: .init(
                concurrentWait: .seconds(60 * indexWait),
                endsBlockersOlderThan: killBlockersOlderThan.map { .seconds($0) }), wait: .seconds(60 * wait),
            compares: !skipsComparison, standbyWait: standbyWait.map { .seconds($0) })
    }
}

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
        help: "Take back what this run applied when a section fails, or a check that --check names.")
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
                Output.line("\(name): applied \(migration.label): \(outcome.executed) sections done\(skipped)")
            }
            if try live.isDeclarationAhead() {
                Output.line(
                    "\(name): the declaration has changed since the newest migration was written; run `plumb generate NAME`")
            }
        }
    }
}

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Undo the newest migration, or all down to one that stays.",
        discussion: """
            Undoes one migration: the newest, whether it was applied or broken off. No rows are lost: tables and values move to quarantine,
            from which `plumb apply` restores them.
            """)

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @Option(help: "The number of the migration that stays the newest; 0 undoes all.") var to: Int?
    @Flag(help: "Also undo migrations that `plumb baseline` recorded.") var pastBaseline = false
    @Flag(help: "Print what would be done and do nothing.") var dryRun = false
    @Flag(help: "Do not ask.") var yes = false
    @OptionGroup var waits: WaitOptions

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            let planned = try await live.plannedRollbacks(to: to, pastBaseline: pastBaseline)
            guard !planned.isEmpty else {
                Output.line("\(name): nothing to take back")
                return
            }
            for rollback in planned {
                Output.line("\(name): take back \(rollback.label)\(rollback.note.map { ", \($0)" } ?? "")")
                for line in rollback.file.summary { Output.line("  \(line)") }
                let estimated = CertificateText.lines(try await live.estimate(rollback))
                for line in estimated { Output.line(line) }
                if estimated.isEmpty {
                    for section in rollback.file.sections { Output.line("  \(section.number). \(section.title)") }
                }
            }
            if dryRun { return }
            guard try yes || Question.isYes("Take back \(planned.map(\.label).joined(separator: ", ")) in \(name)?") else {
                throw CommandError("\(name): nothing was changed")
            }
            for migration in try await live.rollBack(planned, waits.options, report: EventText.report) {
                Output.line("\(name): took back \(migration.label): \(migration.outcome.executed) sections")
            }
        }
    }
}

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which migrations a live database has, and what in it this project does not own.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        var isBehind = false
        try await LiveSession.each(databases) { live, name in
            Output.line("\(name)")
            for status in try await live.status() {
                switch status.state {
                case .applied(let at, let by, let isBaseline):
                    Output.line("  \(status.label)  \(isBaseline ? "baseline recorded" : "applied") \(at) by \(by)")
                case .begun(let sections):
                    isBehind = true
                    Output.line(
                        "  \(status.label)  broken off after \(sections) sections; `plumb apply` goes on, `plumb rollback` takes it back"
                    )
                case .goingBack(let sections):
                    isBehind = true
                    Output.line(
                        "  \(status.label)  its rollback was broken off after \(sections) sections; `plumb rollback` goes on")
                case .pending:
                    isBehind = true
                    Output.line("  \(status.label)  pending")
                case .foreign(let at, let isApplied):
                    isBehind = true
                    Output.line(
                        "  \(status.label)  \(isApplied ? "applied \(at)" : "broken off"), and not among the files of this checkout: of "
                            + "another branch, or a newer checkout; `plumb rollback` takes it back")
                }
            }
            if try live.isDeclarationAhead() {
                isBehind = true
                Output.line("  the declaration has changed since the newest migration was written; run `plumb generate NAME`")
            }
            for line in try await live.backfills() { Output.line("  \(line)") }
            for other in try await live.otherProjects() { Output.line("  shared with another project: \(other)") }
            for object in try await live.quarantined() {
                Output.line("  in quarantine from \(object.origin)\(object.movedAt.map { ", \($0)" } ?? ""):")
                for table in object.tables { Output.line("    \(table)") }
            }
            let comparison = try await live.compare()
            if let shape = comparison.shape { Output.line("  external tables: shape `\(shape)`") }
            for (table, partitions) in comparison.managedPartitions.sorted(by: { $0.key < $1.key }) {
                Output.line("  partitions of \(table.path), made by its jobs (\(partitions.count)):")
                Output.line("    \(partitions.map(\.path).joined(separator: ", "))")
            }
            if !comparison.unowned.isEmpty {
                Output.line("  not ours, and never touched (\(comparison.unowned.count)):")
                for (kind, ids) in Dictionary(grouping: comparison.unowned, by: \.kind).sorted(by: { $0.key < $1.key }) {
                    Output.line("    \(kind): \(ids.map(\.path).joined(separator: ", "))")
                }
            }
            for item in comparison.unmodelled { Output.line("  not modeled: \(item)") }
        }
        if isBehind { throw ExitCode.somethingToDo }
    }
}

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare a live database with its declaration, and list what differs.",
        discussion: "The parts of an object that is missing, or not declared, are counted with it. Exit status 1: it drifted.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @Flag(help: "List every part that differs.") var verbose = false

    /// The number of lines that fit on a screen.
    private static let longestList = 40

    func run() async throws {
        var hasDrifted = false
        try await LiveSession.each(databases) { live, name in
            let comparison = try await live.compare()
            for item in comparison.unmodelled { Output.line("\(name): not modeled, and so not compared: \(item)") }
            if comparison.isClean {
                Output.line("\(name): matches the declaration")
                return
            }
            hasDrifted = true
            let lines = verbose ? comparison.differences : comparison.summary
            Output.line("\(name): drifted (\(comparison.differences.count))")
            for line in lines.prefix(verbose ? .max : Self.longestList) { Output.line("  - \(line)") }
            if !verbose, lines.count > Self.longestList {
                Output.line("  and \(lines.count - Self.longestList) more; `plumb verify --verbose` lists all")
            }
        }
        if hasDrifted { throw ExitCode.somethingToDo }
    }
}

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the steps that would make a live database match its declaration, with locks and risks.",
        discussion: """
            Lists the steps that lock or risk something; the others are counted. Nothing is run: `plumb generate` writes a migration, \
            and `plumb apply` runs it. Exit status 1: there is something to do.
            """)

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @Flag(help: "Print the SQL of each step too.") var sql = false
    @Flag(help: "List every step, and how it is undone.") var verbose = false
    @Flag(help: "Show the certificates of the pending migrations instead, beside the sizes that their tables have here.")
    var certificate = false
    @Option(
        help: """
            Write a plan of the pending migrations to this file; `plumb apply --plan FILE` runs them only while the database and the files are as \
            they are now.
            """)
    var save: String?
    @Option(help: "How many hours a saved plan is valid.") var validHours = 24

    func validate() throws {
        guard (1...720).contains(validHours) else { throw ValidationError("--valid-hours is 1 to 720") }
    }

    func run() async throws {
        var isOpen = false
        if let save {
            let names = try await CommandContext.get().databases(databases).map(\.name)
            guard names.count == 1 else { throw CommandError("--save is about one database; name it") }
            try await LiveSession.each(names) { live, name in
                let plan = try await live.savedPlan(validFor: .seconds(3600 * validHours))
                try plan.write(to: save)
                isOpen = !plan.migrations.isEmpty
                Output.line(
                    "\(name): wrote \(save): \(plan.migrations.count) pending, valid until \(plan.expires.formatted(.iso8601))")
                for migration in plan.migrations { Output.line("  \(migration.label)") }
                for finding in try await live.askPending() { Output.line("  The live data does not fit: \(finding)") }
            }
            if isOpen { throw ExitCode.somethingToDo }
            return
        }
        if certificate {
            let policy = LockPolicy(try CommandContext.get().configuration.policy ?? [])
            try await LiveSession.each(databases) { live, name in
                let pending = try await live.pendingCertificates(policy)
                if pending.isEmpty { Output.line("\(name): nothing to apply") }
                for item in pending {
                    isOpen = true
                    for line in CertificateText.lines(item) { Output.line("\(name): \(line)") }
                }
            }
            if isOpen { throw ExitCode.somethingToDo }
            return
        }
        try await LiveSession.each(databases) { live, name in
            let comparison = try await live.compare()
            for item in comparison.unmodelled { Output.line("\(name): not modeled, and so not compared: \(item)") }
            let plan = try live.plan(comparison)
            guard !plan.isEmpty else {
                Output.line("\(name): nothing to do")
                return
            }
            isOpen = true
            let steps = plan.steps.filter { !$0.isRecovery }
            Output.line("\(name): \(steps.count) \(steps.count == 1 ? "step" : "steps")")
            for line in StepText.summary(plan) { Output.line("  " + line) }
            var quiet = 0
            for (number, step) in steps.enumerated() {
                let isListed = verbose || sql || PlanText.isNotable(step)
                guard isListed else {
                    quiet += 1
                    continue
                }
                Output.line("  \(number + 1). \(step.title)\(PlanText.cost(step))\(PlanText.reverse(step, all: verbose))")
                if sql { for statement in step.statements { Output.line(PlanText.indented(statement + ";")) } }
            }
            for finding in try await live.ask(plan) {
                Output.line("  The live data does not fit: \(finding.description)")
            }
            if quiet > 0 {
                Output.line(
                    "  \(quiet == steps.count ? "All steps" : "The other \(quiet) steps") lock nothing in use and risk nothing; "
                        + "`plumb plan --verbose` lists them")
            }
        }
        if isOpen { throw ExitCode.somethingToDo }
    }
}

struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Record the migrations as applied in a live database that already matches the declaration.",
        discussion: """
            A baseline is a floor: `plumb rollback` does not cross it without --past-baseline. With --to-match, in a project without
            migrations, writes 0001_baseline from the database as it is, proves it, and records it; what is declared otherwise comes
            with the next `plumb generate`.
            """)

    @Argument(help: "The databases.") var databases: [String]
    @Flag(help: "Write the first migration from the live database.") var toMatch = false

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
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

struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Delete permanently what migrations and rollbacks moved to quarantine.")

    @Argument(help: "The databases.") var databases: [String]
    @Option(help: "Only what was moved at least this many days ago, such as 30d.") var olderThan: String?
    @Flag(help: "Do not ask.") var yes = false

    private var days: Double? { olderThan.flatMap { $0.hasSuffix("d") ? Double($0.dropLast()) : nil } }

    func validate() throws {
        guard olderThan == nil || (days ?? -1) >= 0 else {
            throw ValidationError("--older-than takes a number of days, such as 30d")
        }
    }

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            // What the history cannot date is younger than any age that is asked for.
            let objects = try await live.quarantined().filter { object in days.map { (object.ageInDays ?? -1) >= $0 } ?? true }
            guard !objects.isEmpty else {
                Output.line("\(name): nothing to delete")
                return
            }
            for object in objects {
                Output.line("\(name): from \(object.origin), moved \(object.movedAt ?? "at an unknown time"):")
                for table in object.tables { Output.line("  \(table)") }
            }
            guard
                try yes || Question.isYes("Delete these for good from \(name)? Their migrations cannot give the rows back then.")
            else {
                throw CommandError("\(name): nothing was deleted")
            }
            try await live.purge(objects)
            Output.line("\(name): deleted what came from \(objects.map(\.origin).joined(separator: ", "))")
        }
    }
}

struct RenumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renumber", abstract: "Give a migration the next free number, where two branches took the same.",
        discussion: "The migration is proved again in its new place. Name the one that is applied nowhere yet.")

    @Argument(help: "The migration, such as 0002_add_view.") var migration: String
    @Option(name: .customLong("database"), help: "Only this database. Can be repeated.") var databases: [String] = []

    func run() async throws {
        let context = try CommandContext.get()
        let host = try await context.scratchHost()
        for database in try await context.databases(databases) {
            let generator = MigrationGenerator(try await context.migrations, database, host: host)
            guard let label = try await generator.renumber(migration) else { continue }
            Output.line("\(database.name): \(migration) is now \(label), proved in its new place")
        }
    }
}

struct SquashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "squash", abstract: "Replace the migrations up to a number by one, proved equal.",
        discussion: """
            The one file leads to the same schema, pg_dump and rows as those that it replaces. A new database runs it; one that has exactly
            those migrations takes it over in its history, as a baseline, with the next `plumb apply`. Bring every database up to that
            number first.
            """)

    @Option(help: "The number of the last migration that is replaced.") var to: Int
    @Option(help: "The name of the new migration.") var name = "squash"
    @Option(name: .customLong("database"), help: "Only this database. Can be repeated.") var databases: [String] = []
    @OptionGroup var losses: LossOptions

    func validate() throws {
        guard name.wholeMatch(of: #/[a-z][a-z0-9_]{0,49}/#) != nil else {
            throw ValidationError("the name `\(name)` must be lower-case letters, digits and underscores, 50 at most")
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

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a batched backfill that is under way wait, without locks, until `plumb resume`.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            try await live.setPaused(true)
            Output.line("\(name): paused; a backfill stops behind the batch that it is at, and `plumb resume` lets it go on")
        }
    }
}

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let a paused backfill go on.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            try await live.setPaused(false)
            Output.line("\(name): resumed")
        }
    }
}
