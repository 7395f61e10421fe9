package import struct Foundation.Date
package import struct Foundation.UUID
package import SchemaModel

/// The form of a report that other tools read, version 0; apart from the working types, which may change.
///
/// Dates are ISO 8601 in JSON; durations are milliseconds. What is unknown is left out.
package struct CheckReportV0: Codable, Sendable, Hashable {
    package var format = "plumbline.checks"
    package var version = 0
    package var runID: UUID
    package var started: Date
    package var finished: Date
    package var verdict: Verdict
    package var exitStatus: Int32
    package var databases: [Database]
    package var checks: [Check]

    package struct Database: Codable, Sendable, Hashable {
        package var name: String
        package var serverVersion: String
        package var role: String
    }

    package struct Check: Codable, Sendable, Hashable {
        package var id: String
        package var database: String
        package var title: String
        package var table: String?
        package var kind: CheckKind
        package var severity: Severity
        /// `passed`, `failed`, `skipped` or `error`.
        package var outcome: String
        /// Why it was skipped, or what the server said.
        package var explanation: String?
        package var rowsExamined: Int?
        package var failingRows: Int?
        package var fraction: Double?
        /// The unit of `failingRows`: `rows`, `surplusRows`, `groups`, `gaps`, `keys` or `findings`.
        package var counted: Counted
        /// Numbers that say more, such as rows that pass because of a NULL.
        package var figures: [CheckFigure]
        /// The assumptions, such as a time zone.
        package var note: String?
        /// The object of the catalog that proves it, where no row had to be read: `NOT NULL on email`.
        package var provedBy: String?
        /// The ids of other checks that the same rows fail, in the order of declaration.
        package var failingTogether: FailingTogether
        /// When the failing rows are, and what most of them have in common.
        package var pattern: FailurePattern?
        /// `0`, `25`, `0.5%`.
        package var threshold: String
        package var durationMilliseconds: Double
        /// Keys of failing rows: objects of column to value.
        package var samples: [[String: String]]
        package var location: SourceLocation?
        package var file: String
    }
}

extension CheckReportV0 {
    package init(_ report: CheckReport) {
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
        pattern = result.pattern
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
