package import Checks
import SchemaModel

extension TextReport {
    /// The matrix of tables, commands and identities, and below it what to act on.
    package static func render(_ matrix: AccessMatrix, style: TextStyle = TextStyle()) -> String {
        let heading = ["", "", "rows"] + matrix.identities.map { Columns.cut(Format.oneLine($0.name), 24) }
        var table = ""
        let rows = AccessRow.all(matrix).map { row in
            let name = row.table.path == table ? "" : Columns.cut(Format.oneLine(row.table.path), 50)
            table = row.table.path
            return [name, row.command, row.total.map(Format.count) ?? "?"] + row.cells.map(AccessRow.word)
        }
        let widths = heading.indices.map { column in ([heading] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            cells.enumerated().map { $0 < 2 ? Columns.left($1, widths[$0]) : Columns.right($1, widths[$0]) }.joined(
                separator: "  ")
        }
        var lines =
            [style.paint(AccessWords.heading(matrix), .strong), style.paint(line(heading), .quiet)] + rows.map(line) + [""]
        for finding in matrix.findings {
            let isError = finding.severity == .error
            lines.append(
                style.paint(isError ? "error    " : "warning  ", isError ? .bad : .worrying)
                    + "\(Format.oneLine(finding.table.path)): \(Format.joined(finding.text))")
        }
        if !matrix.findings.isEmpty { lines.append("") }
        lines += AccessWords.notes(matrix).map { style.paint($0, .quiet) }
        lines.append(style.paint(AccessWords.verdict(matrix), matrix.verdict == .passed ? .good : .bad))
        return lines.joined(separator: "\n") + "\n"
    }
}

extension MarkdownReport {
    /// The findings, and the matrix folded away.
    package static func render(_ matrix: AccessMatrix) -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        var lines = ["## Access: \(escape(AccessWords.heading(matrix)))", "", escape(AccessWords.verdict(matrix)), ""]
        for finding in matrix.findings {
            let mark = finding.severity == .error ? "❌" : "⚠️"
            lines.append("- \(mark) **\(escape(finding.table.path))**: \(escape(Format.joined(finding.text)))")
        }
        lines += ["", "<details><summary>Rows that each identity reaches</summary>", ""]
        lines.append(line(["Table", "Command", "Rows"] + matrix.identities.map { escape($0.name) }))
        lines.append(line(["---", "---", "---:"] + matrix.identities.map { _ in "---:" }))
        for row in AccessRow.all(matrix) {
            lines.append(
                line(
                    [escape(row.table.path), row.command, row.total.map(Format.count) ?? "?"] + row.cells.map(AccessRow.word)))
        }
        lines += [""] + AccessWords.notes(matrix).map { "- \(escape($0))" } + ["", "</details>"]
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The form of access matrices that other tools read, version 0.
package struct AccessReportV0: Encodable, Sendable {
    /// The name of the form.
    package var format = "plumbline.access"
    /// The version of the form.
    package var version = 0
    var verdict: Verdict
    var exitStatus: Int32
    var databases: [Database]

    struct Database: Encodable, Sendable {
        var name: String
        var verdict: Verdict
        var identities: [Identity]
        var matrix: [Row]
        var findings: [Finding]
        var writesNotJudged: String?
    }

    struct Identity: Encodable, Sendable {
        var name: String
        var role: String
        var tenant: String?
        var stranger: Bool
    }

    struct Row: Encodable, Sendable {
        var table: String
        var command: String
        var rows: Int?
        var cells: [Cell]
    }

    struct Cell: Encodable, Sendable {
        var identity: String
        /// `reached`, `noPrivilege`, `recursion` or `notJudged`.
        var outcome: String
        var rows: Int?
        var reason: String?
    }

    struct Finding: Encodable, Sendable {
        var table: String
        var severity: Severity
        var kind: AccessMatrix.Kind
        var text: String
    }

    init(_ matrices: [AccessMatrix]) {
        verdict = matrices.map(\.verdict).reduce(.passed, Verdict.worse)
        exitStatus = verdict.exitStatus
        databases = matrices.map(Database.init)
    }
}

extension AccessReportV0.Database {
    fileprivate init(_ matrix: AccessMatrix) {
        name = matrix.database
        verdict = matrix.verdict
        identities = matrix.identities.map { .init(name: $0.name, role: $0.role, tenant: $0.tenant, stranger: $0.isStranger) }
        self.matrix = AccessRow.all(matrix).map { row in
            .init(
                table: row.table.path, command: row.command, rows: row.total,
                cells: zip(matrix.identities, row.cells).map { .init($0.name, $1) })
        }
        findings = matrix.findings.map { .init(table: $0.table.path, severity: $0.severity, kind: $0.kind, text: $0.text) }
        writesNotJudged = matrix.writesNotJudged
    }
}

extension AccessReportV0.Cell {
    fileprivate init(_ identity: String, _ cell: AccessMatrix.Cell) {
        self.identity = identity
        switch cell {
        case .rows(let rows): (outcome, self.rows) = ("reached", rows)
        case .refused: outcome = "noPrivilege"
        case .recurses: outcome = "recursion"
        case .notJudged(let text): (outcome, reason) = ("notJudged", text)
        }
    }
}

extension JSONReport {
    /// JSON of version 0, keys sorted, one newline at the end.
    package static func render(_ matrices: [AccessMatrix]) throws -> String { try encode(AccessReportV0(matrices)) }
}
