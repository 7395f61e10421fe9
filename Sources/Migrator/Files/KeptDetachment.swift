import SchemaEngine
import SchemaModel

/// The call that makes tables in quarantine independent of objects that a section drops or replaces. Which tables are there is known only when the
/// file runs: they may be those of other migrations, and a purge may have deleted them.
enum KeptDetachment {
    /// Puts the call before the first statement that needs it. A table that moves to quarantine in between needs a call of its own.
    static func add(to steps: inout [Step]) {
        var start: Int?
        var objects: [ObjectID] = []
        func close(_ steps: inout [Step]) {
            guard let place = start, let call = call(objects) else { return }
            if steps[place].inFile != nil {
                steps[place].inFile?.insert(call, at: 0)
            } else {
                steps[place].statements.insert(call, at: 0)
            }
            start = nil
            objects = []
        }
        for index in steps.indices where steps[index].isTransactional && !steps[index].isRecovery {
            let step = steps[index]
            // A condition decides for its step alone.
            if step.movesToQuarantine && step.takesFromKept.isEmpty || step.runsOnlyIf != nil { close(&steps) }
            guard !step.takesFromKept.isEmpty else { continue }
            if start == nil { start = index }
            objects += step.takesFromKept
            if step.runsOnlyIf != nil { close(&steps) }
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
