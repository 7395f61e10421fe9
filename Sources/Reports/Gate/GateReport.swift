package import struct Foundation.Date
package import Checks

/// How a step of the gate ended.
package enum GateOutcome: Sendable, Hashable {
    case passed
    /// It found something to act on.
    case failed
    case skipped(reason: String)
    /// It could not run.
    case error(message: String)

    /// The word for it, in reports.
    package var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .skipped: "skipped"
        case .error: "error"
        }
    }

    /// The reason or the message, where there is one.
    package var explanation: String? {
        switch self {
        case .passed, .failed: nil
        case .skipped(let text), .error(let text): text
        }
    }
}

/// One step of the gate, such as "migrations replay and roll back".
package struct GateStep: Sendable, Hashable {
    package var name: String
    package var outcome: GateOutcome
    /// The findings, one per line; empty when the name says it all.
    package var detail: [String]
    package var duration: Duration

    package init(name: String, outcome: GateOutcome, detail: [String] = [], duration: Duration = .zero) {
        self.name = name
        self.outcome = outcome
        self.detail = detail
        self.duration = duration
    }
}

/// The result of the gate: its steps in order, and the checks when it ran them.
package struct GateReport: Sendable, Hashable {
    package var started: Date
    package var finished: Date
    package var steps: [GateStep]
    /// The checks behind a step, for the writers that show them one by one.
    package var checks: CheckReport?

    package init(started: Date, finished: Date, steps: [GateStep], checks: CheckReport? = nil) {
        self.started = started
        self.finished = finished
        self.steps = steps
        self.checks = checks
    }

    /// `failed` when a step or a check failed; `notRun` when a step could not run, or none did.
    package var verdict: Verdict {
        let own: [Verdict] = steps.compactMap { step in
            switch step.outcome {
            case .passed: .passed
            case .failed: .failed
            case .error: .notRun
            case .skipped: nil
            }
        }
        guard let first = own.first else { return checks?.verdict ?? .notRun }
        let steps = own.dropFirst().reduce(first, Verdict.worse)
        return checks.map { Verdict.worse(steps, $0.verdict) } ?? steps
    }
}

/// The form of a gate's report that other tools read, version 0.
package struct GateReportV0: Codable, Sendable, Hashable {
    package var format = "plumbline.gate"
    package var version = 0
    package var started: Date
    package var finished: Date
    package var verdict: Verdict
    package var exitStatus: Int32
    package var steps: [Step]
    package var checks: CheckReportV0?

    package struct Step: Codable, Sendable, Hashable {
        package var name: String
        /// `passed`, `failed`, `skipped` or `error`.
        package var outcome: String
        package var explanation: String?
        package var detail: [String]
        package var durationMilliseconds: Double
    }

    package init(_ report: GateReport) {
        started = report.started
        finished = report.finished
        verdict = report.verdict
        exitStatus = report.verdict.exitStatus
        steps = report.steps.map {
            Step(
                name: $0.name, outcome: $0.outcome.word, explanation: $0.outcome.explanation, detail: $0.detail,
                durationMilliseconds: ($0.duration.milliseconds * 1000).rounded() / 1000)
        }
        checks = report.checks.map(CheckReportV0.init)
    }
}
