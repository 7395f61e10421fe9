#if Lint
package import Lint

/// Findings as a comment on a review.
package enum LintMarkdown {
    /// A table of what was found, worst first; the count alone when nothing was.
    package static func render(_ result: LintResult) -> String {
        var lines = ["## plumb lint", "", LintText.summary(result) + ".", ""]
        if !result.findings.isEmpty {
            lines += ["| severity | rule | place | what | instead |", "|---|---|---|---|---|"]
            let sorted = result.findings.sorted { $0.severity > $1.severity }
            lines += sorted.map { finding in
                "| \(finding.severity.rawValue) | \(finding.code) | `\(cell(finding.path)):\(finding.line)` | \(cell(finding.message)) "
                    + "| \(cell(finding.instead)) |"
            }
            lines.append("")
        }
        lines += result.notes.map { "- `\(cell($0.path)):\($0.line)`: \(cell($0.message))" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Names come from the files that are linted: they must neither end a cell nor become HTML.
    private static func cell(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("|", with: "\\|").replacing("`", with: "'")
            .replacing("\n", with: " ")
    }
}
#endif
