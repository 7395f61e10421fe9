import PostgresClient

/// The connection pooler between a session and the server. A pooler in transaction mode gives each transaction another server process: the lock
/// that keeps migrators apart, and every SET, would be lost or left to somebody else.
enum Pooler: Sendable, Hashable {
    /// The session has a server process of its own.
    case none
    /// A pooler that keeps the process for the session.
    case session
    /// A pooler that gives the process to others between transactions.
    case transaction

    /// The processes that answered.
    struct Observation: Sendable, Hashable {
        /// The process that the server named when the session began; a pooler names one that does not exist.
        var announced: Int32
        /// The process that answered first.
        var first: Int32
        /// The process that answered while another session was in a transaction.
        var second: Int32
        /// The process of that other session; nil when there was none.
        var other: Int32?
        /// False when a setting of the session was gone.
        var keepsSettings: Bool
    }

    static func judge(_ seen: Observation) -> Pooler {
        if seen.first != seen.second || !seen.keepsSettings || seen.other == seen.first { return .transaction }
        return seen.announced == seen.first ? .none : .session
    }

    /// - Throws: ``MigrationError`` when the connection goes through a pooler in transaction mode.
    static func refuseTransactionMode(_ connection: PostgresConnection) async throws {
        let first = try await process(connection)
        // Directly connected: nothing more to see.
        guard first != connection.processID else { return }
        try await connection.query("SELECT pg_catalog.set_config('plumbline.pooler', 'kept', false)")
        let (second, other) = try await PostgresConnection.with(connection.settings) { another in
            // Idle, it would be given the same process as this one; in a transaction, it keeps what it has.
            try await another.run(script: "BEGIN")
            let other = try await process(another)
            let second = try await process(connection)
            try await another.run(script: "ROLLBACK")
            return (second, other)
        }
        let rows = try await connection.query(
            "SELECT pg_catalog.current_setting('plumbline.pooler', true) IS NOT DISTINCT FROM 'kept' AS kept")
        let isKept = try rows.first?.decode("kept", as: Bool.self) ?? false
        let seen = Observation(
            announced: connection.processID, first: first, second: second, other: other, keepsSettings: isKept)
        guard judge(seen) == .transaction else { return }
        throw MigrationError(.live, Self.refusal)
    }

    static let refusal =
        "this connection goes through a pooler in transaction mode, such as PgBouncer: each transaction may get another server "
        + "process, so that the lock that keeps two migrations apart and the settings of the session are lost. Nothing was changed. "
        + "Connect to PostgreSQL itself, or to a port of the pooler in session mode, and run this again."

    private static func process(_ connection: PostgresConnection) async throws -> Int32 {
        let rows = try await connection.query("SELECT pg_catalog.pg_backend_pid() AS pid")
        return try rows.first?.decode("pid", as: Int32.self) ?? 0
    }
}
