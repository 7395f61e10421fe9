import ArgumentParser
import Migrator
import SchemaModel

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the migrations of a live database, and the objects in it that this project does not own.")

    @Argument(help: "The databases. Default: all.") var databases: [String] = []

    func run() async throws {
        var isBehind = false
        try await LiveSession.each(databases) { live, name in
            Output.line("\(name)")
            do {
                let running = try await live.migratingSession()
                for status in try await live.status() { if Self.show(status, running: running) { isBehind = true } }
            } catch let error as MigrationError {
                for status in try await live.recordedStatus() { _ = Self.show(status, running: nil) }
                throw error
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

    /// Prints a line.
    ///
    /// - Parameter running: the session that migrates the database now.
    /// - Returns: whether there is something to do.
    private static func show(_ status: MigrationStatus, running: String?) -> Bool {
        let edited = status.isEdited ? ", from a file that has been edited since; restore it from git" : ""
        switch status.state {
        case .applied(let at, let by, let isBaseline):
            Output.line("  \(status.label)  \(isBaseline ? "baseline recorded" : "applied") \(at) by \(by)\(edited)")
            return status.isEdited
        case .begun(let sections):
            if let running {
                Output.line("  \(status.label)  is being applied, \(Plural.text(sections, "section")) done: \(running)")
                return true
            }
            Output.line(
                "  \(status.label)  interrupted after \(Plural.text(sections, "section")); `plumb apply` continues it, "
                    + "`plumb rollback` undoes it")
            return true
        case .goingBack(let sections):
            if let running {
                Output.line("  \(status.label)  is being rolled back, \(Plural.text(sections, "section")) done: \(running)")
                return true
            }
            Output.line(
                "  \(status.label)  its rollback was interrupted after \(Plural.text(sections, "section")); "
                    + "`plumb rollback` continues it\(edited)")
            return true
        case .pending:
            let squash = status.isUnadoptedSquash ? "; `plumb apply` puts it in the place of those up to its number" : ""
            Output.line("  \(status.label)  pending\(squash)")
            return true
        case .foreign(let at, let isApplied):
            Output.line(
                "  \(status.label)  \(isApplied ? "applied \(at)" : "interrupted"), but not in this checkout: it is from "
                    + "another branch or a newer checkout; `plumb rollback` undoes it")
            return true
        }
    }
}
