public import Lint

/// Findings as the commands that GitHub Actions turns into annotations.
public enum LintGitHub {
    /// A line each: `::error file=…,line=…,col=…,title=…::…`; then the count.
    public static func render(_ result: LintResult) -> String {
        let lines = result.findings.map { finding in
            let command = finding.severity == .note ? "notice" : finding.severity.rawValue
            let title = "\(finding.code) \(finding.rule?.title ?? "")"
            let place = "file=\(property(finding.path)),line=\(finding.line),col=\(finding.column),title=\(property(title))"
            return "::\(command) \(place)::\(data("\(finding.message). Instead: \(finding.instead)"))"
        }
        return (lines + [LintText.summary(result)]).joined(separator: "\n") + "\n"
    }

    /// Escapes the characters that a command's text may not have, so that the content of a file cannot give commands.
    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
