import SchemaEngine

/// Steps as plain SQL for psql.
enum DiffScript {
    /// - Parameter isGuarded: whether each step first asks the catalog whether it has anything to do, as in a migration.
    static func text(_ steps: [Step], isGuarded: Bool) -> String {
        var text = ""
        var open: Int?
        for step in steps {
            if step.group != open {
                if open != nil { text += "COMMIT;\n\n" }
                if step.group != nil { text += "BEGIN;\n\n" }
                open = step.group
            }
            text += isGuarded ? guarded(step) : bare(step)
            text += "\n"
        }
        if open != nil { text += "COMMIT;\n" }
        guard !text.isEmpty else { return "" }
        return "SET standard_conforming_strings = on;\nSET check_function_bodies = off;\nSET search_path = '';\n\n" + text
    }

    /// The script as comments, so that whoever runs what it stands in does not run it.
    static func commented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "--" : "-- \($0)" }.joined(
            separator: "\n")
            + "\n"
    }

    private static func bare(_ step: Step) -> String {
        let isBatch = step.group == nil && step.isTransactional && step.statements.count > 1
        let statements = step.statements.map { $0 + (step.runsGeneratedSQL ? " \\gexec\n" : ";\n") }.joined()
        return isBatch ? "BEGIN;\n" + statements + "COMMIT;\n" : statements
    }

    private static func guarded(_ step: Step) -> String {
        switch step.precondition {
        case .pending(let question): "SELECT \(question) AS pending \\gset\n\\if :pending\n\(bare(step))\\endif\n"
        case .journal: bare(step)
        }
    }
}
