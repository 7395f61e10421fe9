/// The text of a query without its values, to be shown to people: literals are `?`, comments are gone.
///
/// `pg_stat_activity` cuts a query off after 1 kB, so that a literal may have no end; what follows its beginning is a value then.
enum QueryShape {
    /// The longest text that is shown.
    static let limit = 160

    static func text(_ query: String) -> String {
        var scanner = Scanner(Array(query.unicodeScalars))
        let words = scanner.shape().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > limit ? words.prefix(limit - 1) + "…" : words
    }

    private struct Scanner {
        private let scalars: [Unicode.Scalar]
        private var place = 0
        private var result = String.UnicodeScalarView()

        init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

        mutating func shape() -> String {
            while let scalar = peek() {
                switch scalar {
                case "'": skipLiteral(hasEscapes: isEscapeString)
                case "\"": copyIdentifier()
                case "-" where peek(1) == "-": skipLine()
                case "/" where peek(1) == "*": skipComment()
                case "$" where dollarTag() != nil: skipDollarQuoted()
                case "0"..."9" where !isWordPart(result.last): skipNumber()
                case _:
                    result.append(scalar)
                    place += 1
                }
            }
            return String(result)
        }

        private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
            scalars.indices.contains(place + ahead) ? scalars[place + ahead] : nil
        }

        private func isWordPart(_ scalar: Unicode.Scalar?) -> Bool {
            guard let scalar else { return false }
            return scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        }

        /// True for `E'…'`: the letter is a word of its own.
        private var isEscapeString: Bool {
            guard let letter = result.last, letter == "E" || letter == "e" else { return false }
            return !isWordPart(result.dropLast().last)
        }

        private mutating func skipLiteral(hasEscapes: Bool) {
            place += 1
            while let scalar = peek() {
                if scalar == "\\", hasEscapes {
                    place += 2
                } else if scalar == "'" {
                    place += 1
                    guard peek() == "'" else { break }
                    place += 1
                } else {
                    place += 1
                }
            }
            result.append("?")
        }

        private mutating func copyIdentifier() {
            repeat {
                if let scalar = peek() { result.append(scalar) }
                place += 1
            } while peek() != nil && peek() != "\""
            if let scalar = peek() { result.append(scalar) }
            place += 1
        }

        private mutating func skipLine() { while let scalar = peek(), scalar != "\n" { place += 1 } }

        private mutating func skipComment() {
            var depth = 0
            repeat {
                if peek() == "/", peek(1) == "*" {
                    depth += 1
                    place += 2
                } else if peek() == "*", peek(1) == "/" {
                    depth -= 1
                    place += 2
                } else {
                    place += 1
                }
            } while depth > 0 && peek() != nil
            result.append(" ")
        }

        /// The `$tag$` at this place; nil where a parameter such as `$1` or a part of a name stands.
        private func dollarTag() -> [Unicode.Scalar]? {
            guard !isWordPart(result.last) else { return nil }
            var end = place + 1
            while scalars.indices.contains(end), isWordPart(scalars[end]), scalars[end] != "$" { end += 1 }
            guard scalars.indices.contains(end), scalars[end] == "$" else { return nil }
            if end > place + 1, ("0"..."9").contains(scalars[place + 1]) { return nil }
            return Array(scalars[place...end])
        }

        private mutating func skipDollarQuoted() {
            guard let tag = dollarTag() else { return }
            place += tag.count
            while peek() != nil, !scalars[place...].starts(with: tag) { place += 1 }
            place += tag.count
            result.append("?")
        }

        private mutating func skipNumber() {
            while let scalar = peek(), isWordPart(scalar) || scalar == "." { place += 1 }
            result.append("?")
        }
    }
}
