public import SchemaDSL

// Rules that each row satisfies or not by itself: those of one table share one scan.
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

    /// The text matches a POSIX regular expression (PostgreSQL's `~`).
    public static func format<Value: TextLike>(
        _ column: Column<Value>, _ regex: String, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(column.matches(regex: regex), onNull: onNull), name: "\(CheckID.part(column.name)).format", title: title,
            kind: .validation, file: file, line: line)
    }

    /// The value is one of a set.
    public static func oneOf<Value: SQLLiteral>(
        _ column: Column<Value>, _ values: [Value], onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let predicate = values.dropFirst().reduce(values.first.map { column.equals($0) } ?? Predicate(sql: "false")) {
            $0.or(column.equals($1))
        }
        return DataCheck(
            .row(predicate, onNull: onNull), name: "\(CheckID.part(column.name)).one_of", title: title, kind: .validation,
            file: file,
            line: line)
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

    /// The row satisfies a condition on its columns: ``SchemaDSL/Predicate/init(sql:)``.
    public static func satisfies(
        _ predicate: Predicate, onNull: NullMeaning = .passes, named name: String, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(predicate, onNull: onNull), name: name, title: title, kind: .validation, file: file, line: line)
    }

    /// The JSON document in the column has a form; with ``where(_:)``, in the rows that are said to have it.
    public static func shape(
        _ column: Column<JSON>, _ shape: JSONShape, _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .shape(column, shape), name: "\(CheckID.part(column.name)).\(shape.name)", title: title, kind: .shape, file: file,
            line: line)
    }
}
