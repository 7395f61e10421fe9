import SchemaModel

/// Statements that a DBA reads as one change are one step: a new object with its indexes, policies, privileges and comments.
enum Folding {
    /// Folds what follows the creation of an object into it. All of it goes to quarantine with the object, and is restored
    /// with it, so that one precondition serves all.
    static func folded(_ steps: [Step]) -> [Step] {
        var result: [Step] = []
        var parts: [String] = []
        for step in steps {
            if let last = result.last, last.verb == .create, last.object.parent == nil, last.isTransactional,
                // Where the object exists already, what follows is still to do.
                last.runsOnlyIf == nil,
                step.isTransactional,
                last.group == nil, step.group == nil, step.locks.isEmpty, !step.isRecovery, step.object.parent != nil,
                step.object.root == last.object, let part = step.object.kind.definition.foldedAs
            {
                result[result.count - 1].statements += step.statements
                if !parts.contains(part) {
                    parts.append(part)
                    result[result.count - 1].title = "create \(last.object) with its \(list(parts))"
                }
                result[result.count - 1].hazards.formUnion(step.hazards)
            } else {
                parts = []
                result.append(step)
            }
        }
        return result
    }

    private static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }
}
