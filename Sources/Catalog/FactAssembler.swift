import PostgresClient
package import SchemaModel

/// A row of an extraction query, before its parent is known by identity.
struct RawFact {
    let address: Address?
    let parent: Address?
    let kind: ObjectKind
    let schema: String?
    let name: String
    let signature: String?
    let attributes: [Attribute: Value]

    init(_ row: PostgresRow) throws {
        kind = ObjectKind(rawValue: try row.decode("kind", as: String.self))
        schema = try row.decode("schema", as: String?.self)
        name = try row.decode("name", as: String.self)
        signature = try row.decode("signature", as: String?.self)
        address = try RawFact.address(row, "class_id", "object_id", "sub_id")
        parent = try RawFact.address(row, "parent_class", "parent_id", "parent_sub")
        let object = try Value(json: try row.decode("attributes", as: String.self)).object ?? [:]
        var attributes = Dictionary(uniqueKeysWithValues: object.map { (Attribute(rawValue: $0.key), $0.value) })
        if kind != .function { StableText.canonical(&attributes) }
        self.attributes = attributes
    }

    private static func address(_ row: PostgresRow, _ catalog: String, _ object: String, _ column: String) throws -> Address? {
        guard let catalogID = try row.decode(catalog, as: Int64?.self), let objectID = try row.decode(object, as: Int64?.self)
        else { return nil }
        return Address(catalog: catalogID, object: objectID, column: Int(try row.decode(column, as: Int32.self)))
    }
}

extension PostgresRow {
    /// Three columns from an index on, as an address.
    func address(at index: Int) throws -> Address {
        Address(
            catalog: try decode(index, as: Int64.self), object: try decode(index + 1, as: Int64.self),
            column: Int(try decode(index + 2, as: Int32.self)))
    }
}

/// Gives raw facts their identities, parents first.
struct FactAssembler {
    private let raw: [RawFact]

    init(_ raw: [RawFact]) { self.raw = raw }

    /// The facts by identity; registers each at its address. What hangs on something that is not a fact falls away.
    func facts(_ book: inout AddressBook) throws -> [ObjectID: Fact] {
        var facts: [ObjectID: Fact] = [:]
        var waiting = raw
        var progressed = true
        while !waiting.isEmpty, progressed {
            progressed = false
            var next: [RawFact] = []
            for item in waiting {
                var parent: ObjectID?
                if let address = item.parent {
                    // Exactly this object: a comment on a constraint's index must not become the constraint's.
                    guard let known = book.identities[address] else {
                        next.append(item)
                        continue
                    }
                    parent = known
                }
                let id = ObjectID(item.kind, schema: item.schema, item.name, signature: item.signature, parent: parent)
                facts[id] = Fact(id, item.attributes)
                if let address = item.address { book.register(id, at: address) }
                progressed = true
            }
            waiting = next
        }
        return facts
    }
}

extension ObjectID {
    /// Whether this object hangs, directly or not, on another.
    package func isInside(_ other: ObjectID) -> Bool {
        var next = parent
        while let current = next {
            if current == other { return true }
            next = current.parent
        }
        return false
    }
}
