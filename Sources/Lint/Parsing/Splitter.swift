/// Cuts a psql script into statements: it knows quotes, comments, psql's commands and variables, and COPY's data, and no grammar.
///
/// Broken SQL stays inside its own statement, and one pass over the bytes is enough.
struct Splitter {
    /// A statement as it stands in the source.
    struct Piece {
        /// Bytes of the source, without what surrounds the statement; comments inside it belong to it.
        var range: Range<Int>
        /// The SQL, with psql's variables replaced by something of the same length that parses.
        var text: String
        /// How many `\if` it stands in.
        var guardDepth: Int
        /// It ended by a semicolon, or by a command that sends it, or with the file.
        var isTerminated: Bool
    }

    struct Comment {
        var range: Range<Int>
        var text: String
    }

    private(set) var pieces: [Piece] = []
    private(set) var comments: [Comment] = []

    private let bytes: [UInt8]
    private let end: Int
    private var place: Int
    /// Where the statement begins, once something of it was seen.
    private var start: Int?
    private var lastUsed = 0
    /// Places to change before the text is parsed.
    private var masks: [Range<Int>] = []
    private var guardDepth = 0
    private var bracketDepth = 0
    private var words: [String] = []
    private var blockDepth = 0

    init(_ bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        end = range.upperBound
        place = range.lowerBound
        run()
    }

