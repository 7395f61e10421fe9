/// The verdict of a run and its exit status. No other place decides them.
public enum Verdict: String, Sendable, Hashable, Codable {
    /// Nothing to act on.
    case passed
    /// Something to act on.
    case failed
    /// No answer: nothing ran, or nothing could.
    case notRun

    /// 0 clean, 1 something to act on, 2 could not run.
    public var exitStatus: Int32 {
        switch self {
        case .passed: 0
        case .failed: 1
        case .notRun: 2
        }
    }

    /// The worse of two: what must be acted on outweighs what could not run.
    package static func worse(_ a: Verdict, _ b: Verdict) -> Verdict {
        if a == .failed || b == .failed { return .failed }
        return a == .notRun || b == .notRun ? .notRun : .passed
    }

    /// Of checks: `failed` when one of severity error failed or one could not run; `notRun` when none was
    /// answered at all, since an empty run proves nothing.
    package init(of results: [CheckResult]) {
        let answered = results.filter {
            switch $0.outcome {
            case .passed, .failed: true
            case .skipped, .error: false
            }
        }
        let actionable = results.contains {
            switch $0.outcome {
            case .failed: $0.severity == .error
            case .error: true
            case .passed, .skipped: false
            }
        }
        if answered.isEmpty {
            self = .notRun
        } else {
            self = actionable ? .failed : .passed
        }
    }
}
