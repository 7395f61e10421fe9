#if Lint
package import Lint

/// Findings for people, on a terminal.
package enum LintText {
    /// Each finding with its place, why it matters and what to write instead; then what was not analyzed, and a count.
    package static func render(_ result: LintResult, style: TextStyle) -> String {
        var lines: [String] = []
        for finding in result.findings {
            let paint: TextStyle.Paint = finding.severity == .error ? .bad : finding.severity == .warning ? .worrying : .quiet
            lines.append(
                style.paint("\(finding.path):\(finding.line):\(finding.column)", .strong) + " "
                    + style.paint("\(finding.severity.rawValue) \(finding.code)", paint) + " \(finding.message)")
            if let rule = finding.rule { lines += indented("why", rule.why, style) }
            lines += indented("instead", finding.instead, style)
            lines.append("")
        }
        for note in result.notes { lines.append(style.paint("\(note.path):\(note.line): note: \(note.message)", .quiet)) }
        if !result.notes.isEmpty { lines.append("") }
        return (lines + [summary(result)]).joined(separator: "\n") + "\n"
    }

    private static func indented(_ label: String, _ text: String, _ style: TextStyle) -> [String] {
        let indent = String(repeating: " ", count: 13)
        return Columns.wrapped(text, style.width - 13).enumerated().map { number, line in
            number == 0 ? style.paint("    " + Columns.left(label + ":", 9), .quiet) + line : indent + line
        }
    }

    /// The last line: what was read and what was found.
    package static func summary(_ result: LintResult) -> String {
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        let read = "\(count(result.statements, "statement")) in \(count(result.sources, "source"))"
        let ignored = result.ignored == 0 ? "" : "; \(result.ignored) ignored with a comment"
        guard !result.findings.isEmpty else { return "\(read): nothing found\(ignored)" }
        let kinds = [Severity.error, .warning, .note].filter { result.count($0) > 0 }.map { count(result.count($0), $0.rawValue) }
        return "\(read): \(kinds.joined(separator: ", "))\(ignored)"
    }
}
#endif
