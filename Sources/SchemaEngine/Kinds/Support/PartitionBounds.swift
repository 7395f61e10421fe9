import SchemaModel

/// Partitions of one table whose bounds move: all of them are detached before the first is attached, since bounds must not overlap.
enum PartitionBounds {
    /// The partitions that stay with their parent under other bounds, in order; the first one's steps move all of them.
    static func moved(under parent: ObjectID, from: CatalogState, to: CatalogState) -> [ObjectID] {
        to.partitions(of: parent).filter {
            from[$0]?.partitionParent == parent && from[$0]?[.partitionBound] != to[$0]?[.partitionBound]
        }.sorted()
    }

    /// The foreign keys that refer to a table from elsewhere, and its own ones if they are asked for.
    static func foreignKeys(to table: ObjectID, in state: CatalogState, includingOwn: Bool = false) -> [ObjectID] {
        Set(state.family(of: table).flatMap { state.dependents(of: $0) }).filter { id in
            (includingOwn || id.parent != table) && state[id].map { ConstraintText.allReferenced($0).contains(table) } == true
        }.sorted()
    }

    /// True when a foreign key refers to a table, from elsewhere or from the table itself, by a key of it.
    static func isReferenced(_ table: ObjectID, in state: CatalogState) -> Bool {
        !foreignKeys(to: table, in: state).isEmpty
            || ConstraintText.foreignKeys(of: table, in: state).contains { ConstraintText.allReferenced($0).contains(table) }
    }

    /// PostgreSQL does not detach a partition while rows of it are referred to, even to attach it again.
    static func adjust(_ changes: inout ChangeSet) {
        for (id, delta) in changes.alters.sorted(by: { $0.key < $1.key }) where delta.changed.contains(.partitionBound) {
            guard let parent = delta.before?.partitionParent, delta.after?.partitionParent == parent,
                !changes.creates.contains(id)
            else { continue }
            for key in ancestors(parent, in: changes.from).flatMap({ foreignKeys(to: $0, in: changes.from) })
            where changes.to[key] != nil && changes.replaced[key] == nil {
                changes.replace(key, because: "\(id), to whose rows it may refer, is detached and attached again")
            }
        }
        for parent in Set(changes.drops.compactMap { changes.from[$0]?.partitionParent }).sorted()
        where !changes.drops.contains(parent) && areRedivided(under: parent, from: changes.from, to: changes.to) {
            for key in ancestors(parent, in: changes.from).flatMap({ foreignKeys(to: $0, in: changes.from) })
            where changes.to[key] != nil && changes.replaced[key] == nil {
                changes.replace(key, because: "rows of \(parent), to which it may refer, get another partition")
            }
        }
    }

    /// True when partitions go and others come that have bounds in common with them, and so their rows.
    static func areRedivided(under parent: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        let gone = from.partitions(of: parent).filter { to[$0] == nil }.compactMap { from[$0]?.text(.partitionBound) }
        let new = to.partitions(of: parent).filter { from[$0] == nil }.compactMap { to[$0]?.text(.partitionBound) }
        return gone.contains { old in new.contains { haveCommonBound(old, $0) } }
    }

    /// True when two ranges begin or end together, two lists share a value, or one of two is a default; two hash partitions may share rows.
    private static func haveCommonBound(_ a: String, _ b: String) -> Bool {
        if a == "DEFAULT" || b == "DEFAULT" { return true }
        func parts(_ bound: String, _ prefix: String, _ separator: String) -> [String]? {
            guard bound.hasPrefix(prefix) else { return nil }
            return String(bound.dropFirst(prefix.count)).split(separator: separator).map(String.init)
        }
        if let a = parts(a, "FOR VALUES FROM ", " TO "), let b = parts(b, "FOR VALUES FROM ", " TO ") {
            return a.first == b.first || a.last == b.last
        }
        if let a = parts(String(a.dropLast()), "FOR VALUES IN (", ", "),
            let b = parts(String(b.dropLast()), "FOR VALUES IN (", ", ")
        {
            return !Set(a).isDisjoint(with: b)
        }
        return a.hasPrefix("FOR VALUES WITH ") && b.hasPrefix("FOR VALUES WITH ")
    }

    /// A table and those of which it is a partition.
    static func ancestors(_ table: ObjectID, in state: CatalogState) -> [ObjectID] {
        [table] + (state[table]?.partitionParent.map { ancestors($0, in: state) } ?? [])
    }

    /// A foreign key to the parent that goes makes way for a partition that leaves, and one that comes waits for it.
    private static func addForeignKeyEdges(_ id: ObjectID, _ parent: ObjectID, _ edges: inout EdgeBuilder) {
        let node = moved(under: parent, from: edges.from, to: edges.to).contains(id) ? mover(parent, edges) : edges.node
        for table in ancestors(parent, in: edges.from) {
            for key in foreignKeys(to: table, in: edges.from) {
                edges.add(edges.removal(of: key), node)
                guard edges.changes.replaced[key] != nil else { continue }
                edges.add(node, edges.creation(of: key))
                // Rows may get another place until the last new partition is there.
                for partition in edges.to.partitions(of: parent) where edges.from[partition] == nil {
                    edges.add(edges.creation(of: partition), edges.creation(of: key))
                }
            }
        }
    }

    private static func mover(_ parent: ObjectID?, _ edges: EdgeBuilder) -> Int? {
        parent.flatMap { moved(under: $0, from: edges.from, to: edges.to).first }.flatMap { edges.alteration(of: $0) }
    }

    /// The changes of what a partition has from its parent. One that goes to quarantine keeps what its parent had before the plan, and fits
    /// the parent again only when the way back has undone them.
    private static func changesOfParts(of parent: ObjectID?, _ edges: EdgeBuilder) -> [Int] {
        guard let parent, edges.from[parent] != nil, edges.to[parent] != nil else { return [] }
        let parts = (edges.from.children(of: parent) + edges.to.children(of: parent)).filter {
            $0.id.kind == .column || $0.constraintType == .check || $0.constraintType == .notNull
        }
        return Set(parts.map(\.id)).sorted().flatMap {
            [edges.removal(of: $0), edges.alteration(of: $0), edges.creation(of: $0)].compactMap(\.self)
        }
    }

    /// Partitions that leave the table make room for the bounds that move, and these make room for new partitions.
    static func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        let old = edges.from[id]?.partitionParent
        let new = edges.to[id]?.partitionParent
        let isMoved = edges.from[id]?[.partitionBound] != edges.to[id]?[.partitionBound]
        if let old, verb == .drop || verb == .alter && (new != old || isMoved) { addForeignKeyEdges(id, old, &edges) }
        switch verb {
        case .create:
            edges.after(mover(new, edges))
            for change in changesOfParts(of: new, edges) { edges.after(change) }
        case .drop:
            edges.before(mover(old, edges))
            for change in changesOfParts(of: old, edges) { edges.before(change) }
        case .alter where old == nil: edges.after(mover(new, edges))
        case .alter where old != new: edges.before(mover(old, edges))
        case .alter, .restore: break
        }
    }
}
