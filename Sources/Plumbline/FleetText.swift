import Foundation
import Migrator
import SchemaModel

/// The progress, the report and the status of a fleet in words.
enum FleetText {
    static func report(_ event: FleetRun.Event) {
        switch event {
        case .wave(let number, let count, let members):
            let size = Plural.text(members, "database")
            Progress.note(number == 0 ? "canaries: \(size)" : "wave \(number) of \(count - 1): \(size)")
        case .finished(let entry, let done, let total):
            let time = entry.seconds.formatted(.number.precision(.fractionLength(1)))
            switch entry.outcome {
            case .changed(let words):
                Progress.note("  [\(done)/\(total)] \(entry.name): \(words.joined(separator: ", ")), \(time) s")
            case .unchanged: Progress.note("  [\(done)/\(total)] \(entry.name): nothing to do")
            case .failed(let reason):
                Progress.note("  [\(done)/\(total)] \(entry.name): FAILED: \(reason.split(separator: "\n").first ?? "")")
            case .notBegun: break
            }
        }
    }

    /// Those that need a look first, each state with its databases; then how many have everything.
    static func status(_ entries: [FleetStatus], listsAll: Bool) -> [String] {
        var lines: [String] = []
        var groups: [(words: String, names: [String])] = []
        for entry in entries where !entry.isCurrent || listsAll {
            if let place = groups.firstIndex(where: { $0.words == entry.words }) {
                groups[place].names.append(entry.name)
            } else {
                groups.append((entry.words, [entry.name]))
            }
        }
        for (words, names) in groups {
            let shown = listsAll ? names : Array(names.prefix(10))
            let rest = names.count > shown.count ? " and \(names.count - shown.count) more" : ""
            lines.append("\(words) (\(names.count)): \(shown.joined(separator: ", "))\(rest)")
        }
        let current = entries.filter(\.isCurrent).count
        lines.append("\(current) of \(Plural.text(entries.count, "database")) \(current == 1 ? "has" : "have") every migration")
        return lines
    }

    /// The report for a terminal: the counts, the failures by reason with the databases of each, the times.
    static func lines(_ report: FleetReport) -> [String] {
        var counts: [(String, Int)] = [("changed", 0), ("had nothing to do", 0), ("failed", 0), ("were not begun", 0)]
        for entry in report.entries {
            switch entry.outcome {
            case .changed: counts[0].1 += 1
            case .unchanged: counts[1].1 += 1
            case .failed: counts[2].1 += 1
            case .notBegun: counts[3].1 += 1
            }
        }
        let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        var lines = ["\(Plural.text(report.entries.count, "database")) in \(time(report.seconds)): \(words)"]
        if let stopped = report.stopped { lines.append("Stopped: \(stopped)") }
        let times = report.entries.filter { if case .changed = $0.outcome { true } else { false } }.sorted {
            $0.seconds < $1.seconds
        }
        if let slowest = times.last, times.count > 1 {
            lines.append(
                "Each took \(time(times[times.count / 2].seconds)) (median), \(slowest.name) longest: \(time(slowest.seconds))"
            )
        }
        var reasons: [(reason: String, names: [String])] = []
        for entry in report.entries {
            guard case .failed(let reason) = entry.outcome else { continue }
            if let place = reasons.firstIndex(where: { $0.reason == reason }) {
                reasons[place].names.append(entry.name)
            } else {
                reasons.append((reason, [entry.name]))
            }
        }
        for (reason, names) in reasons.sorted(by: { $0.names.count > $1.names.count }) {
            lines.append("Failed, \(names.count) of \(report.entries.count): \(list(names))")
            lines += reason.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        }
        return lines
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 100
            ? "\(seconds.formatted(.number.precision(.fractionLength(1)))) s"
            : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }
}
