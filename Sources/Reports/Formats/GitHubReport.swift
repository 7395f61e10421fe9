package import Checks
import SchemaModel

/// Checks as the commands that GitHub Actions turns into annotations beside the lines that declare them.
package enum GitHubReport {
    /// A line for each check that failed or could not run: `::error file=…,line=…,title=…::…`; then the count.
    package static func render(_ report: CheckReport) -> String {
        let lines = report.worstFirst.compactMap { result -> String? in
            let story = CheckStory(result: result, trends: .empty).text
            let command: String
            switch (result.outcome, result.severity) {
            case (.passed, _), (.skipped, _): return nil
            case (.failed, .warning): command = "warning"
            case (.failed, .info): command = "notice"
            case (.failed, .error), (.error, _): command = "error"
            }
            var properties = ["title=\(GitHubCommand.property("\(result.id): \(result.title)"))"]
            if let place = result.location {
                properties.insert("file=\(GitHubCommand.property(place.file)),line=\(place.line)", at: 0)
            }
            let text = ([story] + (Format.command(result).map { [$0] } ?? [])).joined(separator: " ")
            return "::\(command) \(properties.joined(separator: ","))::\(GitHubCommand.data(text))"
        }
        return (lines + [VerdictText.counts(report)]).joined(separator: "\n") + "\n"
    }
}

/// The escapes of GitHub's workflow commands, so that no text can give commands of its own.
enum GitHubCommand {
    static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
