import Foundation
public import SchemaDSL

/// A number that a whole column comes to. NULLs are left out; NaN makes the number NaN, which is in no bounds.
public enum Statistic: Sendable, Hashable {
    /// The average, as `avg` computes it.
    case mean
    /// The sum, as `sum` computes it.
    case sum
    /// Of a sample (`stddev_samp`): none for fewer than two values.
    case standardDeviation
    /// The middle value: the quantile 0.5.
    case median
    /// The value below which this share of the values is, interpolated; 0 to 1.
    case quantile(Double)
    /// The smallest value.
    case minimum
    /// The largest value.
    case maximum
    /// How many values there are that differ from each other.
    case distinctCount
}

/// The lower and upper bounds of a number.
struct Bounds: Sendable, Hashable {
    let least: Double?
    let most: Double?
    /// True for a number of a column that can hold NaN.
    var meetsNaN = false

    /// The problem with the bounds; nil when there is none.
    var contradiction: String? {
        if least == nil && most == nil { return "without bounds it passes whatever the data is; give atLeast, atMost or both" }
        if least?.isNaN ?? false || most?.isNaN ?? false { return "nothing is above or below NaN; give a number" }
        if let least, let most, least > most { return "atLeast (\(least)) is greater than atMost (\(most)); swap them" }
        return nil
    }
}

/// How far the number of rows may move between runs.
struct Growth: Sendable, Hashable {
    /// 0.9 for at most a tenth less than before.
    let least: Double?
    /// 1.5 for at most half as many again.
    let most: Double?
    /// With how many earlier runs it is compared.
    let runs: Int
}

/// Totals of one table held against the sums of the lines of another.
struct Totals: Sendable {
    let total: any AnyColumn
    let key: [any AnyColumn]
    let line: any AnyColumn
    let lineKey: [any AnyColumn]
    let tolerance: Double
}

// Numbers of the table as a whole, or of each group of it (`each(by:)`): one finding, with the number where the column is marked
// public.
extension DataCheck {
    /// A statistic of the column is within bounds. Without any value there is none, which fails.
    public static func statistic<Value: NumericValue>(
        _ statistic: Statistic, of column: Column<Value>, atLeast: Double? = nil, atMost: Double? = nil, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .statistic(
                statistic, column,
                Bounds(
                    least: atLeast, most: atMost,
                    meetsNaN: Value.self == Double.self || Value.self == Float.self || Value.self == Decimal.self)),
            name: "\(CheckID.part(column.name)).\(statistic.name)", title: title, kind: .quality, file: file, line: line)
    }

    /// The column, of any type, has as many different values as it should.
    public static func distinctCount(
        of column: any AnyColumn, atLeast: Int? = nil, atMost: Int? = nil, _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .statistic(.distinctCount, column, Bounds(least: atLeast.map(Double.init), most: atMost.map(Double.init))),
            name: "\(CheckID.part(column.name)).\(Statistic.distinctCount.name)", title: title, kind: .quality, file: file,
            line: line)
    }

    /// At most this share of the rows in scope has no value; above `warning` the check warns.
    public static func nullShare(
        of column: any AnyColumn, atMost share: Double, warning: Double? = nil, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let check = notNull(column, title, file: file, line: line).named("\(CheckID.part(column.name)).null_share")
        guard let warning else { return check.threshold(.fraction(share)) }
        return check.threshold(.fraction(share), warning: .fraction(warning))
    }

    /// The number of rows, against the median of earlier runs: `atLeast: 0.9, atMost: 1.5` allows a tenth less to half as many again.
    ///
    /// Earlier runs come from the history that `plumb nightly` keeps. Without one the check is skipped, and says so.
    public static func growth(
        atLeast: Double? = nil, atMost: Double? = nil, over runs: Int = 7, _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        var check = DataCheck(
            .growth(Growth(least: atLeast, most: atMost, runs: runs)), name: "growth", title: title, kind: .monitor,
            file: file, line: line)
        if let problem = Bounds(least: atLeast, most: atMost).contradiction { check.contradictions.append(problem) }
        if runs < 1 { check.contradictions.append("growth needs at least one earlier run to compare with") }
        return check
    }

    /// The total of each row equals the sum of its lines in another table.
    ///
    ///     .totals(orders.total, of: [orders.id], equalSumOf: lines.amount, by: [lines.orderID], "Totals are the sum of their lines")
    ///
    /// Without lines the sum is 0; a NULL among the lines counts as 0; a total that is NULL or NaN fails. Lines without a row are a
    /// matter of `references`.
    /// - Parameter tolerance: By how much the two may differ.
    public static func totals<Total: NumericValue, Line: NumericValue>(
        _ total: Column<Total>, of key: [any AnyColumn], equalSumOf line: Column<Line>, by lineKey: [any AnyColumn],
        tolerance: Double = 0, _ title: String, file: StaticString = #filePath, line place: UInt = #line
    ) -> DataCheck {
        var check = DataCheck(
            .totals(Totals(total: total, key: key, line: line, lineKey: lineKey, tolerance: tolerance)),
            name: "\(CheckID.part(total.name)).sum_of_lines", title: title, kind: .quality, file: file, line: place)
        if key.isEmpty || key.count != lineKey.count {
            check.contradictions.append("totals needs as many key columns of the lines as of the totals, and at least one")
        }
        if !(tolerance >= 0) || tolerance.isInfinite { check.contradictions.append("the tolerance is not a number from 0 on") }
        return check
    }
}

extension Statistic {
    /// The last part of the check's id, and the column of its query.
    var name: String {
        switch self {
        case .mean: "mean"
        case .sum: "sum"
        case .standardDeviation: "standard_deviation"
        case .median: "median"
        case .quantile(let share): "quantile_" + CheckID.part(String(share))
        case .minimum: "minimum"
        case .maximum: "maximum"
        case .distinctCount: "distinct_count"
        }
    }

    /// The aggregate over a column that is given as SQL.
    ///
    /// - Parameter meetsNaN: True for a column that can hold NaN, which then is the result. Where PostgreSQL sorts NaN above all numbers,
    ///   it would hide in the others.
    func sql(_ column: String, meetsNaN: Bool) -> String {
        switch self {
        case .minimum where meetsNaN, .median where meetsNaN, .quantile where meetsNaN:
            "CASE WHEN bool_or(\(column) = 'NaN') THEN 'NaN' ELSE (\(sql(column, meetsNaN: false)))::numeric END"
        case .mean: "avg(\(column))"
        case .sum: "sum(\(column))"
        case .standardDeviation: "stddev_samp(\(column))"
        case .median: "percentile_cont(0.5) WITHIN GROUP (ORDER BY (\(column))::double precision)"
        case .quantile(let share): "percentile_cont(\(share)) WITHIN GROUP (ORDER BY (\(column))::double precision)"
        case .minimum: "min(\(column))"
        case .maximum: "max(\(column))"
        case .distinctCount: "count(DISTINCT \(column))"
        }
    }
}
