public import Queries

/// The contents of the template `query-report`.
struct QueryReportPage {
    let title: String
    let purpose: String
    let tone: String
    let verdict: String
    let database: String
    let time: String
    let masked: [String]
    let sections: [Section]

    struct Section {
        let anchor: String
        let title: String
        let columns: [Cell]
        let rows: [Row]
        let hasRows: Bool
        let targets: [Target]
        let hasTargets: Bool
    }

    struct Row {
        let cells: [Cell]
    }

    struct Cell {
        let text: String
        let label: String
        let isNumber: Bool
    }

    struct Target {
        let word: String
        let tone: String
        let text: String
    }

    init(_ report: ReportOutcome) {
        title = Format.oneLine(report.title)
        purpose = Format.oneLine(report.purpose)
        let targets = report.sections.flatMap(\.targets)
        // Figures without targets are neither good nor bad.
        tone = targets.isEmpty ? "" : !report.meetsTargets ? "bad" : targets.contains { $0.verdict == .noData } ? "warn" : "good"
        verdict = QueryWords.verdict(report)
        database = report.database
        time = Format.time(report.time)
        masked = QueryWords.masked(report.sections.map(\.outcome))
        sections = report.sections.enumerated().map { index, section in
            let columns = section.outcome.columns.map { Cell(text: $0.name, label: $0.name, isNumber: TextTable.isNumber($0)) }
            return Section(
                anchor: "section-\(index + 1)", title: Format.oneLine(section.title), columns: columns,
                rows: section.outcome.rows.map { row in
                    Row(
                        cells: zip(row, columns).map {
                            Cell(text: $0.map(Format.oneLine) ?? "–", label: $1.label, isNumber: $1.isNumber)
                        })
                },
                hasRows: !section.outcome.rows.isEmpty,
                targets: section.targets.map {
                    let tone =
                        switch $0.verdict {
                        case .met: "good"
                        case .missed: "bad"
                        case .noData: "warn"
                        }
                    return Target(word: $0.verdict.rawValue, tone: tone, text: QueryWords.target($0))
                },
                hasTargets: !section.targets.isEmpty)
        }
    }
}

extension HTMLReport {
    /// The page of a report: figures by section, with the targets beside them.
    /// - Throws: an error of the template engine if a built-in template cannot be read, which the tests rule out.
    public static func render(_ report: ReportOutcome) throws -> String {
        try render(.queryReport, with: QueryReportPage(report))
    }
}
