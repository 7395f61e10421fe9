import SchemaModel

extension ActionGraph {
    /// Takes the most easily separated children out of the statements that need each other.
    ///
    /// Only a child that itself leads from one of them to another is worth a statement of its own.
    mutating func splitOut(of graph: Graph, stuck: [Int]) -> Bool {
        let components = Cycles(graph.successors, among: stuck).components
        var isChanged = false
        for component in components {
            let links = links(in: component, graph)
            let members = component.reduce(into: Set<ObjectID>()) { $0.formUnion(graph.actions[$1].members) }
            if splitOut(from: links) || splitOut(from: members) { isChanged = true }
        }
        return isChanged
    }

    /// Lets one object of each cycle exist as a placeholder while the others are created, or dropped.
    mutating func addPlaceholders(of graph: Graph, stuck: [Int], within unbreakable: Set<ObjectID>) -> Bool {
        var isChanged = false
        let cycles = Cycles(graph.successors, among: stuck).components
        for cycle in cycles where cycle.contains(where: { unbreakable.contains(graph.actions[$0].id) }) {
            let members = cycle.reduce(into: Set<ObjectID>()) { $0.formUnion(graph.actions[$1].members) }
                .filter { !$0.kind.definition.isFilledByItsQuery }
            let candidates = cycle.map { graph.actions[$0] }.filter { action in
                guard action.form == .whole, let fact = action.verb == .create ? to[action.id] : from[action.id] else {
                    return false
                }
                return action.id.kind.definition.placeholder(fact) != nil
            }
            func first(_ verb: Step.Verb, among chosen: [ObjectID: Set<ObjectID>]) -> ObjectID? {
                candidates.filter { $0.verb == verb && chosen[$0.id] == nil }.map(\.id).min()
            }
            if let id = first(.create, among: placeholders) {
                placeholders[id] = members
                isChanged = true
            } else if let id = first(.drop, among: emptied) {
                emptied[id] = members
                isChanged = true
            }
        }
        return isChanged
    }

    private mutating func splitOut(from members: Set<ObjectID>) -> Bool {
        func take(_ isWanted: (ObjectID) -> Bool) -> Bool {
            let inCreation = created.keys.filter { members.contains($0) && isWanted($0) }
            let inRemoval = dropped.keys.filter { members.contains($0) && isWanted($0) }
            for id in inCreation { created[id] = nil }
            for id in inRemoval { dropped[id] = nil }
            return !inCreation.isEmpty || !inRemoval.isEmpty
        }
        let (from, to) = (from, to)
        func separation(_ id: ObjectID) -> Int? { (to[id] ?? from[id]).flatMap(id.kind.definition.separation) }
        for rank in Set(members.compactMap(separation)).sorted() {
            if take({ separation($0) == rank }) { return true }
        }
        return false
    }

    /// The members of a cycle's statements that depend on another of these statements, or on which another depends.
    private func links(in component: [Int], _ graph: Graph) -> Set<ObjectID> {
        var home: [ObjectID: Int] = [:]
        for node in component { for member in graph.actions[node].members { home[member] = node } }
        var links: Set<ObjectID> = []
        for node in component {
            for member in graph.actions[node].members {
                let needs = (to[member]?.dependencies ?? []).union(from[member]?.dependencies ?? [])
                for need in needs {
                    guard let other = home[need], other != node else { continue }
                    links.formUnion([member, need])
                }
            }
        }
        return links
    }
}

/// The cycles of a graph: its strongly connected components of more than one node.
///
/// Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM J. Comput. 1 (1972); without recursion, since a schema may be deep.
struct Cycles {
    private(set) var components: [[Int]] = []

    init(_ successors: [Set<Int>], among nodes: [Int]) {
        let isIncluded = Set(nodes)
        var index: [Int: Int] = [:]
        var low: [Int: Int] = [:]
        var open: [Int] = []
        var isOpen: Set<Int> = []
        for root in nodes where index[root] == nil {
            var path: [(node: Int, rest: [Int])] = []
            func enter(_ node: Int) {
                low[node] = index.count
                index[node] = index.count
                open.append(node)
                isOpen.insert(node)
                path.append((node, successors[node].filter(isIncluded.contains).sorted()))
            }
            enter(root)
            while let (node, rest) = path.last {
                if let next = rest.first {
                    path[path.count - 1].rest.removeFirst()
                    if index[next] == nil {
                        enter(next)
                    } else if isOpen.contains(next) {
                        low[node] = min(low[node] ?? 0, index[next] ?? 0)
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last?.node { low[parent] = min(low[parent] ?? 0, low[node] ?? 0) }
                guard low[node] == index[node] else { continue }
                var component: [Int] = []
                while let last = open.popLast() {
                    isOpen.remove(last)
                    component.append(last)
                    if last == node { break }
                }
                if component.count > 1 { components.append(component) }
            }
        }
    }
}
