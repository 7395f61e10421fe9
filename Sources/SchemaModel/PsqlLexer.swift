/// Splits SQL as psql's own scanner does, as far as that is needed to tell psql's commands from text that only looks like them.
///
/// It decides what is convenient, not what is safe: where it and psql disagree, psql's restricted mode refuses.
package struct PsqlLexer {
    package enum Kind {
        case blank, comment, quoted, word, semicolon, open, close, command, other
    }

    package struct Token {
        package let kind: Kind
        package let range: Range<Int>
        /// The end of what psql executes; behind it can stand the `\\` that ends a command.
        package let end: Int
        /// Why it cannot be passed on: an open quote, a backquote.
        package var problem: String?
    }

    package let bytes: [UInt8]
    package private(set) var position = 0
    /// True when a backslash escapes in plain strings too (`standard_conforming_strings = off`).
    package var backslashEscapes = false

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    private subscript(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    /// The next token; nil at the end.
    package mutating func next() -> Token? {
        guard position < bytes.count else { return nil }
        let start = position
        switch bytes[start] {
        case let byte where Self.isBlank(byte):
            while Self.isBlank(self[position]) { position += 1 }
            return token(.blank, start)
        case UInt8(ascii: "-") where self[start + 1] == UInt8(ascii: "-"):
            position = endOfLine
            return token(.comment, start)
        case UInt8(ascii: "/") where self[start + 1] == UInt8(ascii: "*"):
            let isClosed = skipBlockComment()
            return token(.comment, start, isClosed: isClosed)
        case UInt8(ascii: "'"):
            let isClosed = skipString(escapes: backslashEscapes)
            return token(.quoted, start, isClosed: isClosed)
        case UInt8(ascii: "\""):
            let isClosed = skip(to: UInt8(ascii: "\""))
            return token(.quoted, start, isClosed: isClosed)
        case UInt8(ascii: "$"):
            guard let tag = dollarTag else { break }
            let isClosed = skipDollarQuoted(tag)
            return token(.quoted, start, isClosed: isClosed)
        case let byte where Self.startsWord(byte):
            while Self.continuesWord(self[position]) { position += 1 }
            let isE = position == start + 1 && bytes[start] | 0x20 == UInt8(ascii: "e")
            guard isE, self[position] == UInt8(ascii: "'") else { return token(.word, start) }
            let isClosed = skipString(escapes: true)
            return token(.quoted, start, isClosed: isClosed)
        case UInt8(ascii: "\\"):
            // `\;` and `\:` stand for a semicolon and a colon that do not do what they do to psql.
            guard self[start + 1] != UInt8(ascii: ";"), self[start + 1] != UInt8(ascii: ":") else {
                position += 2
                return token(.other, start)
            }
            return command(start)
        default: break
        }
        position += 1
        switch bytes[start] {
        case UInt8(ascii: ";"): return token(.semicolon, start)
        case UInt8(ascii: "("): return token(.open, start)
        case UInt8(ascii: ")"): return token(.close, start)
        default: return token(.other, start)
        }
    }

    /// The rest of the line with its line break; nil at the end.
    package mutating func nextLine() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        position = min(endOfLine + 1, bytes.count)
        return start..<position
    }

    /// The lowercased text of a word.
    package func word(_ token: Token) -> String { String(decoding: bytes[token.range].map(Self.lowercased), as: UTF8.self) }

    private func token(_ kind: Kind, _ start: Int, isClosed: Bool = true) -> Token {
        Token(
            kind: kind, range: start..<position, end: position,
            problem: isClosed ? nil : "a quoted text or comment begins here and does not end")
    }

    private var endOfLine: Int { bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count }

    /// Skips a text in quotes, in which a doubled quote stands for one.
    private mutating func skip(to quote: UInt8) -> Bool {
        position += 1
        while position < bytes.count {
            position += 1
            guard bytes[position - 1] == quote else { continue }
            guard self[position] == quote else { return true }
            position += 1
        }
        return false
    }

    private mutating func skipString(escapes: Bool) -> Bool {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if escapes, byte == UInt8(ascii: "\\") {
                position = min(position + 1, bytes.count)
            } else if byte == UInt8(ascii: "'") {
                if self[position] == UInt8(ascii: "'") {
                    position += 1
                } else if escapes, let next = continuation {
                    position = next
                } else {
                    return true
                }
            }
        }
        return false
    }

    /// Behind the quote that begins the next part of a string that is split over lines; the part escapes as the first does.
    private var continuation: Int? {
        var index = position
        var hasLineBreak = false
        while Self.isBlank(self[index]) {
            if bytes[index] == UInt8(ascii: "\n") { hasLineBreak = true }
            index += 1
        }
        return hasLineBreak && self[index] == UInt8(ascii: "'") ? index + 1 : nil
    }

    private mutating func skipBlockComment() -> Bool {
        var depth = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "/"), self[position + 1] == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if bytes[position] == UInt8(ascii: "*"), self[position + 1] == UInt8(ascii: "/") {
                depth -= 1
                position += 2
                if depth == 0 { return true }
            } else {
                position += 1
            }
        }
        return false
    }

    /// `$tag$` at the position; nil for a parameter and for a lone dollar sign.
    private var dollarTag: ArraySlice<UInt8>? {
        var index = position + 1
        if Self.startsWord(self[index]) {
            while Self.continuesWord(self[index]), bytes[index] != UInt8(ascii: "$") { index += 1 }
        }
        return self[index] == UInt8(ascii: "$") ? bytes[position...index] : nil
    }

    private mutating func skipDollarQuoted(_ tag: ArraySlice<UInt8>) -> Bool {
        position += tag.count
        while let dollar = bytes[position...].firstIndex(of: UInt8(ascii: "$")) {
            if bytes[dollar...].starts(with: tag) {
                position = dollar + tag.count
                return true
            }
            position = dollar + 1
        }
        position = bytes.count
        return false
    }

    /// One of psql's commands with its arguments, up to the next command or the end of the line.
    private mutating func command(_ start: Int) -> Token {
        position += 1
        while position < bytes.count, !Self.isBlank(bytes[position]), bytes[position] != UInt8(ascii: "\\") { position += 1 }
        var problem: String?
        arguments: while position < endOfLine {
            switch bytes[position] {
            case UInt8(ascii: "\\"): break arguments
            case UInt8(ascii: "`"):
                problem = "a psql command takes the output of a shell command, which a .sql source may not run"
                position += 1
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                let line = endOfLine
                let quote = bytes[position]
                let isClosed = quote == UInt8(ascii: "'") ? skipString(escapes: true) : skip(to: quote)
                if !isClosed || position > line { problem = "a quoted argument does not end on its line" }
            default: position += 1
            }
        }
        let end = position
        if self[position] == UInt8(ascii: "\\"), self[position + 1] == UInt8(ascii: "\\") { position += 2 }
        return Token(kind: .command, range: start..<position, end: end, problem: problem)
    }

    package static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func startsWord(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func continuesWord(_ byte: UInt8) -> Bool {
        startsWord(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "$")
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
}
