import ArgumentParser
import Foundation
import PostgresClient
import SchemaModel
import Transfer

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a table's rows to a file, exactly, from one snapshot.",
        discussion: """
            Binary COPY under a header with columns, types, the number of rows and a SHA-256; `plumb restore` reads it. The file \
            contains personal data as it is, and only you can read it.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "A declared table, as SCHEMA.TABLE.") var table: String
    @Option(help: "The file, which must not exist.") var to: String

    func run() async throws {
        let context = try CommandContext.get()
        let name = try DeclaredTable.named(table, in: try await context.databases([database])[0])
        let settings = try context.configuration.settings(for: database)
        let line = TransferLine()
        let done = try await PostgresConnection.with(settings) { connection in
            try await TableTransfer.export(
                schema: name.schema, table: name.table, from: connection, to: URL(filePath: to), progress: line.show)
        }
        print("\(database): exported \(done.rows) rows of \(table) to \(to) (\(TransferLine.size(done.bytes)))")
        print(
            "The file holds the rows as they are, personal data too; only you can read it (mode 0600). Keep it as you keep them.")
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Restore the rows of an exported table: all of them, or none.",
        discussion: """
            Rows are identified by their primary key: existing rows are replaced, others are inserted, and rows that the file does not \
            have stay. A file that is damaged, or whose columns and types differ from the table's, is refused. Other sessions can read meanwhile.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "A file that `plumb export` wrote.") var file: String
    @Option(help: "Another declared table than the file's, as SCHEMA.TABLE.") var table: String?

    func run() async throws {
        let context = try CommandContext.get()
        let declared = try await context.databases([database])[0]
        let url = URL(filePath: file)
        let its = try TableTransfer.table(in: url)
        let name = try DeclaredTable.named(table ?? "\(its.schema).\(its.table)", in: declared)
        let settings = try context.configuration.settings(for: database)
        let line = TransferLine()
        let done = try await PostgresConnection.with(settings) { connection in
            try await TableTransfer.restore(
                url, into: connection, schema: name.schema, table: name.table, progress: line.show)
        }
        print(
            "\(database): restored \(done.inserted + done.replaced) rows of \(done.schema).\(done.table): \(done.inserted) inserted, "
                + "\(done.replaced) replaced; \(done.untouched) others are as they were")
        for note in done.notes { print("  \(note)") }
    }
}

/// A table by the name that people type.
private enum DeclaredTable {
    static func named(_ text: String, in database: DeclaredDatabase) throws -> (schema: String, table: String) {
        let tables = (database.facts + database.shapes.flatMap(\.facts)).map(\.id).filter { $0.kind == .table }
        guard let id = tables.first(where: { $0.path == text }), let schema = id.schema else {
            let known = Set(tables.map(\.path)).sorted().joined(separator: ", ")
            throw CommandError("no table `\(text)` is declared in \(database.name); declared are: \(known)")
        }
        return (schema, id.name)
    }
}

/// One line a second about how far it is.
private final class TransferLine: Sendable {
    private let told = ProgressClock()

    func show(_ done: UInt64, of total: UInt64?) {
        guard told.isTime() else { return }
        Progress.note("  \(Self.size(done))\(total.map { " of \(Self.size($0))" } ?? "") …")
    }

    static func size(_ bytes: UInt64) -> String {
        bytes < 1_000_000 ? "\(bytes / 1000) kB" : "\((Double(bytes) / 1e6).formatted(.number.precision(.fractionLength(1)))) MB"
    }
}
