#if Lint
package import Lint

/// The rules themselves, for people.
package enum LintRules {
    /// A line each: code, severity, class, title, and the names that other tools have for it.
    package static func list() -> String {
        Rule.all.map { rule in
            let names = rule.aliases.squawk + rule.aliases.strongMigrations + rule.aliases.atlas
            let optional = rule.isOptional ? " [optional]" : rule.needsServer ? " [with a server]" : ""
            return "\(rule.code)  \(Columns.left(rule.severity.rawValue, 8))\(rule.kind.rawValue)  \(rule.title)\(optional)"
                + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
        }.joined(separator: "\n") + "\n"
    }

    /// All about one rule.
    package static func explanation(_ rule: Rule, style: TextStyle) -> String {
        func lines(_ label: String, _ text: String) -> [String] {
            Columns.wrapped(text, style.width - 20).enumerated().map { number, line in
                Columns.left(number == 0 ? label : "", 20) + line
            }
        }
        var text = ["\(rule.code) \(rule.title)", ""]
        text += lines("class", "\(rule.kind.rawValue): \(rule.kind.text)") + lines("severity", rule.severity.rawValue)
        text += lines("why", rule.why) + lines("instead", rule.instead)
        if rule.isOptional { text += lines("optional", "runs only where lint.on of plumbline.yml names it") }
        if rule.needsServer { text += lines("needs", "a server's state (--url)") }
        for (label, names) in [
            ("squawk", rule.aliases.squawk), ("strong_migrations", rule.aliases.strongMigrations), ("Atlas", rule.aliases.atlas),
        ] where !names.isEmpty {
            text += lines(label, names.joined(separator: ", "))
        }
        return text.joined(separator: "\n") + "\n"
    }

    /// The table of `docs/lint.md`.
    package static func markdownTable() -> String {
        func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
        func names(_ list: [String]) -> String { list.isEmpty ? "" : list.map { "`\($0)`" }.joined(separator: ", ") }
        let rows = Rule.all.map { rule in
            let marks = (rule.isOptional ? " *(optional)*" : "") + (rule.needsServer ? " *(with a server)*" : "")
            let cells = [
                rule.code, cell(rule.title) + marks, rule.kind.rawValue, rule.severity.rawValue, cell(rule.why),
                cell(rule.instead),
                names(rule.aliases.squawk), names(rule.aliases.strongMigrations), names(rule.aliases.atlas),
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        let head = [
            "| code | finds | class | severity | why | instead | squawk | strong_migrations | Atlas |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        return (head + rows).joined(separator: "\n") + "\n"
    }
}
#endif
