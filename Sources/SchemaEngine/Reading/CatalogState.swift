import Digest
import Foundation
package import SchemaModel

/// The state of one database: its facts, and the objects that are not modeled.
package struct CatalogState: Sendable {
    package var facts: [ObjectID: Fact]
    /// As `server_version_num`: 170005 for 17.5. Zero for the empty state.
    package var serverVersion: Int
    /// The objects that the catalog has and no extraction query reads.
    package var unmodelled: [UnmodelledObject]
    /// The role that read the catalog; what it creates belongs to it. Empty for a state that no catalog gave.
    package var currentRole: String
    /// The casts that the database has, built in or not; they decide how a column changes its type.
    package var casts: [CastKey: CastContext]
    /// The casts that leave a value as it is stored.
    package var storedAlike: Set<CastKey> = []
    /// Facts that were filtered out, are not compared, and still act on what is created, such as default privileges.
    package var surroundings: [ObjectID: Fact] = [:]
    /// The objects that another program creates and drops at run time, and that were left out: the partitions of pg_partman. No plan touches them.
    package var leftToOthers: [ObjectID: Fact] = [:]
    /// The tables that a plan copies while clients go on, where PostgreSQL would rewrite them: see ``OnlineCopy``.
    var copiedOnline: Set<ObjectID> = []
    private var index: Index?

    package init(
        facts: [ObjectID: Fact] = [:], serverVersion: Int = 0, unmodelled: [UnmodelledObject] = [], currentRole: String = ""
    ) {
        casts = [:]
        self.facts = facts
        self.serverVersion = serverVersion
        self.unmodelled = unmodelled
        self.currentRole = currentRole
    }

    package subscript(id: ObjectID) -> Fact? { facts[id] }

    /// The facts that are direct parts of an object, in a stable order.
    package func children(of id: ObjectID) -> [Fact] { (indexOrNew.children[id] ?? []).compactMap { facts[$0] } }

    /// The objects that depend directly on an object, in a stable order.
    package func dependents(of id: ObjectID) -> [ObjectID] { indexOrNew.dependents[id] ?? [] }

    /// An object and everything that is a part of it.
    package func family(of id: ObjectID) -> [ObjectID] {
        var result = facts[id] == nil ? [] : [id]
        for child in indexOrNew.children[id] ?? [] { result += family(of: child) }
        return result
    }

    private var indexOrNew: Index { index ?? Index(facts) }

    /// Every fact's parts and dependents.
    private final class Index: Sendable {
        let children: [ObjectID: [ObjectID]]
        let dependents: [ObjectID: [ObjectID]]

        init(_ facts: [ObjectID: Fact]) {
            var children: [ObjectID: [ObjectID]] = [:]
            var dependents: [ObjectID: [ObjectID]] = [:]
            for (id, fact) in facts {
                if let parent = id.parent { children[parent, default: []].append(id) }
                for dependency in fact.dependencies { dependents[dependency, default: []].append(id) }
            }
            self.children = children.mapValues { $0.sorted() }
            self.dependents = dependents.mapValues { $0.sorted() }
        }
    }

    /// The same state with its parts and dependents indexed, for reading only.
    package func indexed() -> CatalogState {
        var copy = self
        copy.index = Index(facts)
        return copy
    }

    /// The state with only the facts that a condition keeps, and those that hang on them.
    package func filtered(_ isIncluded: (ObjectID) -> Bool) -> CatalogState {
        var copy = self
        copy.facts = facts.filter { isIncluded($0.key) }
        for (id, fact) in facts where id.root.kind.definition.actsOnOthers && copy.facts[id] == nil {
            copy.surroundings[id] = fact
        }
        copy.index = nil
        return copy
    }

    /// The state without what somebody else creates and drops at run time, as this state or another says, and without what hangs on it.
    ///
    /// - Parameter keepsManagers: leaves what manages such objects as it is too, where the other state does not have it.
    package func leavingToOthers(with other: CatalogState, keepsManagers: Bool = false) -> CatalogState {
        var left: Set<ObjectID> = []
        for kind in ObjectKind.allCases {
            left.formUnion(kind.definition.leftToOthers(in: self, with: other))
            if keepsManagers { left.formUnion(kind.definition.unmentionedManagers(in: self, with: other)) }
        }
        guard !left.isEmpty else { return self }
        func isLeft(_ id: ObjectID) -> Bool { left.contains(id) || id.parent.map(isLeft) == true }
        var copy = self
        copy.facts = facts.filter { id, fact in
            // What exists for such an object alone: its place in a publication, its extended statistics.
            !isLeft(id) && !fact.dependencies.contains(where: isLeft)
        }
        for id in left { copy.leftToOthers[id] = facts[id] }
        copy.index = nil
        return copy
    }

    /// The facts that manage objects at run time and that another state, which has these objects, lacks.
    package func unmentionedManagers(with other: CatalogState) -> [ObjectID] {
        ObjectKind.allCases.flatMap { $0.definition.unmentionedManagers(in: self, with: other) }.sorted()
    }

    /// The kinds of facts that a copy of the schema on another server goes without.
    package static var leftOutOfCopies: Set<ObjectKind> { Set(ObjectKind.allCases.filter(\.definition.isLeftOutOfCopies)) }

    /// SHA-256, in hexadecimal, of all facts but those of kinds that are not compared.
    package func fingerprint(ignoring ignored: Set<ObjectKind> = [.owner]) -> String {
        var hash = SHA256()
        for id in facts.keys.sorted() where !ignored.contains(id.kind) {
            guard let fact = facts[id] else { continue }
            hash.update(fact.canonical)
        }
        return hash.hexadecimal()
    }
}

extension Fact {
    /// The attributes that only a declaration gives an object; the same object as a server reads it keeps them.
    package static let declaredOnly: Set<Attribute> = [
        .insertOnly, .backfill, .backfillsInBatches, .backfillsQuietly, .backfillKeeps, .conversion, .reverseConversion,
        .replacedLabels, .exposure,
    ]

    /// The attributes that statements write as they are declared, rather than as a server deparses them.
    package static let writtenAsDeclared: Set<Attribute> = [.definition, .body, .using, .withCheck, .generated, .expression]

    /// Attributes that are compared only where both states know them.
    static let comparedWhereKnown: Set<Attribute> = [.version, .mappingOptions, .notNullName]

    /// The attributes that make two facts the same or not.
    package var compared: [Attribute: Value] { attributes.filter { !Fact.notCompared.contains($0.key) } }

    /// One line that two facts share exactly when they are equal.
    var canonical: String {
        id.canonical + "|"
            + Value.object(Dictionary(uniqueKeysWithValues: compared.map { ($0.key.rawValue, $0.value) })).json + "\n"
    }
}
