import ArgumentParser
import Checks
import Foundation
import Reports

/// The forms that a result can take on standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, junit, html
}

/// Files that results are written to beside what is printed.
struct ReportFiles: ParsableArguments {
    @Option(help: "Also write JUnit XML to this file.") var junit: String?
    @Option(help: "Also write JSON to this file.") var json: String?
    @Option(help: "Also write Markdown to this file.") var markdown: String?
    @Option(help: "Also write one self-contained HTML page to this file.") var html: String?

    static func write(_ text: String, to path: String?) throws {
        guard let path else { return }
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    func write(_ report: CheckReport, trends: CheckTrends = .empty) throws {
        try Self.write(JUnitReport.render(report), to: junit)
        if json != nil { try Self.write(try JSONReport.render(report), to: json) }
        try Self.write(MarkdownReport.render(report, trends: trends), to: markdown)
        if html != nil { try Self.write(try HTMLReport.render(report, trends: trends), to: html) }
    }
}

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Ask live data and catalogs whether they keep the declared rules; reads only.",
        discussion: """
            A SELECTOR is a database, a check's id, or the beginning of one (analytics.conversation_analytics). All checks of a \
            database see one snapshot, and each table is read once. Exit status 1: a check failed.
            """)

    @Argument(help: "Which checks; all when nothing is named.") var selectors: [String] = []
    @Option(help: "text, json, markdown, junit or html.") var format = OutputFormat.text
    @Option(name: .customLong("database"), help: "Only this database; may be given again.") var databases: [String] = []
    @Option(help: "Failing rows shown by key, each check.") var samples = 5
    @Option(help: "What draws random samples; the day of the run (UTC) unless given.") var seed: String?
    @Flag(help: "Run even as a superuser, although READ ONLY does not restrain one.") var allowSuperuser = false
    @Flag(help: "Name the checks and run none.") var list = false
    @OptionGroup var files: ReportFiles

    func run() async throws {
        let context = try CommandContext.get()
        let checks = try CheckSession.checks(context, databases, matching: selectors)
        if list {
            for check in checks { print("\(check.database)  \(check.id)  \(check.title)") }
            return
        }
        let options = CheckOptions(samples: samples, seed: seed, allowsSuperuser: allowSuperuser)
        let report = try await CheckSession.run(checks, context, options: options)
        switch format {
        case .text: print(TextReport.render(report, style: .terminal()), terminator: "")
        case .json: print(try JSONReport.render(report))
        case .markdown: print(MarkdownReport.render(report))
        case .junit: print(JUnitReport.render(report))
        case .html: print(try HTMLReport.render(report))
        }
        try files.write(report)
        if report.verdict.exitStatus != 0 { throw ExitCode(report.verdict.exitStatus) }
    }
}

struct CompileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile", abstract: "Write every declared check as the SQL that it compiles to, into checks/.")

    func run() async throws {
        let context = try CommandContext.get()
        let written = try CheckFiles(root: context.root).write(
            try CheckSession.declared(context), databases: context.databaseNames)
        print(written.isEmpty ? "checks/ is current" : written.map { "wrote \($0)" }.joined(separator: "\n"))
    }
}
