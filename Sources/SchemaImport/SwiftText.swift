/// Swift source text: literals that hold any SQL, and identifiers.
enum SwiftText {
    /// A string literal. Text of several lines becomes a literal of several lines, indented by `indent`.
    static func literal(_ text: String, indent: String = "    ") -> String {
        // Swift takes a tab as it is only in a literal of several lines.
        let hasLines = text.contains("\n")
        let isPlain = text.unicodeScalars.allSatisfy { $0 == "\n" || hasLines && $0 == "\t" || !isControl($0) }
        guard isPlain else { return escaped(text) }
        guard hasLines else {
            if !text.contains("\\"), !text.contains("\"") { return "\"\(text)\"" }
            let hashes = hashes(text)
            // A literal that begins with two quotation marks would be one of several lines.
            return text.hasPrefix("\"\"") ? escaped(text) : "\(hashes)\"\(text)\"\(hashes)"
        }
        let hashes = text.contains("\\") || text.contains("\"\"\"") ? hashes(text) : ""
        let inner = indent + "    "
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : inner + $0 }
        return "\(hashes)\"\"\"\n\(lines.joined(separator: "\n"))\n\(inner)\"\"\"\(hashes)"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
            || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    /// As many number signs as make the text end nowhere early and interpolate nothing.
    private static func hashes(_ text: String) -> String {
        var most = 0
        var run: Int?
        for character in text.unicodeScalars {
            switch (character, run) {
            case ("\"", _), ("\\", _): run = 0
            case ("#", let count?): run = count + 1
            default: run = nil
            }
            most = max(most, run ?? 0)
        }
        return String(repeating: "#", count: most + 1)
    }

    private static func escaped(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case let scalar where isControl(scalar): out += "\\u{\(String(scalar.value, radix: 16))}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// A list of arguments on one line, or one on each line where it would be long.
    static func list(_ items: [String], indent: String, open: String, close: String) -> String {
        let line = open + items.joined(separator: ", ") + close
        guard line.count + indent.count > 110 || line.contains("\n") else { return line }
        return open + "\n" + items.map { "\(indent)    \($0),\n" }.joined() + indent + close
    }
}
