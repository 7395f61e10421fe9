import SchemaModel

/// Constraints that a table has declared beside its parent: PostgreSQL renames and drops them only with the parent's.
extension ConstraintKind {
    func renamedTogether(_ ids: [ObjectID], from: CatalogState, to: CatalogState) -> Set<ObjectID> {
        let checks = ids.filter { id in
            guard let fact = from.facts[id], fact.constraintType == .check else { return false }
            // A check is renamed with its parent's, or not at all.
            return Self.inheritedSource(id, fact, in: from).map { to.facts[$0] != nil || !isRenamed($0, from, to) } ?? false
        }
        return notNullsRenamedTogether(ids, from, to).union(checks)
    }

    /// True when a check that goes comes back under another name.
    private func isRenamed(_ id: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        to.facts.values.contains { fact in
            fact.id.kind == kind && fact.id.parent == id.parent && from.facts[fact.id] == nil
                && fact.compared == from.facts[id]?.compared
        }
    }

    private func notNullsRenamedTogether(_ ids: [ObjectID], _ from: CatalogState, _ to: CatalogState) -> Set<ObjectID> {
        let constraints = ids.filter { (from.facts[$0] ?? to.facts[$0])?.constraintType == .notNull }
        guard !constraints.isEmpty, from.serverVersion >= 180_000 else { return [] }
        let trees = NotNullTrees(of: Set(constraints.compactMap(\.parent)), from: from.indexed(), to: to.indexed())
        return Set(constraints.filter(trees.covers))
    }

    /// A key is renamed with its index, which takes no lock on the table.
    /// A constraint that becomes the parent's alone: PostgreSQL makes a partition's and a joining table's so by itself. A child's check
    /// would stay declared there, so it goes in the transaction in which the parent's comes.
    func leaveToParent(_ id: ObjectID, _ source: ObjectID, _ changes: inout ChangeSet) {
        guard let table = id.parent, let parent = source.parent, changes.from[id]?.constraintType == .check,
            changes.from[table]?.partitionParent == nil, TableKind.ancestors(of: table, in: changes.from).contains(parent),
            Self.inheritedSource(source, changes.from[source], in: changes.from) == nil
        else { return changes.forget(id) }
        if changes.creates.contains(source) {
            changes.exchange(id, for: source)
        } else {
            changes.replace(source, because: "\(id) is declared there too, and PostgreSQL drops no inherited check")
        }
    }

    /// A child's check that its parent has too cannot be dropped. Where the child's is enforced and the parent's is not, the child gets the
    /// parent's form when that one is created again.
    func replaceOtherwiseEnforced(_ changes: inout ChangeSet) {
        for id in changes.drops.sorted() where id.kind == kind && changes.from[id]?.constraintType == .check {
            guard let table = id.parent, !changes.drops.contains(table) else { continue }
            for parent in TableKind.ancestors(of: table, in: changes.to) {
                let source = ObjectID.constraint(id.name, on: parent)
                guard let before = changes.from[source], let after = changes.to[source], after.constraintType == .check,
                    before.compared == after.compared, !after.bool(.noInherit)
                else { continue }
                changes.replace(source, because: "\(id) is enforced in another way, and PostgreSQL drops no inherited check")
            }
        }
    }
}
