import SchemaModel

/// Partitions of one table whose bounds move: all of them are detached before the first is attached, since bounds must not overlap.
enum PartitionBounds {
    /// The partitions that stay with their parent under other bounds, in order; the first one's steps move all of them.
    static func moved(under parent: ObjectID, from: CatalogState, to: CatalogState) -> [ObjectID] {
        to.partitions(of: parent).filter {
            from[$0]?.partitionParent == parent && from[$0]?[.partitionBound] != to[$0]?[.partitionBound]
        }.sorted()
    }

    /// What leaves the table makes room for the bounds that move, and they make room for what comes.
    static func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        let old = edges.from[id]?.partitionParent
        let new = edges.to[id]?.partitionParent
        func mover(_ parent: ObjectID?, _ edges: EdgeBuilder) -> Int? {
            parent.flatMap { moved(under: $0, from: edges.from, to: edges.to).first }.flatMap { edges.alteration(of: $0) }
        }
        switch verb {
        case .create: edges.after(mover(new, edges))
        case .drop: edges.before(mover(old, edges))
        case .alter where old == nil: edges.after(mover(new, edges))
        case .alter where old != new: edges.before(mover(old, edges))
        case .alter, .restore: break
        }
    }
}
