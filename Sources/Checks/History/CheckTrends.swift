package import struct Foundation.Date
package import struct Foundation.UUID

/// The result of one check in an earlier run.
package struct PastResult: Sendable, Hashable {
    package var runID: UUID
    /// When that run started.
    package var started: Date
    package var database: String
    package var check: CheckID
    /// `passed`, `failed`, `skipped` or `error`.
    package var outcome: String
    package var failingRows: Int?
    package var rowsExamined: Int?
    package var severity: Severity

    package init(
        runID: UUID, started: Date, database: String, check: CheckID, outcome: String, failingRows: Int?,
        rowsExamined: Int?, severity: Severity = .error
    ) {
        self.runID = runID
        self.started = started
        self.database = database
        self.check = check
        self.outcome = outcome
        self.failingRows = failingRows
        self.rowsExamined = rowsExamined
        self.severity = severity
    }

    /// True when it needs somebody: it failed, or could not run.
    package var isBad: Bool { outcome == CheckOutcome.failed.word || outcome == CheckOutcome.error(message: "").word }
}

/// Earlier runs, as reports need them: the one to compare with, each check's line over time, and each measurement's.
package struct CheckTrends: Sendable, Hashable {
    /// Oldest first.
    private let results: [Key: [PastResult]]
    /// Oldest first.
    private let measured: [DataMeasurement.Series: [PastMeasurement]]
    /// The earlier runs, oldest first.
    package let runs: [Run]
    /// The results of the run to compare with, by check.
    package let comparedResults: [PastResult]
    /// When the run that is shown beside today's started; nil when there is none.
    package let comparedWith: Date?
    private let comparedRun: UUID?

    private struct Key: Hashable {
        let database: String
        let check: CheckID
    }

    /// An earlier run as a whole.
    package struct Run: Sendable, Hashable {
        package let started: Date
        /// Checks of severity error that failed, and those that could not run.
        package let bad: Int
        /// Checks of a lower severity that failed.
        package let warned: Int
        package let checks: Int
    }

    package static let empty = CheckTrends([], before: .distantFuture)

    /// Takes the results of runs that started before `date`. Compared with is the last run of an earlier day (UTC), or,
    /// when there is none, the last run.
    package init(_ past: [PastResult], _ measurements: [PastMeasurement] = [], before date: Date) {
        let earlier = past.filter { $0.started < date }.sorted { $0.started < $1.started }
        results = Dictionary(grouping: earlier) { Key(database: $0.database, check: $0.check) }
        measured = Dictionary(
            grouping: measurements.filter { $0.started < date }.sorted { $0.started < $1.started }, by: \.series)
        runs = Dictionary(grouping: earlier, by: \.runID).values.map { results in
            Run(
                started: results.map(\.started).min() ?? date,
                bad: results.count { $0.isBad && ($0.severity == .error || $0.outcome != CheckOutcome.failed.word) },
                warned: results.count { $0.outcome == CheckOutcome.failed.word && $0.severity != .error },
                checks: results.count)
        }.sorted { $0.started < $1.started }
        let seconds = date.timeIntervalSince1970
        let midnight = Date(timeIntervalSince1970: seconds - seconds.truncatingRemainder(dividingBy: 86_400))
        let compared = earlier.last { $0.started < midnight } ?? earlier.last
        comparedWith = compared?.started
        comparedRun = compared?.runID
        comparedResults = earlier.filter { $0.runID == compared?.runID }
    }

    /// The result of a check in the compared run; nil when that run did not have the check.
    package func compared(_ result: CheckResult) -> PastResult? {
        line(result).last { $0.runID == comparedRun }
    }

    /// Everything known of a check, oldest first, without the run that is reported.
    package func line(_ result: CheckResult) -> [PastResult] {
        results[Key(database: result.database, check: result.id)] ?? []
    }

    /// Everything known of a series, oldest first, without the run that is reported.
    package func line(_ series: DataMeasurement.Series) -> [PastMeasurement] { measured[series] ?? [] }
}
