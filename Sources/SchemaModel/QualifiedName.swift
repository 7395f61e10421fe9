extension SQL {
    /// The parts of a dotted name as SQL writes it: `app."Order lines".note` has three. Nil for what is not such a name.
    ///
    /// A part without quotes is taken as PostgreSQL takes it, in lower case.
    package static func parts(ofQualifiedName text: String) -> [String]? {
        var parts: [String] = []
        var rest = text[...]
        while true {
            guard let part = takeIdentifier(&rest) else { return nil }
            parts.append(part)
            if rest.isEmpty { return parts }
            guard rest.removeFirst() == "." else { return nil }
        }
    }

    /// Takes one identifier from the beginning of a text; nil, and an unspecified rest, where there is none.
    package static func takeIdentifier(_ rest: inout Substring) -> String? {
        if rest.first == "\"" {
            rest.removeFirst()
            var name = ""
            while let character = rest.popFirst() {
                if character != "\"" {
                    name.append(character)
                } else if rest.first == "\"" {
                    rest.removeFirst()
                    name.append(character)
                } else {
                    return name.isEmpty ? nil : name
                }
            }
            return nil
        }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" || !$0.isASCII && !$0.isWhitespace }
        guard let first = name.first, !first.isNumber, first != "$" else { return nil }
        rest = rest[name.endIndex...]
        return String(name.map { $0.isASCII ? Character($0.lowercased()) : $0 })
    }
}
