package import SchemaModel

/// Types whose name a type of another kind takes while something has them: an enum that becomes a domain.
///
/// The old type gets another name first, so that both are there while columns are converted from one to the other.
package enum SetAsideTypes {
    /// The renames that make room, in a stable order.
    package static func renames(from: CatalogState, to: CatalogState) -> [Rename] {
        from.facts.values.filter { isTaken($0, from, to) }.map(\.id).sorted().map { id in
            Rename(from: .object(id), to: .object(spareName(for: id, suffix: "__old", from, to)))
        }
    }

    private static func isTaken(_ fact: Fact, _ from: CatalogState, _ to: CatalogState) -> Bool {
        let id = fact.id
        guard kinds.contains(id.kind), to[id] == nil,
            kinds.contains(where: { $0 != id.kind && to[ObjectID($0, schema: id.schema, id.name)] != nil })
        else { return false }
        return from.dependents(of: id).contains { to[$0] != nil && !$0.isInside(id) }
    }

    private static let kinds: [ObjectKind] = [.enumType, .domain, .compositeType, .rangeType, .baseType]

    /// A name for a type that no type or relation has in either state.
    static func spareName(
        for type: ObjectID, suffix: String, _ from: CatalogState, _ to: CatalogState
    ) -> ObjectID {
        let kinds = ObjectKind.allCases.filter { kind in
            switch kind.definition.order.group {
            case .types, .sequences, .tables, .views, .materializedViews: true
            case .roles, .schemas, .extensions, .routines, .replication, .jobs, .last, .defaults: false
            }
        }
        var name = type.name.prefixBytes(63 - suffix.utf8.count) + suffix
        func isTaken(_ name: String) -> Bool {
            kinds.contains { kind in
                let id = ObjectID(kind, schema: type.schema, name)
                return from[id] != nil || to[id] != nil
            }
        }
        while isTaken(name) { name = name.prefixBytes(62) + "_" }
        return ObjectID(type.kind, schema: type.schema, name)
    }
}
