#if Lint
package import Lint

/// Findings as the commands that GitHub Actions turns into annotations.
package enum LintGitHub {
    /// A line each: `::error file=…,line=…,col=…,title=…::…`; then the count.
    package static func render(_ result: LintResult) -> String {
        let lines = result.findings.map { finding in
            let command = finding.severity == .note ? "notice" : finding.severity.rawValue
            let title = "\(finding.code) \(finding.rule?.title ?? "")"
            let place =
                "file=\(GitHubCommand.property(finding.path)),line=\(finding.line),col=\(finding.column),title=\(GitHubCommand.property(title))"
            return "::\(command) \(place)::\(GitHubCommand.data("\(finding.message). Instead: \(finding.instead)"))"
        }
        return (lines + [LintText.summary(result)]).joined(separator: "\n") + "\n"
    }
}
#endif
