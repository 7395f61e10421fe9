import SchemaModel

/// How a check goes on where an earlier run stopped: by a column whose values grow with new rows.
package struct Continuation: Sendable, Hashable {
    package var column: String
    /// How far before the mark rows are read again; nil for the usual overlap of the column's type.
    package var overlap: Overlap?
    /// False where reports must not show values of the column.
    package var isShown: Bool

    /// A distance of values.
    package enum Overlap: Sendable, Hashable {
        case time(Duration)
        case numbers(Int)
    }

    /// `created_at, overlap 2 h`, as the header of a file has it.
    var text: String {
        switch overlap {
        case .time(let time): "\(HeaderNames.text(column)), overlap \(Int(time.milliseconds / 1000)) s"
        case .numbers(let count): "\(HeaderNames.text(column)), overlap \(count)"
        case nil: HeaderNames.text(column)
        }
    }

    /// Reads what `text` writes, also with minutes, hours and days; nil when it is nothing of the kind. A file does not say whether values of
    /// the column may be shown.
    init?(_ text: String) {
        let parts = HeaderNames.list(text)
        guard (1...2).contains(parts.count), let column = HeaderNames.name(parts[0]) else { return nil }
        self.init(column: column, isShown: false)
        guard parts.count == 2 else { return }
        guard let match = parts[1].wholeMatch(of: /overlap\s+([0-9]{1,9})\s*(s|min|h|d)?/), let number = Int(match.1) else {
            return nil
        }
        guard let unit = match.2 else {
            overlap = .numbers(number)
            return
        }
        let seconds = ["s": 1, "min": 60, "h": 3600, "d": 86_400][String(unit)] ?? 1
        overlap = .time(.seconds(number * seconds))
    }

    init(column: String, overlap: Overlap? = nil, isShown: Bool) {
        self.column = column
        self.overlap = overlap
        self.isShown = isShown
    }
}

extension CompiledCheck {
    /// The series of its marks in the history. It is another one when the rule changes, since old rows never met the new rule.
    package var markSeries: DataMeasurement.Series? {
        continuation.map { continuation in
            // FNV-1a, 64 bits: the same in each run, unlike Swift's own hashes.
            let rule = query.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            return DataMeasurement.Series(
                database: database, kind: .mark, subject: id.rawValue,
                name: "\(continuation.column) \(String(rule, radix: 16))")
        }
    }
}

/// The rows that an incremental check reads in one run.
package struct ReadingWindow: Sendable, Hashable {
    /// SQL that selects them; nil for all rows.
    var rows: String?
    /// A sentence about the rows that are not read; nil if all rows are read.
    var note: String?
    /// The mark to keep when no row fails.
    var next: DataMeasurement?
    /// The mark to keep otherwise; without a value when the next run must read all rows.
    var last: DataMeasurement?
    /// The rows of the table, as the server estimates them; nil when unknown.
    var rowsOfTable: Int?
    /// The check's own query, where a window was put around it.
    var ownQuery: String?

    /// True where rows are left out.
    var isPart: Bool { rows != nil && note != nil }
}

extension CompiledCheck {
    /// The check on the rows of a window.
    func reading(_ window: ReadingWindow) -> CompiledCheck {
        var copy = self
        copy.window = window
        guard let rows = window.rows else { return copy }
        switch form {
        case .row(var row):
            row.scope = row.scope.map { "(\(rows)) AND (\($0))" } ?? rows
            copy.form = .row(row)
            copy.population?.scope = row.scope
        case .query(let sql):
            copy.window?.ownQuery = sql
            copy.form = .query("SELECT * FROM (\n\(sql)\n) AS found WHERE \(rows)")
            copy.population = nil
        case .agreement, .performance, .growth, .anomalies: break
        }
        return copy
    }
}
