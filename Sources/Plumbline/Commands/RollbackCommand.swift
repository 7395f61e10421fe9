import ArgumentParser
import Migrator
import SchemaModel

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Undo the newest migration, or all migrations after a given one.",
        discussion: """
            Without --to, undoes one migration: the newest one, applied or interrupted. No rows are lost: tables and values move to \
            quarantine, and `plumb apply` restores them.
            """)

    @Argument(help: "The databases. Default: all.") var databases: [String] = []
    @Option(help: "Undo all migrations after this number; 0 undoes all.") var to: Int?
    @Flag(help: "Also undo migrations that `plumb baseline` recorded.") var pastBaseline = false
    @Flag(help: "Print what would be done, and do nothing.") var dryRun = false
    @Flag(help: "Do not ask.") var yes = false
    @OptionGroup var waits: WaitOptions

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            let planned = try await live.plannedRollbacks(to: to, pastBaseline: pastBaseline)
            guard !planned.isEmpty else {
                Output.line("\(name): nothing to undo")
                return
            }
            for rollback in planned {
                Output.line("\(name): undo \(rollback.label)\(rollback.note.map { ", \($0)" } ?? "")")
                for line in rollback.file.summary { Output.line("  \(line)") }
                let estimated = CertificateText.lines(try await live.estimate(rollback))
                for line in estimated { Output.line(line) }
                if estimated.isEmpty {
                    for section in rollback.file.sections { Output.line("  \(section.number). \(section.title)") }
                }
            }
            if dryRun { return }
            guard try yes || Question.isYes("Undo \(planned.map(\.label).joined(separator: ", ")) in \(name)?") else {
                throw CommandError("\(name): nothing was changed")
            }
            for migration in try await live.rollBack(planned, waits.options, report: EventText.report) {
                Output.line("\(name): rolled back \(migration.label): \(Plural.text(migration.outcome.executed, "section"))")
            }
        }
    }
}