    private func byte(_ index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private mutating func run() {
        while place < end {
            let current = bytes[place]
            switch current {
            case _ where Self.isSpace(current): place += 1
            case UInt8(ascii: "-") where byte(place + 1) == UInt8(ascii: "-"): lineComment()
            case UInt8(ascii: "/") where byte(place + 1) == UInt8(ascii: "*"): blockComment()
            case UInt8(ascii: "'"): use(through: quoted(current, escapes: false))
            case UInt8(ascii: "\""): use(through: quoted(current, escapes: false))
            case UInt8(ascii: "$"): dollar()
            case UInt8(ascii: "\\"): metaCommand()
            case UInt8(ascii: ":"): colon()
            case UInt8(ascii: ";"): semicolon()
            case _ where Self.isWord(current): word()
            default:
                if current == UInt8(ascii: "[") { bracketDepth += 1 }
                if current == UInt8(ascii: "]") { bracketDepth = max(0, bracketDepth - 1) }
                use(through: place + 1)
            }
        }
        finish(isTerminated: false)
    }

    /// Takes what stands up to `next` as part of the statement.
    private mutating func use(through next: Int) {
        if start == nil { start = place }
        place = min(next, end)
        lastUsed = place
    }

    private mutating func finish(isTerminated: Bool) {
        defer {
            (start, masks, words) = (nil, [], [])
            (bracketDepth, blockDepth) = (0, 0)
        }
        guard let start, lastUsed > start else { return }
        var text = Array(bytes[start..<lastUsed])
        for mask in masks {
            for index in mask where index - start < text.count {
                let old = text[index - start]
                let isQuote = old == UInt8(ascii: "'") || old == UInt8(ascii: "\"")
                text[index - start] = old == UInt8(ascii: ":") || (old == 0) ? 0x20 : isQuote || Self.isWord(old) ? old : 0x5F
            }
        }
        pieces.append(
            Piece(
                range: start..<lastUsed, text: String(decoding: text, as: UTF8.self), guardDepth: guardDepth,
                isTerminated: isTerminated))
    }

    // MARK: Tokens

    private mutating func lineComment() {
        let begin = place
        while place < end, bytes[place] != 0x0A { place += 1 }
        comments.append(Comment(range: begin..<place, text: String(decoding: bytes[(begin + 2)..<place], as: UTF8.self)))
    }

    private mutating func blockComment() {
        let begin = place
        var depth = 0
        while place < end {
            if bytes[place] == UInt8(ascii: "/"), byte(place + 1) == UInt8(ascii: "*") {
                depth += 1
                place += 2
            } else if bytes[place] == UInt8(ascii: "*"), byte(place + 1) == UInt8(ascii: "/") {
                depth -= 1
                place += 2
                if depth == 0 { break }
            } else {
                place += 1
            }
        }
        place = min(place, end)
        let inner = min(begin + 2, place)..<max(min(begin + 2, place), depth == 0 ? place - 2 : place)
        comments.append(Comment(range: begin..<place, text: String(decoding: bytes[inner], as: UTF8.self)))
        // An open comment is the parser's to refuse.
        if depth > 0 {
            if start == nil { start = begin }
            lastUsed = place
        }
    }

    /// The end of a quoted text that begins here.
    private func quoted(_ quote: UInt8, escapes: Bool) -> Int {
        var index = place + 1
        while index < end {
            if escapes, bytes[index] == UInt8(ascii: "\\") {
                index += 2
            } else if bytes[index] == quote {
                guard byte(index + 1) == quote, index + 1 < end else { return index + 1 }
                index += 2
            } else {
                index += 1
            }
        }
        return end
    }

    private mutating func dollar() {
        var index = place + 1
        while index < end, Self.isWord(bytes[index]) { index += 1 }
        let isTag = byte(index) == UInt8(ascii: "$") && !(0x30...0x39).contains(byte(place + 1))
        guard isTag else { return use(through: place + 1) }
        let tag = bytes[place...index]
        guard let close = Self.find(tag, in: bytes, from: index + 1, to: end) else { return use(through: end) }
        use(through: close + tag.count)
    }

    private static func find(_ tag: ArraySlice<UInt8>, in bytes: [UInt8], from: Int, to end: Int) -> Int? {
        var index = from
        while index + tag.count <= end {
            if bytes[index] == UInt8(ascii: "$"), bytes[index..<(index + tag.count)].elementsEqual(tag) { return index }
            index += 1
        }
        return nil
    }

    private mutating func word() {
        let begin = place
        var index = place
        // A dollar inside a word belongs to it.
        while index < end, Self.isWord(bytes[index]) || (bytes[index] == UInt8(ascii: "$") && index > begin) { index += 1 }
        let isEscape = index == begin + 1 && (bytes[begin] | 0x20) == UInt8(ascii: "e") && byte(index) == UInt8(ascii: "'")
        if isEscape {
            if start == nil { start = begin }
            place = index
            return use(through: quoted(UInt8(ascii: "'"), escapes: true))
        }
        if index - begin < 12 { track(String(decoding: bytes[begin..<index], as: UTF8.self).uppercased()) }
        use(through: index)
    }

    /// The body of a SQL function in the standard's form holds semicolons that end nothing.
    private mutating func track(_ word: String) {
        if words.count < 4 { words.append(word) }
        guard words.first == "CREATE", words.contains("FUNCTION") || words.contains("PROCEDURE") else { return }
        switch word {
        case "ATOMIC": blockDepth = max(1, blockDepth)
        case "CASE" where blockDepth > 0: blockDepth += 1
        case "END" where blockDepth > 0: blockDepth -= 1
        default: break
        }
    }

    private mutating func semicolon() {
        let isRule = words.first == "CREATE" && words.contains("RULE") && isInParentheses
        if blockDepth > 0 || isRule { return use(through: place + 1) }
        let isCopy = isCopyFromInput
        place += 1
        finish(isTerminated: true)
        if isCopy { skipData() }
    }

    private var isInParentheses: Bool {
        guard let start else { return false }
        return bytes[start..<lastUsed].reduce(into: 0) { depth, byte in
            depth += byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0
        } > 0
    }

    // MARK: psql

    private var isCopyFromInput: Bool {
        guard words.first == "COPY", let start else { return false }
        let text = String(decoding: bytes[start..<lastUsed], as: UTF8.self).uppercased()
        return text.contains(#/\bFROM\s+STDIN\b/#)
    }

    /// The rows after COPY … FROM STDIN, up to `\.` on a line of its own.
    private mutating func skipData() {
        while place < end {
            let begin = place
            while place < end, bytes[place] != 0x0A { place += 1 }
            let line = bytes[begin..<place]
            if place < end { place += 1 }
            if line.elementsEqual([0x5C, 0x2E]) || line.elementsEqual([0x5C, 0x2E, 0x0D]) { return }
        }
    }

    private mutating func metaCommand() {
        let begin = place
        var index = place + 1
        while index < end, bytes[index] != 0x0A { index += 1 }
        let line = String(decoding: bytes[(begin + 1)..<index], as: UTF8.self)
        let name = line.prefix { !$0.isWhitespace }.lowercased()
        place = index
        switch name {
        case "if": guardDepth += 1
        case "endif": guardDepth = max(0, guardDepth - 1)
        case "g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", ";": finish(isTerminated: true)
        default: break
        }
    }

    /// `:name`, `:'name'` and `:"name"` are psql's variables; `::` and `:=` are not.
    private mutating func colon() {
        let next = byte(place + 1)
        if next == UInt8(ascii: ":") || next == UInt8(ascii: "=") { return use(through: place + 2) }
        let begin = place
        if next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") {
            var index = place + 2
            while index < end, Self.isWord(bytes[index]) { index += 1 }
            guard byte(index) == next, index > place + 2 else { return use(through: place + 1) }
            masks.append(begin..<(index + 1))
            return use(through: index + 1)
        }
        guard bracketDepth == 0, Self.isWord(next), !(0x30...0x39).contains(next) else { return use(through: place + 1) }
        var index = place + 1
        while index < end, Self.isWord(bytes[index]) { index += 1 }
        masks.append(begin..<index)
        use(through: index)
    }
}
