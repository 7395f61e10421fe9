public import PostgresClient
import SchemaModel

/// Reads a database's facts from its catalog.
public struct CatalogReader: Sendable {
    /// The oldest server whose catalog the queries fit.
    public static let minimumServerVersion = 150_000

    private let referenceTables: [ReferenceTable]

    /// - Parameter referenceTables: tables of which some rows are facts too.
    public init(referenceTables: [ReferenceTable] = []) {
        self.referenceTables = referenceTables
    }

    /// Reads the catalog in one round trip; when it changed meanwhile, again.
    ///
    /// Functions such as `pg_get_indexdef` read the newest catalog whatever the snapshot, so a stamp of the catalogs is
    /// taken in the snapshot and after it, and the reading counts only when both are the same. All queries see one snapshot, so
    /// that something made and dropped again between the stamps is there for all queries, or for none.
    /// - Throws: `PostgresError`, of the server or, for a catalog that never came to rest, of ours.
    public func read(_ connection: PostgresConnection) async throws -> CatalogState {
        let version = connection.serverVersion
        guard version >= CatalogReader.minimumServerVersion else {
            throw CatalogError.unsupportedServer(version)
        }
        let extras = Extras(referenceTables)
        let extraQueries = extras.queries
        let isOpen = await connection.transactionStatus != .idle
        let queries =
            [PostgresQuery(isOpen ? "SELECT" : "BEGIN ISOLATION LEVEL REPEATABLE READ"), PostgresQuery(CatalogReader.stamp)]
            + CatalogReader.pipeline + extraQueries
            + [PostgresQuery(isOpen ? "SELECT" : "COMMIT"), PostgresQuery(CatalogReader.stamp)]
        for _ in 0..<5 {
            let results: [PostgresRows]
            do {
                results = try await connection.pipeline(queries)
            } catch let error {
                if !isOpen, !error.endsConnection { try await connection.run(script: "ROLLBACK") }
                // What was dropped after the snapshot: `could not open relation with OID …`, `cache lookup failed …`.
                if !isOpen, error.sqlState?.rawValue == "XX000" { continue }
                throw CatalogReader.explained(error)
            }
            guard results[1].first?.text("stamp") == results.last?.first?.text("stamp") else { continue }
            return try assemble(Array(results.dropFirst(2).dropLast(2)), extras: extras, version: version)
        }
        throw CatalogError.restless
    }

    /// Which of our own queries lacked a right says nothing to the person who must grant it.
    private static func explained(_ error: PostgresError) -> PostgresError {
        var error = error
        if error.sqlState == .insufficientPrivilege { error.queryIndex = nil }
        return error
    }

    private static let stamp = """
        SELECT md5(string_agg(s.part, ',')) AS stamp FROM (
            SELECT count(*) || ':' || sum(hashint8(c.xmin::text::int8)) AS part FROM pg_catalog.pg_class c
            WHERE c.relpersistence <> 't' AND c.relkind <> 't' AND c.oid >= 16384
            UNION ALL SELECT count(*) || ':' || sum(hashint8(a.xmin::text::int8)) FROM pg_catalog.pg_attribute a
                JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE c.relpersistence <> 't' AND c.oid >= 16384
            UNION ALL SELECT count(*) || ':' || sum(hashint8(p.xmin::text::int8)) FROM pg_catalog.pg_proc p
            UNION ALL SELECT count(*) || ':' || sum(hashint8(k.xmin::text::int8)) FROM pg_catalog.pg_constraint k
            UNION ALL SELECT count(*) || ':' || sum(hashint8(g.xmin::text::int8)) FROM pg_catalog.pg_trigger g
            UNION ALL SELECT count(*) || ':' || sum(hashint8(y.xmin::text::int8)) FROM pg_catalog.pg_policy y
        ) s
        """

    /// The fixed part of what sees one snapshot: settings, one query a kind, aliases, dependencies, the rest.
    private static let pipeline: [PostgresQuery] =
        [
            // What a database or a role sets must not change the words in which the catalog tells the same thing.
            PostgresQuery(
                """
                SELECT pg_catalog.set_config('search_path', '', false), pg_catalog.set_config('quote_all_identifiers', 'off', true),
                    pg_catalog.set_config('TimeZone', 'UTC', true)
                """)
        ] + ExtractionQuery.all.map { PostgresQuery($0.sql) } + [
            PostgresQuery(AddressBook.aliasQuery), PostgresQuery(AddressBook.dependencyQuery),
            PostgresQuery(Unmodelled.query),
        ]

    private func assemble(_ results: [PostgresRows], extras: Extras, version: Int) throws -> CatalogState {
        let kinds = ExtractionQuery.all.count
        var raw: [RawFact] = []
        for rows in results[1..<(1 + kinds)] {
            for row in rows { raw.append(try RawFact(row)) }
        }
        var book = AddressBook()
        for row in results[1 + kinds] { book.alias(try row.address(at: 0), to: try row.address(at: 3)) }
        let assembler = FactAssembler(raw)
        var facts = try assembler.facts(&book)
        for row in results[2 + kinds] {
            guard let from = book.resolve(try row.address(at: 0)), let to = book.resolve(try row.address(at: 3)),
                from != to, !from.isInside(to), !to.isInside(from)
            else { continue }
            facts[from]?.dependencies.insert(to)
        }
        let unmodelled = try results[3 + kinds].map { try $0.decode(0, as: String.self) }
        try extras.add(results.suffix(results.count - CatalogReader.pipeline.count), to: &facts)
        return CatalogState(facts: facts, serverVersion: version, unmodelled: unmodelled.sorted())
    }
}
