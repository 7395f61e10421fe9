package import Checks
import SchemaModel

/// A message in the form of Slack's incoming webhooks, with only what is new since the last run.
package enum SlackReport {
    private static let most = 10

    /// The message as JSON; nil when nothing is new, so that nobody is told the same every night.
    ///
    /// Without an earlier run, everything that is bad is new. `curl -H 'Content-Type: application/json' -d @FILE "$WEBHOOK"`
    /// sends it.
    package static func render(_ report: CheckReport, trends: CheckTrends = .empty) throws -> String? {
        let changes = CheckChanges(report, trends)
        var blocks: [Block] = []
        func section(_ title: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            var shown = Array(lines.prefix(most))
            if lines.count > most { shown.append("… and \(lines.count - most) more") }
            blocks.append(
                Block(type: "section", text: Words(type: "mrkdwn", text: cut("*\(title)*\n" + shown.joined(separator: "\n")))))
        }
        section(":red_circle: New failures", changes.failing.map { line($0, Format.failing($0)) })
        section(":warning: Could not run", changes.unanswered.map { line($0, $0.outcome.explanation.map(Format.joined)) })
        section(
            ":chart_with_upwards_trend: Worse",
            changes.worse.map { line($0.result, "\(Format.count($0.before)) → \(Format.plural($0.now, "row"))") })
        section(":white_check_mark: Fixed", changes.fixed.map { line($0, nil) })
        guard !blocks.isEmpty else { return nil }
        let headline = "\(VerdictText.word(report.verdict)): \(VerdictText.headline(report, changes, trends))"
        let databases = report.databases.map(\.name).joined(separator: ", ")
        blocks.insert(
            Block(
                type: "header",
                text: Words(type: "plain_text", text: String("Checks of \(Format.oneLine(databases))".prefix(150)))), at: 0)
        blocks.insert(Block(type: "section", text: Words(type: "mrkdwn", text: cut(escape(headline)))), at: 1)
        return try JSONReport.encode(Message(text: headline, blocks: blocks))
    }

    private static func line(_ result: CheckResult, _ note: String?) -> String {
        let owner = result.labels.owner.map { " (\(escape($0)))" } ?? ""
        return "• \(escape(result.title))\(owner)\(note.map { ": \(escape($0))" } ?? "") `\(result.id.rawValue)`"
    }

    /// Text that stays text: no mention, no link, no format of its own.
    private static func escape(_ text: String) -> String {
        Format.oneLine(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing(#/[*_~`]/#, with: "'")
    }

    /// Slack refuses a block of more than 3,000 characters.
    private static func cut(_ text: String) -> String { text.count <= 2900 ? text : text.prefix(2899) + "…" }

    private struct Message: Encodable {
        let text: String
        let blocks: [Block]
    }

    private struct Block: Encodable {
        let type: String
        let text: Words
    }

    private struct Words: Encodable {
        let type: String
        let text: String
    }
}
