import SchemaEngine

/// How `plumb diff` says what it found.
enum DiffFormat: String, CaseIterable {
    case sql, json, text

    func render(_ difference: Difference, includesRollback: Bool) throws -> String {
        switch self {
        case .sql:
            guard includesRollback, !difference.steps.isEmpty else { return difference.script }
            return difference.script + "\n-- Rollback:\n--\n" + DiffScript.commented(difference.rollbackScript)
        case .json: return try DiffReport(difference, includesRollback: includesRollback).json()
        case .text: return TerminalText.safe(DiffText.render(difference, includesRollback: includesRollback))
        }
    }
}

/// A plan for people.
enum DiffText {
    static func render(_ difference: Difference, includesRollback: Bool) -> String {
        guard !difference.isEmpty else { return "no differences\n" }
        var lines = difference.irreparable.map { "Stays different: \($0)" }
        guard !difference.steps.isEmpty else { return lines.joined(separator: "\n") + "\n" }
        lines += difference.summary + ["Steps:"]
        for (number, step) in difference.steps.enumerated() {
            let hazards = DiffHazard.all(of: step).map(\.meaning)
            lines.append("  \(number + 1). \(step.title)")
            lines += step.locks.map { "       \($0.mode.name) on \($0.relation)" }
            if !hazards.isEmpty { lines.append("       hazards: \(hazards.joined(separator: "; "))") }
            if !step.isTransactional { lines.append("       outside a transaction") }
            if !step.reason.isEmpty { lines.append("       why: \(step.reason)") }
        }
        if includesRollback {
            lines.append("Rollback:")
            lines += difference.rollbackSteps.enumerated().map { "  \($0 + 1). \($1.title)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
