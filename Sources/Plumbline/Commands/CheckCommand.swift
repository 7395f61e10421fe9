import ArgumentParser
import Checks
import Foundation
import SchemaModel
import Reports

/// The forms that a result can take on standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, junit, tap, github, sarif, prometheus, otlp, slack, html
}

/// Files that results are written to beside what is printed.
struct ReportFiles: ParsableArguments {
    @Option(help: ArgumentHelp("Also write JUnit XML to this file.", valueName: "file")) var junit: String?
    @Option(help: ArgumentHelp("Also write JSON to this file.", valueName: "file")) var json: String?
    @Option(help: ArgumentHelp("Also write Markdown to this file.", valueName: "file")) var markdown: String?
    @Option(help: ArgumentHelp("Also write SARIF 2.1.0 to this file, for code hosts.", valueName: "file")) var sarif: String?
    @Option(
        help: ArgumentHelp("Also write Prometheus text to this file, for node_exporter's textfile collector.", valueName: "file"))
    var prometheus: String?
    @Option(
        help: ArgumentHelp(
            "Also write OpenTelemetry metrics as OTLP/JSON to this file, for the collector's otlpjsonfile receiver.",
            valueName: "file"))
    var otlp: String?
    @Option(
        help: ArgumentHelp(
            "Also write a message for a Slack webhook to this file; no file when nothing is new.", valueName: "file")) var slack:
        String?
    @Option(help: ArgumentHelp("Also write one self-contained HTML page to this file.", valueName: "file")) var html: String?

