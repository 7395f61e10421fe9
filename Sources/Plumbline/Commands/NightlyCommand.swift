import ArgumentParser
import Checks
import Foundation
import PostgresClient
import Reports

struct NightlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightly",
        abstract: "Run the checks, measure the data, keep the results, and write a page that shows both over time.",
        discussion: """
            This command is for a timer: docs/nightly/ in the repository has a systemd unit and a cron line to copy. Results are kept in \
            .plumbline/history.sqlite, or in the schema plumbline of the database that --history names. The databases are only read: \
            the role needs SELECT, and BYPASSRLS if policies hide rows. While an earlier run still works, a new one ends with exit \
            status 2.
            """)

    @Option(help: "The folder for the page.") var output = "reports"
    @OptionGroup var history: HistoryOptions
    @Option(help: "The number of days to keep results.") var keepDays = 400
    @Option(help: "Keys of failing rows that the page offers for download, for each check.") var samples = 100
    @Flag(inversion: .prefixedNo, help: "Count rows and NULLs, and run the reports, for plots over time.") var measurements = true
    @Flag(help: "Run the checks even as a superuser.") var allowSuperuser = false
    @OptionGroup var limits: CheckLimits
    @OptionGroup var files: ReportFiles

    func validate() throws {
        if keepDays < 1 { throw ValidationError("--keep-days wants a number of days, at least 1") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        guard let lock = try NightlyLock(context.root.appending(components: ".plumbline", "nightly.lock")) else {
            throw CommandError(
                "another `plumb nightly` of this folder still runs; nothing was done. If it never ends, look at its statements "
                    + "in pg_stat_activity")
        }
        defer { withExtendedLifetime(lock) {} }
        let checks = try CheckSession.checks(context, [])
        let options = limits.options(samples: samples, allowsSuperuser: allowSuperuser)
        var past = CheckPast()
        var historyProblem: (any Error)?
        do {
            past = try await history.past(of: checks, context)
        } catch {
            historyProblem = error
        }
        let report: CheckReport
        do {
            report = try await CheckSession.run(checks, context, options: options, past: past, reportsUnreached: true)
        } catch let error as CheckError where error.code == .overBudget {
            Progress.note("plumb: \(error.message)")
            throw ExitCode.overBudget
        }
        var measured = measurements ? try await NightlyMeasurements.take(checks, context, options: options) : Measurements()
        // What a check measured itself is kept as the check saw it.
        let own = report.results.flatMap(\.measurements)
        let known = Set(own.map(\.series))
        var seen: Set<DataMeasurement.Series> = []
        measured.values = own.filter { seen.insert($0.series).inserted } + measured.values.filter { !known.contains($0.series) }
        var trends = CheckTrends.empty
        do {
            trends = try await keep(report, measured.values, context)
        } catch {
            // The results of a night are worth more than its place in the history: they are shown, and then the error.
            historyProblem = error
        }
        // Before the page, which a full disk may refuse.
        print(TextReport.render(report, trends: trends, style: .terminal()), terminator: "")
        let page = URL(filePath: output).appending(component: "nightly.html")
        try ReportFiles.write(try HTMLReport.render(report, trends: trends, measurements: measured), to: page.path)
        try files.write(report, trends: trends, measurements: measured)
        for problem in measured.problems { Progress.note("not measured: \(problem)") }
        print("Page: \(page.path)")
        if let historyProblem {
            Progress.note("plumb: the results were not kept: \(ErrorText.text(historyProblem))")
            throw ExitCode.couldNotRun
        }
        if report.verdict.exitStatus != 0 { throw ExitCode(report.verdict.exitStatus) }
    }

    /// Reads the runs before, keeps this one, and forgets those that are too old.
    private func keep(
        _ report: CheckReport, _ measurements: [DataMeasurement], _ context: CommandContext
    ) async throws -> CheckTrends {
        let oldest = report.started.addingTimeInterval(-86_400 * Double(keepDays))
        return try await history.with(context) { history in
            try await history.prepare()
            let trends = try await history.trends(before: report)
            try await history.record(report, measurements)
            try await history.forget(before: oldest)
            return trends
        }
    }
}
