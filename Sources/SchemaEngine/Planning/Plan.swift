package import SchemaModel

/// The steps that turn one state into another.
package struct Plan: Sendable {
    package let steps: [Step]
    package let deltas: [Delta]

    package var isEmpty: Bool { steps.isEmpty }

    /// The differences that stay, because PostgreSQL has no statement for them.
    package var irreparable: [String] { deltas.compactMap { $0.id.kind.definition.irreparable($0) } }

    /// Orders and words the steps from one state to the other.
    ///
    /// - Throws: ``PlanError`` when PostgreSQL cannot get there without losing rows, or no order exists.
    package init(from: CatalogState, to: CatalogState, options: PlanOptions = PlanOptions()) throws {
        let unasked = UnaskedRenames.find(from: from, to: to)
        guard !unasked.isEmpty else {
            try self.init(withoutRenames: from, to: to, options: options)
            return
        }
        let indexed = from.indexed()
        let steps = unasked.compactMap { Renaming.step($0, in: indexed) }
        let rest = try Plan(from: UnaskedRenames.renamed(from, unasked), to: to, options: options)
        self.init(renaming: steps, then: rest, to: to)
    }

    private init(withoutRenames from: CatalogState, to: CatalogState, options: PlanOptions) throws {
        var (from, to) = (from.leavingToOthers(with: to), to.leavingToOthers(with: from))
        for kind in ObjectKind.allCases {
            kind.definition.complete(&from, with: to)
            kind.definition.complete(&to, with: from)
        }
        (from, to) = (from.indexed(), to.indexed())
        let copied = OnlineCopy.Rewritten(from: from, to: to, options: options).tables
        (from.copiedOnline, to.copiedOnline) = (copied, copied)
        deltas = Comparison.deltas(from: from, to: to, ignoring: options.ignoredKinds)
        let (changes, graph, order) = try Plan.ordered(deltas, from: from, to: to, options: options)
        let context = PlanContext(
            from: from, to: to.rendered().indexed(), created: changes.creates,
            removed: changes.drops.subtracting(changes.creates), enclosed: graph.created, enclosedDrops: graph.dropped,
            rewrites: changes.rewrites, copies: changes.copies, notNulls: changes.notNulls, options: options)
        var steps = order.flatMap { Plan.steps(for: $0, changes, context) }
        for kind in ObjectKind.allCases { kind.definition.complete(&steps, context) }
        OnlineCopySteps.delayDepartures(&steps)
        Plan.group(
            &steps, replaced: Set(changes.replaced.keys).union(changes.exchanged.keys).union(changes.exchanged.values),
            created: changes.creates)
        steps = Plan.merged(steps, context)
        Plan.releaseLocks(&steps)
        if options.quarantine != nil { steps = Folding.folded(steps, context) }
        self.steps = options.includesRollback ? try Reversal.reversed(steps, from: from, to: to, options: options) : steps
    }

    init(steps: [Step], deltas: [Delta]) {
        self.steps = steps
        self.deltas = deltas
    }

    /// The changes in their order. An alteration that no order allows is made by dropping the object and creating it again: a view that
    /// uses an object which must go before the one comes that it uses afterward.
    private static func ordered(
        _ deltas: [Delta], from: CatalogState, to: CatalogState, options: PlanOptions
    ) throws -> (ChangeSet, ActionGraph, [Action]) {
        var replacing: Set<ObjectID> = []
        var unbreakable: Set<ObjectID> = []
        while true {
            let changes = ChangeSet(deltas, from: from, to: to, options: options, replacing: replacing)
            guard changes.impossible.isEmpty else { throw PlanError.impossible(changes.impossible) }
            var graph = ActionGraph(changes, from: from, to: to, options: options, unbreakable: unbreakable)
            do {
                let order = try graph.sorted()
                return (changes, graph, order)
            } catch PlanError.cycle(let ids) {
                let more = ids.filter { id in
                    guard changes.alters[id] != nil, !replacing.contains(id), id.kind.definition.isReplacedWhenDependencyGoes
                    else { return false }
                    return ChangeSet(deltas, from: from, to: to, options: options, replacing: replacing.union([id])).impossible
                        .isEmpty
                }
                guard more.isEmpty else {
                    replacing.formUnion(more)
                    continue
                }
                guard !unbreakable.isSuperset(of: ids) else { throw PlanError.cycle(ids) }
                unbreakable.formUnion(ids)
            }
        }
    }

    private static func steps(for action: Action, _ changes: ChangeSet, _ context: PlanContext) -> [Step] {
        let kind = action.id.kind.definition
        var steps: [Step]
        switch action.verb {
        case .create where action.form != .whole, .drop where action.form != .whole:
            steps = self.steps(ofForm: action, context)
        case .create:
            guard let fact = context.to[action.id] else { return [] }
            steps = kind.create(fact, context)
            // The parts of an object that is restored come back with it.
            if context.options.restore != nil, action.id.parent != nil {
                for index in steps.indices where steps[index].verb == .create && steps[index].precondition == .journal {
                    steps[index].precondition = Step.ifMissing(steps[index].object)
                }
            }
        case .drop:
            guard let fact = changes.implied[action.id] ?? context.from[action.id] else { return [] }
            steps = kind.drop(fact, context)
        case .alter, .restore:
            guard let delta = changes.alters[action.id], let before = delta.before, let after = context.to[action.id],
                case .steps(let altering) = kind.alter(before, after, delta.changed, context)
            else { return [] }
            steps = altering
        }
        if let reason = changes.replaced[action.id], !steps.isEmpty {
            if action.verb == .drop, action.form == .whole, let remember = OwnerKeeping.remember(action.id) {
                steps[0].statements.insert(remember, at: 0)
            }
            if action.verb == .create, action.form != .placeholder, let fact = context.to[action.id],
                let restore = OwnerKeeping.restore(fact)
            {
                steps[steps.count - 1].statements.append(restore)
            }
            for index in steps.indices where steps[index].reason.isEmpty { steps[index].reason = reason }
        }
        return steps
    }

    /// The step that creates, completes or makes a placeholder.
    private static func steps(ofForm action: Action, _ context: PlanContext) -> [Step] {
        let id = action.id
        guard let fact = action.verb == .create ? context.to[id] : context.from[id],
            let placeholder = id.kind.definition.placeholder(fact)
        else { return [] }
        switch action.form {
        case .whole: return []
        case .placeholder:
            return [
                .create(
                    fact, title: "create \(id) with its columns only", [placeholder.create],
                    reason: "what it uses needs it, and must be created first")
            ]
        case .completion: return [.alter(fact, title: "complete \(id)", [placeholder.complete])]
        case .emptying:
            return [
                Step(
                    .alter, id, title: "leave \(id) its columns only", [placeholder.empty],
                    when: .pending(CatalogCheck.exists(id)),
                    locks: context.lock(.accessExclusive, id), reason: "what it uses needs it, and must be dropped first")
            ]
        }
    }

    /// What has gone by then is not locked.
    private static func releaseLocks(_ steps: inout [Step]) {
        var gone: Set<String> = []
        for index in steps.indices {
            steps[index].locks.removeAll { gone.contains($0.relation) }
            let object = steps[index].object
            guard object.kind.hasRows else { continue }
            switch steps[index].verb {
            // One that is moved away is there for the transaction.
            case .drop: if steps[index].hazards.contains(.dataLoss) { gone.insert(object.path) }
            case .create, .restore: gone.remove(object.path)
            case .alter: break
            }
        }
    }

    /// Joins runs of steps of one kind, verb and parent, where the kind has one statement for all of them.
    private static func merged(_ steps: [Step], _ context: PlanContext) -> [Step] {
        var result: [Step] = []
        var run: [Step] = []
        func flush() {
            if let kind = run.first?.object.kind.definition { result += run.count > 1 ? kind.merged(run, context) : run }
            run = []
        }
        for step in steps {
            if let last = run.last,
                last.object.kind != step.object.kind || last.verb != step.verb || last.object.parent != step.object.parent
                    || step.object.parent == nil
            {
                flush()
            }
            run.append(step)
        }
        flush()
        return result
    }

    /// An object is dropped and created again in one transaction, so that no client finds it missing. Rows also leave and return in one
    /// transaction, whatever is restored in between. A validation at the end waits for the commit, so that it does not read the table under
    /// the locks of the transaction.
    private static func group(_ steps: inout [Step], replaced: Set<ObjectID>, created: Set<ObjectID>) {
        func isReplaced(_ step: Step) -> Bool {
            step.movesRows || replaced.contains(step.object) || replaced.contains { step.object.isInside($0) }
        }
        guard let first = steps.firstIndex(where: { isReplaced($0) && $0.isTransactional }),
            let last = steps.lastIndex(where: {
                isReplaced($0) && $0.isTransactional && $0.verb != .drop && !$0.readsUnderWeakLock
            })
        else { return }
        // Validations that stand between the replacements wait as well.
        func isValidation(_ step: Step) -> Bool {
            created.contains(step.object) && step.isTransactional && step.readsUnderWeakLock
        }
        let range = first...max(first, last)
        let validations = steps[range].filter(isValidation)
        steps.replaceSubrange(range, with: steps[range].filter { !isValidation($0) } + validations)
        let moves = rowMoves(in: steps)
        var group = 1
        for index in first...max(first, last - validations.count) {
            // A recovery step, and the creation that follows a restoration, have their own preconditions.
            let follows = index > 0 && steps[index - 1].verb == .restore && steps[index - 1].object == steps[index].object
            let isMember = !steps[index].isRecovery && !follows || moves.contains { $0.contains(index) }
            if steps[index].isTransactional, isMember {
                steps[index].group = group
            } else {
                group += 1
            }
        }
    }
}

