/// Reads JSON as PostgreSQL writes `jsonb`: numbers stay as they are written, which `JSONDecoder` would round, and a catalog of
/// twenty thousand facts is read in a fraction of the time.
struct JSONText {
    private var bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    static func value(_ text: String) throws(JSONTextError) -> Value {
        var text = text
        let result: Result<Value, JSONTextError> = text.withUTF8 { bytes in
            var reader = JSONText(bytes: bytes)
            do throws(JSONTextError) {
                let value = try reader.value(depth: 0)
                reader.skipSpace()
                return reader.place == bytes.count ? .success(value) : .failure(reader.error("text after the value"))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func error(_ what: String) -> JSONTextError { JSONTextError(what: what, offset: place) }

    private mutating func skipSpace() {
        while place < bytes.count, bytes[place] == 0x20 || (0x09...0x0D).contains(bytes[place]) { place += 1 }
    }

    private mutating func take(_ byte: Character) throws(JSONTextError) {
        skipSpace()
        guard place < bytes.count, bytes[place] == byte.asciiValue else { throw error("expected \(byte)") }
        place += 1
    }

    private mutating func takes(_ byte: Character) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == byte.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONTextError) -> Value {
        guard depth < 512 else { throw error("nested too deep") }
        skipSpace()
        guard place < bytes.count else { throw error("the text ends early") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(_ depth: Int) throws(JSONTextError) -> Value {
        try take("{")
        var result: [String: Value] = [:]
        if takes("}") { return .object(result) }
        repeat {
            skipSpace()
            let key = try string()
            try take(":")
            result[key] = try value(depth: depth + 1)
        } while takes(",")
        try take("}")
        return .object(result)
    }

    private mutating func list(_ depth: Int) throws(JSONTextError) -> Value {
        try take("[")
        var result: [Value] = []
        if takes("]") { return .list(result) }
        repeat { result.append(try value(depth: depth + 1)) } while takes(",")
        try take("]")
        return .list(result)
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(JSONTextError) -> Value {
        let length = word.utf8CodeUnitCount
        guard place + length <= bytes.count,
            UnsafeBufferPointer(start: word.utf8Start, count: length).elementsEqual(bytes[place..<place + length])
        else { throw error("expected \(word)") }
        place += length
        return value
    }

    private mutating func number() throws(JSONTextError) -> Value {
        let start = place
        var digits = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): break
            default:
                guard digits > 0 else { throw error("expected a value") }
                return .number(String(decoding: bytes[start..<place], as: UTF8.self))
            }
            place += 1
        }
        guard digits > 0 else { throw error("expected a value") }
        return .number(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func string() throws(JSONTextError) -> String {
        try take("\"")
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") { place += 1 }
        guard place < bytes.count else { throw error("a string does not end") }
        if bytes[place] == UInt8(ascii: "\"") {
            place += 1
            return String(decoding: bytes[start..<place - 1], as: UTF8.self)
        }
        var scalars = Array(bytes[start..<place])
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: scalars, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try escape(into: &scalars) } else { scalars.append(byte) }
        }
        throw error("a string does not end")
    }

    private mutating func escape(into result: inout [UInt8]) throws(JSONTextError) {
        guard place < bytes.count else { throw error("a string does not end") }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "u"):
            var code = try hex()
            if (0xD800..<0xDC00).contains(code) {
                guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
                    throw error("half of a surrogate pair")
                }
                place += 2
                let low = try hex()
                guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("no such character") }
            result += Array(String(Character(scalar)).utf8)
        default: throw error("unknown escape")
        }
    }

    private mutating func hex() throws(JSONTextError) -> UInt32 {
        guard place + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw error("\\u needs four digits") }
        place += 4
        return code
    }
}

/// Text that is not JSON: what is wrong, and after how many bytes.
package struct JSONTextError: Error, Hashable, Sendable, CustomStringConvertible {
    package let what: String
    package let offset: Int

    package var description: String { "not JSON: \(what) at byte \(offset)" }
}
