import Checks

/// A verdict in words, with what to do next; the one place that words it.
enum VerdictText {
    static func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .passed: "Passed"
        case .failed: "Failed"
        case .notRun: "Not run"
        }
    }

    /// The sentence without the verdict's word, for where that is the heading.
    static func advice(_ report: CheckReport) -> String {
        let sentence = Self.sentence(report)
        guard let cut = sentence.firstIndex(where: { $0 == ":" || $0 == "," }) else { return sentence }
        let rest = sentence[cut...].dropFirst(2)
        return rest.prefix(1).uppercased() + rest.dropFirst()
    }

    /// The run in one or two sentences, for people who did not write the checks.
    static func headline(_ report: CheckReport, _ changes: CheckChanges, _ trends: CheckTrends) -> String {
        let counts = report.counts
        let run = counts.total - counts.skipped
        guard run > 0 else {
            return counts.total == 0
                ? "No check was selected." : "None of \(Format.plural(counts.total, "check")) could be run here."
        }
        let bad = [
            counts.failed > 0 ? "\(Format.count(counts.failed)) failed" : nil,
            counts.errored > 0 ? "\(Format.count(counts.errored)) could not run" : nil,
            counts.warned > 0 ? "\(Format.plural(counts.warned, "warning")) \(counts.warned == 1 ? "was" : "were") raised" : nil,
        ].compactMap(\.self)
        var text =
            bad.isEmpty
            ? "All \(Format.plural(run, "check")) \(counts.skipped > 0 ? "that could run " : "")passed."
            : "Of \(Format.plural(run, "check"))\(counts.skipped > 0 ? " that apply here" : ""), \(list(bad)); "
                + "\(Format.count(counts.passed)) passed."
        guard let before = trends.comparedWith else { return text }
        let news = changes.failing.count + changes.unanswered.count
        let standing = [
            news > 0 ? "\(Format.plural(news, "problem is", "problems are")) new" : nil,
            changes.fixed.isEmpty
                ? nil : "\(Format.plural(changes.fixed.count, "check")) \(changes.fixed.count == 1 ? "is" : "are") fixed",
        ].compactMap(\.self)
        if !standing.isEmpty {
            text += " Since \(Format.time(before)), \(list(standing))."
        } else if !bad.isEmpty {
            text += " None of these problems is new."
        }
        return text
    }

    private static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    /// How many checks ended how: `2 failed, 1 could not run, 1 warning, 1 skipped, 3 passed`.
    static func counts(_ report: CheckReport) -> String {
        let counts = report.counts
        return "\(counts.failed) failed, \(counts.errored) could not run, \(Format.plural(counts.warned, "warning")), "
            + "\(counts.skipped) skipped, \(counts.passed) passed"
    }

    /// The effect of a failure of this severity.
    static func meaning(_ severity: Severity) -> String {
        switch severity {
        case .error: "the run fails (error)"
        case .warning: "the run passes with a warning"
        case .info: "the run passes with a note"
        }
    }

    static func sentence(_ report: CheckReport) -> String {
        let counts = report.counts
        switch report.verdict {
        case .passed where counts.warned > 0:
            return "Passed, with warnings: look at them before they become failures."
        case .passed where counts.skipped > 0:
            return "Passed, but some checks were skipped: see the reasons."
        case .passed: return "Passed: the data is as declared."
        case .failed where counts.failed > 0:
            return "Failed: the command under each failure shows its rows; fix them."
                + (counts.errored > 0 ? " A check that could not run proves nothing: fix what its reason names." : "")
        case .failed: return "Failed: a check that cannot run proves nothing; fix it, or the privileges of the role."
        case .notRun where counts.total == 0: return "Not run: no check was selected."
        case .notRun: return "Not run: no check could run; see the reasons above."
        }
    }

    static func sentence(_ report: GateReport) -> String {
        let failed = report.steps.count { $0.outcome == .failed }
        let errors = report.steps.count { if case .error = $0.outcome { true } else { false } }
        switch report.verdict {
        case .passed: return "Passed: this may be deployed."
        case .failed where failed > 0: return "Failed: \(Format.plural(failed, "step")) found something to act on."
        case .failed: return "Failed: checks found something to act on."
        case .notRun where errors > 0: return "Not run: \(Format.plural(errors, "step")) could not run."
        case .notRun: return "Not run: nothing was done."
        }
    }
}
