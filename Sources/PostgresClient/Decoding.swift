public import Foundation

/// A type that can be read from a value of a row.
public protocol PostgresDecodable: Sendable {
    /// Reads the value; throws `.decoding` for one of another type, or for NULL.
    static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self
}

/// A type that can be read from the text form of a value, alone or in an array.
public protocol PostgresTextDecodable: PostgresDecodable, PostgresArrayElement {
    /// Reads the text form; nil when this is not one of this type.
    static func decode(text: UnsafeBufferPointer<UInt8>) -> Self?
}

/// A type that can be an element of an array.
public protocol PostgresArrayElement: Sendable {
    /// Reads an array.
    static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self]
    /// The array as a parameter.
    static func arrayParameter(_ elements: [Self]) -> PostgresParameter
}

extension PostgresTextDecodable {
    /// Reads a value of this type; throws `.decoding` for NULL and for what is none.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        guard let value = cell.withBytes({ bytes in bytes.flatMap { decode(text: $0) } }) else { throw cell.mismatch(Self.self) }
        return value
    }

    /// Reads a one-dimensional array.
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self] {
        guard let elements = cell.arrayElements else { throw cell.mismatch([Self].self) }
        var result: [Self] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            guard let element, let value = element.withUnsafeBufferPointer({ decode(text: $0) }) else {
                throw cell.mismatch([Self].self)
            }
            result.append(value)
        }
        return result
    }
}

extension PostgresCell {
    /// The elements of an array's text form, nil for NULL ones.
    var arrayElements: [[UInt8]?]? {
        withBytes { bytes in
            guard let bytes else { return nil }
            // These two are written without braces.
            if column.oid == OID.int2vector || column.oid == OID.oidvector {
                return bytes.split(separator: UInt8(ascii: " ")).map { Array($0) }
            }
            return ArrayText.elements(bytes)
        }
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads a value of this type; throws `.decoding` for NULL and for what is none.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Wrapped? {
        cell.isNull ? nil : try Wrapped.decode(cell)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresTextDecodable & PostgresEncodable {
    /// Reads a one-dimensional array.
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Wrapped?] {
        guard let elements = cell.arrayElements else { throw cell.mismatch([Wrapped?].self) }
        var result: [Wrapped?] = []
        for element in elements {
            guard let element else {
                result.append(nil)
                continue
            }
            guard let value = element.withUnsafeBufferPointer({ Wrapped.decode(text: $0) }) else {
                throw cell.mismatch([Wrapped?].self)
            }
            result.append(value)
        }
        return result
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Reads a value of this type; throws `.decoding` for NULL and for what is none.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> [Element] { try Element.decodeArray(cell) }
}

extension Bool: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Bool? {
        switch text.count {
        case 1: text[0] == UInt8(ascii: "t") ? true : text[0] == UInt8(ascii: "f") ? false : nil
        case 4: text.elementsEqual("true".utf8) ? true : nil
        case 5: text.elementsEqual("false".utf8) ? false : nil
        default: nil
        }
    }
}

enum IntegerText {
    static func decode<T: FixedWidthInteger>(_ text: UnsafeBufferPointer<UInt8>) -> T? {
        var index = 0
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { index = 1 }
        guard index < text.count else { return nil }
        var value: T = 0
        while index < text.count {
            let byte = text[index]
            guard byte >= 48, byte <= 57 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = T(truncatingIfNeeded: byte - 48)
            // Negative numbers are built downwards, since the least one has no positive twin.
            let (sum, carry) =
                isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = sum
            index += 1
        }
        return value
    }
}

extension Int: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Int? { IntegerText.decode(text) }
}
extension Int64: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Int64? { IntegerText.decode(text) }
}
extension Int32: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Int32? { IntegerText.decode(text) }
}
extension Int16: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Int16? { IntegerText.decode(text) }
}
extension UInt32: PostgresTextDecodable, PostgresEncodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> UInt32? { IntegerText.decode(text) }
    /// `oid`.
    public var postgresParameter: PostgresParameter { PostgresParameter(oid: 26, text: String(self)) }
}

extension Double: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Double? { Double(String(decoding: text, as: UTF8.self)) }
}
extension Float: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Float? { Float(String(decoding: text, as: UTF8.self)) }
}
extension String: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> String? { String(decoding: text, as: UTF8.self) }
}
extension UUID: PostgresTextDecodable {
    /// Reads the text form; nil for what is none.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> UUID? {
        UUID(uuidString: String(decoding: text, as: UTF8.self))
    }
}
extension Date: PostgresTextDecodable {
    /// `timestamptz`; `timestamp` and `date` are taken as UTC.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Date? { TimestampText.date(text) }
}
extension Decimal: PostgresTextDecodable {
    /// `numeric`, up to Decimal's 38 digits; a value of more is refused rather than rounded.
    public static func decode(text: UnsafeBufferPointer<UInt8>) -> Decimal? {
        let text = String(decoding: text, as: UTF8.self)
        if text == "NaN" { return .nan }
        let significant = text.filter(\.isNumber).drop { $0 == "0" }
        guard significant.count <= 38, !significant.isEmpty || text.contains("0") else { return nil }
        return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
    }
}

enum ByteaText {
    /// Reads `\x0123…`.
    static func bytes(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count >= 2, text.count % 2 == 0, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x") else {
            return nil
        }
        var isValid = true
        let result = [UInt8](unsafeUninitializedCapacity: text.count / 2 - 1) { buffer, count in
            for index in 0..<(text.count / 2 - 1) {
                let high = digit(text[2 * index + 2])
                let low = digit(text[2 * index + 3])
                if high > 15 || low > 15 { isValid = false }
                buffer[index] = high << 4 | low & 15
            }
            count = text.count / 2 - 1
        }
        return isValid ? result : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 48...57: byte - 48
        case 97...102: byte - 87
        case 65...70: byte - 55
        default: 255
        }
    }
}

extension Data: PostgresDecodable {
    /// Reads a value of this type; throws `.decoding` for NULL and for what is none.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Data { Data(try [UInt8].decode(cell)) }
}

extension UInt8 {
    /// `bytea`.
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [UInt8] {
        guard let bytes = cell.withBytes({ bytes in bytes.flatMap { ByteaText.bytes($0) } }) else {
            throw cell.mismatch([UInt8].self)
        }
        return bytes
    }
}
