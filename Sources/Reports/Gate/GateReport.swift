public import struct Foundation.Date
public import Checks

/// How a step of the gate ended.
public enum GateOutcome: Sendable, Hashable {
    case passed
    /// It found something to act on.
    case failed
    case skipped(reason: String)
    /// It could not run.
    case error(message: String)

    /// The word for it, in reports.
    public var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .skipped: "skipped"
        case .error: "error"
        }
    }

    /// The reason or the message, where there is one.
    public var explanation: String? {
        switch self {
        case .passed, .failed: nil
        case .skipped(let text), .error(let text): text
        }
    }
}

/// One step of the gate, such as "migrations replay and roll back".
public struct GateStep: Sendable, Hashable {
    public var name: String
    public var outcome: GateOutcome
    /// The findings, one per line; empty when the name says it all.
    public var detail: [String]
    public var duration: Duration

    public init(name: String, outcome: GateOutcome, detail: [String] = [], duration: Duration = .zero) {
        self.name = name
        self.outcome = outcome
        self.detail = detail
        self.duration = duration
    }
}

/// The result of the gate: its steps in order, and the checks when it ran them.
public struct GateReport: Sendable, Hashable {
    public var started: Date
    public var finished: Date
    public var steps: [GateStep]
    /// The checks behind a step, for the writers that show them one by one.
    public var checks: CheckReport?

    public init(started: Date, finished: Date, steps: [GateStep], checks: CheckReport? = nil) {
        self.started = started
        self.finished = finished
        self.steps = steps
        self.checks = checks
    }

    /// `failed` when a step or a check failed; `notRun` when a step could not run, or none did.
    public var verdict: Verdict {
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
public struct GateReportV0: Codable, Sendable, Hashable {
    public var format = "plumbline.gate"
    public var version = 0
    public var started: Date
    public var finished: Date
    public var verdict: Verdict
    public var exitStatus: Int32
    public var steps: [Step]
    public var checks: CheckReportV0?

    public struct Step: Codable, Sendable, Hashable {
        public var name: String
        /// `passed`, `failed`, `skipped` or `error`.
        public var outcome: String
        public var explanation: String?
        public var detail: [String]
        public var durationMilliseconds: Double
    }

    public init(_ report: GateReport) {
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
