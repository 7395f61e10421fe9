import ArgumentParser
import SchemaEngine
import Foundation
import Migrator
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
        let sources = (from: try Source(from), to: try Source(to))
        let rows = try sources.from.rows(context) + sources.to.rows(context)
        async let first = sources.from.read(context, rows: rows)
        async let second = sources.to.read(context, rows: rows)
        var (old, new) = try await (first, second)
        // A declaration says nothing of what it does not own: that is not something to drop.
        if case .declared(let name) = sources.to, let owner = try context.databases([name]).first {
            old = old.owned(by: owner, declared: new)
        } else if case .declared(let name) = sources.from, let owner = try context.databases([name]).first {
            new = new.owned(by: owner, declared: old)
        }
        for item in Set(old.unmodelled).union(new.unmodelled).sorted() {
            Progress.note("not modelled, and so left as it is: \(item)")
        }
        let plan = try Plan(
            from: old, to: new, options: PlanOptions(ignoredKinds: owners ? [] : [.owner], includesRollback: false))
        print(plan.script, terminator: "")
    }
}

extension Source {
    fileprivate func rows(_ context: CommandContext) throws -> [ReferenceTable] {
        guard case .declared(let name) = self else { return [] }
        return try context.databases([name]).flatMap { ReferenceTable.all(in: $0.facts) }
    }
}

extension CatalogState {
    fileprivate func owned(by database: DeclaredDatabase, declared: CatalogState) -> CatalogState {
        owned(database.scope, Set(declared.facts.keys))
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
