import Checks
import Foundation
import SchemaModel

/// A sentence or two that say what happened to a check, for people who did not write it.
struct CheckStory {
    let result: CheckResult
    let trends: CheckTrends

    var text: String { [now, more, since].compactMap(\.self).joined(separator: " ") }

    /// The numbers that say more, such as groups of equal rows; and what proves a check that read no row.
    private var more: String? { Format.more(result).map { "\($0.prefix(1).uppercased())\($0.dropFirst())." } }

    /// The findings of this run.
    private var now: String {
        let place = result.table.map { " in \($0)" } ?? ""
        switch result.outcome {
        case .failed:
            guard let failing = result.failingRows else { return "The rule is broken\(place)." }
            guard let examined = result.rowsExamined, result.counted == .rows else {
                return "\(Format.failing(result) ?? Format.plural(failing, "finding"))\(place)\(allowance)."
            }
            let verb = failing == 1 ? "breaks" : "break"
            let share = result.fraction.map { " (\(Format.percent($0)))" } ?? ""
            return "\(Format.count(failing)) of \(Format.plural(examined, "row"))\(place) \(verb) this rule\(share)\(allowance)."
        case .error(let message):
            let reason = Format.joined(message)
            return "PostgreSQL could not answer the check, so nothing is known: \(reason)\(reason.hasSuffix(".") ? "" : ".")"
        case .skipped(let reason): return "Not run, since \(Format.joined(reason))."
        case .passed:
            let failing = result.failingRows ?? 0
            if failing > 0 {
                let whole = result.rowsExamined.map { " of \(Format.plural($0, "row"))" } ?? ""
                return
                    "\(Format.count(failing))\(whole)\(place) break this rule, which is within the \(result.threshold) allowed."
            }
            guard let examined = result.rowsExamined, result.proof == nil else { return "Nothing is wrong." }
            return examined == 0
                ? "There is no row to examine\(place)."
                : "All \(Format.plural(examined, "row"))\(place)\(result.isPartial ? " that were read" : "") keep this rule."
        }
    }

    private var allowance: String {
        result.threshold == .none ? "" : "; \(result.threshold) is allowed"
    }

    /// How that compares with the runs before.
    private var since: String? {
        let line = trends.line(result)
        guard trends.comparedWith != nil else { return nil }
        guard let last = line.last else { return "The check is new: no earlier run had it." }
        let word = result.outcome.word
        let same = line.reversed().prefix { $0.outcome == word }.count
        let began = same > 0 ? line[line.count - same].started : nil
        switch result.outcome {
        case .failed:
            guard let began else {
                return "It \(past(last)) in the last run (\(Format.day(last.started))), so this is new."
            }
            if line.count == 1 { return "It failed in the one earlier run on record too, on \(Format.day(began))\(change)." }
            return same == line.count
                ? "It failed in all \(Format.plural(same, "earlier run")) on record, since \(Format.day(began))\(change)."
                : "It has failed since \(Format.day(began)), \(Format.plural(same + 1, "run")) in a row\(change)."
        case .error:
            guard let began else { return "It \(past(last)) in the last run (\(Format.day(last.started)))." }
            return "It has not run since \(Format.day(began)), \(Format.plural(same + 1, "run")) in a row."
        case .skipped: return nil
        case .passed:
            guard began != nil else {
                let rows = last.failingRows.map { $0 > 0 ? ", with \(Format.count($0)) failing" : "" } ?? ""
                return "It \(past(last)) in the last run (\(Format.day(last.started)))\(rows): fixed."
            }
            return same == line.count
                ? same == 1
                    ? "It passed in the one earlier run on record too."
                    : "It passed in all \(Format.plural(same, "earlier run")) on record."
                : "It has passed since \(Format.day(line[line.count - same].started))."
        }
    }

    private var change: String {
        guard let now = result.failingRows, let before = trends.compared(result)?.failingRows, now != before else { return "" }
        return now > before
            ? ", with \(Format.count(now - before)) more than in the last run"
            : ", with \(Format.count(before - now)) fewer than in the last run"
    }

    private func past(_ result: PastResult) -> String {
        switch result.outcome {
        case CheckOutcome.passed.word: "passed"
        case CheckOutcome.failed.word: "failed"
        case CheckOutcome.skipped(reason: "").word: "was not run"
        default: "could not run"
        }
    }
}
