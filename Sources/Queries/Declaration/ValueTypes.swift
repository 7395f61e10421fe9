public import PostgresClient
public import SchemaDSL

// The declaration's own value types, as parameters and in rows.

extension TextForm {
    /// The text form, as it is.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Self? { Self(text: String(decoding: text, as: UTF8.self)) }
    /// The text form, as it is.
    public var postgresParameter: PostgresParameter { PostgresParameter(text: text) }
}

extension LocalTimestamp: PostgresTextDecodable, PostgresEncodable {}
extension LocalTime: PostgresTextDecodable, PostgresEncodable {}
extension Interval: PostgresTextDecodable, PostgresEncodable {}
extension JSON: PostgresTextDecodable, PostgresEncodable {}
extension Bytes: PostgresTextDecodable, PostgresEncodable {}
extension NetworkAddress: PostgresTextDecodable, PostgresEncodable {}
extension TextSearchVector: PostgresTextDecodable, PostgresEncodable {}
extension Vector: PostgresTextDecodable, PostgresEncodable {}
extension Opaque: PostgresTextDecodable, PostgresEncodable {}
extension SQLRange: PostgresTextDecodable, PostgresEncodable {}

extension SQLEnum {
    /// The case with this label. An enum conforms with `extension OrderStatus: PostgresTextDecodable, PostgresEncodable {}`.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Self? { Self(rawValue: String(decoding: text, as: UTF8.self)) }
    /// The label.
    public var postgresParameter: PostgresParameter { PostgresParameter(text: rawValue) }
}

extension EnumLabel: PostgresTextDecodable, PostgresEncodable {
    /// The label.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> EnumLabel? {
        EnumLabel(stringLiteral: String(decoding: text, as: UTF8.self))
    }
    /// The label.
    public var postgresParameter: PostgresParameter { PostgresParameter(text: label) }
}

extension LocalDate: PostgresTextDecodable, PostgresEncodable {
    /// A date in ISO form; nil for `infinity` and for years before the common era, which Swift's side cannot say.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> LocalDate? {
        let parts = text.split(separator: UInt8(ascii: "-")).map { Int(String(decoding: $0, as: UTF8.self)) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        return LocalDate(year, month, day)
    }
    /// The date in ISO form.
    public var postgresParameter: PostgresParameter { PostgresParameter(text: String(sqlLiteral.dropFirst().dropLast())) }
}
