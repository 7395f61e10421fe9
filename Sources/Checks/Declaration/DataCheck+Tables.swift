public import SchemaDSL

// Rules that need more than one row to decide, and questions that are not about rows at all.
extension DataCheck {
    /// No two rows have the same values. Rows with a NULL in them differ from all others, as in a UNIQUE constraint.
    /// All rows of a group but the first by key count as failing.
    public static func unique(
        _ columns: [any AnyColumn], _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .unique(columns), name: columns.map { CheckID.part($0.name) }.joined(separator: "_and_") + ".unique", title: title,
            kind: .quality, file: file, line: line)
    }

    /// The value is there in a column of another table (or of the same), whether or not a foreign key says so.
    public static func references<Value: SQLValue>(
        _ column: Column<Value>, _ other: Column<Value>, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .references(column, other, onNull: onNull), name: "\(CheckID.part(column.name)).references", title: title,
            kind: .quality,
            file: file, line: line)
    }

    /// The newest value is younger than `age`, counted from the start of the run. A table without one fails.
    public static func freshness<Value: TemporalValue>(
        _ column: Column<Value>, within age: Duration, _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .freshness(column, age), name: "\(CheckID.part(column.name)).freshness", title: title, kind: .monitor, file: file,
            line: line)
    }

    /// The table has as many rows as it should.
    public static func rowCount(
        atLeast: Int? = nil, atMost: Int? = nil, _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .rowCount(atLeast: atLeast, atMost: atMost), name: "row_count", title: title, kind: .quality, file: file,
            line: line)
    }

    /// Any query that returns the failing rows, the group's key columns first.
    public static func query(
        _ sql: SQLFragment, named name: String, _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(.query(sql), name: name, title: title, kind: .quality, file: file, line: line)
    }

    /// A query over the system catalog that returns what is missing or wrong; `key` names its columns that say what.
    ///
    /// Names of objects are not customer data, so a report shows them.
    public static func question(
        _ sql: SQLFragment, named name: String, key: [String] = ["object", "problem"], _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(.question(sql, key: key), name: name, title: title, kind: .catalog, file: file, line: line)
    }
}
