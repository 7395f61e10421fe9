/// `-- plumb:ignore PL031: the table is empty` in SQL, `// plumb:ignore …` in Swift, and squawk's own form.
struct Ignore {
    let codes: [(name: String, rules: [String])]
    let reason: String
    /// Of the comment, in its source.
    let range: Range<Int>
    let isForFile: Bool
    let isSquawk: Bool
    var used: Set<String> = []

    /// Reads a comment; nil when it ignores nothing.
    init?(comment: String, range: Range<Int>) {
        let text = comment.drop { $0.isWhitespace || $0 == "/" || $0 == "*" || $0 == "!" }
        let forms: [(String, file: Bool, squawk: Bool)] = [
            ("plumb:ignore-file", true, false), ("plumb:ignore", false, false), ("squawk-ignore-file", true, true),
            ("squawk-ignore", false, true),
        ]
        guard let form = forms.first(where: { text.hasPrefix($0.0) }) else { return nil }
        let rest = text.dropFirst(form.0.count)
        guard rest.isEmpty || rest.first?.isWhitespace == true || rest.first == ":" else { return nil }
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let names = (parts.first ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
        codes = names.map { name in (name, Rule.named(name).map(\.code)) }
        reason = parts.count > 1 ? String(parts[1]).trimmed : ""
        isForFile = form.file
        isSquawk = form.squawk
        self.range = range
    }

    func covers(_ code: String) -> Bool { codes.contains { $0.rules.contains(code) } }
}

extension String {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
