/// Text from declarations as Markdown that says just that: no markup, no cell, no HTML of its own.
enum Markdown {
    /// Prose on one line.
    static func text(_ text: String) -> String {
        let scalars = Array(Visible.line(text).unicodeScalars)
        var out = ""
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "\\", "|", "`", "*", "[", "]", "~", "$": out += "\\" + String(scalar)
            case "_":
                // Within a word it marks nothing, and names stay readable in the file itself.
                let isInside = index > 0 && index + 1 < scalars.count && isWord(scalars[index - 1]) && isWord(scalars[index + 1])
                out += isInside ? "_" : "\\_"
            case "#", "+", "-", "=", ":":
                out += index == 0 ? "\\" + String(scalar) : String(scalar)
            case ".", ")":
                let begins = index > 0 && scalars[..<index].allSatisfy { ("0"..."9").contains($0) }
                out += begins ? "\\" + String(scalar) : String(scalar)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// A name or SQL on one line.
    static func code(_ text: String) -> String {
        let line = Visible.line(text)
        let isPlain =
            !line.isEmpty && line.first != " " && line.last != " "
            && line.unicodeScalars.allSatisfy { $0 != "`" && $0 != "|" }
        if isPlain { return "`\(line)`" }
        var out = ""
        for scalar in line.unicodeScalars {
            let isHarmless = scalar.value > 0x7f || isWord(scalar) && scalar != "_" || " ,.;=/()".unicodeScalars.contains(scalar)
            out += isHarmless ? String(scalar) : "&#\(scalar.value);"
        }
        return "<code>\(out)</code>"
    }

    /// Lines of code; the fence is longer than any within.
    static func block(_ text: String, language: String) -> String {
        var longest = 2
        var run = 0
        for character in text {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\(language)\n\(Visible.lines(text))\n\(fence)"
    }

    /// A link whose label is code.
    static func link(_ label: String, to target: String?) -> String {
        target.map { "[\(code(label))](\($0))" } ?? code(label)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}

/// A table; columns in which nothing stands are left out.
struct MarkdownTable {
    private let head: [String]
    private var rows: [[String]] = []

    init(_ head: String...) { self.head = head }

    init(_ head: [String], rows: [[String]]) {
        self.head = head
        self.rows = rows
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: String...) { rows.append(cells) }

    var lines: [String] {
        let shown = head.indices.filter { index in index == 0 || rows.contains { !$0[index].isEmpty } }
        func line(_ cells: [String]) -> String { "| " + shown.map { cells[$0] }.joined(separator: " | ") + " |" }
        return [line(head), "|" + shown.map { _ in "---|" }.joined()] + rows.map(line)
    }
}