extension Plan {
    /// From each step that takes rows away to the step that returns them.
    private static func rowMoves(in steps: [Step]) -> [ClosedRange<Int>] {
        Dictionary(grouping: steps.indices.filter { steps[$0].movesRows }, by: { steps[$0].object }).values.compactMap { places in
            guard let first = places.first, let last = places.last else { return nil }
            return first...last
        }
    }
}

/// Why there is no plan.
package enum PlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Objects that need each other.
    case cycle([ObjectID])
    /// Changes that PostgreSQL cannot make without losing rows.
    case impossible([String])

    package var description: String {
        switch self {
        case .cycle(let ids):
            "no order exists, since these need each other: \(ids.map(\.description).joined(separator: ", ")). "
                + "Declare one of them in two steps."
        case .impossible(let reasons):
            "PostgreSQL cannot make these changes in place:\n"
                + reasons.map { "  - \($0)" }.joined(separator: "\n")
                + "\nAdd a new object beside the old one, move the rows, and drop the old one in a later migration."
        }
    }
}

extension CatalogState {
    /// The state in words that PostgreSQL reads back as the state.
    fileprivate func rendered() -> CatalogState {
        var copy = self
        copy.facts = facts.mapValues(StableText.rendered)
        return copy
    }
}

extension Plan {
    /// The plan as plain SQL, without guards: what `plumb diff` prints.
    package var script: String {
        var text = ""
        var open: Int?
        for step in steps where !step.isRecovery {
            if step.group != open {
                if open != nil { text += "COMMIT;\n\n" }
                if step.group != nil { text += "BEGIN;\n\n" }
                open = step.group
            }
            let isBatch = step.group == nil && step.isTransactional && step.statements.count > 1
            if isBatch { text += "BEGIN;\n" }
            for statement in step.statements { text += statement + (step.runsGeneratedSQL ? " \\gexec\n" : ";\n") }
            if isBatch { text += "COMMIT;\n" }
            text += "\n"
        }
        if open != nil { text += "COMMIT;\n" }
        guard !text.isEmpty else { return "" }
        return "SET standard_conforming_strings = on;\nSET check_function_bodies = off;\nSET search_path = '';\n\n" + text
    }
}
