import ArgumentParser
import Checks
import Foundation
import PostgresClient
import Reports

struct NightlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightly",
        abstract: "Run the checks, keep the results, and write a page that compares them with the last run.",
        discussion: """
            Results are kept in plumbline.check_history of the database that --history names, or of the first. Meant for a timer: \
            docs/nightly/ of the repository has a systemd unit and a cron line to copy.
            """)

    @Option(help: "The folder that the page goes to.") var output = "reports"
    @Option(name: .customLong("history"), help: "The database whose schema plumbline keeps the results.") var historyDatabase:
        String?
    @Flag(help: "Run the checks even as a superuser.") var allowSuperuser = false
    @OptionGroup var files: ReportFiles

    func run() async throws {
        let context = try CommandContext.get()
        let checks = try CheckSession.checks(context, [])
        let past = checks.contains(where: \.comparesWithPast) ? try await past(context) : []
        let report = try await CheckSession.run(
            checks, context, options: CheckOptions(allowsSuperuser: allowSuperuser), past: past)
        let trends = try await keep(report, context)
        let page = URL(filePath: output).appending(component: "nightly.html")
        try ReportFiles.write(try HTMLReport.render(report, trends: trends), to: page.path)
        try files.write(report, trends: trends)
        print(TextReport.render(report, trends: trends, style: .terminal()), terminator: "")
        print("Page: \(page.path)")
        if report.verdict.exitStatus != 0 { throw ExitCode(report.verdict.exitStatus) }
    }

    private func keep(_ report: CheckReport, _ context: CommandContext) async throws -> CheckTrends {
        try await withHistory(context) { history in
            try await history.prepare()
            let trends = try await history.trends(before: report)
            try await history.record(report)
            return trends
        }
    }

    private func past(_ context: CommandContext) async throws -> [PastResult] {
        try await withHistory(context) { history in try await history.past(before: .now) }
    }

    private func withHistory<R: Sendable>(
        _ context: CommandContext, _ body: @Sendable (CheckHistory) async throws -> R
    ) async throws -> R {
        guard let name = try historyDatabase ?? context.databaseNames.first else {
            throw CommandError("the project declares no database")
        }
        _ = try context.names([name])
        return try await PostgresConnection.with(try context.configuration.settings(for: name)) { connection in
            try await body(CheckHistory(connection))
        }
    }
}
