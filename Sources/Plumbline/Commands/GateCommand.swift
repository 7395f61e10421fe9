import ArgumentParser
import Checks
import Foundation
import Reports

/// The forms that the gate's result can take on standard output.
enum GateFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, junit
}

struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Run everything that must pass before a deployment: declaration, files, lint, proof, drift, checks.",
        discussion: """
            Drift and checks need the URL of a database, in plumbline.yml or PLUMBLINE_URL_<DATABASE>; without it, these steps are \
            skipped, and the report says so.
            """)

    @Option(help: "text, json, markdown or junit.") var format = GateFormat.text
    @Flag(help: "Run the checks even as a superuser.") var allowSuperuser = false
    @OptionGroup var history: HistoryOptions
    @OptionGroup var limits: CheckLimits
    @Option(help: ArgumentHelp("Also write JUnit XML to this file.", valueName: "file")) var junit: String?
    @Option(help: ArgumentHelp("Also write JSON to this file.", valueName: "file")) var json: String?
    @Option(help: ArgumentHelp("Also write Markdown to this file.", valueName: "file")) var markdown: String?
    #if Lint
    @Option(help: ArgumentHelp("Also write the findings of lint as SARIF 2.1.0 to this file.", valueName: "file"))
    var sarif: String?
    #endif
    @Option(
        help: ArgumentHelp(
            "Also write the results of the checks as one self-contained HTML page to this file.", valueName: "file")) var html:
        String?

    func run() async throws {
        var gate = try Gate(
            context: try CommandContext.get(),
            options: limits.options(samples: html == nil ? 5 : 100, allowsSuperuser: allowSuperuser), history: history)
        let report = await gate.run()
        switch format {
        case .text: print(TextReport.render(report, style: .terminal()), terminator: "")
        case .json: print(try JSONReport.render(report))
        case .markdown: print(MarkdownReport.render(report))
        case .junit: print(JUnitReport.render(report))
        }
        try ReportFiles.write(JUnitReport.render(report), to: junit)
        try ReportFiles.write(MarkdownReport.render(report), to: markdown)
        if json != nil { try ReportFiles.write(try JSONReport.render(report), to: json) }
        if html != nil, let checks = report.checks { try ReportFiles.write(try HTMLReport.render(checks), to: html) }
        #if Lint
        if sarif != nil, let findings = gate.findings { try ReportFiles.write(try LintSARIF.render(findings), to: sarif) }
        #endif
        // Only where nothing else is wrong: a failed step is for people to act on, whatever the budget was.
        if gate.isOverBudget, report.steps.allSatisfy({ $0.outcome != .failed }) { throw ExitCode.overBudget }
        if report.verdict.exitStatus != 0 { throw ExitCode(report.verdict.exitStatus) }
    }
}
