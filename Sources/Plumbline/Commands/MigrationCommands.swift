import ArgumentParser
import Foundation
import Migrator
import SchemaEngine
import SchemaModel

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write the next numbered migration and its rollback, proved on a scratch copy.",
        discussion: "Compares migrations/, replayed in a scratch database, with the declaration; needs no live server.")

    @Argument(help: "What the migration is about: lower-case letters, digits and underscores.") var name: String
    @Option(name: .customLong("database"), help: "Only this database; may be given again.") var databases: [String] = []

    func validate() throws {
        guard name.wholeMatch(of: #/[a-z][a-z0-9_]{0,49}/#) != nil else {
            throw ValidationError("the name `\(name)` must be lower-case letters, digits and underscores, 50 at most")
        }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let server = try await context.scratchServer()
        let project = try context.migrations
        for database in try context.databases(databases) {
            Progress.note("\(database.name): replaying migrations/, loading the declaration, comparing …")
            let generator = MigrationGenerator(project, database, host: server)
            guard let made = try await generator.generate(name) else {
                Output.line("\(database.name): migrations/ says what is declared; nothing to write")
                continue
            }
            Output.line(
                "\(database.name): wrote migrations/\(database.name)/\(made.label).sql and rollback/\(database.name)/\(made.label).sql"
            )
            for line in StepText.summary(made.forward) { Output.line("  " + line) }
            let seconds = made.proof.seconds.formatted(.number.precision(.fractionLength(1)))
            Output.line("  Proved in \(seconds) s: forward, again, back, again, forward.")
            for kept in made.proof.kept {
                Output.line("  Kept on the way back, since rows in quarantine may use it: extension \(kept)")
            }
        }
    }
}

struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Run every migration forward, again, back and again on a scratch copy.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        let context = try CommandContext.get()
        let server = try await context.scratchServer()
        for database in try context.databases(databases) {
            let generator = MigrationGenerator(try context.migrations, database, host: server)
            for (label, proof) in try await generator.proveAll() {
                Output.line("\(database.name) \(label): proved, \(proof.steps) steps")
                for kept in proof.kept { Output.line("  kept on the way back: extension \(kept)") }
            }
        }
    }
}

/// How long steps wait for other sessions.
struct PatienceOptions: ParsableArguments {
    @Option(help: "Minutes that an index build may wait for one open transaction of another session, before it begins anew.")
    var indexWait = 10

    func validate() throws {
        guard (1...1440).contains(indexWait) else { throw ValidationError("--index-wait is in minutes, 1 to 1440") }
    }

    var patience: MigrationRunner.Patience { .init(concurrentWait: .seconds(60 * indexWait)) }
}

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Run the migrations that a live database does not have yet.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @OptionGroup var waits: PatienceOptions

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            let done = try await live.apply(patience: waits.patience, report: EventText.report)
            if done.isEmpty { Output.line("\(name): nothing to apply") }
            for (label, outcome) in done {
                Output.line("\(name): applied \(label): \(outcome.executed) steps done, \(outcome.skipped) had nothing to do")
            }
        }
    }
}

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Take back the newest migration, or all down to one that stays.",
        discussion: "Rows are not lost: tables and values go to quarantine, from which `plumb apply` brings them back.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @Option(help: "The number of the migration that stays the newest; 0 takes back all.") var to: Int?
    @OptionGroup var waits: PatienceOptions

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            let newest = try await live.newestApplied()
            let done = try await live.rollBack(
                to: to ?? max(0, newest - 1), patience: waits.patience, report: EventText.report)
            if done.isEmpty { Output.line("\(name): nothing to take back") }
            for (label, outcome) in done { Output.line("\(name): took back \(label): \(outcome.executed) steps") }
        }
    }
}

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Which migrations a live database has, and what in it is not ours.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        var isBehind = false
        try await LiveSession.each(databases) { live, name in
            Output.line("\(name)")
            for status in try await live.status() {
                switch status.state {
                case .applied(let at, let by): Output.line("  \(status.label)  applied \(at) by \(by)")
                case .begun(let steps):
                    isBehind = true
                    Output.line("  \(status.label)  broken off after \(steps) steps; `plumb apply` goes on from there")
                case .pending:
                    isBehind = true
                    Output.line("  \(status.label)  pending")
                }
            }
            for table in try await live.quarantined() { Output.line("  in quarantine: \(table)") }
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
            for item in comparison.unmodelled { Output.line("  not modelled: \(item)") }
        }
        if isBehind { throw ExitCode.somethingToDo }
    }
}

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Whether a live database is what is declared; says what drifted.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        var hasDrifted = false
        try await LiveSession.each(databases) { live, name in
            let comparison = try await live.compare()
            if comparison.isClean {
                Output.line("\(name): is what is declared")
                return
            }
            hasDrifted = true
            Output.line("\(name): drifted (\(comparison.drift.count + comparison.external.count))")
            for line in comparison.drift.map(DeltaText.line) + comparison.external { Output.line("  - \(line)") }
        }
        if hasDrifted { throw ExitCode.somethingToDo }
    }
}

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "What would make a live database what is declared: steps, locks, risks.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []
    @Flag(help: "Print the SQL of each step too.") var sql = false

    func run() async throws {
        var isOpen = false
        try await LiveSession.each(databases) { live, name in
            let comparison = try await live.compare()
            let plan = comparison.plan
            guard !plan.isEmpty else {
                Output.line("\(name): nothing to do")
                return
            }
            isOpen = true
            Output.line("\(name): \(plan.steps.count { !$0.isRecovery }) steps")
            for line in StepText.summary(plan) { Output.line("  " + line) }
            for (number, step) in plan.steps.filter({ !$0.isRecovery }).enumerated() {
                Output.line("  \(number + 1). \(step.title)\(PlanText.cost(step))\(PlanText.reverse(step))")
                if sql { for statement in step.statements { Output.line(PlanText.indented(statement + ";")) } }
            }
        }
        if isOpen { throw ExitCode.somethingToDo }
    }
}

struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Take a live database that has everything already as if the migrations had made it.")

    @Argument(help: "The databases.") var databases: [String]

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            let labels = try await live.baseline()
            Output.line(
                labels.isEmpty
                    ? "\(name): every migration is in the ledger already"
                    : "\(name): wrote into the ledger: \(labels.joined(separator: ", "))")
        }
    }
}

struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Delete for good what dropped objects left in quarantine.")

    @Argument(help: "The databases.") var databases: [String]
    @Flag(help: "Really delete; without it, only says what is there.") var yes = false

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            let tables = try await live.quarantined()
            for table in tables { Output.line("\(name): \(table)") }
            if yes {
                let schemas = try await live.purge()
                Output.line("\(name): deleted \(schemas.count) quarantine schemas")
            } else if !tables.isEmpty {
                Output.line("\(name): nothing deleted; add --yes to delete these for good")
            }
        }
    }
}
