import PostgresClient

/// A session that holds what a migration waits for.
package struct Blocker: Sendable, Hashable {
    package let process: Int32
    /// NULL in `pg_stat_activity` for the server's own processes.
    package let user: String?
    package let application: String?
    /// The kind of session: `client backend`, `autovacuum worker`.
    package let type: String?
    package let state: String?
    /// The age of its transaction; nil where the role may not see it.
    package let seconds: Double?
    /// The query that it runs or ran last, without its values.
    package let query: String
    /// When it connected, by which it is told from a later session with the same process number.
    let connectedAt: String?

    /// `process 4711 (role app, application web, idle in transaction for 312 s: UPDATE app.orders SET note = ?)`
    package var description: String {
        if process == 0 { return "a prepared transaction (see pg_prepared_xacts; COMMIT PREPARED or ROLLBACK PREPARED ends it)" }
        var parts: [String] = []
        if let user, !user.isEmpty { parts.append("role \(user)") }
        if let application, !application.isEmpty { parts.append("application \(application)") }
        if user == nil, let type { parts.append(type) }
        guard let seconds else {
            parts.append("its age and query are shown only to members of pg_read_all_stats")
            return "process \(process) (\(parts.joined(separator: ", ")))"
        }
        let what = state ?? "state unknown"
        let age = "\(what) for \(Int(seconds.rounded())) s" + (query.isEmpty ? "" : ": \(query)")
        return "process \(process) (\((parts + [age]).joined(separator: ", ")))"
    }

    /// True for an autovacuum that the server cancels for the sake of a session which waits longer than `deadlock_timeout`.
    var yields: Bool { type == "autovacuum worker" && !query.contains("to prevent wraparound") }

    /// The columns that ``init(_:)`` reads, of `pg_stat_activity` under the alias `a`.
    static let columns = "a.pid, " + columnsWithoutProcess
    private static let columnsWithoutProcess = """
        a.usename, a.application_name, a.backend_type, a.state, a.query, a.backend_start::text AS connected_at,
        CASE WHEN coalesce(a.xact_start, a.state_change, a.backend_start) IS NOT NULL THEN greatest(extract(epoch FROM
            pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.state_change, a.backend_start)), 0)::float8 END AS seconds
        """

    init?(_ row: PostgresRow) {
        guard let process = row.text("pid").flatMap({ Int32($0) }) else { return nil }
        self.process = process
        user = row.text("usename")
        application = row.text("application_name")
        type = row.text("backend_type")
        state = row.text("state")
        seconds = row.text("seconds").flatMap { Double($0) }
        query = QueryShape.text(row.text("query") ?? "")
        connectedAt = row.text("connected_at")
    }

    /// The sessions that another one waits for, oldest transaction first. A prepared transaction is process 0.
    static func all(blocking process: Int32, _ connection: PostgresConnection) async throws -> [Blocker] {
        let rows = try await connection.query(
            """
            SELECT b.pid, \(columnsWithoutProcess) FROM (
                SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids($1::integer)) AS pid) b
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid WHERE a.pid IS NOT NULL OR b.pid = 0 ORDER BY seconds DESC NULLS LAST
            """, [String(process)])
        return rows.compactMap { Blocker($0) }
    }

    /// Ends the session, if it is still the one that was seen.
    /// - Returns: false when it was gone already.
    func end(_ connection: PostgresConnection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT pg_catalog.pg_terminate_backend(a.pid) AS ended FROM pg_catalog.pg_stat_activity a
            WHERE a.pid = $1::integer AND a.backend_start = $2::timestamptz AND a.backend_type = 'client backend'
            """, [String(process), connectedAt])
        return try rows.first?.decode("ended", as: Bool.self) ?? false
    }
}
