import ArgumentParser
import Foundation
import PostgresClient
import Queries
import Reports

/// Values for parameters, as a person types them.
struct ParameterOptions: ParsableArguments {
    @Option(name: [.customLong("set"), .short], help: "A parameter's value: --set start=2026-01-01; can be repeated.")
    var values: [String] = []

    func bindings() throws -> [Binding] {
        try values.map { value in
            guard let separator = value.firstIndex(of: "=") else {
                throw ValidationError("--set wants name=value; `\(value.prefix(40))` has no =")
            }
            return Binding(String(value[..<separator]), text: String(value[value.index(after: separator)...]))
        }
    }
}

/// The declared queries of a project, and a connection to the database of one.
enum QuerySession {
    static func library(_ context: CommandContext) throws -> QueryLibrary { try QueryLibrary(context.project.queries) }

    static func connected<R>(
        to database: String, _ context: CommandContext, _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        try await PostgresConnection.with(try context.configuration.settings(for: database), body)
    }

    /// As ``connected(to:_:_:)``, for what goes to people: an error is told without the server's words where these can hold a value of
    /// a row, such as those of a `RAISE`.
    static func shown<R>(
        of database: String, _ context: CommandContext, _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        do {
            return try await connected(to: database, context, body)
        } catch let error as PostgresError {
            if error.code == .cancelled { throw error }
            throw CommandError("\(database): \(error.withoutValues)")
        }
    }

    static func listing(_ name: String, _ database: String, _ purpose: String, _ parameters: [CompiledParameter]) -> String {
        var text = "\(name)  (\(database))\n    \(purpose)"
        for parameter in parameters {
            text += "\n    --set \(parameter.name)=…  \(parameter.type)"
            if let value = parameter.defaultValue { text += ", as it stands \(value)" }
            if let purpose = parameter.purpose { text += "; \(purpose)" }
        }
        return text
    }
}

struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Run a declared query; only values that are marked unmasked are shown.",
        discussion: """
            Queries that read run in a read-only transaction; one that writes runs only with --write. --sql prints the statement for \
            psql instead of running it.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, csv, markdown }

    @Argument(help: "The query, as `plumb query --list` names it.") var name: String?
    @OptionGroup var parameters: ParameterOptions
    @Option(help: "text, json, csv or markdown.") var format = Form.text
    @Flag(help: "List the queries and run none.") var list = false
    @Flag(help: "Print the SQL for psql and run nothing.") var sql = false
    @Flag(help: "Run a query that changes rows.") var write = false

    func validate() throws {
        if name == nil, !list { throw ValidationError("which query? `plumb query --list` lists them") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let library = try QuerySession.library(context)
        if list {
            for query in library.queries {
                let name = query.effect == .writes ? query.id + "  [writes]" : query.id
                print(QuerySession.listing(name, query.database, query.purpose, query.parameters))
            }
            return
        }
        let query = try library.query(named: name ?? "")
        if sql {
            print(query.psql, terminator: "")
            return
        }
        let bindings = try parameters.bindings()
        // What is wrong with the command is told before a server is asked.
        try library.check(query, bindings, mayWrite: write)
        let outcome = try await QuerySession.shown(of: query.database, context) { connection in
            try await library.show(query, bindings, on: connection, mayWrite: write)
        }
        switch format {
        case .text: print(TextReport.render(outcome, style: .terminal()), terminator: "")
        case .json: print(try JSONReport.render(outcome), terminator: "")
        case .csv: print(CSVReport.render(outcome), terminator: "")
        case .markdown: print(MarkdownReport.render(outcome), terminator: "")
        }
    }
}

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Run a declared report: its figures, and whether they meet their targets.",
        discussion: "All of a report's queries see one snapshot. Exit status 1: a figure misses its target.")

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, markdown, html }

    @Argument(help: "The report, as `plumb report --list` names it.") var name: String?
    @OptionGroup var parameters: ParameterOptions
    @Option(help: "text, json, markdown or html.") var format = Form.text
    @Option(help: ArgumentHelp("Also write one self-contained HTML page to this file.", valueName: "file")) var html: String?
    @Flag(help: "List the reports and run none.") var list = false

    func validate() throws {
        if name == nil, !list { throw ValidationError("which report? `plumb report --list` lists them") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let library = try QuerySession.library(context)
        if list {
            for report in library.reports {
                print(QuerySession.listing(report.name, report.database, report.purpose, report.parameters))
            }
            return
        }
        let report = try library.report(named: name ?? "")
        let bindings = try parameters.bindings()
        try library.check(report, bindings)
        let outcome = try await QuerySession.shown(of: report.database, context) { connection in
            try await library.show(report, bindings, on: connection)
        }
        switch format {
        case .text: print(TextReport.render(outcome, style: .terminal()), terminator: "")
        case .json: print(try JSONReport.render(outcome), terminator: "")
        case .markdown: print(MarkdownReport.render(outcome), terminator: "")
        case .html: print(try HTMLReport.render(outcome), terminator: "")
        }
        if html != nil { try ReportFiles.write(try HTMLReport.render(outcome), to: html) }
        if !outcome.meetsTargets { throw ExitCode.somethingToDo }
    }
}
