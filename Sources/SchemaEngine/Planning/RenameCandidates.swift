package import SchemaModel

/// Something that goes and may be renamed instead, since something like it is new.
package struct RenameCandidate: Hashable, Sendable {
    package let gone: Rename.Subject
    /// The names that it may have now, the likeliest first.
    package let new: [Rename.Subject]
}

/// Finds drops and additions that may be renames, so that a person is asked before values go.
package enum RenameCandidates {
    /// - Parameter dropped: what a person wants to be dropped.
    package static func find(
        from: CatalogState, to: CatalogState, except dropped: Set<Rename.Subject> = []
    ) -> [RenameCandidate] {
        let (from, to) = (from.indexed(), to.indexed())
        let new = new(from: from, to: to)
        guard !new.isEmpty else { return [] }
        return gone(from: from, to: to).filter { !dropped.contains($0) }.compactMap { old in
            let fitting = new.filter { isLike(old, $0, from, to) }
            return fitting.isEmpty ? nil : RenameCandidate(gone: old, new: fitting)
        }
    }

    /// The objects that go while their parents stay, except labels whose replacement is declared.
    package static func gone(from: CatalogState, to: CatalogState) -> [Rename.Subject] {
        missing(in: to, from: from).filter { subject in
            guard case .label(let label, let type) = subject else { return true }
            return to[type]?[.replacedLabels]?.object?[label] == nil
        }
    }
    /// The new objects whose parents are not new.
    package static func new(from: CatalogState, to: CatalogState) -> [Rename.Subject] { missing(in: from, from: to) }

    private static func missing(in other: CatalogState, from state: CatalogState) -> [Rename.Subject] {
        let state = state.indexed()
        return state.facts.values.flatMap { fact -> [Rename.Subject] in
            guard other[fact.id] == nil else {
                let labels = other[fact.id]?.texts(.labels) ?? []
                return (fact.texts(.labels) ?? []).filter { !labels.contains($0) }.map { .label($0, of: fact.id) }
            }
            if let parent = fact.id.parent, other[parent] == nil { return [] }
            guard fact.id.kind.definition.rename(fact, to: fact.id.named(fact.id.name + "_"), in: state) != nil else { return [] }
            return [.object(fact.id)]
        }.sorted()
    }

    private static func isLike(
        _ old: Rename.Subject, _ new: Rename.Subject, _ from: CatalogState, _ to: CatalogState
    ) -> Bool {
        guard old.canBecome(new) else { return false }
        guard case .object(let id) = old, case .object(let other) = new else { return true }
        guard let before = from[id], let after = to[other] else { return false }
        // In another schema, only what keeps its name is likely to be the same.
        if id.schema != other.schema, id.name != other.name { return false }
        return id.kind.definition.resembles(before, after, from: from, to: to)
    }
}
