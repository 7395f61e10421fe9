import ArgumentParser
import Checks
import Foundation
import PostgresClient
import Reports
import SchemaDSL
import SchemaModel

struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Look at the data of a database, and suggest checks. Reads only.",
        discussion: """
            Statistics of the server come first, then one scan of each table, in a read-only transaction with limits. The role needs \
            SELECT only. No value of a column is printed, unless the declaration marks the column as unmasked or --unmask names it.

            --swift writes the suggested checks as Swift, for tables that the project declares; --sql writes them as a file for checks/.

            Exit status 1: a table could not be read. 3: the scans would exceed --max-rows or --max-cost, and nothing was read.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "The tables, as schema.table, quoted as in SQL if a name has a dot. Default: all.")
    var tables: [String] = []
    @Option(help: "The database; can be omitted if the project has only one.") var database: String?
    @Option(help: "text or json.") var format = Form.text
    @Option(help: ArgumentHelp("Show the values of this column; can be repeated.", valueName: "schema.table.column"))
    var unmask: [String] = []
    @Option(help: ArgumentHelp("Write the suggested checks to this file, as Swift.", valueName: "file")) var swift: String?
    @Option(help: ArgumentHelp("Write the suggested checks to this file, as SQL.", valueName: "file")) var sql: String?
    @Flag(help: "Run even as a superuser, whom a read-only transaction does not fully restrict.") var allowSuperuser = false
    @OptionGroup var limits: CheckLimits

    func run() async throws {
        let context = try CommandContext.get()
        let names = try context.names(database.map { [$0] } ?? [])
        guard let name = names.first, names.count == 1 else {
            throw CommandError("which database? --database names one of \(names.joined(separator: ", "))")
        }
        let declared = context.project.databases.first { $0.name == name }
        let named = try unmask.map(Self.column)
        var shown = Set(named)
        for (column, exposure) in declared?.exposures.owned ?? [:] where exposure == .unmasked { shown.insert(column) }
        for shape in declared?.exposures.shapes ?? [] {
            for (column, exposure) in shape where exposure == .unmasked { shown.insert(column) }
        }
        let relations = declared?.relations ?? [:]
        if swift != nil, relations.isEmpty {
            throw CommandError(
                "the tables of \(name) are not declared in Swift, so that no Swift can refer to them; --sql writes the checks as SQL, "
                    + "and `plumb import` writes a declaration")
        }
        let outcome: DataProfiler.Outcome
        do {
            outcome = try await DataProfiler(
                try context.configuration.settings(for: name), options: limits.options(allowsSuperuser: allowSuperuser),
                shown: shown
            ).profile(try tables.map(Self.table), database: name)
        } catch let error as CheckError where error.code == .overBudget {
            Progress.note("plumb: \(error.message)")
            throw ExitCode.overBudget
        }
        switch format {
        case .text: print(TextReport.render(outcome, style: .terminal()), terminator: "")
        case .json: print(try JSONReport.render(outcome), terminator: "")
        }
        try writeSwift(outcome, relations)
        if let sql {
            try Self.writeNew(outcome.tables.filter { !$0.suggestions.isEmpty }.map(\.checkFile).joined(separator: "\n"), to: sql)
        }
        let unknown = named.first { column in
            !outcome.tables.contains { $0.table == column.parent && $0.columns.contains { $0.name == column.name } }
        }
        if let unknown { throw CommandError("--unmask \(unknown.path): no table that was looked at has this column") }
        if !outcome.problems.isEmpty { throw ExitCode.somethingToDo }
    }

    private func writeSwift(_ outcome: DataProfiler.Outcome, _ relations: [ObjectID: any Relation]) throws {
        guard let swift else { return }
        var texts: [String] = []
        for table in outcome.tables {
            guard let relation = relations[table.table], let text = table.swift(relation) else {
                if !table.suggestions.isEmpty { Progress.note("not written as Swift: \(table.table.path) is not declared") }
                continue
            }
            texts.append(texts.isEmpty ? text : text.replacing(/^import Plumbline\n\n/, with: ""))
        }
        try Self.writeNew(texts.joined(separator: "\n"), to: swift)
    }

    /// A file of suggestions may have been edited since it was written, so that none is replaced.
    private static func writeNew(_ text: String, to path: String) throws {
        guard !text.isEmpty else {
            Progress.note("nothing is suggested, and \(path) was not written")
            return
        }
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CommandError("\(path) exists, and was not replaced; name another file, or remove it")
        }
        try ReportFiles.write(text, to: path)
        Progress.note("wrote \(path)")
    }

    private static func parts(_ text: String, _ count: Int, _ form: String) throws -> [String] {
        guard let parts = HeaderNames.path(text), parts.count == count else {
            throw CommandError(
                "`\(text)` is not \(form); a name with a dot is written in double quotes, as in 'app.\"Order.lines\"'")
        }
        return parts
    }

    private static func table(_ text: String) throws -> ObjectID {
        let parts = try parts(text, 2, "schema.table")
        return .table(parts[0], parts[1])
    }

    private static func column(_ text: String) throws -> ObjectID {
        let parts = try parts(text, 3, "schema.table.column")
        return .column(parts[2], of: .table(parts[0], parts[1]))
    }
}
