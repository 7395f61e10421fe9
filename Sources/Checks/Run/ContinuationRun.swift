import Foundation
import PostgresClient
import SchemaModel

/// The column by which checks of a table are continued.
private struct MarkColumn: Hashable {
    let table: ObjectID
    let name: String
}

/// The values of such a column, as the snapshot sees them.
private struct MarkReading {
    var type: MarkType
    /// The greatest value, as seconds since 1970 or as a number; without the future and infinity. Nil for an empty table.
    var newest: Double?
    /// Nil when the table was never analyzed.
    var rows: Int?
}

/// The types of columns whose values can be marks.
private enum MarkType: String {
    case timestamptz, timestamp, date, int2, int4, int8

    var isTime: Bool {
        switch self {
        case .timestamptz, .timestamp, .date: true
        case .int2, .int4, .int8: false
        }
    }

    /// Seconds to add to an overlap: the time zone of a `timestamp` or a `date` is not known.
    var slack: Double {
        switch self {
        case .timestamp, .date: 86_400
        case .timestamptz, .int2, .int4, .int8: 0
        }
    }
}

extension CheckSession {
    /// Gives each incremental check the rows that it reads in this run.
    ///
    /// - Parameter marks: The marks of earlier runs; none to read all rows.
    /// - Returns: The checks, and the results of those that cannot run as they are declared.
    func continued(
        _ checks: [CompiledCheck], marks: [PastMeasurement]
    ) async throws(PostgresError) -> (checks: [CompiledCheck], refused: [CheckResult]) {
        guard checks.contains(where: { $0.continuation != nil }) else { return (checks, []) }
        let last = Dictionary(
            marks.sorted { $0.started < $1.started }.map { ($0.series, $0.value) }, uniquingKeysWith: { $1 })
        var readings: [MarkColumn: MarkReading?] = [:]
        var found: (checks: [CompiledCheck], refused: [CheckResult]) = ([], [])
        for check in checks {
            guard let continuation = check.continuation, let series = check.markSeries, let table = check.table else {
                found.checks.append(check)
                continue
            }
            let column = MarkColumn(table: table, name: continuation.column)
            do {
                let reading: MarkReading?
                if let known = readings[column] {
                    reading = known
                } else {
                    reading = try await read(column, limit: check.timeLimit)
                    readings[column] = .some(reading)
                }
                guard let reading, continuation.overlap?.isTime ?? reading.type.isTime == reading.type.isTime else {
                    let message =
                        "\(continuation.column) of \(table.path) cannot tell new rows from old ones\n  next: make the check incremental "
                        + "by a column with times or whole numbers, and give the overlap in the same unit"
                    found.refused.append(CheckResult(check, .error(message: message), .zero))
                    continue
                }
                found.checks.append(
                    check.reading(
                        continuation.window(reading, series, last: last[series] ?? nil, isOfQuery: check.handWrittenFile != nil)))
            } catch  where error.isOfOneStatement {
                found.refused.append(CheckResult(check, .error(message: error.explanation(for: check)), .zero))
            }
        }
        return found
    }

    private func read(_ column: MarkColumn, limit: Duration?) async throws(PostgresError) -> MarkReading? {
        let table = SQL.qualified(column.table.schema, column.table.name)
        let catalog = try await ask(
            """
            SELECT t.typname::text, nullif(c.reltuples, -1)::bigint
            FROM pg_catalog.pg_attribute AS a
            JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_type AS d ON d.oid = a.atttypid
            JOIN pg_catalog.pg_type AS t ON t.oid = CASE d.typtype WHEN 'd' THEN d.typbasetype ELSE d.oid END
            WHERE a.attrelid = to_regclass(\(SQL.literal(table))) AND a.attname = \(SQL.literal(column.name))
              AND a.attnum > 0 AND NOT a.attisdropped
            """
        ).first
        guard let catalog, let type = MarkType(rawValue: catalog.text(0) ?? "") else { return nil }
        let name = SQL.identifier(column.name)
        // A value in the future would hide all rows that come before it.
        let newest =
            type.isTime
            ? "SELECT extract(epoch FROM max(\(name)))::float8 FROM \(table) WHERE \(name) <= now()"
            // A double has 53 bits; the mark must not be above a value that was not read.
            : "SELECT (max(\(name)) - CASE WHEN max(\(name)) > 9007199254740992 THEN 2048 ELSE 0 END)::float8 FROM \(table)"
        let value = try await ask(newest, limit: limit).one().decode(0, as: Double?.self)
        return MarkReading(
            type: type, newest: value.flatMap { $0.isFinite ? $0 : nil }, rows: try catalog.decode(1))
    }
}

extension Continuation.Overlap {
    fileprivate var isTime: Bool {
        switch self {
        case .time: true
        case .numbers: false
        }
    }

    fileprivate var size: Double {
        switch self {
        case .time(let time): time.milliseconds / 1000
        case .numbers(let count): Double(count)
        }
    }
}

extension Continuation {
    /// - Parameter isOfQuery: whether the rows are those of a hand-written query.
    fileprivate func window(
        _ reading: MarkReading, _ series: DataMeasurement.Series, last: Double?, isOfQuery: Bool
    ) -> ReadingWindow {
        func mark(_ value: Double?) -> DataMeasurement {
            var mark = DataMeasurement(series: series, title: "Mark of \(series.subject)", unit: .other(""), value: value)
            mark.isShown = false
            return mark
        }
        // What fails when all rows are read may be anywhere: then the next run reads all rows too.
        var window = ReadingWindow(next: mark(reading.newest), last: mark(nil), rowsOfTable: reading.rows)
        guard let last else {
            // A query that does not return the column must not pass until there is a mark.
            if isOfQuery { window.rows = "\(SQL.identifier(column)) IS NULL OR \(SQL.identifier(column)) IS NOT NULL" }
            return window
        }
        guard let newest = reading.newest, newest >= last else {
            window.note = "all rows were read, because the newest \(column) is before that of the last run"
            return window
        }
        let size = (overlap ?? (reading.type.isTime ? .time(.seconds(3600)) : .numbers(10_000))).size
        let from = (last - size - reading.type.slack).rounded(.down)
        let text: String
        if reading.type.isTime {
            text = Date(timeIntervalSince1970: from).ISO8601Format()
        } else {
            guard let number = Int64(exactly: from) else { return window }
            text = String(number)
        }
        window.last = mark(last)
        let name = SQL.identifier(column)
        // ISO 8601 writes years before the first in a way that PostgreSQL does not read.
        let isBeforeChrist = from < -62_135_596_800
        let bound =
            !reading.type.isTime
            ? text
            : isBeforeChrist
                ? "(to_timestamp(\(from)) AT TIME ZONE 'UTC')::\(reading.type.rawValue)"
                : "\(SQL.literal(text))::\(reading.type.rawValue)"
        window.rows = "\(name) >= \(bound) OR \(name) IS NULL"
        window.note =
            isShown
            ? "rows with \(column) before \(text) were not read; --full reads them"
            : "rows that an earlier run has read were not read again; --full reads them"
        return window
    }
}
