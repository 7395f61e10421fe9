/// The names in a text as they were written: the parser folds and cuts them.
struct Identifiers {
    struct Found {
        let text: String
        let isQuoted: Bool
        /// Bytes from the beginning.
        let offset: Int
    }

    private(set) var found: [Found] = []

    /// Reads a statement.
    ///
    /// - Parameter bodies: what stands between dollar quotes is read, too.
    init(_ text: String, bodies: Bool) {
        let bytes = Array(text.utf8)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "'"):
                place = Self.skip(bytes, place, escapes: place > 0 && bytes[place - 1] | 0x20 == UInt8(ascii: "e"))
            case UInt8(ascii: "\""): place = quoted(bytes, place)
            case UInt8(ascii: "-") where Self.at(bytes, place + 1) == byte:
                while place < bytes.count, bytes[place] != 0x0A { place += 1 }
            case UInt8(ascii: "/") where Self.at(bytes, place + 1) == UInt8(ascii: "*"): place = Self.comment(bytes, place)
            case UInt8(ascii: "$"): place = Self.dollar(bytes, place, bodies: bodies)
            case _ where Self.isWord(byte):
                let begin = place
                while place < bytes.count, Self.isWord(bytes[place]) || bytes[place] == UInt8(ascii: "$") { place += 1 }
                guard !(0x30...0x39).contains(byte) else { continue }
                found.append(Found(text: String(decoding: bytes[begin..<place], as: UTF8.self), isQuoted: false, offset: begin))
            default: place += 1
            }
        }
    }

    private mutating func quoted(_ bytes: [UInt8], _ begin: Int) -> Int {
        let end = Self.skip(bytes, begin, escapes: false)
        let inner = String(decoding: bytes[min(begin + 1, end)..<max(min(begin + 1, end), end - 1)], as: UTF8.self)
        found.append(
            Found(
                text: inner.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\""), isQuoted: true,
                offset: begin))
        return end
    }

    private static func at(_ bytes: [UInt8], _ index: Int) -> UInt8 { bytes.indices.contains(index) ? bytes[index] : 0 }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte)
    }

    /// The place behind a quoted text.
    private static func skip(_ bytes: [UInt8], _ begin: Int, escapes: Bool) -> Int {
        var index = begin + 1
        while index < bytes.count {
            if escapes, bytes[index] == UInt8(ascii: "\\") {
                index += 2
            } else if bytes[index] == bytes[begin] {
                guard at(bytes, index + 1) == bytes[begin] else { return index + 1 }
                index += 2
            } else {
                index += 1
            }
        }
        return bytes.count
    }

    private static func comment(_ bytes: [UInt8], _ begin: Int) -> Int {
        var (index, depth) = (begin, 0)
        while index < bytes.count {
            let pair = (bytes[index], at(bytes, index + 1))
            if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) {
                (index, depth) = (index + 2, depth + 1)
            } else if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) {
                (index, depth) = (index + 2, depth - 1)
                if depth == 0 { return index }
            } else {
                index += 1
            }
        }
        return bytes.count
    }

    private static func dollar(_ bytes: [UInt8], _ begin: Int, bodies: Bool) -> Int {
        var index = begin + 1
        while index < bytes.count, isWord(bytes[index]) { index += 1 }
        guard at(bytes, index) == UInt8(ascii: "$"), !(0x30...0x39).contains(at(bytes, begin + 1)) else { return begin + 1 }
        let tag = bytes[begin...index]
        if bodies { return index + 1 }
        var close = index + 1
        while close + tag.count <= bytes.count {
            if bytes[close] == UInt8(ascii: "$"), bytes[close..<(close + tag.count)].elementsEqual(tag) {
                return close + tag.count
            }
            close += 1
        }
        return bytes.count
    }
}
