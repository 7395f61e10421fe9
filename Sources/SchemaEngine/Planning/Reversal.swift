import SchemaModel

/// How a step is undone.
package indirect enum Reverse: Sendable, Hashable {
    /// By these steps of the plan that leads back.
    case steps([Step])
    /// Together with a later step of the same plan, which has the reverse of both; its title.
    case coveredBy(String)
    /// Nothing of it is left once the whole plan has run.
    case nothing
    /// PostgreSQL has no way back that loses nothing; why.
    case impossible(String)
}

/// Gives each step its reverse, from the plan of the way back.
enum Reversal {
    static func reversed(_ steps: [Step], from: CatalogState, to: CatalogState, options: PlanOptions) throws -> [Step] {
        var options = options
        swap(&options.quarantine, &options.restore)
        options.isRollback.toggle()
        options.includesRollback = false
        // The words for the new columns are those of the way forward.
        options.online = nil
        let back: [Step]
        do {
            back = try Plan(from: to, to: from, options: options).steps
        } catch let error as PlanError {
            return steps.map { step in
                var step = step
                step.reverse = step.isRecovery ? .nothing : .impossible(error.description)
                return step
            }
        }
        return paired(steps, with: back)
    }

    private static func paired(_ steps: [Step], with back: [Step]) -> [Step] {
        let back = back.filter { !$0.isRecovery || $0.verb == .restore }
        let places = Dictionary(grouping: back.indices, by: { back[$0].object })
        let placesByRoot = Dictionary(grouping: back.indices, by: { back[$0].object.root })
        var last: [ObjectID: Int] = [:]
        for (index, step) in steps.enumerated() where !step.isRecovery { last[step.object] = index }
        var found: [Int: [Int]] = [:]
        for (object, index) in last {
            found[index] =
                places[object]
                ?? related(object, placesByRoot[object.root] ?? [], back)
        }
        attachRemainingSteps(&found, back)
        return steps.enumerated().map { index, step in
            var step = step
            if step.isRecovery {
                step.reverse = .nothing
            } else if let final = last[step.object], final != index {
                step.reverse = .coveredBy(steps[final].title)
            } else {
                let reverse = (found[index] ?? []).sorted().map { back[$0] }
                step.reverse = reverse.isEmpty ? .nothing : .steps(reverse)
            }
            return step
        }
    }

    /// The steps that take the object along, else those that create or drop something inside it.
    private static func related(_ object: ObjectID, _ places: [Int], _ back: [Step]) -> [Int] {
        let around = places.filter { object.isInside(back[$0].object) }
        return around.isEmpty ? places.filter { back[$0].object.isInside(object) } : around
    }

    /// The rollback's steps on objects that the migration leaves alone (a view that is in the way of a column) belongs to the
    /// step for whose sake it is done: the one of its transaction, else the next that is known.
    private static func attachRemainingSteps(_ found: inout [Int: [Int]], _ back: [Step]) {
        var owner: [Int: Int] = [:]
        for (step, places) in found.sorted(by: { $0.key < $1.key }) {
            for place in places where owner[place] == nil { owner[place] = step }
        }
        guard !owner.isEmpty else { return }
        let known = owner.keys.sorted()
        for place in back.indices where owner[place] == nil {
            let sameGroup = back[place].group.flatMap { group in known.first { back[$0].group == group } }
            guard let nearest = sameGroup ?? known.first(where: { $0 > place }) ?? known.last, let step = owner[nearest] else {
                continue
            }
            found[step, default: []].append(place)
        }
    }
}
