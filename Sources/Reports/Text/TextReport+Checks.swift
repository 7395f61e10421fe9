package import Checks
import Foundation

/// Reports for a person at a terminal.
package enum TextReport {
    /// The checks that need somebody first, with keys and what to do next, on one screen; the rest is counted.
    ///
    /// - Parameter all: True when every check has its line, however long that gets.
    package static func render(
        _ report: CheckReport, trends: CheckTrends = .empty, style: TextStyle = TextStyle(), all: Bool = false
    ) -> String {
        CheckTable(report: report, trends: trends, style: style, all: all).text
    }
}

private struct CheckTable {
    let report: CheckReport
    let trends: CheckTrends
    let style: TextStyle
    let all: Bool

    private static let indent = "         "

    var text: String {
        let databases = report.databases.map {
            $0.isReached ? "\($0.name) (PostgreSQL \($0.serverVersion), as \($0.role))" : "\($0.name) (not reached)"
        }
        var lines = [style.paint("Checks of \(Format.oneLine(databases.joined(separator: ", ")))", .strong)]
        lines.append(
            "\(Format.time(report.started)) · \(Format.plural(report.results.count, "check")) in "
                + Format.duration(.seconds(report.finished.timeIntervalSince(report.started))))
        let end = summary
        if all {
            lines += table(report.worstFirst)
        } else {
            let bad = report.worstFirst.filter(isBad)
            // The heading, the counts and the summary take the rest of the screen.
            lines += fitting(bad, in: max(8, style.height - 9 - end.count))
            lines += [""] + counted
        }
        return (lines + [""] + end).joined(separator: "\n") + "\n"
    }

    private func isBad(_ result: CheckResult) -> Bool {
        switch result.outcome {
        case .failed, .error: true
        case .passed, .skipped: false
        }
    }

    private func table(_ results: [CheckResult]) -> [String] {
        var lines = results.isEmpty ? [] : ["", style.paint(heading, .quiet)]
        var spaced = false
        for result in results {
            let details = details(result)
            if spaced && result.outcome == .passed { lines.append("") }
            spaced = !details.isEmpty && result.outcome != .passed
            lines += row(result) + details
        }
        return lines
    }

    /// With all details, or with those of the first few, or as many lines as there is room for; what is left out is counted.
    private func fitting(_ results: [CheckResult], in room: Int) -> [String] {
        guard !results.isEmpty else { return [] }
        var lines = ["", style.paint(heading, .quiet)]
        // Of a check that could not run, nothing is known without the reason.
        let rows = results.map { row($0) + [reason($0)].compactMap(\.self) }
        var shown = 0
        var isCut = false
        for (index, result) in results.enumerated() {
            let details = details(result)
            // Every failing check has a line before one has details.
            let left = rows[(index + 1)...].reduce(0) { $0 + $1.count }
            let whole = row(result) + details
            if lines.count + whole.count + left <= room {
                lines += whole
            } else if lines.count + rows[index].count < room || index == 0 {
                lines += rows[index]
                isCut = true
            } else {
                break
            }
            shown += 1
        }
        if shown < results.count {
            lines.append(
                style.paint("… and \(Format.count(results.count - shown)) more; --all lists them, --html writes a page", .quiet))
        } else if isCut {
            lines.append(style.paint("--all shows everything about each of them, --html writes a page", .quiet))
        }
        return lines
    }

    /// A line for those that were skipped, by reason, and one for those that passed.
    private var counted: [String] {
        var reasons: [String: Int] = [:]
        var tables: Set<[String]> = []
        var passed = 0
        for result in report.results {
            switch result.outcome {
            case .skipped(let reason): reasons[Format.joined(reason), default: 0] += 1
            case .passed:
                passed += 1
                if let table = result.table { tables.insert([result.database, table]) }
            case .failed, .error: break
            }
        }
        var lines = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4).map { reason, count in
            style.paint(Columns.left("skipped", Self.indent.count), .worrying)
                + Columns.cut("\(Format.plural(count, "check")): \(reason)", style.width - Self.indent.count)
        }
        if reasons.count > 4 {
            let rest = reasons.values.sorted(by: >).dropFirst(4).reduce(0, +)
            lines.append(
                style.paint(Columns.left("skipped", Self.indent.count), .worrying)
                    + "\(Format.plural(rest, "check")) for \(Format.plural(reasons.count - 4, "other reason"))")
        }
        if passed > 0 {
            let place = tables.isEmpty ? "" : " of \(Format.plural(tables.count, "table"))"
            lines.append(
                style.paint(Columns.left("ok", Self.indent.count), .good) + Format.plural(passed, "check") + place)
        }
        let partial = report.results.count(where: \.isPartial)
        if partial > 0 {
            lines.append(
                style.paint(
                    Self.indent
                        + "\(Format.plural(partial, "check")) read only new rows; --all says which, --full reads all rows",
                    .quiet))
        }
        return lines
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

    /// The first line of why a check could not run; nil for one that ran.
    private func reason(_ result: CheckResult) -> String? {
        guard case .error(let message) = result.outcome else { return nil }
        let first = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return Self.indent + style.paint(Columns.cut(Format.oneLine(first), style.width - Self.indent.count), .bad)
    }

    private func details(_ result: CheckResult) -> [String] {
        var details: [(String, TextStyle.Paint)] = []
        // A command is copied whole, so it is not broken between words.
        var command: String?
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
            command = Format.commandWithLabel(result)
        }
        let lines = details.flatMap { text, paint in
            text.split(whereSeparator: \.isNewline).flatMap { line in
                Columns.wrapped(Format.oneLine(String(line)), style.width - Self.indent.count)
            }.map {
                // At the start of a line of its log, GitHub Actions takes `::` for a command.
                Self.indent + style.paint($0.hasPrefix("::") ? "…\($0)" : $0, paint)
            }
        }
        return lines + (command.map { [Self.indent + style.paint($0, .quiet)] } ?? [])
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
