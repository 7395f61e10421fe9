import PostgresClient
package import SchemaModel

/// What one reading of a catalog returned, before it becomes facts.
///
/// Most comparisons find two equal schemas. Equal readings are recognized from the bytes of their rows, so that nothing is decoded.
package struct CatalogReading: Sendable {
    /// As `server_version_num`.
    let serverVersion: Int
    let queries: [CatalogQuery]
    let results: [PostgresRows]
    let catalogs: PostgresRows
    let aliases: PostgresRows
    let dependencies: PostgresRows
    let unmodelled: PostgresRows
    let casts: PostgresRows
    let optional: [PostgresRows]
    let referenceTables: [ReferenceTable]
    /// The role that reads, which owns what it creates.
    let currentRole: String

    private var assembler: FactAssembler {
        var oids: [String: UInt32] = [:]
        for row in catalogs { oids[row.text(1) ?? ""] = UInt32(truncatingIfNeeded: row.number(0) ?? 0) }
        return FactAssembler(Array(zip(queries, results)), catalogs: oids)
    }

    private var optionalFacts: [Fact] {
        get throws { try OptionalCatalogs(referenceTables).facts(optional) }
    }

    /// Whether another reading holds the same facts; what neither models must be the same too.
    package func isEqual(to other: CatalogReading, ignoring ignored: Set<ObjectKind> = [.owner]) throws -> Bool {
        guard serverVersion / 10_000 == other.serverVersion / 10_000 else { return false }
        guard try Set(optionalFacts) == Set(other.optionalFacts) else { return false }
        return assembler.digests(ignoring: ignored) == other.assembler.digests(ignoring: ignored)
    }

    /// Descriptions of what the catalog has and no query reads.
    package var unmodelledObjects: [String] { unmodelled.compactMap { $0.text(0) }.sorted() }

    /// A state that says what server gave it and what it does not model, and nothing else.
    package var withoutFacts: CatalogState {
        CatalogState(serverVersion: serverVersion, unmodelled: unmodelledObjects, currentRole: currentRole)
    }

    /// The facts.
    package func state() throws -> CatalogState {
        var book = AddressBook()
        for row in aliases { book.alias(row.address(at: 0), to: row.address(at: 3)) }
        var facts = try assembler.facts(&book)
        for row in dependencies {
            guard let from = book.resolve(row.address(at: 0)), let to = book.resolve(row.address(at: 3)),
                from != to, !from.isInside(to), !to.isInside(from)
            else { continue }
            facts[from]?.dependencies.insert(to)
        }
        for fact in try optionalFacts { facts[fact.id] = fact }
        var state = CatalogState(
            facts: facts, serverVersion: serverVersion, unmodelled: unmodelledObjects, currentRole: currentRole)
        for row in casts {
            guard let from = row.text(0), let to = row.text(1) else { continue }
            state.casts[CastKey(from: from, to: to)] = row.text(2).flatMap(CastContext.init)
            if row.text(3) == "t" { state.storedAlike.insert(CastKey(from: from, to: to)) }
        }
        return state
    }
}
