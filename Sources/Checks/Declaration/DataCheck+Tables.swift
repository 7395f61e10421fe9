public import SchemaDSL

// Rules that need more than one row to decide, and checks that are not about rows at all.
extension DataCheck {
    /// No two rows have the same values.
    ///
    /// All rows of a group but the first by key are surplus, and are what is counted; results say how many groups there are, and
    /// how many rows they have.
    /// - Parameter nulls: True when NULLs are equal. By default a row with a NULL differs from all others, as in a UNIQUE constraint.
    public static func unique(
        _ columns: [any AnyColumn], nulls: NullEquality = .distinct, _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .unique(columns, nulls: nulls), name: columns.map { CheckID.part($0.name) }.joined(separator: "_and_") + ".unique",
            title: title, kind: .quality, file: file, line: line)
    }

    /// The value is there in a column of another table (or of the same), whether or not a foreign key says so.
    public static func references<Value: SQLValue>(
        _ column: Column<Value>, _ other: Column<Value>, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        references([column], [other], onNull: onNull, title, file: file, line: line)
    }

    /// The values are there together in as many columns of another table, whether or not a foreign key says so.
    ///
    /// A row with a NULL in any of the columns passes by default, as with a foreign key (MATCH SIMPLE).
    public static func references(
        _ columns: [any AnyColumn], _ others: [any AnyColumn], onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .references(columns, others, onNull: onNull),
            name: columns.map { CheckID.part($0.name) }.joined(separator: "_and_") + ".references", title: title,
            kind: .quality, file: file, line: line)
    }

    /// The newest value is not older than `age`, counted from the start of the run. A table without a value fails.
    ///
    /// Values in the future (by more than a minute) are a finding of their own, and do not count as the newest. A `date` is compared
    /// with the day: give whole days.
    /// - Parameter zone: The time zone in which a column without one is read, and whose day today is.
    public static func freshness<Value: TemporalValue>(
        _ column: Column<Value>, within age: Duration, in zone: String = "UTC", _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .freshness(column, Freshness(clock: Clock(of: Value.self, zone: zone), age: age)),
            name: "\(CheckID.part(column.name)).freshness", title: title, kind: .monitor, file: file, line: line)
    }

    /// The table, or the part of it that ``where(_:)`` selects, has as many rows as it should. At least one bound is needed.
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
