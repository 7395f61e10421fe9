import SchemaModel

/// Puts the actions of a plan in order, one edge at a time.
struct EdgeBuilder {
    let graph: ActionGraph.Graph
    let from: CatalogState
    let to: CatalogState
    let changes: ChangeSet
    /// The action at hand.
    let node: Int
    private(set) var edges: [(Int, Int)] = []

    init(_ graph: ActionGraph.Graph, from: CatalogState, to: CatalogState, changes: ChangeSet, node: Int) {
        self.graph = graph
        self.from = from
        self.to = to
        self.changes = changes
        self.node = node
    }

    func creation(of id: ObjectID) -> Int? { graph.creation[id] }
    func removal(of id: ObjectID) -> Int? { graph.removal[id] }
    func alteration(of id: ObjectID) -> Int? { graph.alteration[id] }

    /// The action at hand comes after another.
    mutating func after(_ other: Int?) { add(other, node) }
    /// The action at hand comes before another.
    mutating func before(_ other: Int?) { add(node, other) }

    mutating func add(_ first: Int?, _ second: Int?) {
        guard let first, let second, first != second else { return }
        edges.append((first, second))
    }
}
