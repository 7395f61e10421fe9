package import SchemaModel

/// How one fact differs between two states.
package struct Delta: Sendable, Hashable {
    package let id: ObjectID
    package let before: Fact?
    package let after: Fact?
    /// The attributes that differ, for a fact that is in both states.
    package let changed: Set<Attribute>

    init(id: ObjectID, before: Fact?, after: Fact?, changed: Set<Attribute>) {
        self.id = id
        self.before = before
        self.after = after
        self.changed = changed
    }

    /// The difference of two facts of one identity; nil where there is none.
    init?(before: Fact, after: Fact) {
        var old = before.compared
        var new = after.compared
        guard old != new else { return nil }
        for attribute in Fact.comparedWhereKnown where old[attribute] == nil || new[attribute] == nil {
            old[attribute] = nil
            new[attribute] = nil
        }
        guard old != new else { return nil }
        self.init(
            id: after.id, before: before, after: after, changed: Set(Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }))
    }

    package enum Kind: Sendable { case create, alter, drop }

    package var kind: Kind {
        if before == nil { return .create }
        return after == nil ? .drop : .alter
    }
}

/// Compares two states in the catalog's own words; needs no code per kind.
package enum Comparison {
    /// The differences, in the order of their identities.
    package static func deltas(
        from: CatalogState, to: CatalogState, ignoring ignored: Set<ObjectKind> = []
    ) -> [Delta] {
        let (from, to) = (from.leavingToOthers(with: to), to.leavingToOthers(with: from))
        var result: [Delta] = []
        for id in Set(from.facts.keys).union(to.facts.keys) where !ignored.contains(id.kind) {
            switch (from.facts[id], to.facts[id]) {
            case (let before?, let after?): if let delta = Delta(before: before, after: after) { result.append(delta) }
            case (let before, let after): result.append(Delta(id: id, before: before, after: after, changed: []))
            }
        }
        return result.sorted { $0.id < $1.id }
    }

    /// Renames what the declaration left unnamed to the name that its equal has in the other state.
    ///
    /// A constraint or index whose name was left out differs from a live one of another name only in that name.
    package static func adoptNames(in declared: CatalogState, unnamed: Set<ObjectID>, from live: CatalogState) -> CatalogState {
        var renames: [ObjectID: ObjectID] = [:]
        var taken: Set<ObjectID> = []
        for id in unnamed.sorted() where live.facts[id] == nil {
            guard let fact = declared.facts[id] else { continue }
            let match = live.facts.values.filter {
                $0.id.kind == id.kind && $0.id.parent == id.parent && declared.facts[$0.id] == nil
                    && !taken.contains($0.id) && $0.compared == fact.compared
            }.min { $0.id < $1.id }
            if let match {
                renames[id] = match.id
                taken.insert(match.id)
            }
        }
        return renames.isEmpty ? declared : declared.renaming(renames)
    }
}

extension CatalogState {
    /// The state with some identities exchanged, in facts, parents and dependencies.
    func renaming(_ renames: [ObjectID: ObjectID]) -> CatalogState {
        func renamed(_ id: ObjectID) -> ObjectID {
            if let other = renames[id] { return other }
            guard let parent = id.parent else { return id }
            let newParent = renamed(parent)
            return newParent == parent
                ? id : ObjectID(id.kind, schema: id.schema, id.name, signature: id.signature, parent: newParent)
        }
        var copy = filtered { _ in false }
        for fact in facts.values {
            let id = renamed(fact.id)
            copy.facts[id] = Fact(
                id, fact.attributes, dependencies: Set(fact.dependencies.map(renamed)), origin: fact.origin)
        }
        return copy
    }
}
