import Foundation
public import SchemaDSL

/// Rows whose ranges must not overlap.
struct Overlaps: Sendable {
    let start: any AnyColumn
    let end: any AnyColumn
    let groups: [any AnyColumn]
    let includesEnd: Bool
}

/// Values that must follow each other without a gap.
struct Gaps: Sendable {
    let column: any AnyColumn
    let groups: [any AnyColumn]
    /// How far apart two values in succession may be; nil for whole numbers, which must follow each other by one.
    let most: Duration?
}

/// Values that must not go back.
struct Monotony: Sendable {
    let column: any AnyColumn
    let order: [any AnyColumn]
    let groups: [any AnyColumn]
    let isStrict: Bool
    let canHoldNaN: Bool
}

// Rules about rows in an order. The order is by the columns named; ties are in the order of the key.
extension DataCheck {
    /// No row's range overlaps that of a row that starts before it, in the same group.
    ///
    /// The check counts the rows that start before an earlier range has ended. A range is from its start up to, and without, its
    /// end: one may begin when another ends. An end that is NULL is open. A start that is NULL, and an end that is not after its
    /// start, make no range and pass; they are a matter of `satisfies`.
    /// - Parameter includingEnd: True where the end belongs to the range, as with the last day of a stay.
    public static func noOverlap<Value: SQLValue>(
        from start: Column<Value>, to end: Column<Value>, by groups: [any AnyColumn] = [], includingEnd: Bool = false,
        _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .overlaps(Overlaps(start: start, end: end, groups: groups, includesEnd: includingEnd)),
            name: "\(CheckID.part(start.name)).no_overlap", title: title, kind: .quality, file: file, line: line)
    }

    /// The whole numbers of the column follow each other by one, in each group, from the least to the greatest.
    ///
    /// A gap is one finding, by the row before it; results say how many numbers are missing. NULLs are left out; a number that is
    /// there twice is a matter of `unique`.
    public static func noGaps<Value: NumericValue & FixedWidthInteger>(
        in column: Column<Value>, by groups: [any AnyColumn] = [], _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .gaps(Gaps(column: column, groups: groups, most: nil)), name: "\(CheckID.part(column.name)).no_gaps", title: title,
            kind: .quality, file: file, line: line)
    }

    /// Two times in succession, in each group, are not further apart than this.
    ///
    /// A gap is one finding, by the row before it. NULLs and infinite times are left out. The time since the newest row is a matter
    /// of `freshness`.
    public static func noGaps<Value: TemporalValue>(
        in column: Column<Value>, longerThan most: Duration, by groups: [any AnyColumn] = [], _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        var check = DataCheck(
            .gaps(Gaps(column: column, groups: groups, most: most)), name: "\(CheckID.part(column.name)).no_gaps",
            title: title, kind: .quality, file: file, line: line)
        if most <= .zero { check.contradictions.append("a gap of no length is none; give a duration above zero") }
        if Value.self == LocalTime.self { check.contradictions.append("times of day repeat; use a column with a date") }
        return check
    }

    /// The values do not go back when the rows of a group are put in an order.
    ///
    /// A row whose value is less than that of the row before it is counted. Rows without a value are left out; NaN fails.
    /// - Parameter strictly: True where a value may not repeat either.
    public static func increasing<Value: Ordered>(
        _ column: Column<Value>, orderedBy order: [any AnyColumn], by groups: [any AnyColumn] = [], strictly: Bool = false,
        _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        var check = DataCheck(
            .monotonic(
                Monotony(
                    column: column, order: order, groups: groups, isStrict: strictly,
                    canHoldNaN: Value.self == Double.self || Value.self == Float.self || Value.self == Decimal.self)),
            name: "\(CheckID.part(column.name)).increasing", title: title, kind: .quality, file: file, line: line)
        if order.isEmpty { check.contradictions.append("rows have no order of their own; name columns in orderedBy") }
        return check
    }
}
