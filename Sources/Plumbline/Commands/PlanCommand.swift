import ArgumentParser
import Foundation
import Migrator
import SchemaEngine
import SchemaModel

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the steps that would make a live database match its declaration, with locks and risks.",
        discussion: """
            Lists the steps that lock or risk something; the others are counted. Nothing is run: `plumb generate` writes a migration, \
            and `plumb apply` runs it. Exit status 1: there is something to do.
            """)

    @Argument(help: "The databases. Default: all.") var databases: [String] = []
    @Flag(help: "Print the SQL of each step too.") var sql = false
    @Flag(help: "List every step, and how it is undone.") var verbose = false
    @Flag(help: "Show the certificates of the pending migrations instead, with the current sizes of the tables.")
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
            if let note = try await Self.pending(live) { Output.line("\(name): \(note)") }
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
                let all = quiet == steps.count
                Output.line(
                    quiet == 1
                        ? "  \(all ? "The step" : "The other step") locks nothing in use and risks nothing; `plumb plan --verbose` shows it"
                        : "  \(all ? "All steps" : "The other \(quiet) steps") lock nothing in use and risk nothing; "
                            + "`plumb plan --verbose` lists them")
            }
        }
        if isOpen { throw ExitCode.somethingToDo }
    }

    /// What `plumb apply` would run instead of the steps that lead straight to the declaration; nil where all migrations are applied.
    private static func pending(_ live: LiveDatabase) async throws -> String? {
        let labels = try await live.status().filter { $0.state == .pending }.map(\.label)
        guard !labels.isEmpty else { return nil }
        return
            "`plumb apply` would run \(labels.joined(separator: ", ")), which \(labels.count == 1 ? "is" : "are") not applied; "
            + "`plumb plan --certificate` shows what that locks. The steps here lead straight from the database to the declaration, and take a "
            + "rename that a migration makes for a drop and an addition."
    }
}
