package import Checks
import SchemaModel

extension TextReport {
    /// The profile of a database: tables with what was found, column by column.
    package static func render(_ outcome: DataProfiler.Outcome, style: TextStyle = TextStyle()) -> String {
        var lines: [String] = []
        for table in outcome.tables {
            let found = table.columns.reduce(0) { $0 + $1.findings.count }
            if !lines.isEmpty { lines.append("") }
            lines.append(
                style.paint(Format.oneLine("\(table.database)  \(table.table.path)"), .strong)
                    + "  \(Format.plural(table.rows, "row")), \(Format.plural(table.columns.count, "column")), "
                    + "\(Format.plural(found, "finding")), \(Format.plural(table.suggestions.count, "suggested check"))")
            let width = min(30, table.columns.map(\.name.count).max() ?? 0)
            for column in table.columns {
                for finding in column.findings {
                    let words = Columns.wrapped(Format.oneLine(finding.text), style.width - width - 4)
                    for (index, line) in words.enumerated() {
                        lines.append(
                            "  " + Columns.left(index == 0 ? Format.oneLine(column.name) : "", width) + "  "
                                + style.paint(line, finding.kind.isFault ? .worrying : .quiet))
                    }
                }
            }
            if !table.unreadable.isEmpty {
                lines.append("  not readable for this role: " + Format.oneLine(table.unreadable.joined(separator: ", ")))
            }
        }
        if outcome.tables.isEmpty { lines.append("no table could be read") }
        lines += outcome.problems.map { style.paint("! ", .bad) + Format.joined($0) }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ProfileFinding.Kind {
    /// True when somebody should look at it; the others only describe the column.
    fileprivate var isFault: Bool {
        switch self {
        case .padded, .quoted, .blank, .placeholder, .broken, .mixedCase, .lookAlikes, .outliers, .notFinite, .future,
            .placeholderTime, .personal:
            true
        case .integers, .numbers, .dates, .localDates, .timestamps, .json, .uuids, .booleans, .likelyKey, .constant,
            .nearConstant,
            .allNull:
            false
        }
    }
}

/// The form of a profile that other tools read, version 0.
package struct ProfileReportV0: Encodable, Sendable {
    /// The name of the form.
    package var format = "plumbline.profile"
    /// The version of the form.
    package var version = 0
    var tables: [Table]
    var problems: [String]

    struct Table: Encodable, Sendable {
        var database: String
        var table: String
        var rows: Int
        var columns: [Column]
        var unreadable: [String]
        var suggestions: [Suggestion]
    }

    struct Column: Encodable, Sendable {
        var name: String
        var type: String
        var nulls: Int
        var different: Int?
        var least: Double?
        var most: Double?
        var values: [ColumnProfile.Count]
        var findings: [ProfileFinding]
    }

    struct Suggestion: Encodable, Sendable {
        var column: String
        var name: String
        var title: String
        var failing: Int
    }
}

extension JSONReport {
    /// JSON of version 0, keys sorted, one newline at the end.
    package static func render(_ outcome: DataProfiler.Outcome) throws -> String {
        let tables = outcome.tables.map { table in
            ProfileReportV0.Table(
                database: table.database, table: table.table.path, rows: table.rows,
                columns: table.columns.map { column in
                    ProfileReportV0.Column(
                        name: column.name, type: column.type, nulls: column.nulls, different: column.different,
                        least: column.range?.lowerBound, most: column.range?.upperBound, values: column.values,
                        findings: column.findings)
                }, unreadable: table.unreadable,
                suggestions: table.suggestions.map {
                    ProfileReportV0.Suggestion(column: $0.column, name: $0.name, title: $0.title, failing: $0.failing)
                })
        }
        return try encode(ProfileReportV0(tables: tables, problems: outcome.problems))
    }
}
