import Checks

/// The word for how a check ended, its color, and the state that the page's filter knows; the one place that has them.
struct OutcomeWords {
    let word: String
    let tone: LineChart.Tone
    let state: String

    /// - Parameter outcome: as the history has it.
    init(_ outcome: String, _ severity: Severity) {
        switch (outcome, severity) {
        case (CheckOutcome.passed.word, _): (word, tone, state) = ("Passed", .good, "passed")
        case (CheckOutcome.skipped(reason: "").word, _): (word, tone, state) = ("Skipped", .plain, "skipped")
        case (CheckOutcome.failed.word, .error): (word, tone, state) = ("Failed", .bad, "failed")
        case (CheckOutcome.failed.word, .warning): (word, tone, state) = ("Warning", .warn, "warning")
        case (CheckOutcome.failed.word, .info): (word, tone, state) = ("Note", .warn, "warning")
        case (_, _): (word, tone, state) = ("Could not run", .bad, "errored")
        }
    }
}
