package import PostgresClient
package import SchemaModel

/// Reads a database's facts from its catalog.
package struct CatalogReader: Sendable {
    /// The oldest server whose catalog the queries fit.
    package static let minimumServerVersion = 150_000

    private let referenceTables: [ReferenceTable]
    private let includesRoles: Bool

    /// - Parameters:
    ///   - referenceTables: tables of which some rows are facts too.
    ///   - includesRoles: reads what belongs to the server too: roles, memberships, settings of roles and of the database, and privileges
    ///     on parameters. Passwords, and settings whose names sound like a secret's, are never read.
    package init(referenceTables: [ReferenceTable] = [], includesRoles: Bool = false) {
        self.referenceTables = referenceTables
        self.includesRoles = includesRoles
    }

    /// The facts of a database.
    /// - Throws: as ``reading(_:)``.
    package func read(_ connection: PostgresConnection) async throws -> CatalogState {
        try await reading(connection).state()
    }

    /// Reads the catalog in three round trips; when it changed meanwhile, again.
    ///
    /// Most of the time goes into planning the queries, so the first round trip asks which catalogs have rows at all.
    /// Functions such as `pg_get_indexdef` read the newest catalog whatever the snapshot, so a reading counts only when nothing changed
    /// while it ran: the server wrote no log, or, on a busy server, no row of the catalogs that the snapshot sees was updated or deleted.
    /// All queries see one snapshot, so that something created and dropped again is there for all of them, or for none.
    /// - Throws: `PostgresError` of the server, or ``CatalogError`` for a server that is too old or a catalog that keeps changing.
    package func reading(_ connection: PostgresConnection) async throws -> CatalogReading {
        let version = try Self.version(connection)
        let catalogQueries = CatalogQuery.all(version, includesRoles: includesRoles)
        let decoding = [AddressBook.aliasQuery, AddressBook.dependencyQuery, CastContext.query].map { PostgresQuery($0) }
        let results = try await run(catalogQueries, \.sql, decoding, connection)
        return CatalogReading(
            serverVersion: version, queries: results.queries, results: results.catalog, catalogs: results.catalogs,
            aliases: results.further[0], dependencies: results.further[1], unmodelled: results.unmodelled,
            casts: results.further[2], optional: results.optional, referenceTables: referenceTables,
            currentRole: results.currentRole)
    }

    /// Reads what decides whether a database is equal to another, and nothing that only a plan needs.
    ///
    /// - Parameter ignored: kinds that are not compared.
    /// - Throws: as ``reading(_:)``.
    package func comparison(
        _ connection: PostgresConnection, ignoring ignored: Set<ObjectKind>
    ) async throws -> CatalogComparison {
        let version = try Self.version(connection)
        // Facts without a row of their own have no parts, so that nothing misses those that are not read.
        let catalogQueries = CatalogQuery.all(version, includesRoles: includesRoles).filter {
            $0.catalog != nil || !ignored.contains($0.kind)
        }
        let results = try await run(catalogQueries, \.digestSQL, [], connection)
        return CatalogComparison(
            serverVersion: version,
            digest: CatalogDigest(
                Array(zip(results.queries, results.catalog)), catalogs: results.catalogs, ignoring: ignored),
            optionalFacts: Set(
                try OptionalCatalogs(referenceTables).facts(results.optional).filter { !ignored.contains($0.id.kind) }),
            unmodelled: UnmodelledObject.all(in: results.unmodelled), currentRole: results.currentRole)
    }

    private static func version(_ connection: PostgresConnection) throws(CatalogError) -> Int {
        let version = connection.serverVersion
        guard version >= CatalogReader.minimumServerVersion else { throw .unsupportedServer(version) }
        return version
    }

    /// The results of the queries of one reading.
    private struct Results {
        let currentRole: String
        /// The oid of each table of `pg_catalog`, by name.
        let catalogs: [String: UInt32]
        let unmodelled: PostgresRows
        let further: [PostgresRows]
        /// The queries that had something to read, and their rows.
        let queries: [CatalogQuery]
        let catalog: [PostgresRows]
        let optional: [PostgresRows]
    }

    /// Runs queries in one snapshot, in three round trips; again when the catalog changed meanwhile.
    private func run(
        _ catalogQueries: [CatalogQuery], _ text: KeyPath<CatalogQuery, String>, _ further: [PostgresQuery],
        _ connection: PostgresConnection
    ) async throws -> Results {
        let preparation = CatalogReader.preparation(connection.serverVersion, includesRoles: includesRoles)
        let isOpen = await connection.transactionStatus != .idle
        let start = [
            [
                PostgresQuery(isOpen ? "SELECT" : "BEGIN ISOLATION LEVEL REPEATABLE READ"), PostgresQuery(CatalogReader.position),
                PostgresQuery(SparseCatalog.query),
            ],
            preparation,
        ]
        for _ in 0..<5 {
            let queries: [CatalogQuery]
            let results: [[PostgresRows]]
            let isUnchanged: Bool
            do {
                let prepared = try await Self.pipeline(start, keepsPrepared: !isOpen, connection)
                let filled = SparseCatalog.filled(prepared[0][2])
                queries = catalogQueries.filter { $0.sparseCatalog.map(filled.contains) ?? true }
                results =
                    try await prepared
                    + Self.pipeline(
                        [
                            further, queries.map { PostgresQuery($0[keyPath: text]) }, OptionalCatalogs(referenceTables).queries,
                            [PostgresQuery(CatalogReader.position)],
                        ], keepsPrepared: !isOpen, connection)
                let isQuiet = results[0][1].first?.text("position") == results[5][0].first?.text("position")
                isUnchanged = try await Self.finish(connection, isQuiet: isQuiet, isOpen: isOpen)
            } catch let error {
                if !isOpen, !error.endsConnection { try await connection.run(script: "ROLLBACK") }
                // What was dropped after the snapshot: `could not open relation with OID …`, `cache lookup failed …`.
                // What a script deallocated is prepared again.
                if !isOpen, error.sqlState == .internalError || error.sqlState == .invalidSQLStatementName { continue }
                throw CatalogReader.explained(error)
            }
            guard isUnchanged else { continue }
            var oids: [String: UInt32] = [:]
            for row in results[1][1] { oids[row.text(1) ?? ""] = UInt32(truncatingIfNeeded: row.number(0) ?? 0) }
            return Results(
                currentRole: results[1][0].first?.text("role") ?? "", catalogs: oids, unmodelled: results[1][2],
                further: results[2], queries: queries, catalog: results[3], optional: results[4])
        }
        throw CatalogError.changedWhileReading
    }

    /// Runs lists of queries in one round trip, and returns the results by list. A session that reads its catalog again, as `apply` does,
    /// needs half of the time when the queries are still prepared.
    private static func pipeline(
        _ parts: [[PostgresQuery]], keepsPrepared: Bool, _ connection: PostgresConnection
    ) async throws(PostgresError) -> [[PostgresRows]] {
        let queries = parts.flatMap(\.self).map { query in
            var query = query
            query.isKeptPrepared = keepsPrepared
            return query
        }
        var rest = try await connection.pipeline(queries)[...]
        return parts.map { part in
            defer { rest = rest.dropFirst(part.count) }
            return Array(rest.prefix(part.count))
        }
    }

    /// Ends the transaction; on a server that wrote log meanwhile, tells whether its catalogs are as they were in the snapshot.
    private static func finish(
        _ connection: PostgresConnection, isQuiet: Bool, isOpen: Bool
    ) async throws(PostgresError) -> Bool {
        let end = PostgresQuery(isOpen ? "SELECT" : "COMMIT")
        guard !isQuiet else {
            _ = try await connection.pipeline([end])
            return true
        }
        let changed = try await pipeline([[PostgresQuery(changes)]], keepsPrepared: !isOpen, connection)[0]
        if changed.first?.first?.text("changed") == "f" {
            _ = try await connection.pipeline([end])
            return true
        }
        // A row may only have been locked, or its change be rolled back.
        let stamps = try await connection.pipeline([PostgresQuery(stamp), end, PostgresQuery(stamp)])
        return stamps[0].first?.text("stamp") == stamps[2].first?.text("stamp")
    }

    /// How far the server has written its log, or a standby has replayed it; both are read as of now, whatever the snapshot.
    private static let position = """
        SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
            ELSE pg_catalog.pg_current_wal_insert_lsn() END AS position
        """

    /// Which of our own queries lacked a right says nothing to the person who must grant it.
    private static func explained(_ error: PostgresError) -> PostgresError {
        var error = error
        if error.sqlState == .insufficientPrivilege { error.queryIndex = nil }
        return error
    }

    /// A digest of the rows of the catalogs that the queries read; in an order, because a parallel plan has none.
    private static let stamp = """
        SELECT md5(string_agg(s.part, ',' ORDER BY s.place)) AS stamp FROM (
            SELECT 0 AS place, count(*) || ':' || sum(hashint8(c.xmin::text::int8)) AS part FROM pg_catalog.pg_class c
            WHERE c.relpersistence <> 't' AND c.relkind <> 't' AND c.oid >= 16384
            UNION ALL SELECT 1, count(*) || ':' || sum(hashint8(a.xmin::text::int8)) FROM pg_catalog.pg_attribute a
                JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE c.relpersistence <> 't' AND c.oid >= 16384
            \(stamped.enumerated().map {
                "UNION ALL SELECT \($0 + 2), count(*) || ':' || sum(hashint8(o.xmin::text::int8)) FROM pg_catalog.\($1) o"
            }.joined(separator: "\n    "))
        ) s
        """

    /// A query that returns true if a catalog row that is visible to the snapshot was updated, deleted or locked after the snapshot was taken.
    /// The `xmax` of such a row is a transaction that was still running at that time, or began later. New rows do not matter, because they do not change the
    /// definitions of existing objects.
    private static let changes = """
        SELECT EXISTS (
            SELECT FROM pg_catalog.pg_class o WHERE \(isNew("xmax")) AND o.relpersistence <> 't' AND o.relkind <> 't' AND o.oid >= 16384
            UNION ALL SELECT FROM pg_catalog.pg_attribute o JOIN pg_catalog.pg_class c ON c.oid = o.attrelid
                WHERE \(isNew("xmax")) AND c.relpersistence <> 't' AND c.oid >= 16384
            \(stamped.map { "UNION ALL SELECT FROM pg_catalog.\($0) o WHERE \(isNew("xmax"))" }.joined(separator: "\n    "))
        ) AS changed
        """

    /// True for a transaction that had not ended when the snapshot was taken.
    private static func isNew(_ column: String) -> String {
        "pg_catalog.age(o.\(column)) <= pg_catalog.age((SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::xid))"
    }

    private static let stamped = [
        "pg_proc", "pg_constraint", "pg_trigger", "pg_policy", "pg_type", "pg_index", "pg_rewrite", "pg_enum", "pg_attrdef",
        "pg_namespace",
        "pg_sequence", "pg_statistic_ext", "pg_publication", "pg_publication_rel", "pg_aggregate", "pg_operator", "pg_opclass",
        "pg_opfamily",
        "pg_cast", "pg_collation", "pg_conversion", "pg_event_trigger", "pg_foreign_server", "pg_foreign_table", "pg_language",
        "pg_default_acl",
        "pg_ts_config", "pg_ts_dict", "pg_extension", "pg_inherits", "pg_partitioned_table", "pg_range",
    ]

    /// The queries that come before those of the kinds: settings, the catalogs' oids, what is not modeled.
    private static func preparation(_ version: Int, includesRoles: Bool) -> [PostgresQuery] {
        [
            // What a database or a role sets must not change the words in which the catalog tells the same thing.
            PostgresQuery(
                """
                SELECT current_user::text AS role, pg_catalog.set_config('search_path', '', false),
                    pg_catalog.set_config('quote_all_identifiers', 'off', true), pg_catalog.set_config('TimeZone', 'UTC', true),
                    pg_catalog.set_config('DateStyle', 'ISO, MDY', true), pg_catalog.set_config('IntervalStyle', 'postgres', true),
                    pg_catalog.set_config('standard_conforming_strings', 'on', true), pg_catalog.set_config('bytea_output', 'hex', true),
                    pg_catalog.set_config('extra_float_digits', '1', true), pg_catalog.set_config('xmloption', 'content', true),
                    -- Compiling these queries takes longer than running them.
                    pg_catalog.set_config('jit', 'off', true), pg_catalog.set_config('max_parallel_workers_per_gather', '0', true)
                """),
            PostgresQuery(
                "SELECT c.oid, c.relname::text FROM pg_catalog.pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'"
            ),
            PostgresQuery(Unmodelled.query(version, includesRoles: includesRoles)),
        ]
    }
}
