import PostgresClient

/// The transactions that keep a concurrent build waiting, or dead rows in place meanwhile; they are looked for before the build begins.
enum SnapshotHolders {
    /// How old a transaction must be to be named, in seconds.
    static let age = 5.0

    /// One line for each: old transactions and idle ones, prepared transactions, vacuums against wraparound, replication slots.
    static func lines(_ connection: PostgresConnection, olderThan age: Double) async throws -> [String] {
        var lines: [String] = []
        let sessions = try await connection.query(
            """
            SELECT \(Blocker.columns) FROM pg_catalog.pg_stat_activity a
            WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
            AND (a.xact_start < pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $1::float8)
                AND (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL OR a.state LIKE 'idle in transaction%')
                OR a.backend_type = 'autovacuum worker' AND a.query LIKE '%to prevent wraparound%')
            ORDER BY seconds DESC LIMIT 5
            """, [String(age)])
        lines += sessions.compactMap { Blocker($0) }.map { "an open transaction: \($0.description)" }
        let prepared = try await connection.query(
            """
            SELECT p.gid, p.owner::text AS owner,
                extract(epoch FROM pg_catalog.clock_timestamp() - p.prepared)::bigint AS seconds
            FROM pg_catalog.pg_prepared_xacts p WHERE p.database = pg_catalog.current_database() ORDER BY p.prepared LIMIT 5
            """)
        for row in prepared {
            lines.append(
                "a prepared transaction \(row.text("gid") ?? "?") of role \(row.text("owner") ?? "?"), for "
                    + "\(row.text("seconds") ?? "?") s: COMMIT PREPARED or ROLLBACK PREPARED ends it")
        }
        let slots = try await connection.query(
            """
            SELECT s.slot_name, s.active, greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)) AS age
            FROM pg_catalog.pg_replication_slots s
            WHERE s.xmin IS NOT NULL AND (s.database IS NULL OR s.database = pg_catalog.current_database())
            AND NOT s.active ORDER BY age DESC LIMIT 5
            """)
        for row in slots {
            lines.append(
                "an inactive replication slot \(row.text("slot_name") ?? "?") keeps rows of \(row.text("age") ?? "?") transactions: "
                    + "dead rows stay until it is used or dropped")
        }
        return lines
    }
}
