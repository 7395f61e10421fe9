import Checks
import Foundation
import SchemaModel

/// How numbers, times and names are written for people; the same in every report.
enum Format {
    /// `12,345`, whatever the locale of the machine.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { out.append(",") }
            out.append(digit)
        }
        return (number < 0 ? "-" : "") + out
    }

    static func plural(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// `412 ms`, `1.3 s`, `2 min 3 s`.
    static func duration(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        if milliseconds < 1000 { return "\(Int(milliseconds.rounded())) ms" }
        let seconds = milliseconds / 1000
        if seconds < 60 { return "\(fixed(seconds, 1)) s" }
        return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }

    /// `0.03%`; two digits that say something, and never 0% of something or 100% of less than all.
    static func percent(_ fraction: Double) -> String {
        let percent = fraction * 100
        if percent == 0 { return "0%" }
        if percent < 0.01 { return "<0.01%" }
        if percent < 100, percent > 99.99 { return ">99.99%" }
        return percent < 1 ? "\(fixed(percent, 2))%" : percent == 100 ? "100%" : "\(fixed(percent, 1))%"
    }

    /// The words below a chart's axis: the day, or the time of day in UTC where all of it is less than two days.
    static func axis(_ date: Date, from first: Date, to last: Date) -> String {
        guard last.timeIntervalSince(first) < 2 * 86_400 else { return day(date) }
        return date.formatted(
            Date.VerbatimFormatStyle.utc(
                "\(month: .abbreviated) \(day: .defaultDigits), \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)"
            ))
    }

    /// `2026-11-21 02:00 UTC`.
    static func time(_ date: Date) -> String {
        date.formatted(
            Date.VerbatimFormatStyle.utc(
                "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits) UTC"
            ))
    }

    static func fixed(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", locale: Locale(identifier: "en_US_POSIX"), value)
    }

    /// The failing share: `12 of 50,000 rows (0.02%)`, `2 surplus rows of 50,000 rows`, `3 gaps`.
    static func failing(_ result: CheckResult) -> String? {
        guard let failing = result.failingRows else { return nil }
        let counted = "\(count(failing)) \(result.counted.noun(failing))"
        guard let examined = result.rowsExamined else { return counted }
        let share = failing > 0 ? result.fraction.map { " (\(percent($0)))" } ?? "" : ""
        switch result.counted {
        case .rows: return "\(count(failing)) of \(plural(examined, "row"))\(share)"
        case .groups: return "\(count(failing)) of \(plural(examined, "group"))\(share)"
        case .keys: return "\(count(failing)) of \(plural(examined, "key"))\(share)"
        case .surplusRows: return "\(counted) of \(plural(examined, "row"))\(share)"
        case .gaps, .findings: return counted
        }
    }

    /// The figures of a result and what was assumed: `groups of equal rows: 2 · rows in these groups: 5`. Nil when there is nothing.
    static func more(_ result: CheckResult) -> String? {
        let proof = result.proof.map { ["proved by \($0); no row was read"] } ?? []
        let parts =
            (result.pattern.map(pattern) ?? []) + proof + result.figures.map { "\($0.name): \(count($0.value))" }
            + together(result) + (result.note.map { [$0] } ?? [])
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    /// When failing rows are, and what most of them have in common.
    static func pattern(_ pattern: FailurePattern) -> [String] {
        var parts: [String] = []
        if let span = pattern.span {
            let times =
                span.first == span.last ? "at \(span.first)" : "first at \(span.first), last at \(span.last)"
            let few = pattern.isSample ? "of \(count(pattern.rowsLookedAt)) failing rows in a sample, " : ""
            parts.append(oneLine("\(few)\(times) (\(span.column))"))
        }
        if let slice = pattern.slice {
            let value = slice.value.map { "= '\($0.count > 60 ? $0.prefix(59) + "…" : $0)'" } ?? "is NULL"
            parts.append(
                oneLine(
                    "\(percent(slice.failingShare)) of the failing rows have \(slice.column) \(value), and \(percent(slice.share)) of all"
                ))
        }
        if let problem = pattern.problem { parts.append("what they have in common could not be told: \(joined(problem))") }
        return parts
    }

    /// The other checks that the same rows fail, by the ends of their ids.
    private static func together(_ result: CheckResult) -> [String] {
        func names(_ ids: [CheckID]) -> String {
            let prefix = result.table.map { "\($0)." } ?? ""
            let shown = ids.prefix(3).map {
                $0.rawValue.hasPrefix(prefix) ? String($0.rawValue.dropFirst(prefix.count)) : $0.rawValue
            }
            return shown.joined(separator: ", ") + (ids.count > 3 ? " and \(ids.count - 3) more" : "")
        }
        let (always, sometimes) = (result.together.always, result.together.sometimes)
        let sample = result.together.sampleRows.map { "in a sample of \(count($0)) rows, " } ?? ""
        return (always.isEmpty ? [] : ["\(sample)these rows also fail \(names(always))"])
            + (sometimes.isEmpty ? [] : ["\(sample)some of these rows also fail \(names(sometimes))"])
    }

    /// The command that shows the failing rows of a check, or what it compares; nil where its file shows neither, and for a check that could
    /// not run. A file that a person wrote may hold other checks, and statements that write: psql runs it read-only, and only where no key
    /// tells the rows.
    static func command(_ result: CheckResult) -> String? {
        guard result.fileShows != .nothing else { return nil }
        if case .error = result.outcome { return nil }
        if result.isHandWritten {
            return result.samples.isEmpty
                ? oneLine("PGOPTIONS='-c default_transaction_read_only=on' psql -f \(result.file)")
                : oneLine("plumb check \(result.id) --samples 1000")
        }
        return oneLine(result.isFileWritten ? "psql -f \(result.file)" : "plumb compile && psql -f \(result.file)")
    }

    /// The command with what it shows.
    static func commandWithLabel(_ result: CheckResult) -> String? {
        command(result).map { command in
            let showsKeys = result.isHandWritten && !result.samples.isEmpty
            let what = showsKeys ? "more keys" : result.fileShows == .failingRows ? "all of them" : "what it compares"
            return "\(what): \(command)"
        }
    }

    /// The key of a failing row; of a question to the catalog, the sentence that its columns make. One line, and of a long value its
    /// beginning.
    static func sample(_ sample: SampleKey) -> String {
        // A finding is a sentence; a key only has to be told from others, and the files have it whole.
        let isFinding = sample.columns == ["object", "problem"]
        let text = oneLine(isFinding ? sample.values.joined(separator: " ") : sample.description)
        let longest = isFinding ? 400 : 160
        return text.count > longest ? text.prefix(longest) + "…" : text
    }

    /// The lines of a message as one.
    static func joined(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { oneLine(String($0)).trimmingPrefix(while: \.isWhitespace) }
            .joined(separator: "; ")
    }

    /// One line that no terminal and no log can be misled by: control characters and changes of direction become `�`.
    static func oneLine(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t", "\u{2028}", "\u{2029}": out.unicodeScalars.append(" ")
            case _ where scalar.isUnsafeToShow: out.unicodeScalars.append("\u{FFFD}")
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension Date.VerbatimFormatStyle {
    static func utc(_ format: Date.FormatString) -> Date.VerbatimFormatStyle {
        .init(
            format: format, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
    }
}
