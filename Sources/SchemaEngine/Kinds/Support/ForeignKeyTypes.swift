import SchemaModel

/// Foreign keys of which both ends change their types.
///
/// PostgreSQL checks a foreign key when the first of its columns changes, against the old type of the other one. Where a value of one
/// type can be taken for one of the other without a cast being asked for, there is an order in which that works. Otherwise, and where values are
/// converted by a declared expression, the foreign key goes before the changes and comes back after them.
enum ForeignKeyTypes {
    /// A column of a foreign key and the one that it refers to.
    private struct Pair {
        let referring: ObjectID
        let referenced: ObjectID
    }

    private static func pairs(_ key: Fact) -> [Pair] {
        guard let table = key.id.parent, let columns = key.texts(.columns), let others = key.texts(.referencedColumns) else {
            return []
        }
        let other = ConstraintText.referenced(key).first ?? table
        return zip(columns, others).map { Pair(referring: .column($0, of: table), referenced: .column($1, of: other)) }
    }

    /// The types of a column before and after, where they differ by more than a length.
    private static func change(_ column: ObjectID, _ changes: ChangeSet) -> CastKey? {
        guard !changes.creates.contains(column), let delta = changes.alters[column], let before = delta.before,
            let after = delta.after
        else { return nil }
        let old = ColumnKind.effective(before, in: changes.from)
        let new = ColumnKind.effective(after, in: changes.to)
        guard let from = old.text(.typeName), let to = new.text(.typeName), from != to,
            !ExtensionKind.carriesType(of: old, new, from: changes.from, to: changes.to)
        else { return nil }
        return CastKey(from: from, to: to)
    }

    /// The columns of a pair in the order in which they change; nil where no order works, and empty where none is needed.
    private static func order(_ pair: Pair, _ changes: ChangeSet) -> [ObjectID]? {
        guard let referring = change(pair.referring, changes), let referenced = change(pair.referenced, changes),
            pair.referring != pair.referenced
        else { return [] }
        func isImplicit(_ old: String, _ new: String) -> Bool {
            old == new || changes.from.casts[CastKey(from: old, to: new)] == .implicit
        }
        if isImplicit(referring.from, referenced.to) { return [pair.referenced, pair.referring] }
        if isImplicit(referring.to, referenced.from) { return [pair.referring, pair.referenced] }
        return nil
    }

    /// True when a declared expression gives the column other values: those of the other end follow in a step of their own.
    private static func isConverted(_ column: ObjectID, _ changes: ChangeSet) -> Bool {
        guard change(column, changes) != nil, let delta = changes.alters[column] else { return false }
        return TypeConversion.isDeclared(delta.before, delta.after)
    }

    static func adjust(_ changes: inout ChangeSet) {
        var successors: [ObjectID: Set<ObjectID>] = [:]
        func reaches(_ start: ObjectID, _ end: ObjectID) -> Bool {
            var seen: Set<ObjectID> = []
            var waiting = [start]
            while let next = waiting.popLast() {
                if next == end { return true }
                guard seen.insert(next).inserted else { continue }
                waiting += successors[next] ?? []
            }
            return false
        }
        let columns = changes.alters.keys.filter { $0.kind == .column && change($0, changes) != nil }
        let keys = Set(columns.flatMap { changes.from.dependents(of: $0) }).sorted()
        for id in keys {
            guard let key = changes.from[id], key.constraintType == .foreignKey, changes.to[id] != nil else { continue }
            for pair in pairs(key) {
                guard !isConverted(pair.referring, changes), !isConverted(pair.referenced, changes) else {
                    changes.replace(id, because: "the values at its ends are converted one after the other")
                    break
                }
                guard let order = order(pair, changes) else {
                    changes.replace(
                        id, because: "both of its ends change their types, and the old and the new one do not compare")
                    break
                }
                guard let first = order.first, let second = order.last else { continue }
                guard !reaches(second, first) else {
                    changes.replace(id, because: "both of its ends change their types, and others have to change between them")
                    break
                }
                successors[first, default: []].insert(second)
            }
        }
    }

    /// Orders the change of a column against those at the other ends of its foreign keys.
    static func addEdges(_ column: ObjectID, _ edges: inout EdgeBuilder) {
        guard change(column, edges.changes) != nil else { return }
        for id in edges.from.dependents(of: column) {
            guard let key = edges.from[id], key.constraintType == .foreignKey, edges.changes.replaced[id] == nil else { continue }
            for pair in pairs(key) where pair.referring == column || pair.referenced == column {
                guard let order = order(pair, edges.changes), let first = order.first, let second = order.last else { continue }
                edges.add(edges.alteration(of: first), edges.alteration(of: second))
            }
        }
    }
}
