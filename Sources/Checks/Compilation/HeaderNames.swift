import SchemaModel

/// Names in the comments of a check's file: as PostgreSQL shows them, or in double quotes as in SQL.
///
/// Quotes are needed for a name that holds a dot, a comma, a parenthesis or a quotation mark. A name without quotes is taken as it
/// stands, upper case and spaces too.
package enum HeaderNames {
    /// The parts of a list, cut at the commas that are outside of quotes, without the blanks around them. Empty ones are left out.
    static func list(_ text: String) -> [String] { cut(text, at: ",").map(\.trimmingWhitespace).filter { !$0.isEmpty } }

    /// The names of a path such as `app."Order.lines"`; nil where one is empty, or its quotes do not end.
    package static func path(_ text: String) -> [String]? {
        var names: [String] = []
        for part in cut(text, at: ".") {
            guard let name = name(part) else { return nil }
            names.append(name)
        }
        return names
    }

    /// One name, with or without quotes; nil where it is empty, or its quotes do not end.
    static func name(_ text: some StringProtocol) -> String? {
        let text = text.trimmingWhitespace
        guard text.hasPrefix("\"") else { return text.isEmpty ? nil : text }
        var rest = text[...]
        guard let name = SQL.takeIdentifier(&rest), rest.isEmpty else { return nil }
        return name
    }

    /// The values of a key, cut at commas outside of quotes; NULL without quotes is nil. Nil where the quotes of a value do not end.
    static func values(_ text: some StringProtocol) -> [String?]? {
        var values: [String?] = []
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.hasPrefix("\"") {
                if rest.hasPrefix("\"\""), !rest.hasPrefix("\"\"\"") {
                    // No name is empty, but a value may be.
                    values.append("")
                    rest = rest.dropFirst(2)
                } else {
                    guard let value = SQL.takeIdentifier(&rest) else { return nil }
                    values.append(value)
                }
                rest = rest.drop(while: \.isWhitespace)
                guard rest.isEmpty || rest.hasPrefix(",") else { return nil }
            } else {
                let value = rest.prefix { $0 != "," }.trimmingWhitespace
                values.append(value == "NULL" ? nil : value)
                rest = rest.drop { $0 != "," }
            }
            guard rest.hasPrefix(",") else { return values }
            rest = rest.dropFirst()
        }
    }

    /// A name as these comments hold it. A line break would end the comment.
    static func text(_ name: String) -> String {
        let isPlain = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" || $0 == "-" }
        return isPlain ? name : SQL.quoted(identifier: CheckHeader.oneLine(name))
    }

    /// A schema's object as these comments hold it.
    static func text(_ id: ObjectID) -> String { [id.schema, id.name].compactMap(\.self).map(text).joined(separator: ".") }

    /// Cuts a text where a character stands outside of quotes.
    private static func cut(_ text: String, at separator: Character) -> [Substring] {
        var isQuoted = false
        return text.split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
    }
}
