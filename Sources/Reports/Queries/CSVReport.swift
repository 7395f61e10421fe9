package import Queries

/// Rows for spreadsheets and scripts, as RFC 4180 has them.
package enum CSVReport {
    /// A heading and a line a row; NULL is an empty field, an empty text is `""`.
    package static func render(_ outcome: QueryOutcome) -> String {
        ([outcome.columns.map { quoted($0.name) }] + outcome.rows.map { $0.map(field) })
            .map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ value: String?) -> String {
        guard let value else { return "" }
        return value.isEmpty ? "\"\"" : quoted(value)
    }

    static func quoted(_ text: String) -> String {
        // A spreadsheet takes a text that begins so for a formula, and runs it; a number may begin with a minus.
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } == true && Double(text) == nil
        let safe = isFormula ? "'" + text : text
        let needsQuotes = safe.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }
}
