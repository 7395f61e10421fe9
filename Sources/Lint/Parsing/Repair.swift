/// Reads on past two mistakes that are common and clear, so that one of them does not hide all others of a statement.
///
/// The mistake itself is reported all the same.
struct Repair {
    /// The text that the parser accepts.
    var text: String
    /// Where quotes were put in: places in the new text, for going back to the old one.
    var inserted: [Int] = []
    /// `INDEX name (columns)` inside CREATE TABLE, as MySQL has it: the statement that it stands for, and its place.
    var indexes: [(sql: String, offset: Int)] = []
    /// The problem, in better words than the parser's.
    var explanation: String?
    var instead: String?

    /// The place in the old text of a place in the new one.
    func original(_ offset: Int) -> Int { offset - inserted.count { $0 < offset } }

    /// Nil where nothing known helps.
    init?(_ text: String, _ failure: PgQuery.Failure) {
        self.text = text
        var failure = failure
        for _ in 0..<16 {
            guard mendIndexes() || mendReserved(failure) else { return nil }
            switch PgQuery.parse(self.text) {
            case .success: return
            case .failure(let next): failure = next
            }
        }
        return nil
    }

    // MARK: MySQL's indexes

    /// Takes the items INDEX … and KEY … out of the list of CREATE TABLE.
    private mutating func mendIndexes() -> Bool {
        let bytes = Array(text.utf8)
        guard let table = Repair.createdTable(text), let open = bytes.firstIndex(of: UInt8(ascii: "(")) else { return false }
        var out = bytes
        var found = false
        for (lead, item) in Repair.items(bytes, open) {
            let sql = String(decoding: bytes[item], as: UTF8.self)
            guard let match = sql.prefixMatch(of: #/\s*(?:INDEX|KEY)\s+("[^"]+"|\w+)\s*(\([\s\S]*)$/#.ignoresCase()) else {
                continue
            }
            found = true
            let start = item.lowerBound + (sql.utf8.count - sql.drop(while: \.isWhitespace).utf8.count)
            indexes.append((sql: "CREATE INDEX \(match.1) ON \(table) \(match.2)", offset: original(start)))
            // The comments in front go with it, so that the comma before them is found.
            for place in lead..<item.upperBound where out[place] != 0x0A { out[place] = 0x20 }
            // The comma before it has nothing to part any more, or the one after it when it is the first.
            if let comma = out[..<lead].lastIndex(where: { $0 > 0x20 }), out[comma] == UInt8(ascii: ",") {
                out[comma] = 0x20
            } else if item.upperBound < out.count, out[item.upperBound] == UInt8(ascii: ",") {
                out[item.upperBound] = 0x20
            }
        }
        guard found else { return false }
        text = String(decoding: out, as: UTF8.self)
        explanation = "INDEX inside CREATE TABLE is MySQL's"
        instead = "CREATE INDEX name ON table (columns), after the table."
        return true
    }

    private static func createdTable(_ text: String) -> String? {
        let pattern = #/\s*CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:"[^"]+"|[\w.])+)/#.ignoresCase()
        return text.prefixMatch(of: pattern).map { String($0.1) }
    }

    /// The items of a list, between its commas, and where the comments in front of each begin.
    private static func items(_ bytes: [UInt8], _ open: Int) -> [(lead: Int, range: Range<Int>)] {
        var items: [(lead: Int, range: Range<Int>)] = []
        var lead = open + 1
        var depth = 1
        var start = open + 1
        var place = open + 1
        var quote: UInt8?
        while place < bytes.count {
            let byte = bytes[place]
            if let current = quote {
                if byte == current { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "-"), place + 1 < bytes.count, bytes[place + 1] == byte {
                let isLeading = bytes[start..<place].allSatisfy { $0 <= 0x20 }
                while place < bytes.count, bytes[place] != 0x0A { place += 1 }
                if isLeading { start = place }
                continue
            } else if byte == UInt8(ascii: "(") {
                depth += 1
            } else if byte == UInt8(ascii: ")") {
                depth -= 1
                if depth == 0 {
                    items.append((lead, start..<place))
                    return items
                }
            } else if byte == UInt8(ascii: ","), depth == 1 {
                items.append((lead, start..<place))
                (lead, start) = (place + 1, place + 1)
            }
            place += 1
        }
        return items
    }

    // MARK: Reserved words as names

    private static let before: Set<String> = ["references", "table", "from", "into", "update", "join", "on", "exists", "only"]

    /// Words that more likely begin the next clause than name a table.
    private static let clauses: Set<String> = [
        "where", "from", "select", "on", "set", "using", "values", "limit", "having", "join", "left", "inner", "as", "and", "or",
        "not", "into",
    ]

    /// Quotes a reserved word that stands where a table's name must.
    private mutating func mendReserved(_ failure: PgQuery.Failure) -> Bool {
        guard let offset = failure.offset, failure.message.hasPrefix("syntax error at or near") else { return false }
        let bytes = Array(text.utf8)
        let isWord = { (byte: UInt8) in byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) }
        guard offset < bytes.count, isWord(bytes[offset]) else { return false }
        let end = bytes[offset...].firstIndex { !isWord($0) } ?? bytes.count
        let head = String(decoding: bytes[..<offset], as: UTF8.self)
        let previous = head.split { !$0.isLetter && $0 != "." }.last?.lowercased() ?? ""
        guard Repair.before.contains(previous) || previous.hasSuffix(".") else { return false }
        let word = String(decoding: bytes[offset..<end], as: UTF8.self)
        guard !Repair.clauses.contains(word.lowercased()) else { return false }
        // The parser folds what is not quoted.
        text = head + "\"" + word.lowercased() + "\"" + String(decoding: bytes[end...], as: UTF8.self)
        inserted = inserted.map { $0 > offset ? $0 + 2 : $0 } + [offset, end + 1]
        explanation = explanation ?? "\(word) is a reserved word"
        instead = instead ?? "Quote it, \"\(word.lowercased())\", wherever it is named; or choose another name."
        return true
    }
}
