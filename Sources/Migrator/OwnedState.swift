package import SchemaEngine
package import SchemaModel

extension CatalogState {
    /// The part of a live database that is compared and changed: all that is ours, without the partitions that jobs make.
    ///
    /// With such a partition goes what hangs on it: its indexes, constraints, privileges, its place in a publication.
    package func owned(_ scope: Scope, _ known: Set<ObjectID>) -> CatalogState {
        let managed = Set(managedPartitions(scope, known).values.joined())
        let historyOfTools = facts.values.historyOfMigrationTools
        return filtered { id in
            guard LiveDatabase.isOwned(id, scope, known) else { return false }
            // The history of another migration tool is that tool's, unless somebody declares it.
            if !known.contains(id.root), historyOfTools.contains(id.root) { return false }
            if managed.contains(id.root) { return false }
            // A set of pg_partman, which no declaration can name yet, manages partitions as our own jobs do.
            if id.kind == .partitionSet, !known.contains(id) { return false }
            // What exists for such a partition alone: its place in a publication, its extended statistics.
            return facts[id]?.dependencies.contains { managed.contains($0.root) } != true
        }
    }

    /// The partitions that are not declared, of tables whose partitions come and go at run time, by that table.
    func managedPartitions(_ scope: Scope, _ known: Set<ObjectID>) -> [ObjectID: [ObjectID]] {
        var result: [ObjectID: [ObjectID]] = [:]
        guard !scope.managedPartitions.isEmpty else { return result }
        for id in facts.keys where id.kind == .table && !known.contains(id) {
            var ancestor = parentTable(of: id)
            while let table = ancestor, !scope.managedPartitions.contains(table) {
                // A partition that is declared answers for its own partitions.
                ancestor = known.contains(table) ? nil : parentTable(of: table)
            }
            if let ancestor { result[ancestor, default: []].append(id) }
        }
        return result.mapValues { $0.sorted() }
    }

    private func parentTable(of id: ObjectID) -> ObjectID? {
        facts[id]?.partitionParent
    }
}
