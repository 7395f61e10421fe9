import ArgumentParser
import Migrator

struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Delete permanently what migrations and rollbacks moved to quarantine.")

    @Argument(help: "The databases; can be omitted if the project has only one.") var databases: [String] = []
    @Option(help: "Only what was moved at least this many days ago, such as 30d.") var olderThan: String?
    @Flag(help: "Do not ask.") var yes = false

    private var days: Double? { olderThan.flatMap { $0.hasSuffix("d") ? Double($0.dropLast()) : nil } }

    func validate() throws {
        guard olderThan == nil || (days ?? -1) >= 0 else {
            throw ValidationError("--older-than takes a number of days, such as 30d")
        }
    }

    func run() async throws {
        try await LiveSession.each(try CommandContext.get().named(databases)) { live, name in
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
                try yes
                    || Question.isYes(
                        "Delete these permanently from \(name)? After that, no migration or rollback can restore the rows.")
            else {
                throw CommandError("\(name): nothing was deleted")
            }
            try await live.purge(objects)
            Output.line("\(name): deleted what came from \(objects.map(\.origin).joined(separator: ", "))")
        }
    }
}
