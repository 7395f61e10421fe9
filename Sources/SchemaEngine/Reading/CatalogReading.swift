import PostgresClient
import SchemaModel

/// The rows that one reading of a catalog returned, before they become facts.
package struct CatalogReading: Sendable {
    /// As `server_version_num`.
    let serverVersion: Int
    let queries: [CatalogQuery]
    let results: [PostgresRows]
    /// The oid of each table of `pg_catalog`, by name.
    let catalogs: [String: UInt32]
    let aliases: PostgresRows
    let dependencies: PostgresRows
    let unmodelled: PostgresRows
    let casts: PostgresRows
    let optional: [PostgresRows]
    let referenceTables: [ReferenceTable]
    /// The role that reads, which owns what it creates.
    let currentRole: String

    /// The facts.
    package func state() throws -> CatalogState {
        var book = AddressBook()
        for row in aliases { book.alias(row.address(at: 0), to: row.address(at: 3)) }
        var confused: [UnmodelledObject] = []
        var facts = try FactAssembler(Array(zip(queries, results)), catalogs: catalogs).facts(&book, confused: &confused)
        for row in dependencies {
            guard let from = book.resolve(row.address(at: 0)), let to = book.resolve(row.address(at: 3)),
                from != to, !from.isInside(to), !to.isInside(from)
            else { continue }
            facts[from]?.dependencies.insert(to)
        }
        for fact in try OptionalCatalogs(referenceTables).facts(optional) { facts[fact.id] = fact }
        var state = CatalogState(
            facts: facts, serverVersion: serverVersion, unmodelled: (UnmodelledObject.all(in: unmodelled) + confused).sorted(),
            currentRole: currentRole)
        for row in casts {
            guard let from = row.text(0), let to = row.text(1) else { continue }
            state.casts[CastKey(from: from, to: to)] = row.text(2).flatMap(CastContext.init)
            if row.text(3) == "t" { state.storedAlike.insert(CastKey(from: from, to: to)) }
        }
        return state.leavingToOthers(with: state)
    }
}
