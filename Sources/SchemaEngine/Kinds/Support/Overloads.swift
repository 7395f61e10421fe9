import SchemaModel

/// Functions of one name that take each other's places under what calls them.
///
/// While both forms exist, a call may be resolved to the old one, or be ambiguous. So the old form goes before the new one comes, and what
/// calls them goes before that and comes back after it.
enum Overloads {
    /// True if an object uses a form that goes, and afterwards another form of the same name that is new.
    static func areExchanged(under id: ObjectID, _ changes: ChangeSet) -> Bool {
        let gone = (changes.from[id]?.dependencies ?? []).filter { $0.kind == .function && changes.to[$0] == nil }
        let new = (changes.to[id]?.dependencies ?? []).filter { $0.kind == .function && changes.from[$0] == nil }
        return gone.contains { old in new.contains { $0.name == old.name && $0.schema == old.schema } }
    }

    /// Replaces what would be changed in place while both forms exist.
    static func adjust(_ changes: inout ChangeSet) {
        for old in changes.drops.sorted() where old.kind == .function && changes.to[old] == nil {
            for id in changes.from.dependents(of: old).sorted() where changes.to[id] != nil && !changes.creates.contains(id) {
                // A call may be worded as before, and mean the new form: only its generated column does not say so by itself.
                let isReplaced = id.kind.definition.isReplacedWhenDependencyGoes && changes.alters[id] != nil
                let isGenerated = changes.from[id]?[.generated] != nil && changes.to[id]?[.generated] != nil
                guard isReplaced || isGenerated, areExchanged(under: id, changes) else { continue }
                changes.replace(id, because: "it calls a function of which another form takes the place")
            }
        }
    }
}