    static func write(_ text: String, to path: String?) throws {
        guard let path else { return }
        let url = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try OutputFile.write(Data(text.utf8), to: url)
        } catch {
            throw CommandError("the report \(path) cannot be written: \(FileErrorText.reason(error, at: path))")
        }
    }

    func write(
        _ report: CheckReport, brief: CheckReport? = nil, trends: CheckTrends = .empty,
        measurements: Measurements = Measurements()
    ) throws {
        try Self.write(JUnitReport.render(brief ?? report), to: junit)
        if json != nil { try Self.write(try JSONReport.render(brief ?? report), to: json) }
        try Self.write(MarkdownReport.render(brief ?? report, trends: trends), to: markdown)
        if sarif != nil { try Self.write(try SARIFReport.render(report), to: sarif) }
        try Self.write(PrometheusReport.render(report, measurements: measurements), to: prometheus)
        if otlp != nil { try Self.write(try OpenTelemetryReport.render(report, measurements: measurements), to: otlp) }
        try writeSlack(report, trends)
        if html != nil {
            try Self.write(try HTMLReport.render(report, trends: trends, measurements: measurements), to: html)
        }
    }

    /// A message of an earlier run must not be sent again, so its file goes when there is nothing new.
    private func writeSlack(_ report: CheckReport, _ trends: CheckTrends) throws {
        guard let slack else { return }
        if let message = try SlackReport.render(report, trends: trends) {
            try Self.write(message, to: slack)
        } else if FileManager.default.fileExists(atPath: slack) {
            try FileManager.default.removeItem(atPath: slack)
        }
    }
}

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check live data and catalogs against the declared rules. Reads only.",
        discussion: """
            A SELECTOR is a database, a check's id, the beginning of one (analytics.conversation_analytics), or a file of SQL \
            (checks/orders.sql). All checks of a database see one snapshot, and each table is read once for all its rules about \
            rows; what the catalog proves is not read. Exit status 1: a check failed. 3: the run would exceed --max-rows or \
            --max-cost, and nothing was run.
            """)

    @Argument(help: "The checks to run. Default: all.") var selectors: [String] = []
    @Option(help: "text, json, markdown, junit, tap, github, sarif, prometheus, otlp, slack or html.") var format = OutputFormat
        .text
    @Option(name: .customLong("database"), help: "Only this database. Can be repeated.") var databases: [String] = []
    @Option(help: "The number of failing rows of each check that are shown by key. Default: 5, and 100 on a page.") var samples:
        Int?
    @Option(help: "The seed of random samples. Default: the day of the run (UTC).") var seed: String?
    @Flag(help: "Run even as a superuser, whom a read-only transaction does not fully restrict.") var allowSuperuser = false
    @Flag(help: "Print a line for every check, even if it passed.") var all = false
    @Flag(help: "List the checks, and run none.") var list = false
    @Flag(help: "Show the statements, how the server would run them, and what is proved; run none.") var explain = false
    @Flag(help: "Try on a scratch copy with faulty rows whether each check can fail. Reads no live database.") var mutate = false
    @Flag(help: "For checks that have long been clean, show the constraint that would prove them; run none.") var suggest = false
    @Option(help: "With --suggest: the number of clean runs in a row that a check needs.") var cleanRuns = 30
    @OptionGroup var history: HistoryOptions
    @OptionGroup var limits: CheckLimits
    @OptionGroup var files: ReportFiles

    func validate() throws {
        if cleanRuns < 1 { throw ValidationError("--clean-runs is a number from 1 on") }
    }

    private var writesPage: Bool { format == .html || files.html != nil }

    func run() async throws {
        let context = try CommandContext.get()
        let checks = try CheckSession.checks(context, databases, matching: selectors)
        if mutate {
            let mutation = try await CheckMutation(checks, context)
            print(mutation.text)
            if !mutation.isComplete { throw ExitCode(1) }
            return
        }
        if list {
            for check in checks { print("\(check.database)  \(check.id)  \(check.title)") }
            return
        }
        let options = limits.options(samples: samples ?? (writesPage ? 100 : 5), seed: seed, allowsSuperuser: allowSuperuser)
        if suggest {
            try await ConstraintSuggestions(checks, context, runs: cleanRuns, history: history, options: options).print()
            return
        }
        if explain {
            let past = try await history.past(of: checks, context)
            for plan in try await CheckSession.plans(checks, context, options: options, past: past) {
                print(TextReport.render(plan), terminator: "")
            }
            return
        }
        var report: CheckReport
        do {
            let past = try await history.past(of: checks, context)
            report = try await CheckSession.run(checks, context, options: options, past: past)
        } catch let error as CheckError where error.code == .overBudget {
            Progress.note("plumb: \(error.message)")
            throw ExitCode.overBudget
        }
        // A page offers more keys for download than a terminal or a message has room for.
        let brief = samples == nil ? report.showing(keys: 5) : report
        try files.write(report, brief: brief)
        if format != .html { report = brief }
        switch format {
        case .text: print(TextReport.render(report, style: .terminal(), all: all), terminator: "")
        case .json: print(try JSONReport.render(report))
        case .markdown: print(MarkdownReport.render(report))
        case .junit: print(JUnitReport.render(report))
        case .tap: print(TAPReport.render(report), terminator: "")
        case .github: print(GitHubReport.render(report), terminator: "")
        case .sarif: print(try SARIFReport.render(report), terminator: "")
        case .prometheus: print(PrometheusReport.render(report), terminator: "")
        case .otlp: print(try OpenTelemetryReport.render(report), terminator: "")
        case .slack: if let message = try SlackReport.render(report) { print(message, terminator: "") }
        case .html: print(try HTMLReport.render(report))
        }
        if report.verdict.exitStatus != 0 { throw ExitCode(report.verdict.exitStatus) }
    }
}

struct CompileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile", abstract: "Write each declared check as SQL into checks/.")

    func run() async throws {
        let context = try CommandContext.get()
        let written = try CheckFiles(root: context.root).write(
            try CheckSession.declared(context), databases: try context.databaseNames)
        print(written.isEmpty ? "checks/ is up to date" : written.map { "wrote \($0)" }.joined(separator: "\n"))
    }
}
