import HeapModule
import SchemaModel

/// A node of the graph with its place among those that could come next.
struct Ranked: Comparable {
    let phase: Int
    let group: Int
    let root: ObjectID
    let rank: Int
    let position: Int
    let id: ObjectID
    let node: Int

    static func == (a: Ranked, b: Ranked) -> Bool { a.node == b.node }

    static func < (a: Ranked, b: Ranked) -> Bool {
        if a.phase != b.phase { return a.phase < b.phase }
        if a.group != b.group { return a.group < b.group }
        if a.root != b.root { return a.root < b.root }
        if a.rank != b.rank { return a.rank < b.rank }
        if a.position != b.position { return a.position < b.position }
        return a.id < b.id
    }
}

/// The order in which people read a plan: steps that make room, then new objects, one after the other, then drops.
struct Ranking {
    private let actions: [Action]
    private let makesRoom: Set<Int>
    private let to: CatalogState
    private let changes: ChangeSet

    init(_ actions: [Action], successors: [Set<Int>], to: CatalogState, changes: ChangeSet) {
        self.actions = actions
        self.to = to
        self.changes = changes
        var makesRoom: Set<Int> = []
        var visited: [Int: Bool] = [:]
        func reachesNew(_ start: Int) -> Bool {
            if let known = visited[start] { return known }
            visited[start] = false
            let result = successors[start].contains { actions[$0].verb != .drop || reachesNew($0) }
            visited[start] = result
            return result
        }
        for node in actions.indices where actions[node].verb == .drop && reachesNew(node) { makesRoom.insert(node) }
        self.makesRoom = makesRoom
    }

    func ranked(_ node: Int) -> Ranked {
        let action = actions[node]
        let kind = action.id.kind.definition
        let isNewRoot = changes.creates.contains(action.id.root)
        let isReplaced =
            changes.replaced[action.id] != nil || changes.replaced[action.id.root] != nil || changes.isExchanged(action.id)
        let phase: Int
        switch action.verb {
        case .drop where changes.implied[action.id] != nil: phase = isReplaced ? 1 : 0
        // As late as can be, and what comes back as soon as can be: between them, nobody else has it.
        case .drop: phase = makesRoom.contains(node) ? 1 : 3
        // What runs outside a transaction on a table in use comes when the rest is done.
        case _ where kind.isBuiltLate(action.id, changes) && !isNewRoot: phase = 2
        default: phase = isReplaced ? 1 : 0
        }
        // What uses goes before what is used: jobs, then views, then functions, then tables.
        let group = action.id.root.kind.definition.order.group.rawValue
        let order = kind.order
        return Ranked(
            phase: phase, group: action.verb == .drop ? -group : group, root: action.id.root,
            rank: action.verb == .alter ? order.alterationRank ?? order.rank : order.rank,
            position: to[action.id]?.integer(.position) ?? 0, id: action.id, node: node)
    }
}

/// The nodes that could come next: what belongs to the object at hand first, then the least.
struct ReadyQueue {
    private let ranking: Ranking
    private var all = Heap<Ranked>()
    private var byRoot: [ObjectID: Heap<Ranked>] = [:]
    private var taken: Set<Int> = []
    private var last: Ranked?

    init(_ ranking: Ranking) { self.ranking = ranking }

    mutating func insert(_ node: Int) {
        let ranked = ranking.ranked(node)
        all.insert(ranked)
        byRoot[ranked.root, default: Heap()].insert(ranked)
    }

    mutating func next() -> Int? {
        while let last, let same = byRoot[last.root]?.min {
            if taken.contains(same.node) {
                _ = byRoot[last.root]?.popMin()
                continue
            }
            guard same.phase == last.phase else { break }
            return take(same)
        }
        while let least = all.popMin() {
            if !taken.contains(least.node) { return take(least) }
        }
        return nil
    }

    private mutating func take(_ ranked: Ranked) -> Int {
        taken.insert(ranked.node)
        last = ranked
        return ranked.node
    }
}
