import Foundation
import Migrator
import SchemaEngine

/// Reports the progress of a migration on standard error.
enum EventText {
    static func report(_ event: MigrationRunner.Event) {
        switch event {
        case .began(let file): Progress.note("\(file.path)")
        case .ran(let section, let seconds):
            let time = seconds.formatted(.number.precision(.fractionLength(2)))
            Progress.note("  \(section.number) \(section.title)  \(time) s")
        case .skipped: break
        case .waiting(let section, let attempt, let seconds, let blockers):
            let time = seconds.formatted(.number.precision(.fractionLength(1)))
            let who = blockers.isEmpty ? "another session" : blockers.prefix(3).map(\.description).joined(separator: ", ")
            Progress.note("  \(section.number) \(section.title): \(who) holds the lock; attempt \(attempt), again in \(time) s")
        case .blocked(let section, let blockers):
            let who = blockers.prefix(3).map(\.description).joined(separator: ", ")
            Progress.note("  \(section.number) \(section.title): waits for \(who)")
        case .ended(let blocker): Progress.note("  ended \(blocker.description), as --kill-blockers-older-than says")
        case .working(let section, let seconds, let process):
            Progress.note(
                "  \(section.number) \(section.title): running for \(seconds.formatted(.number.precision(.fractionLength(0)))) s; if it "
                    + "waits, SELECT pg_blocking_pids(\(process)) names the sessions that it waits for")
        case .notice(let text): Progress.note("  \(text)")
        case .finished: break
        }
    }
}

/// A plan's steps for a terminal.
enum PlanText {
    /// True for a step that locks or risks something, or cannot be undone.
    static func isNotable(_ step: Step) -> Bool {
        if case .impossible = step.reverse { return true }
        return !step.locks.isEmpty || !step.hazards.isEmpty || !step.isTransactional || step.movesToQuarantine
            || step.rename != nil
    }

    static func cost(_ step: Step) -> String {
        var parts = step.locks.map { "\($0.mode.name) on \($0.relation)" }
        parts += StepText.words(step.hazards)
        if !step.isTransactional { parts.append("outside a transaction") }
        return parts.isEmpty ? "" : "\n       [\(parts.joined(separator: "; "))]"
    }

    /// How a step is undone, in a line; the paired file has the SQL.
    ///
    /// - Parameter all: false for nothing but that there is no way back.
    static func reverse(_ step: Step, all: Bool) -> String {
        if !all { if case .impossible = step.reverse {} else { return "" } }
        return switch step.reverse {
        case nil: ""
        case .steps(let steps): "\n       back: \(steps.map(\.title).joined(separator: "; "))"
        case .coveredBy(let title): "\n       back: with \(title)"
        case .nothing: "\n       back: nothing of it is left"
        case .impossible(let reason): "\n       NO ROLLBACK: \(reason.split(separator: "\n").joined(separator: " "))"
        }
    }

    static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "       " + $0 }.joined(separator: "\n")
    }
}
