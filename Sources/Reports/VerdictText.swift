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

    static func sentence(_ report: CheckReport) -> String {
        let counts = report.counts
        switch report.verdict {
        case .passed where counts.warned > 0:
            return "Passed, with warnings: look at them before they become failures."
        case .passed where counts.skipped > 0:
            return "Passed, as far as it was asked: see why some checks were skipped."
        case .passed: return "Passed: the data is as declared."
        case .failed where counts.failed > 0:
            return "Failed: run the file named under each failure with psql -f to see its rows, and fix them."
        case .failed: return "Failed: a check that cannot run proves nothing; fix it, or the privileges of the role."
        case .notRun where counts.total == 0: return "Not run: no check was selected."
        case .notRun: return "Not run: no check could be answered; see the reasons above."
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
