import Foundation
import PostgresClient
import SchemaModel

/// One migrator at a time for each database and project: an advisory lock of the session, which goes with it.
struct MigratorLock {
    let connection: PostgresConnection
    let project: String
    /// How long to wait for another one.
    let wait: Duration
    let report: @Sendable (String) -> Void

    private var key: String { Self.key(project) }
    private static func key(_ project: String) -> String { "hashtextextended(\(SQL.literal("plumbline:" + project)), 0)" }

    /// Runs the body while this session has the lock.
    /// - Throws: ``MigrationError`` with code `busy` when another session still has it after the wait.
    func held<R>(_ body: () async throws -> R) async throws -> R {
        try await acquire()
        // A session whose program was killed would finish its statement, and hold what it waits for. A server on a platform that
        // cannot watch its clients has the setting too, and refuses it.
        _ = try? await connection.query("SELECT set_config('client_connection_check_interval', '2s', false)")
        let result: R
        do {
            result = try await body()
        } catch {
            // The session may be gone with its lock; what went wrong first is what the user must see.
            _ = try? await connection.query("SELECT pg_advisory_unlock_all()")
            throw error
        }
        _ = try await connection.query("SELECT pg_advisory_unlock_all()")
        return result
    }

    private func acquire() async throws {
        let start = ContinuousClock.now
        var told = false
        while true {
            let rows = try await connection.query("SELECT pg_try_advisory_lock(\(key)) AS mine")
            if try rows.first?.decode("mine", as: Bool.self) == true { return }
            let holder = try await Self.holder(of: project, connection).map { ": \($0)" } ?? ""
            guard ContinuousClock.now - start < wait else {
                throw MigrationError(
                    .busy,
                    "another session is migrating this database for project \(project)\(holder). This one waited "
                        + "\(Int(wait.components.seconds)) s; run it again when the other is done. If its program is gone, its session ends "
                        + "within seconds.")
            }
            if !told { report("another session is migrating this database\(holder); waiting for it") }
            told = true
            try await Task.sleep(for: .milliseconds(Int.random(in: 150...350)))
        }
    }

    /// The session that has the lock, for a person who wants to look; nil where none has it.
    static func holder(of project: String, _ connection: PostgresConnection) async throws -> String? {
        let rows = try await connection.query(
            """
            SELECT a.pid, a.usename, to_char(a.backend_start, 'HH24:MI:SS TZ') AS since FROM pg_catalog.pg_locks l
            JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
            AND (l.classid::bigint << 32 | l.objid::bigint) = \(key(project))
            """)
        guard let row = rows.first, let pid = row.text("pid") else { return nil }
        return "server process \(pid) of role \(row.text("usename") ?? "?")"
            + (row.text("since").map { ", connected since \($0)" } ?? "")
    }
}
