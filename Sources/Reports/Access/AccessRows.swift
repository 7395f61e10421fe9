import Checks
import SchemaModel

/// A line of an access matrix as reports show it: one table and one command.
struct AccessRow {
    let table: ObjectID
    let command: String
    /// The rows that there are; nil where they could not be counted.
    let total: Int?
    /// In the order of the identities.
    let cells: [AccessMatrix.Cell]

    /// The rows of a matrix. A command for which no identity has a privilege has none, but for SELECT.
    static func all(_ matrix: AccessMatrix) -> [AccessRow] {
        matrix.lines.flatMap { line -> [AccessRow] in
            var rows = [AccessRow(table: line.table, command: "SELECT", total: line.total, cells: line.reads)]
            if let writes = line.writes {
                for (command, cells) in [("INSERT", writes.inserts), ("UPDATE", writes.updates), ("DELETE", writes.deletes)]
                where cells.contains(where: { $0 != .refused }) {
                    rows.append(AccessRow(table: line.table, command: command, total: writes.rows, cells: cells))
                }
            }
            return rows
        }
    }

    static func word(_ cell: AccessMatrix.Cell) -> String {
        switch cell {
        case .rows(let rows): Format.count(rows)
        case .refused: "–"
        case .recurses: "recursion"
        case .notJudged: "not judged"
        }
    }
}

/// The sentences of an access matrix.
enum AccessWords {
    /// Such as `shop: 12 tables, 3 identities`.
    static func heading(_ matrix: AccessMatrix) -> String {
        "\(Format.oneLine(matrix.database)): \(Format.plural(matrix.lines.count, "table or view", "tables and views")), "
            + Format.plural(matrix.identities.count, "identity", "identities")
    }

    /// What the numbers mean, and what was not judged and why.
    static func notes(_ matrix: AccessMatrix) -> [String] {
        var notes = ["Rows that each identity reaches; – means that the role has no privilege."]
        if let reason = matrix.writesNotJudged {
            notes.append("Writing was not judged: \(Format.joined(reason))")
        } else {
            notes.append("Writing was tried on rows of a scratch copy, without triggers and foreign keys.")
            let missing = matrix.lines.filter { $0.isTable && $0.writes == nil && $0.reads.contains { $0 != .refused } }.map(
                \.table.path)
            if !missing.isEmpty {
                let names =
                    missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? " and \(missing.count - 5) more" : "")
                notes.append("Writing was not judged on tables that are not declared: \(Format.oneLine(names))")
            }
        }
        if Set(matrix.identities.compactMap(\.tenant)).count < 2 {
            notes.append("Tenants were not compared: that takes identities of two tenants.")
        }
        var reasons: [String] = []
        for row in AccessRow.all(matrix) {
            for (identity, cell) in zip(matrix.identities, row.cells) {
                guard case .notJudged(let reason) = cell else { continue }
                let text = "\(row.command) as \(identity.name) was not judged: \(Format.joined(reason))"
                if !reasons.contains(text) { reasons.append(text) }
            }
        }
        return notes + reasons.map(Format.oneLine)
    }

    static func verdict(_ matrix: AccessMatrix) -> String {
        let errors = matrix.findings.count { $0.severity == .error }
        let warnings = matrix.findings.count - errors
        let counts = "\(Format.plural(errors, "error")), \(Format.plural(warnings, "warning"))"
        return switch matrix.verdict {
        case .passed: "Passed: \(counts)."
        case .failed:
            errors > 0
                ? "Failed: \(counts)."
                : "Failed: \(Format.plural(matrix.notRead.count, "cell")) could not be read; \(counts)."
        case .notRun: "Nothing could be read."
        }
    }
}
