import SchemaModel

/// One thing to do with one object, and the facts whose change stands inside it.
struct Action: Hashable {
    let verb: Step.Verb
    let id: ObjectID
    var members: Set<ObjectID>
    var form = Form.whole

    /// How much of an object an action makes or takes away; see ``Placeholder``.
    enum Form: Hashable {
        case whole
        /// Creates the placeholder.
        case placeholder
        /// Completes the placeholder.
        case completion
        /// Turns the object into the placeholder before it is dropped.
        case emptying
    }
}

/// The order of a plan: one graph over creations, changes and removals.
struct ActionGraph {
    private let changes: ChangeSet
    let from: CatalogState
    let to: CatalogState
    private let options: PlanOptions
    /// Parts that stand in another object's statement, by part; taken out one by one while there are cycles.
    var created: [ObjectID: ObjectID] = [:]
    var dropped: [ObjectID: ObjectID] = [:]
    /// Objects whose changes need not come before the changes of what depends on them: those that make a cycle.
    private var unfollowed: Set<ObjectID> = []
    /// Objects of cycles that no other means breaks: they may exist as placeholders meanwhile.
    private let unbreakable: Set<ObjectID>
    /// The objects that are created as placeholders, with those that may use them as such.
    var placeholders: [ObjectID: Set<ObjectID>] = [:]
    /// The objects that become placeholders before they are dropped, with what can be dropped in between.
    var emptied: [ObjectID: Set<ObjectID>] = [:]

    init(
        _ changes: ChangeSet, from: CatalogState, to: CatalogState, options: PlanOptions, unbreakable: Set<ObjectID> = []
    ) {
        self.changes = changes
        self.unbreakable = unbreakable
        self.from = from
        self.to = to
        self.options = options
        let creation = Creation(to: to, isCreated: changes.creates.contains)
        for id in changes.creates {
            if let fact = to[id], let object = id.kind.definition.enclosingCreation(fact, creation) { created[id] = object }
        }
        let removal = Removal(
            from: from, options: options, isDropped: changes.drops.contains, isCreated: changes.creates.contains,
            isAltered: { changes.alters[$0]?.changed.contains($1) == true })
        for id in changes.drops where changes.implied[id] == nil {
            guard let fact = from[id], let object = id.kind.definition.enclosingDrop(fact, removal) else { continue }
            if options.quarantine == nil
                || !Self.staysBehind(fact, movedWith: object.root, in: from, isGone: changes.drops.contains)
            {
                dropped[id] = object
            }
        }
    }

    /// Whether a part cannot go to quarantine with its object: it needs something that is dropped, and not moved there too. A policy of a
    /// table that goes names a view that goes.
    static func staysBehind(
        _ part: Fact, movedWith object: ObjectID, in state: CatalogState, isGone: (ObjectID) -> Bool
    ) -> Bool {
        part.id.kind.definition.separation(part) != nil
            && part.dependencies.contains { id in
                isGone(id) && id.root != object && !id.root.kind.definition.canBeQuarantined
            }
    }

    // MARK: nodes and edges

    struct Graph {
        var actions: [Action] = []
        var creation: [ObjectID: Int] = [:]
        var removal: [ObjectID: Int] = [:]
        var alteration: [ObjectID: Int] = [:]
        /// The completions of placeholders, and the actions that make placeholders of objects.
        var completion: [ObjectID: Int] = [:]
        var emptying: [ObjectID: Int] = [:]
        var successors: [Set<Int>] = []
    }

    private func graph() -> Graph {
        var graph = Graph()
        func add(_ verb: Step.Verb, _ ids: Set<ObjectID>, _ inside: [ObjectID: ObjectID]) -> [ObjectID: Int] {
            var index: [ObjectID: Int] = [:]
            for id in ids.sorted() where inside[id] == nil {
                index[id] = graph.actions.count
                graph.actions.append(Action(verb: verb, id: id, members: [id]))
            }
            for (child, object) in inside {
                var statement = object
                while let outer = inside[statement] { statement = outer }
                guard let node = index[statement] else { continue }
                index[child] = node
                graph.actions[node].members.insert(child)
            }
            return index
        }
        graph.creation = add(.create, changes.creates, created)
        graph.removal = add(.drop, changes.drops, dropped)
        graph.alteration = add(.alter, Set(changes.alters.keys), [:])
        for id in placeholders.keys.sorted() {
            guard let node = graph.creation[id], graph.actions[node].id == id else { continue }
            graph.actions[node].form = .placeholder
            graph.completion[id] = graph.actions.count
            graph.actions.append(Action(verb: .create, id: id, members: [id], form: .completion))
        }
        for id in emptied.keys.sorted() where graph.removal[id] != nil {
            graph.emptying[id] = graph.actions.count
            graph.actions.append(Action(verb: .drop, id: id, members: [id], form: .emptying))
        }
        graph.successors = Array(repeating: [], count: graph.actions.count)
        addEdges(&graph)
        return graph
    }

