import ArgumentParser
import Checks
import Foundation
import Reports

struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Run all that must pass before a deploy: declaration, files, lint, proof, drift, checks.",
        discussion: """
            Drift and checks need the URL of a database, in plumbline.yml or PLUMBLINE_URL_<DATABASE>; without it, these steps are \
            skipped, and the report says so.
            """)

    @Option(help: "text, json, markdown or junit.") var format = OutputFormat.text
    @Flag(help: "Run the checks even as a superuser.") var allowSuperuser = false
    @Option(help: "Also write the findings of lint as SARIF 2.1.0 to this file.") var sarif: String?
    @OptionGroup var files: ReportFiles

    func validate() throws {
        if format == .html { throw ValidationError("the gate has no page; `plumb nightly` writes one") }
    }

    func run() async throws {
        var gate = try Gate(context: try CommandContext.get(), allowsSuperuser: allowSuperuser)
        let report = await gate.run()
        switch format {
        case .text: print(TextReport.render(report, style: .terminal()), terminator: "")
        case .json: print(try JSONReport.render(report))
        case .markdown: print(MarkdownReport.render(report))
        default: print(JUnitReport.render(report))
        }
        try ReportFiles.write(JUnitReport.render(report), to: files.junit)
        try ReportFiles.write(MarkdownReport.render(report), to: files.markdown)
        if files.json != nil { try ReportFiles.write(try JSONReport.render(report), to: files.json) }
        if files.html != nil, let checks = report.checks { try ReportFiles.write(try HTMLReport.render(checks), to: files.html) }
        if sarif != nil, let findings = gate.findings { try ReportFiles.write(try LintSARIF.render(findings), to: sarif) }
        if report.verdict.exitStatus != 0 { throw ExitCode(report.verdict.exitStatus) }
    }
}
