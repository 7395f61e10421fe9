import ArgumentParser
import Checks
import Foundation
import PostgresClient
import Reports

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Examine the history of check runs.", subcommands: [HistoryReplayCommand.self])
}

struct HistoryReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Show which alarms the checks for anomalies would have raised in each run.",
        discussion: """
            Judges each run from the runs before it, with the budget of plumbline.yml or the one given here. It reads only the history. \
            With --all, it judges every number in the history, even those of tables without a check for anomalies.
            """)

    @OptionGroup var history: HistoryOptions
    @Option(help: "How many runs with a false alarm are acceptable in a period. Default: as in plumbline.yml.")
    var falseAlarms: Double?
    @Option(help: "The period in days. Default: as in plumbline.yml.") var days: Double?
    @Flag(help: "Watch every number in the history.") var all = false

    func validate() throws {
        if let falseAlarms, !(falseAlarms > 0) { throw ValidationError("--false-alarms is a number above 0") }
        if let days, !(days >= 1) { throw ValidationError("--days is a number from 1 on") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        var policy = try context.configuration.anomalyPolicy
        if let falseAlarms { policy.falseAlarms = falseAlarms }
        if let days { policy.days = days }
        try history.requireNamedFile(context)
        let past = try await history.with(context) {
            try await $0.measurements(before: .now, except: nil, runs: HistoryOptions.mostRuns)
        }
        let watched: Set<DataMeasurement.Series>
        if all {
            watched = Set(past.map(\.series).filter { $0.kind != .figure && $0.kind != .mark })
        } else {
            watched = Set(try CheckSession.checks(context, []).flatMap(\.watchedSeries))
            guard !watched.isEmpty else {
                throw CommandError(
                    "no check watches for anomalies; declare one with .anomalies(in:_:), or --all shows what such checks would say of "
                        + "all numbers that the history has")
            }
        }
        let replay = AnomalyReplay(past, watching: watched, policy)
        print(TextReport.render(replay, style: .terminal()), terminator: "")
    }
}
