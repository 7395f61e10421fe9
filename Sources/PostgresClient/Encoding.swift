public import Foundation

/// A value that can stand for `$1` in a statement.
public protocol PostgresEncodable: Sendable {
    /// The value as it goes over the wire.
    var postgresParameter: PostgresParameter { get }
}

/// A parameter as it goes over the wire: type, format and bytes.
public struct PostgresParameter: PostgresEncodable, Sendable, Hashable {
    /// The oid of the type; 0 leaves it to the server to find it from the context, as for a quoted literal.
    package var oid: UInt32
    /// The bytes, nil for NULL.
    package var bytes: [UInt8]?
    /// True when the bytes are in the type's binary format; else they are UTF-8 text.
    package var isBinary: Bool

    /// A value in text form.
    package init(oid: UInt32 = 0, text: String?) {
        self.oid = oid
        bytes = text.map { Array($0.utf8) }
        isBinary = false
    }

    /// A value in binary form; the server needs the type then.
    package init(oid: UInt32, binary: [UInt8]) {
        self.oid = oid
        bytes = binary
        isBinary = true
    }

    /// Itself.
    public var postgresParameter: PostgresParameter { self }

    /// NULL of the type that the context asks for.
    package static let null = PostgresParameter(text: nil)
}

enum OID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int2vector: UInt32 = 22
    static let int4: UInt32 = 23
    static let oidvector: UInt32 = 30
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let int4Array: UInt32 = 1007
    static let int8Array: UInt32 = 1016
    static let timestamptz: UInt32 = 1184
    static let numeric: UInt32 = 1700
    static let uuid: UInt32 = 2950
}

extension Bool: PostgresEncodable {
    /// `boolean`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.bool, text: self ? "t" : "f") }
}

extension Int16: PostgresEncodable {
    /// `smallint`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.int2, text: String(self)) }
}

extension Int32: PostgresEncodable {
    /// `integer`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.int4, text: String(self)) }
}

extension Int64: PostgresEncodable {
    /// `bigint`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.int8, text: String(self)) }
}

extension Int: PostgresEncodable {
    /// `integer` if it fits, else `bigint`: what the same digits would be as a literal in SQL.
    public var postgresParameter: PostgresParameter {
        PostgresParameter(oid: Int32(exactly: self) == nil ? OID.int8 : OID.int4, text: String(self))
    }
}

extension Double: PostgresEncodable {
    /// `double precision`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.float8, text: FloatText.text(self)) }
}

extension Float: PostgresEncodable {
    /// `real`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.float4, text: FloatText.text(self)) }
}

enum FloatText {
    /// Swift's shortest form that reads back the same; the server reads `inf` and `nan` too.
    static func text(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> String { value.description }
}

extension String: PostgresEncodable {
    /// Without a type, like a quoted literal, so that `$1::jsonb` and comparisons with enums work.
    public var postgresParameter: PostgresParameter { PostgresParameter(text: self) }
}

extension Substring: PostgresEncodable {
    /// As of `String`.
    public var postgresParameter: PostgresParameter { PostgresParameter(text: String(self)) }
}

extension UUID: PostgresEncodable {
    /// `uuid`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.uuid, text: uuidString) }
}

extension Decimal: PostgresEncodable {
    /// `numeric`.
    public var postgresParameter: PostgresParameter {
        PostgresParameter(oid: OID.numeric, text: isNaN ? "NaN" : description)
    }
}

extension Data: PostgresEncodable {
    /// `bytea`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.bytea, binary: Array(self)) }
}

extension Date: PostgresEncodable {
    /// `timestamptz`, rounded to the microseconds that it has; an infinite date is `infinity`.
    public var postgresParameter: PostgresParameter {
        // What is no date is left for the server to refuse.
        guard !timeIntervalSinceReferenceDate.isNaN else { return PostgresParameter(oid: OID.timestamptz, text: "NaN") }
        return PostgresParameter(oid: OID.timestamptz, binary: TimestampText.binary(self))
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The value, or NULL of the type that the context asks for.
    public var postgresParameter: PostgresParameter { self?.postgresParameter ?? .null }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement & PostgresEncodable {
    /// A one-dimensional array; `[UInt8]` is `bytea`.
    public var postgresParameter: PostgresParameter { Element.arrayParameter(self) }
}

extension PostgresArrayElement where Self: PostgresEncodable {
    /// The array as text, of a type that the context gives.
    public static func arrayParameter(_ elements: [Self]) -> PostgresParameter {
        PostgresParameter(text: ArrayText.text(elements.map(\.postgresParameter)))
    }
}

extension Int: PostgresArrayElement {
    /// `integer[]` if all elements fit, else `bigint[]`.
    public static func arrayParameter(_ elements: [Int]) -> PostgresParameter {
        let fits = elements.allSatisfy { Int32(exactly: $0) != nil }
        let text = "{" + elements.map(String.init).joined(separator: ",") + "}"
        return PostgresParameter(oid: fits ? OID.int4Array : OID.int8Array, text: text)
    }
}

extension UInt8: PostgresEncodable, PostgresArrayElement {
    /// `smallint`; an array of these is `bytea`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: OID.int2, text: String(self)) }
    /// `bytea`.
    public static func arrayParameter(_ elements: [UInt8]) -> PostgresParameter {
        PostgresParameter(oid: OID.bytea, binary: elements)
    }
}
