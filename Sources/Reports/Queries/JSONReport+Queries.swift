import Foundation
package import Queries

/// A query's rows, version 0: an object a row; numbers and booleans are JSON's own, all else is text as PostgreSQL writes it.
struct QueryOutcomeV0: Encodable {
    let query: String
    let masked: [String]
    let command: String?
    let rows: [[String: JSONScalar]]

    init(_ outcome: QueryOutcome) {
        query = outcome.id
        masked = outcome.columns.filter(\.isMasked).map(\.name)
        command = outcome.command
        rows = outcome.rows.map { row in
            Dictionary(
                zip(outcome.columns, row).map { ($0.name, JSONScalar($1, type: $0.isMasked ? "" : $0.type)) },
                uniquingKeysWith: { first, _ in first })
        }
    }
}

/// A value as `to_json` has it: what is no number in JSON, such as NaN, is text.
enum JSONScalar: Encodable {
    case null, text(String), bool(Bool), integer(Int64), number(Decimal)

    init(_ value: String?, type: String) {
        guard let value else {
            self = .null
            return
        }
        switch type {
        case "boolean" where value == "t" || value == "f": self = .bool(value == "t")
        case "smallint", "integer", "bigint": self = Int64(value).map(JSONScalar.integer) ?? .text(value)
        case "numeric", "real", "double precision":
            // A Decimal holds 38 digits; a number with more stays as it is written.
            let isPlain = value.utf8.count <= 38 && value.wholeMatch(of: #/-?[0-9]+(\.[0-9]+)?/#) != nil
            self = isPlain ? Decimal(string: value).map(JSONScalar.number) ?? .text(value) : .text(value)
        default: self = .text(value)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .text(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
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
    /// JSON of version 0: rows as objects; numbers, booleans and null as JSON has them, all else as text.
    package static func render(_ outcome: QueryOutcome) throws -> String { try encode(QueryOutcomeV0(outcome)) }
    /// JSON of version 0: sections with rows and targets.
    package static func render(_ report: ReportOutcome) throws -> String { try encode(ReportOutcomeV0(report)) }
}
