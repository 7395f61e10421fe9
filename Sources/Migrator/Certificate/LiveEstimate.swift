import PostgresClient
import SchemaModel

/// The size of a table of a live database, and how much is written to it: from `pg_class` and `pg_stat_all_tables`, as far as these know.
package struct LiveEstimate: Sendable, Hashable {
    package let relation: String
    /// As the planner estimates; where nobody has analyzed the table, the rows that were written, or one for 100 bytes. Those of all
    /// partitions of a partitioned table.
    package let rows: Int64
    /// With its indexes and its TOAST table.
    package let bytes: Int64
    /// Rows inserted, updated and deleted per second, since the statistics were reset; nil where that is not known.
    package let writesPerSecond: Double?

    /// The estimates for some relations, as `schema.name`; those that do not exist are left out.
    static func read(_ relations: Set<String>, _ connection: PostgresConnection) async throws -> [String: LiveEstimate] {
        guard !relations.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT n.nspname || '.' || c.relname AS relation, t.rows, t.bytes,
                t.writes / nullif(extract(epoch FROM pg_catalog.clock_timestamp()
                    - coalesce(d.stats_reset, pg_catalog.pg_postmaster_start_time())), 0)::float8 AS rate
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(CASE WHEN l.reltuples >= 0 THEN l.reltuples WHEN s.n_live_tup > 0 THEN s.n_live_tup
                        ELSE pg_catalog.pg_relation_size(l.oid) / 100 END), 0)::bigint AS rows,
                    coalesce(sum(pg_catalog.pg_total_relation_size(l.oid)), 0)::bigint AS bytes,
                    sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::float8 AS writes
                FROM pg_catalog.pg_class l LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = l.oid
                WHERE l.relkind <> 'p' AND (l.oid = c.oid OR c.relkind = 'p' AND l.oid IN (SELECT p.relid FROM pg_catalog.pg_partition_tree(c.oid) p))
            ) t
            LEFT JOIN pg_catalog.pg_stat_database d ON d.datname = pg_catalog.current_database()
            WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname || '.' || c.relname = ANY ($1::text[])
            """, [relations.sorted()])
        var result: [String: LiveEstimate] = [:]
        for row in rows {
            guard let relation = row.text("relation"), let count = row.text("rows").flatMap({ Int64($0) }),
                let bytes = row.text("bytes").flatMap({ Int64($0) })
            else { continue }
            result[relation] = LiveEstimate(
                relation: relation, rows: count, bytes: bytes, writesPerSecond: row.text("rate").flatMap { Double($0) })
        }
        return result
    }

    /// `about 1200000 rows, 310 MB, 12.5 writes/s`
    package var description: String {
        let size = bytes < 10 << 20 ? "\(bytes >> 10) kB" : "\(bytes >> 20) MB"
        let writes = writesPerSecond.map { ", \((($0 * 10).rounded() / 10)) writes/s" } ?? ""
        return "about \(Plural.text(Int(rows), "row")), \(size)\(writes)"
    }
}
