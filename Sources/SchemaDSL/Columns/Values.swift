public import Foundation

/// A Swift type that the values of a column have.
public protocol SQLValue: Sendable {}

/// A value that can be written into SQL as a literal.
public protocol SQLLiteral: SQLValue {
    /// The literal, quoted where it must be.
    var sqlLiteral: String { get }
}

/// A value of a text type: `text`, `character varying`, an enum's label.
public protocol TextLike: SQLLiteral, ExpressibleByStringLiteral {}

/// A number, a date or a time: what has an order that does not depend on a collation.
public protocol Ordered: SQLLiteral, Comparable {}

/// A number.
public protocol NumericValue: Ordered, ExpressibleByIntegerLiteral {}

/// A date or a time.
public protocol TemporalValue: SQLValue {}

extension String: TextLike {
    public var sqlLiteral: String { SQLText.literal(self) }
}

extension Bool: SQLLiteral {
    public var sqlLiteral: String { self ? "true" : "false" }
}

extension Int16: NumericValue { public var sqlLiteral: String { description } }
extension Int32: NumericValue { public var sqlLiteral: String { description } }
extension Int64: NumericValue { public var sqlLiteral: String { description } }
extension Int: NumericValue { public var sqlLiteral: String { description } }

extension Float: NumericValue { public var sqlLiteral: String { SQLText.floating(Double(self), description) } }
extension Double: NumericValue { public var sqlLiteral: String { SQLText.floating(self, description) } }
extension Decimal: NumericValue { public var sqlLiteral: String { isNaN ? "'NaN'" : description } }

extension UUID: SQLLiteral {
    public var sqlLiteral: String { "'\(uuidString.lowercased())'" }
}

/// A `timestamp with time zone` is a point in time.
extension Date: Ordered, TemporalValue {
    public var sqlLiteral: String {
        "'\(ISO8601Format(.init(includingFractionalSeconds: true)))'"
    }
}

/// A day without a time zone, the value of a `date`.
public struct LocalDate: Ordered, TemporalValue, Hashable {
    /// The year.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A day by its year, month and day of the month.
    public init(_ year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    public static func < (a: LocalDate, b: LocalDate) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }
    public var sqlLiteral: String { "'\(SQLText.padded(year, 4))-\(SQLText.padded(month, 2))-\(SQLText.padded(day, 2))'" }
}

/// A value that Swift has no type for; it is known by the text that PostgreSQL writes for it.
public protocol TextForm: SQLValue, Hashable {
    /// The text form, as PostgreSQL's output function writes it and its input function reads it.
    var text: String { get }
    /// The value whose text form this is. PostgreSQL checks it where it is used.
    init(text: String)
}

/// The value of a `timestamp without time zone`.
public struct LocalTimestamp: TemporalValue, TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of a `time`.
public struct LocalTime: TemporalValue, TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of an `interval`.
public struct Interval: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of a `json` or `jsonb`.
public struct JSON: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of a `bytea`.
public struct Bytes: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of an `inet` or `cidr`.
public struct NetworkAddress: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of a `tsvector`.
public struct TextSearchVector: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of a `vector` of the extension pgvector: `[0.1,0.2]`.
public struct Vector: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// The value of a column whose type is only named in SQL.
public struct Opaque: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// A label of an enum type.
public struct EnumLabel: TextLike, Hashable {
    /// The label.
    public let label: String
    public init(stringLiteral value: String) { label = value }
    public var sqlLiteral: String { SQLText.literal(label) }
}

extension Array: SQLValue where Element: SQLValue {}

/// The value of a range type: `[2026-01-01,2026-02-01)`.
public struct SQLRange<Bound: SQLValue>: TextForm {
    public let text: String
    public init(text: String) { self.text = text }
}

/// A Swift enum whose cases are the labels of an enum type.
///
///     enum OrderStatus: String, SQLEnum {
///         case draft, open, closed
///         static let type = EnumType(OrderStatus.self)              // CREATE TYPE order_status AS ENUM ('draft', 'open', 'closed')
///     }
///     let status = Column("status", .enum(OrderStatus.self)).notNull().default(.draft)
public protocol SQLEnum: SQLLiteral, RawRepresentable, CaseIterable, Hashable where RawValue == String {
    /// The type in the database. A ``Schema`` lists it among its types.
    static var type: EnumType { get }
}

extension SQLEnum {
    /// The label, quoted.
    public var sqlLiteral: String { SQLText.literal(rawValue) }
}
