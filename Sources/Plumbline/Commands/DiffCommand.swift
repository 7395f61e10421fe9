import ArgumentParser
import Catalog
import Foundation
import Planner
import SchemaModel

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "The SQL that turns one schema into another, on standard output.",
        discussion: """
            A SOURCE is a connection URL, a .sql file or folder, a snapshot .json, or declared:NAME. Nothing is printed when both \
            are equal. What PostgreSQL has and Plumbline does not model is named on standard error.
            """)

    @Option(help: "What is there.") var from: String
    @Option(help: "What is wanted.") var to: String
    @Flag(help: "Compare owners too.") var owners = false

    func run() async throws {
        let context = try CommandContext.get()
        async let first = Source(from).read(context)
        async let second = Source(to).read(context)
        let (old, new) = try await (first, second)
        for item in Set(old.unmodelled).union(new.unmodelled).sorted() {
            Progress.note("not modelled, and so left as it is: \(item)")
        }
        let plan = try Plan(from: old, to: new, options: PlanOptions(ignoredKinds: owners ? [] : [.owner]))
        print(plan.script, terminator: "")
    }
}

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Write a schema down as a snapshot, on standard output.")

    @Argument(help: "A connection URL, a .sql file or folder, or declared:NAME.") var source: String

    func run() async throws {
        let state = try await Source(source).read(try CommandContext.get())
        FileHandle.standardOutput.write(try Snapshot(state).data())
        print()
    }
}
