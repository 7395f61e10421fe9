public import SchemaDSL

// Rules about the parts of one value: the elements of an array, the dimensions of a vector. They are row rules like others.
extension DataCheck {
    /// Every element of the array is one of a set. An element that is NULL fails; an array without elements passes.
    public static func elements<Element: SQLLiteral>(
        of column: Column<[Element]>, oneOf values: [Element], onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = SQLFragment.joined(values.map { "\(literal: $0)" }, separator: ", ")
        var check = elements(of: column, each: "element IN (\(list))", onNull, "elements_one_of", title, file, line)
        if values.isEmpty { check.contradictions.append("no value is one of an empty list; name the accepted values") }
        return check
    }

    /// Every element of the array matches a POSIX regular expression. An element that is NULL fails.
    public static func elements<Element: TextLike>(
        of column: Column<[Element]>, match regex: String, ignoringCase: Bool = false, onNull: NullMeaning = .passes,
        _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let condition: SQLFragment = ignoringCase ? "element ~* \(literal: regex)" : "element ~ \(literal: regex)"
        var check = elements(of: column, each: condition, onNull, "elements_format", title, file, line)
        if regex.isEmpty { check.contradictions.append("an empty pattern matches every text; give a pattern") }
        return check
    }

    /// Every element of the array is in a closed range. An element that is NULL or NaN fails.
    public static func elements<Element: Ordered>(
        of column: Column<[Element]>, between range: ClosedRange<Element>, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        elements(
            of: column, each: "element BETWEEN \(literal: range.lowerBound) AND \(literal: range.upperBound)", onNull,
            "elements_range", title, file, line)
    }

    /// The array has so many elements, NULLs among them.
    public static func elementCount<Element: SQLValue>(
        of column: Column<[Element]>, in range: ClosedRange<Int>, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(
                Predicate(
                    sql: "cardinality(\(column)) BETWEEN \(literal: range.lowerBound) AND \(literal: range.upperBound)"),
                onNull: onNull), name: "\(CheckID.part(column.name)).element_count", title: title, kind: .validation,
            file: file, line: line)
    }

    private static func elements(
        of column: any AnyColumn, each condition: SQLFragment, _ onNull: NullMeaning, _ name: String, _ title: String,
        _ file: StaticString, _ line: UInt
    ) -> DataCheck {
        let predicate = Predicate(
            sql: """
                CASE WHEN \(column) IS NOT NULL THEN \
                NOT EXISTS (SELECT FROM unnest(\(column)) AS element WHERE (\(condition)) IS NOT TRUE) END
                """)
        return DataCheck(
            .row(predicate, onNull: onNull), name: "\(CheckID.part(column.name)).\(name)", title: title, kind: .validation,
            file: file, line: line)
    }

    /// The vector has so many dimensions. A missing one passes unless `onNull` is `.fails`.
    public static func dimensions(
        of column: Column<Vector>, _ count: Int, onNull: NullMeaning = .passes, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        var check = DataCheck(
            // The cast is found in any search_path, which the functions of pgvector are not.
            .row(Predicate(sql: "cardinality(\(column)::real[]) = \(literal: count)"), onNull: onNull),
            name: "\(CheckID.part(column.name)).dimensions", title: title, kind: .validation, file: file, line: line)
        if count < 1 { check.contradictions.append("a vector has at least one dimension") }
        return check
    }

    /// Not all dimensions of the vector are zero: such a vector has no direction, and cosine distance no value for it.
    public static func notZero(
        _ column: Column<Vector>, onNull: NullMeaning = .passes, _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .row(Predicate(sql: "NOT 0 = ALL (\(column)::real[])"), onNull: onNull),
            name: "\(CheckID.part(column.name)).not_zero", title: title, kind: .validation, file: file, line: line)
    }
}
