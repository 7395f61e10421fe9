package import Queries

extension MarkdownReport {
    /// A table of the rows.
    package static func render(_ outcome: QueryOutcome) -> String {
        (table(outcome) + ["", QueryWords.count(outcome)] + QueryWords.masked([outcome])).joined(separator: "\n") + "\n"
    }

    /// A report with its tables and targets.
    package static func render(_ report: ReportOutcome) -> String {
        var lines = [
            "## \(escape(report.title))", "",
            "\(Format.time(report.time)), \(escape(report.database)). \(escape(report.purpose))",
        ]
        for section in report.sections {
            lines += ["", "### \(escape(section.title))", ""]
            lines += section.outcome.rows.isEmpty ? ["no rows"] : table(section.outcome, isForPeople: true)
            if !section.targets.isEmpty { lines.append("") }
            lines += section.targets.map { "- **\($0.verdict.rawValue)**: \(escape(QueryWords.target($0)))" }
        }
        let outcomes = report.sections.map(\.outcome)
        return (lines + [""] + QueryWords.masked(outcomes) + [QueryWords.verdict(report)]).joined(separator: "\n") + "\n"
    }

    private static func table(_ outcome: QueryOutcome, isForPeople: Bool = false) -> [String] {
        guard !outcome.columns.isEmpty else { return [] }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        return [line(outcome.columns.map { escape(isForPeople ? $0.label : $0.name) }), line(outcome.columns.map { _ in "---" })]
            + outcome.rows.map { row in
                line(
                    zip(row, outcome.columns).map { value, column in
                        value.map { escape(isForPeople ? Format.value($0, column) : Format.oneLine($0)) } ?? "–"
                    })
            }
    }
}
