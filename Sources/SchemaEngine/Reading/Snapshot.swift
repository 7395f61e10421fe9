package import Foundation
import SchemaModel

/// A catalog state as a file: JSON with a version, stable from run to run, so that git shows what changed.
package struct Snapshot: Codable, Sendable {
    /// The version of this format.
    package let version: Int
    package let serverVersion: Int
    private let facts: [Entry]

    private struct Step: Codable, Sendable {
        let kind: String
        let schema: String?
        let name: String
        let signature: String?
    }

    private struct Entry: Codable, Sendable {
        /// From the root object to the fact itself.
        let path: [Step]
        let attributes: [String: Value]
        let dependencies: [[Step]]
    }

    package init(_ state: CatalogState) {
        version = 0
        serverVersion = state.serverVersion
        facts = state.facts.values.sorted { $0.id < $1.id }.map { fact in
            Entry(
                path: Self.path(fact.id),
                attributes: Dictionary(uniqueKeysWithValues: fact.attributes.map { ($0.key.rawValue, $0.value) }),
                dependencies: fact.dependencies.sorted().map(Self.path))
        }
    }

    /// The state that was written down.
    /// - Throws: `DecodingError` for a kind of object that this version does not know.
    package func state() throws -> CatalogState {
        var result: [ObjectID: Fact] = [:]
        for entry in facts {
            let id = try Self.id(entry.path)
            result[id] = Fact(
                id, Dictionary(uniqueKeysWithValues: entry.attributes.map { (Attribute(rawValue: $0.key), $0.value) }),
                dependencies: Set(try entry.dependencies.map(Self.id)))
        }
        return CatalogState(facts: result, serverVersion: serverVersion)
    }

    private static func path(_ id: ObjectID) -> [Step] {
        (id.parent.map(path) ?? []) + [Step(kind: id.kind.rawValue, schema: id.schema, name: id.name, signature: id.signature)]
    }

    private static func id(_ path: [Step]) throws -> ObjectID {
        var result: ObjectID?
        for step in path {
            guard let kind = ObjectKind(rawValue: step.kind) else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(
                        codingPath: [], debugDescription: "it has a \(step.kind), which this version does not know"))
            }
            result = ObjectID(kind, schema: step.schema, step.name, signature: step.signature, parent: result)
        }
        guard let result else {
            throw DecodingError.dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: "a fact has no name"))
        }
        return result
    }

    /// Reads a snapshot.
    /// - Throws: `DecodingError` when the file is not one of version 0.
    package init(data: Data) throws {
        self = try JSONDecoder().decode(Snapshot.self, from: data)
        guard version == 0 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "it is of version \(version), which is newer"))
        }
    }

    /// The file's contents.
    package func data() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
