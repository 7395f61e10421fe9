import SchemaModel

/// The order of a column's changes among those of others.
extension ColumnKind {
    /// Columns of a view are there once the view is changed; an inherited column follows its parent's, and its table's attachment.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard let relation = id.parent else { return }
        if !relation.kind.hasOwnColumns {
            if verb == .create { edges.after(edges.alteration(of: relation)) }
            // What names an attribute of a type goes before the type loses it; the attribute's own type stands around that.
            let alteration = edges.alteration(of: relation)
            if verb == .drop, relation.kind == .compositeType {
                edges.before(alteration)
                for type in edges.from[id]?.dependencies ?? [] { edges.add(alteration, edges.removal(of: type)) }
            } else if relation.kind == .compositeType {
                for type in edges.to[id]?.dependencies ?? [] { edges.add(edges.creation(of: type), alteration) }
            }
            return
        }
        edges.changes.rewrites.addEdges(id, verb, &edges)
        edges.changes.notNulls.addEdges(id, &edges)
        if verb == .alter {
            InheritedNotNull.addEdges(id, edges.node, &edges)
            if edges.to[id]?.bool(.inherited) == true, edges.from[id]?[.generated] != edges.to[id]?[.generated] {
                // A parent's expression is given to its children.
                edges.after(Self.parentColumn(of: id, in: edges.to).flatMap { edges.alteration(of: $0) })
            }
            if edges.from[id]?[.noDefault] != edges.to[id]?[.noDefault] {
                for change in ColumnDefaultKind.changesOfParents(of: id, edges) { edges.after(change) }
            }
        }
        if verb == .drop, id.name.hasPrefix(TemporaryName.prefix) {
            // What a migration that was broken off left: its trigger writes the column.
            edges.after(edges.removal(of: .trigger(TemporaryName.trigger, on: relation)))
        }
        TypedTable.addEdges(id, verb, &edges)
        if verb != .alter, relation.kind.hasRows { RowKey.addEdges(of: id, &edges) }
        switch verb {
        case .create: RowTypeUse.inTheWay(ofNew: id, edges.changes)?.addEdges(&edges)
        case .alter: RowTypeUse.inTheWay(of: id, from: edges.from, to: edges.to)?.addEdges(&edges)
        case .drop, .restore: break
        }
        if verb != .drop, edges.to[id]?[.backfill] != nil {
            // Its expression may read a column that goes.
            for fact in edges.from.children(of: relation) where fact.id.kind == .column && edges.to[fact.id] == nil {
                edges.before(edges.removal(of: fact.id))
            }
        }
        if verb != .drop, let parent = Self.parentColumn(of: id, in: edges.to) {
            edges.after(edges.creation(of: parent))
            if edges.to[id]?.bool(.inherited) == true, edges.from[id]?.bool(.inherited) == false {
                // Attached when its columns fit.
                edges.before(edges.alteration(of: relation))
            }
        }
        if verb == .drop, edges.from[id]?.bool(.inherited) != true {
            // A table that joins does not need a column that its parent is about to lose.
            for (table, node) in edges.graph.alteration
            where table.kind == relation.kind && edges.from[.column(id.name, of: table)] == nil {
                let joins = TableKind.parents(of: table, in: edges.to).contains(relation)
                if joins, !TableKind.parents(of: table, in: edges.from).contains(relation) { edges.before(node) }
            }
        }
        if verb == .create { addEdgesOfLeaving(id, relation, &edges) }
        if verb == .create, edges.to[id]?.bool(.inherited) == true, edges.to[id]?.bool(.declaredHere) != true,
            edges.from[relation] != nil, edges.from[relation]?[.inherits] != edges.to[relation]?[.inherits]
        {
            // A child that joins before its parent gains a column gains it too.
            edges.after(edges.alteration(of: relation))
        }
        if verb == .alter {
            RowKey.addEdges(ofConverted: id, &edges)
            ForeignKeyTypes.addEdges(id, &edges)
            IncludedColumn.addEdges(id, &edges)
        }
        let defaultID = ObjectID.columnDefault(of: id)
        if verb == .alter, edges.alteration(of: defaultID) == nil, edges.removal(of: defaultID) == nil,
            edges.creation(of: defaultID) == nil
        {
            // A default that changes in the column's own step lets go of what it used there, such as its sequence.
            for used in edges.from[defaultID]?.dependencies ?? [] { edges.before(edges.removal(of: used)) }
            for used in edges.to[defaultID]?.dependencies ?? [] { edges.after(edges.creation(of: used)) }
        }
        if verb == .alter, Self.isRequired(id, in: edges.from), !Self.isRequired(id, in: edges.to) {
            // A column of a primary key stays NOT NULL as long as the key is there; so does that of a child.
            for key in TableKind.tree(relation, in: edges.from).flatMap({ edges.from.children(of: $0) })
            where key.constraintType == .primaryKey && key.texts(.columns)?.contains(id.name) == true {
                edges.after(edges.removal(of: key.id))
                // A key that is exchanged lets go of its columns in its own step.
                edges.after(edges.alteration(of: key.id))
            }
            addEdgesOfReplicaIdentity(id, relation, &edges)
        }
        if verb == .alter, edges.from[id]?[.identity] == nil, edges.to[id]?[.identity] != nil {
            // Identity is for columns that are NOT NULL.
            edges.after(NotNullConstraint.of(id, in: edges.to).flatMap { edges.creation(of: $0.id) })
        }
        if verb == .alter, edges.from[id]?.bool(.inherited) == true, edges.to[id]?.bool(.inherited) == false {
            edges.after(edges.alteration(of: relation))
            addEdgesOfFormerParent(id, &edges)
        }
    }

    /// A column that stays when its parent's goes is changed afterward. Where the whole parent goes, what the column has from it goes
    /// before that, such as a default that draws on a sequence of the parent.
    private func addEdgesOfFormerParent(_ id: ObjectID, _ edges: inout EdgeBuilder) {
        guard let column = Self.parentColumn(of: id, in: edges.from), let parent = column.parent else { return }
        guard edges.removal(of: parent) != nil else { return edges.after(edges.removal(of: column)) }
        for used in edges.from[.columnDefault(of: column)]?.dependencies ?? [] { edges.before(edges.removal(of: used)) }
    }

    /// True for a column that is NOT NULL, by itself or by its parent.
    private static func isRequired(_ id: ObjectID, in state: CatalogState) -> Bool {
        state[id].map { effective($0, in: state).bool(.notNull) } ?? false
    }

    /// A column of the index that identifies rows for replication stays NOT NULL until another one does, or none.
    private func addEdgesOfReplicaIdentity(_ id: ObjectID, _ table: ObjectID, _ edges: inout EdgeBuilder) {
        let old = edges.from.children(of: table).filter { $0.bool(.isReplicaIdentity) }
        guard old.contains(where: { $0.dependencies.contains(id) || $0.texts(.columns)?.contains(id.name) == true }) else {
            return
        }
        edges.after(edges.alteration(of: table))
        for index in old + edges.to.children(of: table).filter({ $0.bool(.isReplicaIdentity) }) {
            edges.after(edges.removal(of: index.id))
            edges.after(edges.alteration(of: index.id))
            edges.after(edges.creation(of: index.id))
        }
    }

    /// A child that leaves goes before its parent gains a column that the child does not have.
    private func addEdgesOfLeaving(_ id: ObjectID, _ parent: ObjectID, _ edges: inout EdgeBuilder) {
        guard edges.from[parent] != nil else { return }
        for child in edges.from.dependents(of: parent)
        where TableKind.parents(of: child, in: edges.from).contains(parent) && edges.to[child] != nil
            && !TableKind.parents(of: child, in: edges.to).contains(parent) && edges.to[.column(id.name, of: child)] == nil
        {
            edges.after(edges.alteration(of: child))
        }
    }
}
