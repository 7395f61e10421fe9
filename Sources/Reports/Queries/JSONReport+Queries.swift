import Foundation
public import Queries

/// A query's rows, version 0: an object a row, all values as PostgreSQL writes them.
struct QueryOutcomeV0: Encodable {
    let query: String
    let masked: [String]
    let command: String?
    let rows: [[String: String?]]

    init(_ outcome: QueryOutcome) {
        query = outcome.id
        masked = outcome.columns.filter(\.isMasked).map(\.name)
        command = outcome.command
        rows = outcome.rows.map { row in
            Dictionary(zip(outcome.columns.map(\.name), row), uniquingKeysWith: { first, _ in first })
        }
    }
}

/// A report, version 0.
struct ReportOutcomeV0: Encodable {
    struct Section: Encodable {
        let title: String
        let result: QueryOutcomeV0
        let targets: [Target]
    }

    struct Target: Encodable {
        let output: String
        let target: String
        let verdict: String
        let worst: String?
        let rowsMissing: Int
        let rowsJudged: Int
    }

    let report: String
    let database: String
    let title: String
    let time: Date
    let meetsTargets: Bool
    let sections: [Section]

    init(_ report: ReportOutcome) {
        self.report = report.name
        database = report.database
        title = report.title
        time = report.time
        meetsTargets = report.meetsTargets
        sections = report.sections.map { section in
            Section(
                title: section.title, result: QueryOutcomeV0(section.outcome),
                targets: section.targets.map {
                    Target(
                        output: $0.output, target: $0.wording, verdict: $0.verdict.rawValue, worst: $0.worst,
                        rowsMissing: $0.missed, rowsJudged: $0.judged)
                })
        }
    }
}

extension JSONReport {
    /// JSON of version 0: rows as objects, values as text, null for NULL.
    public static func render(_ outcome: QueryOutcome) throws -> String { try encode(QueryOutcomeV0(outcome)) }
    /// JSON of version 0: sections with rows and targets.
    public static func render(_ report: ReportOutcome) throws -> String { try encode(ReportOutcomeV0(report)) }
}
