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

    /// The facts of a database.
    /// - Throws: as ``reading(_:)``.
    public func read(_ connection: PostgresConnection) async throws -> CatalogState {
        try await reading(connection).state()
    }

    /// Reads the catalog in one round trip; when it changed meanwhile, again.
    ///
    /// Functions such as `pg_get_indexdef` read the newest catalog whatever the snapshot; so a stamp of the catalogs is
    /// taken in the snapshot and after it, and the reading counts only when both are the same. All queries see one snapshot, so
    /// that something created and dropped again between the stamps is there for all queries, or for none.
    /// - Throws: `PostgresError` of the server, or ``CatalogError`` for a server that is too old or a catalog that keeps changing.
    package func reading(_ connection: PostgresConnection) async throws -> CatalogReading {
        let version = connection.serverVersion
        guard version >= CatalogReader.minimumServerVersion else {
            throw CatalogError.unsupportedServer(version)
        }
        let catalogQueries = CatalogQuery.all(version)
        let optional = OptionalCatalogs(referenceTables).queries
        let isOpen = await connection.transactionStatus != .idle
        let queries =
            [PostgresQuery(isOpen ? "SELECT" : "BEGIN ISOLATION LEVEL REPEATABLE READ"), PostgresQuery(CatalogReader.stamp)]
            + CatalogReader.preparation + catalogQueries.map { PostgresQuery($0.sql) } + optional
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
            let prepared = Array(results[2..<(2 + CatalogReader.preparation.count)])
            let start = 2 + CatalogReader.preparation.count
            return CatalogReading(
                serverVersion: version, queries: catalogQueries, results: Array(results[start..<(start + catalogQueries.count)]),
                catalogs: prepared[1], aliases: prepared[2], dependencies: prepared[3], unmodelled: prepared[4],
                casts: prepared[5],
                optional: Array(results[(start + catalogQueries.count)..<(results.count - 2)]), referenceTables: referenceTables,
                currentRole: prepared[0].first?.text("role") ?? "")
        }
        throw CatalogError.changedWhileReading
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

    /// What comes before the queries of the kinds: settings, the catalogs' oids, aliases, dependencies, what is not modeled.
    private static let preparation: [PostgresQuery] = [
        // What a database or a role sets must not change the words in which the catalog tells the same thing.
        PostgresQuery(
            """
            SELECT current_user::text AS role, pg_catalog.set_config('search_path', '', false),
                pg_catalog.set_config('quote_all_identifiers', 'off', true), pg_catalog.set_config('TimeZone', 'UTC', true)
            """),
        PostgresQuery(
            "SELECT c.oid, c.relname::text FROM pg_catalog.pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'"
        ),
        PostgresQuery(AddressBook.aliasQuery), PostgresQuery(AddressBook.dependencyQuery), PostgresQuery(Unmodelled.query),
        PostgresQuery(CastContext.query),
    ]
}
