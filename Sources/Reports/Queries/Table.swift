import Queries

/// Rows as text in columns, for terminals.
struct TextTable {
    let outcome: QueryOutcome
    let style: TextStyle
    /// True when labels and units take the place of column names and PostgreSQL's own text.
    var isForPeople = false

    private static let widest = 60
    private static let numbers: Set<String> = [
        "smallint", "integer", "bigint", "numeric", "real", "double precision", "interval",
    ]

    static func isNumber(_ column: QueryOutcome.Column) -> Bool { numbers.contains(column.type) }

    /// The heading and a line a row; values that are too long for a screen are cut.
    var lines: [String] {
        let cells = outcome.rows.map { row in
            zip(row, outcome.columns).map { value, column in
                value.map { isForPeople ? Format.value($0, column) : Format.oneLine($0) }
            }
        }
        let names = outcome.columns.map { isForPeople ? $0.label : $0.name }
        let widths = outcome.columns.indices.map { index in
            min(
                Self.widest,
                cells.reduce(names[index].count) { widest, row in max(widest, row[index]?.count ?? 1) })
        }
        func line(_ texts: [String]) -> String {
            zip(texts, zip(widths, outcome.columns)).map { text, shape in
                Self.isNumber(shape.1)
                    ? Columns.right(Columns.cut(text, shape.0), shape.0) : Columns.left(text, shape.0)
            }.joined(separator: "  ").replacing(#/\s+$/#, with: "")
        }
        return [style.paint(line(names), .quiet)] + cells.map { row in line(row.map { $0 ?? "–" }) }
    }
}
