import SchemaModel

/// Statements that a DBA reads as one change are one step: a new object with its indexes, policies, privileges and comments.
enum Folding {
    /// Folds what follows the creation of an object into it. All of it goes to quarantine with the object, and is restored
    /// with it, so that one precondition serves all.
    static func folded(_ steps: [Step], _ context: PlanContext) -> [Step] {
        var result: [Step] = []
        var parts: [String] = []
        for step in steps {
            if let last = result.last, last.verb == .create, last.object.parent == nil, last.isTransactional,
                // Where the object exists already, what follows is still to do.
                last.runsOnlyIf == nil, last.inFile == nil,
                step.isTransactional,
                last.group == nil, step.group == nil, step.locks.isEmpty, !step.isRecovery, step.object.parent != nil,
                step.object.root == last.object, !staysBehind(step.object, context),
                let part = step.object.kind.definition.foldedAs
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

    /// Whether the way back drops a part by itself, so that it does not come back with its object.
    private static func staysBehind(_ id: ObjectID, _ context: PlanContext) -> Bool {
        context.to[id].map {
            ActionGraph.staysBehind($0, movedWith: id.root, in: context.to, isGone: context.created.contains)
        } ?? false
    }

    private static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }
}