    private func addEdges(_ graph: inout Graph) {
        func edge(_ first: Int?, _ second: Int?) {
            guard let first, let second, first != second else { return }
            graph.successors[first].insert(second)
        }
        for node in graph.actions.indices {
            let action = graph.actions[node]
            guard action.form == .whole || action.form == .placeholder else {
                addEdges(ofForm: action, at: node, edge, graph)
                continue
            }
            for member in action.members {
                if action.verb != .drop, let fact = to[member] {
                    for dependency in fact.dependencies {
                        if member == action.id, placeholders[member]?.contains(dependency) == true { continue }
                        edge(graph.creation[dependency], node)
                        edge(completion(of: dependency, for: member, graph), node)
                        if !unfollowed.contains(dependency) { edge(graph.alteration[dependency], node) }
                    }
                    edge(member.parent.flatMap { graph.creation[$0] }, node)
                }
                // What a creation brings and is taken back went with the old object, if that had it too.
                if action.verb != .create, changes.implied[member] == nil, let fact = from[member] {
                    for dependency in fact.dependencies {
                        if action.verb == .drop, emptied[member]?.contains(dependency) == true { continue }
                        edge(node, graph.removal[dependency])
                        if !unfollowed.contains(dependency), action.verb == .drop, isBlocked(dependency),
                            !isUsed(member, byPartOf: dependency, graph)
                        {
                            edge(node, graph.alteration[dependency])
                        }
                    }
                    edge(node, member.parent.flatMap { graph.removal[$0] })
                }
                if action.verb == .drop {
                    if changes.implied[member] != nil {
                        edge(member.parent.flatMap { graph.creation[$0] }, node)
                    } else {
                        edge(node, graph.creation[member])
                    }
                }
                var edges = EdgeBuilder(graph, from: from, to: to, changes: changes, node: node)
                member.kind.definition.addEdges(member, action.verb, &edges)
                for (first, second) in edges.edges { edge(first, second) }
            }
        }
        addNameConflicts(&graph)
    }

    /// The action that completes an object, or the one that a part is in, where the user must wait for that.
    private func completion(of id: ObjectID, for user: ObjectID, _ graph: Graph) -> Int? {
        guard let object = graph.creation[id].map({ graph.actions[$0].id }), let users = placeholders[object] else { return nil }
        return users.contains(user) ? nil : graph.completion[object]
    }

    /// The edges of the action that completes a placeholder, or makes one.
    private func addEdges(ofForm action: Action, at node: Int, _ edge: (Int?, Int?) -> Void, _ graph: Graph) {
        switch action.form {
        case .whole, .placeholder: break
        case .completion:
            edge(graph.creation[action.id], node)
            for dependency in to[action.id]?.dependencies ?? [] {
                edge(graph.creation[dependency], node)
                edge(completion(of: dependency, for: action.id, graph), node)
                edge(graph.alteration[dependency], node)
            }
        case .emptying:
            edge(node, graph.removal[action.id])
            for dependency in from[action.id]?.dependencies ?? [] {
                edge(node, graph.removal[dependency])
                if isBlocked(dependency) { edge(node, graph.alteration[dependency]) }
            }
        }
    }

    /// True when a part of an object that stays until the object changes needs another one that depends on the object: a column's default
    /// needs the sequence that the column owns.
    private func isUsed(_ id: ObjectID, byPartOf object: ObjectID, _ graph: Graph) -> Bool {
        from.children(of: object).contains { $0.dependencies.contains(id) && graph.removal[$0.id] == nil }
    }

    /// True when an alteration waits for the removal of what depends on its object.
    private func isBlocked(_ id: ObjectID) -> Bool {
        guard let delta = changes.alters[id], let before = delta.before, let after = delta.after else { return true }
        return id.kind.definition.isBlockedByDependents(before, after)
    }

    /// A name must be free before another object of the same namespace takes it.
    private func addNameConflicts(_ graph: inout Graph) {
        var freed: [Namespace: Int] = [:]
        for (id, node) in graph.removal {
            for name in from[id].map(id.kind.definition.namespaces) ?? [] { freed[name] = node }
        }
        for (id, node) in graph.creation {
            for name in to[id].map(id.kind.definition.namespaces) ?? [] {
                if let first = freed[name], first != node { graph.successors[first].insert(node) }
            }
        }
    }

    // MARK: order

    /// The actions in an order that PostgreSQL accepts.
    /// - Throws: ``PlanError/cycle`` when objects need each other in a way that no statement can break.
    mutating func sorted() throws -> [Action] {
        while true {
            let graph = self.graph()
            let (order, stuck) = sort(graph)
            if stuck.isEmpty { return order }
            if !unbreakable.isEmpty, addPlaceholders(of: graph, stuck: stuck, within: unbreakable) { continue }
            if splitOut(of: graph, stuck: stuck) { continue }
            // A view that no longer needs a key is changed before the key goes, whatever else happens to its columns.
            let cycles = Cycles(graph.successors, among: stuck).components
            let altered = Set(cycles.flatMap { $0 }.map { graph.actions[$0] }.filter { $0.verb == .alter }.map(\.id))
            guard !altered.isSubset(of: unfollowed) else {
                // What only waits for the cycle is not named.
                let cycle = cycles.min { $0.count < $1.count } ?? stuck
                throw PlanError.cycle(cycle.map { graph.actions[$0].id }.sorted())
            }
            unfollowed.formUnion(altered)
        }
    }

    private func sort(_ graph: Graph) -> (order: [Action], stuck: [Int]) {
        var waiting = Array(repeating: 0, count: graph.actions.count)
        for successors in graph.successors { for successor in successors { waiting[successor] += 1 } }
        let ranks = Ranking(graph.actions, successors: graph.successors, to: to, changes: changes)
        var queue = ReadyQueue(ranks)
        for node in graph.actions.indices where waiting[node] == 0 { queue.insert(node) }
        var order: [Action] = []
        var done = Set<Int>()
        while let node = queue.next() {
            order.append(graph.actions[node])
            done.insert(node)
            for successor in graph.successors[node] {
                waiting[successor] -= 1
                if waiting[successor] == 0 { queue.insert(successor) }
            }
        }
        return (order, graph.actions.indices.filter { !done.contains($0) })
    }
}
