import Crypto
import Foundation
public import SchemaModel

/// What one database says of itself: facts, and what there is that is not modelled.
public struct CatalogState: Sendable {
    public var facts: [ObjectID: Fact]
    /// As `server_version_num`: 170005 for 17.5. Zero for the empty state.
    public var serverVersion: Int
    /// Descriptions of objects that the catalog has and no extraction query reads.
    public var unmodelled: [String]

    public init(facts: [ObjectID: Fact] = [:], serverVersion: Int = 0, unmodelled: [String] = []) {
        self.facts = facts
        self.serverVersion = serverVersion
        self.unmodelled = unmodelled
    }

    public subscript(id: ObjectID) -> Fact? { facts[id] }

    /// The facts that hang directly on an object, in a stable order.
    public func children(of id: ObjectID) -> [Fact] { (childIndex[id] ?? []).compactMap { facts[$0] } }

    /// Every fact's children; computed once for a state that is asked often (see ``indexed()``).
    private var childIndex: [ObjectID: [ObjectID]] {
        cachedChildren ?? CatalogState.children(of: facts)
    }
    private var cachedChildren: [ObjectID: [ObjectID]]?

    private static func children(of facts: [ObjectID: Fact]) -> [ObjectID: [ObjectID]] {
        var result: [ObjectID: [ObjectID]] = [:]
        for id in facts.keys {
            if let parent = id.parent { result[parent, default: []].append(id) }
        }
        return result.mapValues { $0.sorted() }
    }

    /// The same state with its children indexed, for reading only.
    public func indexed() -> CatalogState {
        var copy = self
        copy.cachedChildren = CatalogState.children(of: facts)
        return copy
    }

    /// The state with only the facts that a condition keeps, and those that hang on them.
    public func filtered(_ isIncluded: (ObjectID) -> Bool) -> CatalogState {
        CatalogState(
            facts: facts.filter { isIncluded($0.key) }, serverVersion: serverVersion, unmodelled: unmodelled)
    }

    /// SHA-256, in hexadecimal, of all facts but those of kinds that are not compared.
    public func fingerprint(ignoring ignored: Set<ObjectKind> = [.owner]) -> String {
        var hash = SHA256()
        for id in facts.keys.sorted() where !ignored.contains(id.kind) {
            guard let fact = facts[id] else { continue }
            hash.update(data: Data(fact.canonical.utf8))
        }
        return hash.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}

extension Fact {
    /// Attributes that order or inform, and are never compared.
    public static let notCompared: Set<Attribute> = [.position, .insertOnly, .database, .username, .typeStorage]

    /// The attributes that make two facts the same or not.
    public var compared: [Attribute: Value] { attributes.filter { !Fact.notCompared.contains($0.key) } }

    /// One line that two facts share exactly when they are equal.
    var canonical: String {
        "\(id.kind)|\(id.description)|"
            + Value.object(Dictionary(uniqueKeysWithValues: compared.map { ($0.key.rawValue, $0.value) })).json + "\n"
    }
}
