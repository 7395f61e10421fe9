import Foundation
import PostgresClient

/// Waits until the physical standbys have replayed what a migration wrote, so that no reader of a standby meets the old schema.
enum Standbys {
    /// A standby as the primary sees it.
    private struct Standby {
        let name: String
        let state: String?
        /// How many bytes it has not replayed yet; nil where the role may not see it.
        let missing: Int64?
    }

    /// The command that waits.
    enum Work {
        case apply, rollback

        /// How to wait again; another rollback would take back the migration before.
        func again(_ position: String) -> String {
            switch self {
            case .apply: "Run the command again to wait again."
            case .rollback: "Look there until each replay_lsn is at least \(position)."
            }
        }
    }

    /// How often the primary is asked.
    private static let interval = Duration.milliseconds(200)

    /// - Returns: how many standbys have replayed everything; 0 where none is connected.
    /// - Throws: ``MigrationError`` naming the standbys that had not by then, or that the role may not watch.
    static func wait(_ connection: PostgresConnection, atMost limit: Duration, after label: String, _ work: Work) async throws
        -> Int
    {
        let position = try await connection.query("SELECT pg_catalog.pg_current_wal_flush_lsn()::text AS position")
        guard let target = position.first?.text("position") else { return 0 }
        let start = ContinuousClock.now
        while true {
            let standbys = try await all(connection, target)
            let hidden = standbys.filter { $0.missing == nil && $0.state == nil }
            guard hidden.isEmpty else {
                throw MigrationError(
                    .live,
                    "\(label) is done. \(hidden.count) standbys are connected, and this role may not see how far they are. "
                        + "GRANT pg_monitor to it, or leave out --standby-wait.")
            }
            let late = standbys.filter { ($0.missing ?? .max) > 0 }
            if late.isEmpty { return standbys.count }
            guard ContinuousClock.now - start < limit else {
                let words = late.map { standby in
                    let missing = standby.missing.map { "\($0) bytes behind" } ?? "has replayed nothing"
                    return "  - \(standby.name), \(standby.state ?? "state unknown"), \(missing)"
                }
                throw MigrationError(
                    .live,
                    "\(label) is done, and after \(limit.components.seconds) s these standbys have not replayed it:\n"
                        + words.joined(separator: "\n")
                        + "\nReaders there still see the old schema. See pg_stat_replication; a long query on a standby can delay it. "
                        + work.again(target))
            }
            try await Task.sleep(for: interval)
        }
    }

    private static func all(_ connection: PostgresConnection, _ target: String) async throws -> [Standby] {
        // A logical subscriber applies rows and not schemas. What only keeps the log, as pg_receivewal does, reports where it
        // writes and never where it replays.
        try await connection.query(
            """
            SELECT coalesce(nullif(r.application_name, ''), r.client_addr::text, 'process ' || r.pid) AS name, r.state,
                greatest(pg_catalog.pg_wal_lsn_diff($1::pg_lsn, r.replay_lsn), 0)::bigint AS missing
            FROM pg_catalog.pg_stat_replication r
            WHERE r.state IS NULL OR r.state <> 'backup' AND (r.replay_lsn IS NOT NULL OR r.write_lsn IS NULL) AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_replication_slots s WHERE s.active_pid = r.pid AND s.slot_type = 'logical')
            ORDER BY 1
            """, [target]
        ).map { row in
            Standby(
                name: row.text("name") ?? "?", state: row.text("state"), missing: row.text("missing").flatMap { Int64($0) })
        }
    }
}
