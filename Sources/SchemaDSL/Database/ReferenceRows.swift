public import Foundation
import SchemaModel

/// Rows that a table must have, upserted by key.
///
///     ReferenceRows(of: labels, key: labels.title, labels.accountID, insertOnly: [labels.createdAt.set(sql: "now()")], rows: [
///         Row(labels.title.set("hot-lead"), labels.accountID.set(1), labels.color.set("#f59e0b")),
///     ])
public struct ReferenceRows: Sendable {
    let table: any Table
    let key: [any AnyColumn]
    let insertOnly: [Assignment]
    let rows: [Row]
    let location: SourceLocation

    /// `insertOnly` expressions are given when a row is inserted and then left alone.
    public init(
        of table: any Table, key: any AnyColumn..., insertOnly: [Assignment] = [], rows: [Row],
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.table = table
        self.key = key
        self.insertOnly = insertOnly
        self.rows = rows
        location = SourceLocation(filePath: file, line: line)
    }
}

/// One reference row.
public struct Row: Sendable {
    let assignments: [Assignment]
    let location: SourceLocation

    /// A row with these values. A column that no row of the table names is left alone: it gets its default when the row is inserted. One that
    /// only other rows name is NULL; where it has a default or is NOT NULL, the row must name it, too.
    public init(_ assignments: Assignment..., file: StaticString = #filePath, line: UInt = #line) {
        self.assignments = assignments
        location = SourceLocation(filePath: file, line: line)
    }
}

/// A column and the value that a row has in it.
public struct Assignment: Sendable {
    let column: ColumnBox
    let content: Content

    enum Content: Sendable {
        case value(SchemaModel.Value)
        case sql(SQLFragment)
    }
}

/// A value that a reference row can hold.
public protocol RowValue: SQLValue {
    /// The value as the declaration keeps it.
    var rowValue: ReferenceValue { get }
}

/// A value of a reference row as the declaration keeps it; the initializers of the value's own type make it.
public struct ReferenceValue: Sendable {
    let value: SchemaModel.Value

    fileprivate static func text(_ text: String) -> ReferenceValue { ReferenceValue(value: .text(text)) }
    fileprivate static func bool(_ bool: Bool) -> ReferenceValue { ReferenceValue(value: .bool(bool)) }
    fileprivate static func number(_ number: String) -> ReferenceValue { ReferenceValue(value: .number(number)) }
    fileprivate static func integer(_ integer: some BinaryInteger) -> ReferenceValue { ReferenceValue(value: .integer(integer)) }
    fileprivate static func list(_ list: [ReferenceValue]) -> ReferenceValue { ReferenceValue(value: .list(list.map(\.value))) }
}

extension String: RowValue { public var rowValue: ReferenceValue { .text(self) } }
extension Bool: RowValue { public var rowValue: ReferenceValue { .bool(self) } }
extension Int16: RowValue { public var rowValue: ReferenceValue { .integer(self) } }
extension Int32: RowValue { public var rowValue: ReferenceValue { .integer(self) } }
extension Int64: RowValue { public var rowValue: ReferenceValue { .integer(self) } }
extension EnumLabel: RowValue { public var rowValue: ReferenceValue { .text(label) } }

extension Float: RowValue { public var rowValue: ReferenceValue { Double(self).rowValue } }
extension Double: RowValue {
    public var rowValue: ReferenceValue {
        isFinite ? .number("\(self)") : .text(isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity")
    }
}
extension Decimal: RowValue { public var rowValue: ReferenceValue { isNaN ? .text("NaN") : .number(description) } }
extension UUID: RowValue { public var rowValue: ReferenceValue { .text(uuidString.lowercased()) } }
extension LocalDate: RowValue { public var rowValue: ReferenceValue { .text(String(sqlLiteral.dropFirst().dropLast())) } }
extension Date: RowValue {
    /// In UTC, as `jsonb` writes it.
    public var rowValue: ReferenceValue {
        let isWhole = timeIntervalSince1970 == timeIntervalSince1970.rounded()
        let text = ISO8601Format(isWhole ? .init() : .init(includingFractionalSeconds: true))
        return .text(text.replacing("Z", with: "+00:00"))
    }
}
extension LocalTimestamp: RowValue { public var rowValue: ReferenceValue { .text(text) } }
extension LocalTime: RowValue { public var rowValue: ReferenceValue { .text(text) } }
extension Interval: RowValue { public var rowValue: ReferenceValue { .text(text) } }
extension Bytes: RowValue { public var rowValue: ReferenceValue { .text(text) } }
extension NetworkAddress: RowValue { public var rowValue: ReferenceValue { .text(text) } }
extension SQLRange: RowValue { public var rowValue: ReferenceValue { .text(text) } }
extension Opaque: RowValue { public var rowValue: ReferenceValue { .text(text) } }
extension JSON: RowValue {
    /// The document itself; a text that is not JSON goes to the server, which refuses it.
    public var rowValue: ReferenceValue { ReferenceValue(value: (try? SchemaModel.Value(json: text)) ?? .text(text)) }
}
extension Array: RowValue where Element: RowValue {
    public var rowValue: ReferenceValue { .list(map(\.rowValue)) }
}

extension Column where Value: SQLEnum {
    /// The column holds this label in the row.
    public func set(_ value: Value) -> Assignment { Assignment(column: box, content: .value(.text(value.rawValue))) }
}

extension Column where Value: RowValue {
    /// The column holds this value in the row.
    public func set(_ value: Value) -> Assignment { Assignment(column: box, content: .value(value.rowValue.value)) }
}

extension Column {
    /// The column is NULL in the row.
    public func setNull() -> Assignment { Assignment(column: box, content: .value(.null)) }
    /// The column gets an expression; only for what is given at insertion.
    public func set(sql: SQLFragment) -> Assignment { Assignment(column: box, content: .sql(sql)) }
}
