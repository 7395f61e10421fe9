public import struct Foundation.Date
public import struct Foundation.UUID
public import SchemaModel

/// The form of a report that other tools read, version 0; apart from the working types, which may change.
///
/// Dates are ISO 8601 in JSON; durations are milliseconds. What is unknown is left out.
public struct CheckReportV0: Codable, Sendable, Hashable {
    public var format = "plumbline.checks"
    public var version = 0
    public var runID: UUID
    public var started: Date
    public var finished: Date
    public var verdict: Verdict
    public var exitStatus: Int32
    public var databases: [Database]
    public var checks: [Check]

    public struct Database: Codable, Sendable, Hashable {
        public var name: String
        public var serverVersion: String
        public var role: String
    }

    public struct Check: Codable, Sendable, Hashable {
        public var id: String
        public var database: String
        public var title: String
        public var table: String?
        public var kind: CheckKind
        public var severity: Severity
        /// `passed`, `failed`, `skipped` or `error`.
        public var outcome: String
        /// Why it was skipped, or what the server said.
        public var explanation: String?
        public var rowsExamined: Int?
        public var failingRows: Int?
        public var fraction: Double?
        /// The unit of `failingRows`: `rows`, `surplusRows`, `groups`, `gaps`, `keys` or `findings`.
        public var counted: Counted
        /// Numbers that say more, such as rows that pass because of a NULL.
        public var figures: [CheckFigure]
        /// The assumptions, such as a time zone.
        public var note: String?
        /// The object of the catalog that proves it, where no row had to be read: `NOT NULL on email`.
        public var provedBy: String?
        /// The ids of other checks that the same rows fail, in the order of declaration.
        public var failingTogether: FailingTogether
        /// `0`, `25`, `0.5%`.
        public var threshold: String
        public var durationMilliseconds: Double
        /// Keys of failing rows: objects of column to value.
        public var samples: [[String: String]]
        public var location: SourceLocation?
        public var file: String
    }
}

extension CheckReportV0 {
    public init(_ report: CheckReport) {
        runID = report.runID
        started = report.started
        finished = report.finished
        verdict = report.verdict
        exitStatus = report.verdict.exitStatus
        databases = report.databases.map { .init(name: $0.name, serverVersion: $0.serverVersion, role: $0.role) }
        checks = report.worstFirst.map(Check.init)
    }
}

extension CheckReportV0.Check {
    init(_ result: CheckResult) {
        id = result.id.rawValue
        database = result.database
        title = result.title
        table = result.table
        kind = result.kind
        severity = result.severity
        outcome = result.outcome.word
        explanation = result.outcome.explanation
        rowsExamined = result.rowsExamined
        failingRows = result.failingRows
        fraction = result.fraction
        counted = result.counted
        figures = result.figures
        note = result.note
        provedBy = result.proof?.description
        failingTogether = result.together
        threshold = result.threshold.description
        durationMilliseconds = (result.duration.milliseconds * 1000).rounded() / 1000
        samples = result.samples.map { Dictionary(zip($0.columns, $0.values), uniquingKeysWith: { first, _ in first }) }
        location = result.location
        file = result.file
    }
}

extension Duration {
    /// For reports only; a `Duration` is exact and this is not.
    package var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
