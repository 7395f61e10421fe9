package import SchemaModel

/// A whole state as one JSON value, for a file that only this build of Plumbline reads again.
///
/// A ``Snapshot`` holds what people compare; this holds all that a plan can ask of a state. Places in the source are not in it.
package enum StoredState {
    /// The state as a value. Every identity is in it once.
    package static func value(_ state: CatalogState) -> Value {
        var identities = IdentityTable()
        func entries(_ facts: [ObjectID: Fact]) -> Value {
            .list(
                facts.values.map { fact in
                    .list([
                        identities.number(fact.id),
                        .object(Dictionary(uniqueKeysWithValues: fact.attributes.map { ($0.key.rawValue, $0.value) })),
                        .list(fact.dependencies.map { identities.number($0) }),
                    ])
                })
        }
        let facts = entries(state.facts)
        let surroundings = entries(state.surroundings)
        let leftToOthers = entries(state.leftToOthers)
        return .object([
            "server": .integer(state.serverVersion), "role": .text(state.currentRole),
            "unmodelled": .list(state.unmodelled.map { .list([.text($0.description), $0.schema.map(Value.text) ?? .null]) }),
            "casts": .list(state.casts.map { .texts([$0.key.from, $0.key.to, $0.value.rawValue]) }),
            "stored_alike": .list(state.storedAlike.map { .texts([$0.from, $0.to]) }),
            "facts": facts, "surroundings": surroundings, "left": leftToOthers, "identities": .list(identities.entries),
        ])
    }

    /// The state that a value of ``value(_:)`` holds; nil for any other value.
    package static func state(_ value: Value) -> CatalogState? {
        guard let object = value.object, let serverVersion = object["server"]?.integer, let role = object["role"]?.text,
            let identities = object["identities"]?.list.flatMap(IdentityTable.identities),
            let facts = object["facts"].flatMap({ Self.facts($0, identities) }),
            let surroundings = object["surroundings"].flatMap({ Self.facts($0, identities) }),
            let left = object["left"].flatMap({ Self.facts($0, identities) }),
            let unmodelled = object["unmodelled"]?.list, let casts = object["casts"]?.list,
            let alike = object["stored_alike"]?.list
        else { return nil }
        var state = CatalogState(facts: facts, serverVersion: serverVersion, currentRole: role)
        state.surroundings = surroundings
        state.leftToOthers = left
        for item in unmodelled {
            guard let parts = item.list, parts.count == 2, let description = parts[0].text else { return nil }
            state.unmodelled.append(UnmodelledObject(description, schema: parts[1].text))
        }
        for item in casts {
            guard let parts = item.texts, parts.count == 3, let context = CastContext(rawValue: parts[2]) else { return nil }
            state.casts[CastKey(from: parts[0], to: parts[1])] = context
        }
        for item in alike {
            guard let parts = item.texts, parts.count == 2 else { return nil }
            state.storedAlike.insert(CastKey(from: parts[0], to: parts[1]))
        }
        return state
    }

    private static func facts(_ value: Value, _ identities: [ObjectID]) -> [ObjectID: Fact]? {
        guard let entries = value.list else { return nil }
        var facts: [ObjectID: Fact] = [:]
        facts.reserveCapacity(entries.count)
        for entry in entries {
            guard let parts = entry.list, parts.count == 3, let number = parts[0].integer, identities.indices.contains(number),
                let attributes = parts[1].object, let dependencies = parts[2].list
            else { return nil }
            let numbers = dependencies.compactMap(\.integer)
            guard numbers.count == dependencies.count, numbers.allSatisfy(identities.indices.contains) else { return nil }
            let id = identities[number]
            facts[id] = Fact(
                id, Dictionary(uniqueKeysWithValues: attributes.map { (Attribute(rawValue: $0.key), $0.value) }),
                dependencies: Set(numbers.map { identities[$0] }))
        }
        return facts
    }

    /// Identities by number, each after its parent.
    private struct IdentityTable {
        private(set) var entries: [Value] = []
        private var numbers: [ObjectID: Int] = [:]

        mutating func number(_ id: ObjectID) -> Value {
            if let known = numbers[id] { return .integer(known) }
            let parent = id.parent.map { number($0) } ?? .null
            let new = entries.count
            entries.append(
                .list([
                    .text(id.kind.rawValue), id.schema.map(Value.text) ?? .null, .text(id.name),
                    id.signature.map(Value.text) ?? .null, parent,
                ]))
            numbers[id] = new
            return .integer(new)
        }

        static func identities(_ entries: [Value]) -> [ObjectID]? {
            var result: [ObjectID] = []
            result.reserveCapacity(entries.count)
            for entry in entries {
                guard let parts = entry.list, parts.count == 5, let kind = parts[0].text.flatMap(ObjectKind.init(rawValue:)),
                    let name = parts[2].text
                else { return nil }
                var parent: ObjectID?
                if let number = parts[4].integer {
                    guard result.indices.contains(number) else { return nil }
                    parent = result[number]
                }
                result.append(ObjectID(kind, schema: parts[1].text, name, signature: parts[3].text, parent: parent))
            }
            return result
        }
    }
}
