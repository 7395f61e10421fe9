import SchemaModel

/// A column in the INCLUDE list of a key to which foreign keys refer.
///
/// When the type of a column changes, PostgreSQL builds the keys over it again, together with the foreign keys over it. A foreign key
/// does not depend on a column that its key only includes, so PostgreSQL refuses to drop the key's old index, and the foreign key has to
/// go and come back.
enum IncludedColumn {
    /// The foreign keys that stand in the way of another type of a column.
    private static func foreignKeys(over column: ObjectID, in state: CatalogState) -> Set<ObjectID> {
        var result: Set<ObjectID> = []
        for key in state.dependents(of: column) {
            guard key.kind == .index || state[key]?.constraintType?.hasIndex == true else { continue }
            for id in state.dependents(of: key) {
                guard let fact = state[id], fact.constraintType == .foreignKey, !fact.dependencies.contains(column) else {
                    continue
                }
                result.insert(id)
            }
        }
        return result
    }

    /// True when the change builds the indexes over the column again.
    private static func isRebuilt(_ delta: Delta, from: CatalogState, to: CatalogState) -> Bool {
        guard let before = delta.before, let after = delta.after else { return false }
        let old = ColumnKind.effective(before, in: from)
        let new = ColumnKind.effective(after, in: to)
        guard old[.type] != new[.type] || old[.collation] != new[.collation] else { return false }
        return !ExtensionKind.carriesType(of: old, new, from: from, to: to)
    }

    static func adjust(_ changes: inout ChangeSet) {
        for (id, delta) in changes.alters.sorted(by: { $0.key < $1.key })
        where id.kind == .column && isRebuilt(delta, from: changes.from, to: changes.to) {
            for key in foreignKeys(over: id, in: changes.from).sorted() where changes.to[key] != nil {
                changes.replace(key, because: "PostgreSQL builds the key to which it refers again, since \(id) changes its type")
            }
        }
    }

    /// The foreign keys go before the change, and come back after it.
    static func addEdges(_ column: ObjectID, _ edges: inout EdgeBuilder) {
        guard let delta = edges.changes.alters[column], isRebuilt(delta, from: edges.from, to: edges.to) else { return }
        for key in foreignKeys(over: column, in: edges.from) {
            edges.after(edges.removal(of: key))
            edges.before(edges.creation(of: key))
        }
    }
}
