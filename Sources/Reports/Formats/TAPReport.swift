package import Checks
import SchemaModel

/// Checks in the Test Anything Protocol, version 13, for `prove` and other harnesses.
package enum TAPReport {
    /// A line for each check. A failed check below severity error is a TODO, which fails no harness.
    package static func render(_ report: CheckReport) -> String {
        let results = report.results.sorted { ($0.database, $0.id) < ($1.database, $1.id) }
        var lines = ["TAP version 13", "1..\(results.count)"]
        for (index, result) in results.enumerated() {
            let name = "\(index + 1) - \(escape("\(result.database)/\(result.id): \(result.title)"))"
            let story = escape(CheckStory(result: result, trends: .empty).text)
            switch (result.outcome, result.severity) {
            case (.passed, _): lines.append("ok \(name)")
            case (.skipped(let reason), _): lines.append("ok \(name) # SKIP \(escape(Format.joined(reason)))")
            case (.failed, .error), (.error, _):
                lines += ["not ok \(name)", "# \(story)"] + (Format.command(result).map { ["# \(escape($0))"] } ?? [])
                lines += result.samples.map { "# \(escape(Format.sample($0)))" }
            case (.failed, .warning), (.failed, .info):
                lines += ["not ok \(name) # TODO \(result.severity.rawValue)", "# \(story)"]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A `#` would begin a directive.
    private static func escape(_ text: String) -> String {
        Format.oneLine(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }
}
