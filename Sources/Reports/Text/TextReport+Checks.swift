public import Checks
import Foundation

/// Reports for a person at a terminal.
public enum TextReport {
    /// A table of the checks, worst first, with what to do next.
    public static func render(_ report: CheckReport, trends: CheckTrends = .empty, style: TextStyle = TextStyle()) -> String {
        CheckTable(report: report, trends: trends, style: style).text
    }
}

private struct CheckTable {
    let report: CheckReport
    let trends: CheckTrends
    let style: TextStyle

    private static let indent = "         "

    var text: String {
        let results = report.worstFirst
        let databases = report.databases.map { "\($0.name) (PostgreSQL \($0.serverVersion), as \($0.role))" }
        var lines = [style.paint("Checks of \(Format.oneLine(databases.joined(separator: ", ")))", .strong)]
        lines.append(
            "\(Format.time(report.started)) · \(Format.plural(results.count, "check")) in "
                + Format.duration(.seconds(report.finished.timeIntervalSince(report.started))))
        if !results.isEmpty { lines += ["", style.paint(heading, .quiet)] }
        var spaced = false
        for result in results {
            let details = details(result)
            if spaced && result.outcome == .passed { lines.append("") }
            spaced = !details.isEmpty && result.outcome != .passed
            lines += row(result) + details
        }
        return (lines + [""] + summary).joined(separator: "\n") + "\n"
    }

    private var hasPast: Bool { trends.comparedWith != nil }
    private var numbersWidth: Int { 10 + 12 + (hasPast ? 10 : 0) + 9 }
    private var titleWidth: Int { max(24, style.width - Self.indent.count - numbersWidth) }

    private var heading: String {
        Columns.left("Result", Self.indent.count) + Columns.left("Check", titleWidth) + Columns.right("Failing", 10)
            + Columns.right("of rows", 12) + (hasPast ? Columns.right("Before", 10) : "") + Columns.right("Time", 9)
    }

    private func row(_ result: CheckResult) -> [String] {
        let (word, paint) = mark(result)
        let titles = Columns.wrapped(Format.oneLine(result.title), titleWidth - 1)
        let title = Columns.left(titles.first ?? "", titleWidth - 1) + " "
        let failing = Columns.right(result.failingRows.map(Format.count) ?? "-", 10)
        let examined = Columns.right(result.rowsExamined.map(Format.count) ?? "-", 12)
        let before = hasPast ? Columns.right(trends.compared(result)?.failingRows.map(Format.count) ?? "-", 10) : ""
        let time = Columns.right(Format.duration(result.duration), 9)
        let numbers =
            ((result.failingRows ?? 0) > 0 ? style.paint(failing, paint) : failing) + examined
            + style.paint(before + time, .quiet)
        return [style.paint(Columns.left(word, Self.indent.count), paint) + title + numbers]
            + titles.dropFirst().map { Self.indent + $0 }
    }

    private func mark(_ result: CheckResult) -> (String, TextStyle.Paint) {
        switch (result.outcome, result.severity) {
        case (.failed, .error): ("FAILED", .bad)
        case (.failed, .warning): ("WARNING", .worrying)
        case (.failed, .info): ("NOTE", .worrying)
        case (.error, _): ("ERROR", .bad)
        case (.skipped, _): ("skipped", .worrying)
        case (.passed, _): ("ok", .good)
        }
    }

    private func details(_ result: CheckResult) -> [String] {
        var details: [(String, TextStyle.Paint)] = []
        switch result.outcome {
        case .passed: details = Format.more(result).map { [($0, .quiet)] } ?? []
        case .skipped(let reason): details = [(result.id.rawValue, .quiet), ("not run: \(reason)", .quiet)]
        case .error(let message): details = [(result.id.rawValue, .quiet), (message, .bad)]
        case .failed:
            if result.threshold != .none { details.append(("allowed: \(result.threshold)", .quiet)) }
            if !result.samples.isEmpty {
                details.append(("such as " + result.samples.map(Format.sample).joined(separator: "; "), .quiet))
            }
            if result.counted != .rows, let failing = Format.failing(result) { details.append((failing, .quiet)) }
            if let more = Format.more(result) { details.append((more, .quiet)) }
            let file = result.isFileWritten ? result.file : "`plumb compile` writes \(result.file)"
            details.append(("all of them: \(file)", .quiet))
        }
        return details.flatMap { text, paint in
            text.split(whereSeparator: \.isNewline).flatMap { line in
                Columns.wrapped(Format.oneLine(String(line)), style.width - Self.indent.count)
            }.map { Self.indent + style.paint($0, paint) }
        }
    }

    private var summary: [String] {
        let counts = report.counts
        let parts = [
            counts.failed > 0 ? style.paint("\(counts.failed) failed", .bad) : nil,
            counts.errored > 0 ? style.paint("\(counts.errored) could not run", .bad) : nil,
            counts.warned > 0 ? style.paint(Format.plural(counts.warned, "warning"), .worrying) : nil,
            counts.skipped > 0 ? style.paint("\(counts.skipped) skipped", .worrying) : nil,
            style.paint("\(counts.passed) passed", .good),
        ].compactMap(\.self)
        return ["\(parts.joined(separator: ", "))."] + Columns.wrapped(VerdictText.sentence(report), style.width)
    }
}
