import SchemaEngine
import SchemaModel

/// The call that makes tables in quarantine independent of objects that a section drops or replaces. Which tables are there is known only when the
/// file runs: they may be those of other migrations, and a purge may have deleted them.
enum KeptDetachment {
    /// Puts the call as early in the transaction as possible, since it may copy rows: later, locks on tables in use would be held meanwhile.
    /// A table that moves to quarantine in between needs a call of its own.
    static func add(to steps: inout [Step]) {
        var place: Int?
        var objects: [ObjectID] = []
        func close(_ steps: inout [Step]) {
            defer {
                place = nil
                objects = []
            }
            guard let place, let call = call(objects) else { return }
            if steps[place].inFile != nil {
                steps[place].inFile?.insert(call, at: 0)
            } else {
                steps[place].statements.insert(call, at: 0)
            }
        }
        for index in steps.indices where steps[index].isTransactional && !steps[index].isRecovery {
            let step = steps[index]
            guard step.runsOnlyIf == nil else {
                // A condition decides for its step alone.
                guard !step.takesFromKept.isEmpty else { continue }
                close(&steps)
                (place, objects) = (index, step.takesFromKept)
                close(&steps)
                continue
            }
            if step.movesToQuarantine {
                close(&steps)
                guard !step.takesFromKept.isEmpty else { continue }
            }
            // What is created may stand in the branch of what could be restored.
            if place == nil, step.verb != .create || !step.takesFromKept.isEmpty { place = index }
            objects += step.takesFromKept
        }
        close(&steps)
    }

    private static func call(_ objects: [ObjectID]) -> String? {
        func list(_ reference: ReferenceOfKept) -> String? {
            let names = Set(objects).filter { $0.kind.referenceOfKept == reference }.map(\.sql).sorted()
            return names.isEmpty ? nil : "ARRAY[\(names.map { SQL.literal($0) }.joined(separator: ", "))]"
        }
        switch (list(.name), list(.signature)) {
        case (let names?, let functions?): return "CALL plumbline.detach_kept(\(names), \(functions))"
        case (let names?, nil): return "CALL plumbline.detach_kept(\(names))"
        case (nil, let functions?): return "CALL plumbline.detach_kept(a_functions => \(functions))"
        case (nil, nil): return nil
        }
    }
}
