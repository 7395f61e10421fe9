package import Checks
import SchemaModel

/// Summaries for a comment on a pull request.
package enum MarkdownReport {
    /// The verdict, a table of what did not pass, and the rest folded away.
    package static func render(_ report: CheckReport, trends: CheckTrends = .empty, title: String = "Checks") -> String {
        lines(report, trends: trends, heading: "## \(mark(report.verdict)) \(escape(title))").joined(separator: "\n") + "\n"
    }

    /// The verdict, a table of the steps, their findings folded away, and the checks when it ran them.
    package static func render(_ report: GateReport, title: String = "Plumbline gate") -> String {
        var lines = ["## \(mark(report.verdict)) \(escape(title))", "", VerdictText.sentence(report), ""]
        lines += ["| | Step | Time |", "|---|---|---:|"]
        for step in report.steps {
            let why = step.outcome.explanation.map { ": \(escape(Format.joined($0)))" } ?? ""
            lines.append("| \(mark(step.outcome)) | \(escape(step.name))\(why) | \(Format.duration(step.duration)) |")
        }
        for step in report.steps where !step.detail.isEmpty {
            let open = step.outcome == .passed ? "" : " open"
            lines += ["", "<details\(open)><summary>\(escape(step.name))</summary>", ""]
            lines += step.detail.map { "- \(escape($0))" } + ["", "</details>"]
        }
        if let checks = report.checks {
            lines.append("")
            lines += self.lines(checks, trends: .empty, heading: "### \(mark(checks.verdict)) Checks")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ report: CheckReport, trends: CheckTrends, heading: String) -> [String] {
        let counts = report.counts
        let databases = report.databases.map {
            $0.isReached ? "\($0.name) on PostgreSQL \($0.serverVersion)" : "\($0.name), which could not be reached"
        }.joined(separator: ", ")
        var lines = [heading, "", escape(VerdictText.sentence(report)), ""]
        lines.append(
            escape(
                "\(counts.failed) failed, \(counts.errored) with errors, \(Format.plural(counts.warned, "warning")), "
                    + "\(counts.skipped) skipped, \(counts.passed) passed. \(databases)"))
        let worst = report.worstFirst
        let notable = worst.filter { $0.outcome != .passed }
        if !notable.isEmpty {
            let past = trends.comparedWith != nil
            lines += ["", "| | Check | Failing |\(past ? " Before |" : "")", "|---|---|---:|\(past ? "---:|" : "")"]
            lines += notable.map { row($0, past: past ? trends.compared($0) : nil, withPast: past) }
        }
        let passed = worst.filter { $0.outcome == .passed }
        if !passed.isEmpty {
            lines += ["", "<details><summary>\(counts.passed) passed</summary>", ""]
            lines +=
                passed.map { result in
                    let proof = result.proof.map { ": proved by \(escape($0.description))" } ?? ""
                    return "- \(escape(result.title)) (`\(code(result.id.rawValue))`)\(proof)"
                } + ["", "</details>"]
        }
        return lines
    }

    private static func row(_ result: CheckResult, past: PastResult?, withPast: Bool) -> String {
        let why = result.outcome.explanation.map { "<br>\(escape(Format.joined($0)))" } ?? ""
        let samples =
            result.samples.isEmpty
            ? "" : "<br>such as \(escape(result.samples.prefix(3).map(Format.sample).joined(separator: "; ")))"
        let more = result.outcome == .failed ? Format.more(result).map { "<br>\(escape($0))" } ?? "" : ""
        let place = result.location.map { "<br>declared at `\(code($0.description))`" } ?? ""
        let before = withPast ? " \(past?.failingRows.map(Format.count) ?? "")  |" : ""
        return "| \(mark(result)) | \(escape(result.title))<br>`\(code(result.id.rawValue))`\(why)\(samples)\(more)\(place) "
            + "| \(escape(Format.failing(result) ?? "")) |\(before)"
    }

    private static func mark(_ verdict: Verdict) -> String {
        switch verdict {
        case .passed: "✅"
        case .failed: "❌"
        case .notRun: "⚠️"
        }
    }

    private static func mark(_ outcome: GateOutcome) -> String {
        switch outcome {
        case .passed: "✅ passed"
        case .failed: "❌ failed"
        case .error: "⚠️ could not run"
        case .skipped: "⏭️ skipped"
        }
    }

    private static func mark(_ result: CheckResult) -> String {
        switch (result.outcome, result.severity) {
        case (.passed, _): "✅ passed"
        case (.failed, .error): "❌ failed"
        case (.failed, .warning): "⚠️ warning"
        case (.failed, .info): "ℹ️ note"
        case (.error, _): "❌ error"
        case (.skipped, _): "⏭️ skipped"
        }
    }

    /// Text that stays text: no HTML, no link, no mention, no cell or emphasis of its own.
    static func escape(_ text: String) -> String {
        var out = ""
        for scalar in Format.oneLine(text).unicodeScalars {
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            // A zero-width joiner would do too; an entity is shown as it is and mentions nobody.
            case "@": out += "&#64;"
            case "\\", "|", "`", "*", "_", "[", "]", "#", "~": out += "\\" + String(scalar)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out.replacing("://", with: ":&#8203;//")
    }

    /// For between backticks.
    private static func code(_ text: String) -> String {
        Format.oneLine(text).replacing("`", with: "'").replacing("|", with: "\\|")
    }
}
