public import SchemaDSL

// Rules that each row satisfies or not by itself: those of one table share one scan.
//
// NULL passes a condition that is neither true nor false unless `onNull` is `.fails`; results say how many rows passed so. NaN
// passes no bound. Infinity is a number, and a time, like others: above every bound but itself.
extension DataCheck {
    /// The column has a value.
    public static func notNull(
        _ column: any AnyColumn, _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(Predicate(sql: "\(column) IS NOT NULL"), onNull: .fails), name: "\(CheckID.part(column.name)).not_null",
            title: title,
            kind: .quality, file: file, line: line)
    }

    /// The text matches a POSIX regular expression (PostgreSQL's `~`, or `~*` when case is ignored).
    ///
    /// `$` matches at the very end of the text only, also when the text ends in a line break.
    public static func format<Value: TextLike>(
        _ column: Column<Value>, _ regex: String, ignoringCase: Bool = false, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let predicate = ignoringCase ? Predicate(sql: "\(column) ~* \(literal: regex)") : column.matches(regex: regex)
        var check = DataCheck(
            .row(predicate, onNull: onNull), name: "\(CheckID.part(column.name)).format", title: title,
            kind: .validation, file: file, line: line)
        if regex.isEmpty { check.contradictions.append("an empty pattern matches every text; give format a pattern") }
        return check
    }

    /// The value is one of a set, which may not be empty.
    public static func oneOf<Value: SQLLiteral>(
        _ column: Column<Value>, _ values: [Value], onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let predicate = values.dropFirst().reduce(values.first.map { column.equals($0) } ?? Predicate(sql: "false")) {
            $0.or(column.equals($1))
        }
        var check = DataCheck(
            .row(predicate, onNull: onNull), name: "\(CheckID.part(column.name)).one_of", title: title, kind: .validation,
            file: file,
            line: line)
        if values.isEmpty { check.contradictions.append("no value is one of an empty list; name the accepted values") }
        return check
    }

    /// The value is in a closed range.
    public static func between<Value: Ordered>(
        _ column: Column<Value>, _ range: ClosedRange<Value>, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(column.between(range), onNull: onNull), name: "\(CheckID.part(column.name)).range", title: title,
            kind: .validation,
            file: file, line: line)
    }

    /// The value is at least this one. NaN fails, although PostgreSQL sorts it above every number.
    public static func atLeast<Value: Ordered>(
        _ column: Column<Value>, _ value: Value, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(column.atLeast(value), onNull: onNull), name: "\(CheckID.part(column.name)).at_least", title: title,
            kind: .validation, file: file, line: line)
    }

    /// The value is at most this one.
    public static func atMost<Value: Ordered>(
        _ column: Column<Value>, _ value: Value, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(column.atMost(value), onNull: onNull), name: "\(CheckID.part(column.name)).at_most", title: title,
            kind: .validation, file: file, line: line)
    }

    /// The text has so many characters.
    public static func length<Value: TextLike>(
        of column: Column<Value>, in range: ClosedRange<Int>, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(
                Predicate(
                    sql: "char_length(\(column)::text) BETWEEN \(literal: range.lowerBound) AND \(literal: range.upperBound)"),
                onNull: onNull), name: "\(CheckID.part(column.name)).length", title: title, kind: .validation, file: file,
            line: line)
    }

    /// The time is not later than the start of the run, with a minute for clocks that differ. Infinity is later.
    ///
    /// - Parameter zone: The time zone in which a column without one is read.
    public static func notInFuture<Value: TemporalValue>(
        _ column: Column<Value>, in zone: String = "UTC", onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let clock = Clock(of: Value.self, zone: zone)
        var check = DataCheck(
            .row(clock?.holds(column) ?? Predicate(sql: "\(column) IS NULL"), onNull: onNull),
            name: "\(CheckID.part(column.name)).not_future", title: title, kind: .quality, file: file, line: line)
        if clock == nil { check.contradictions.append("a time of day is neither past nor future; use a column with a date") }
        return check
    }

    /// The row satisfies a condition on its columns: ``SchemaDSL/Predicate/init(sql:)``.
    public static func satisfies(
        _ predicate: Predicate, onNull: NullMeaning = .passes, named name: String, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(predicate, onNull: onNull), name: name, title: title, kind: .validation, file: file, line: line)
    }

    /// The JSON document in the column has a form; with ``where(_:)``, in the rows that are said to have it.
    ///
    /// A NULL of SQL is no document and passes unless `onNull` is `.fails`; the JSON value `null` is a document, and fails.
    public static func shape(
        _ column: Column<JSON>, _ shape: JSONShape, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .shape(column, shape, onNull: onNull), name: "\(CheckID.part(column.name)).\(shape.name)", title: title,
            kind: .shape, file: file, line: line)
    }
}
