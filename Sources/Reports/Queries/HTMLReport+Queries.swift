import Foundation
package import Queries

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
        let figures: [Figure]
        let isFigures: Bool
        let charts: [Chart]
        let hasCharts: Bool
        let columns: [Cell]
        let rows: [Row]
        let hasTable: Bool
        let isEmpty: Bool
        let rowCount: String
        let targets: [Target]
        let hasTargets: Bool
    }

    /// One number of a section that has one row.
    struct Figure {
        let label: String
        let value: String
        let bullet: String?
        let goal: String?
        let tone: String
    }

    /// A column over time.
    struct Chart {
        let label: String
        let svg: String
    }

    struct Row {
        let cells: [Cell]
    }

    struct Cell {
        let text: String
        let label: String
        let isNumber: Bool
        /// The length of a bar beside the number, in percent.
        var bar: String?
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
        sections = report.sections.enumerated().map { Section($1, number: $0 + 1) }
    }
}

extension TargetOutcome {
    fileprivate var tone: String {
        switch verdict {
        case .met: "good"
        case .missed: "bad"
        case .noData: "warn"
        }
    }
}

extension QueryReportPage.Section {
    init(_ section: ReportOutcome.Section, number: Int) {
        let outcome = section.outcome
        anchor = "section-\(number)"
        title = Format.oneLine(section.title)
        isEmpty = outcome.rows.isEmpty
        rowCount = Format.plural(outcome.rows.count, "row")
        let single = outcome.rows.count == 1 ? outcome.rows.first : nil
        figures = single.map { Self.figures($0, section) } ?? []
        isFigures = !figures.isEmpty
        charts = single == nil ? Self.charts(section) : []
        hasCharts = !charts.isEmpty
        columns = outcome.columns.map {
            QueryReportPage.Cell(text: $0.label, label: $0.label, isNumber: TextTable.isNumber($0))
        }
        rows = Self.rows(outcome, withBars: charts.isEmpty)
        hasTable = !isEmpty && !isFigures
        // A figure has its target beside it already.
        targets = (isFigures ? [] : section.targets).map {
            QueryReportPage.Target(word: $0.verdict.rawValue, tone: $0.tone, text: QueryWords.target($0))
        }
        hasTargets = !targets.isEmpty
    }

    private static func figures(_ row: [String?], _ section: ReportOutcome.Section) -> [QueryReportPage.Figure] {
        zip(section.outcome.columns, row).map { column, text in
            let target = section.targets.first { $0.output == column.name }
            return QueryReportPage.Figure(
                label: Format.oneLine(column.label), value: text.map { Format.value($0, column) } ?? "–",
                bullet: target.flatMap { target in
                    text.flatMap { Double($0) }.flatMap { Bullet(value: $0, target: target.limit, tone: target.tone).svg }
                },
                goal: target.map { target in
                    switch target.verdict {
                    case .met: "target \(target.wording): met"
                    case .missed: "target \(target.wording): missed"
                    case .noData: "target \(target.wording): no data"
                    }
                },
                tone: target?.tone ?? "")
        }
    }

    /// A line for each number, where the rows are one for each day or another moment.
    private static func charts(_ section: ReportOutcome.Section) -> [QueryReportPage.Chart] {
        let outcome = section.outcome
        guard outcome.rows.count > 2, let first = outcome.columns.first, !first.isMasked,
            first.type == "date" || first.type == "timestamp with time zone" || first.type == "timestamptz"
        else { return [] }
        let dates = outcome.rows.map { row in row[0].flatMap(Self.date) }
        let known = dates.compactMap(\.self)
        guard known.count == dates.count, Set(known).count == known.count else { return [] }
        let order = known.indices.sorted { known[$0] < known[$1] }
        return outcome.columns.indices.dropFirst().compactMap { index in
            let column = outcome.columns[index]
            guard column.isNumeric, !column.isMasked else { return nil }
            let points = order.map { place in
                LineChart.Point(date: known[place], value: outcome.rows[place][index].flatMap { Double($0) })
            }
            let levels = section.targets.filter { $0.output == column.name }.map {
                LineChart.Level(value: $0.limit, text: "target \($0.wording)")
            }
            return LineChart(
                label: "\(column.label) by \(first.label.lowercased())", points: points, levels: levels, unit: column.unit
            ).svg.map { QueryReportPage.Chart(label: Format.oneLine(column.label), svg: $0) }
        }
    }

    private static func date(_ text: String) -> Date? {
        guard let match = text.prefixMatch(of: #/(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?/#) else { return nil }
        var parts = DateComponents()
        parts.year = Int(match.1)
        parts.month = Int(match.2)
        parts.day = Int(match.3)
        parts.hour = match.4.flatMap { Int($0) }
        parts.minute = match.5.flatMap { Int($0) }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: parts)
    }

    /// The rows; a bar stands beside the first number, where it can be compared from row to row.
    private static func rows(_ outcome: QueryOutcome, withBars: Bool) -> [QueryReportPage.Row] {
        let barred = withBars && outcome.rows.count > 1 ? outcome.columns.firstIndex { $0.isNumeric && !$0.isMasked } : nil
        let values = barred.map { index in outcome.rows.map { row in row[index].flatMap { Double($0) } ?? 0 } } ?? []
        let most = values.max() ?? 0
        let drawn = most > 0 && values.allSatisfy { $0 >= 0 && $0.isFinite }
        return outcome.rows.enumerated().map { place, row in
            QueryReportPage.Row(
                cells: zip(row, outcome.columns).enumerated().map { index, cell in
                    let (value, column) = cell
                    return QueryReportPage.Cell(
                        text: value.map { Format.value($0, column) } ?? "–", label: column.label,
                        isNumber: TextTable.isNumber(column),
                        bar: drawn && index == barred ? Format.fixed(values[place] * 100 / most, 1) : nil)
                })
        }
    }
}

/// A number as a bar, with a mark where its target is.
private struct Bullet {
    let value: Double
    let target: Double
    let tone: String

    /// Nil where there is no scale to draw it on.
    var svg: String? {
        let most = max(value, target) * 1.15
        guard value.isFinite, value >= 0, target > 0, most > 0 else { return nil }
        let width = Format.fixed(value / most * 200, 1)
        let mark = Format.fixed(target / most * 200, 1)
        return "<svg class=\"bullet\" viewBox=\"0 0 200 14\" aria-hidden=\"true\"><rect class=\"room\" y=\"2\" width=\"200\" "
            + "height=\"10\" rx=\"3\"/><rect class=\"\(tone)\" y=\"2\" width=\"\(width)\" height=\"10\" rx=\"3\"/>"
            + "<line x1=\"\(mark)\" x2=\"\(mark)\" y1=\"0\" y2=\"14\"/></svg>"
    }
}

extension HTMLReport {
    /// The page of a report: figures with their targets, lines over time, bars from row to row.
    /// - Throws: an error of the template engine if a built-in template cannot be read, which the tests rule out.
    package static func render(_ report: ReportOutcome) throws -> String {
        try render(.queryReport, with: QueryReportPage(report))
    }
}
