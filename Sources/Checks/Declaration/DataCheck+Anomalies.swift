public import SchemaDSL
import SchemaModel

/// A number about a table that is compared with what earlier runs predict.
public struct MonitoredNumber: Sendable {
    let kind: DataMeasurement.Kind
    let column: (any AnyColumn)?

    /// The number of rows.
    public static let volume = MonitoredNumber(kind: .rows, column: nil)

    /// The age of the column's newest value; only an older one is unusual.
    public static func freshness<Value: TemporalValue>(of column: Column<Value>) -> MonitoredNumber {
        MonitoredNumber(kind: .age, column: column)
    }

    /// The share of rows without a value; only a larger one is unusual.
    public static func nullShare(of column: any AnyColumn) -> MonitoredNumber {
        MonitoredNumber(kind: .nullShare, column: column)
    }

    /// The mean of the column.
    public static func mean<Value: NumericValue>(of column: Column<Value>) -> MonitoredNumber {
        MonitoredNumber(kind: .mean, column: column)
    }

    /// The distribution of the column: how far its deciles are from what they were.
    public static func distribution<Value: NumericValue>(of column: Column<Value>) -> MonitoredNumber {
        MonitoredNumber(kind: .quantile, column: column)
    }
}

extension DataCheck {
    /// Numbers about the table are as earlier runs predict, weekday by weekday.
    ///
    ///     .anomalies(in: [.volume, .freshness(of: orders.createdAt), .nullShare(of: orders.email)], "Orders come as usual")
    ///
    /// All such checks of a project share one budget of false alarms: see ``AnomalyPolicy``. Until there is enough history, no alarm is
    /// raised, and the check is skipped and says how many runs are still needed. An alarm is a warning, unless ``severity(_:)`` says
    /// otherwise.
    public static func anomalies(
        in numbers: [MonitoredNumber], _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        var check = DataCheck(
            .anomalies(numbers), name: "anomalies", title: title, kind: .monitor, file: file, line: line)
        check.severity = .warning
        if numbers.isEmpty { check.contradictions.append("no number is watched; name some, such as .volume") }
        return check
    }
}
