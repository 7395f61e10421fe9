import SchemaModel

/// How a transaction is begun.
public struct TransactionOptions: Sendable, Hashable {
    /// The isolation levels of PostgreSQL.
    public enum Isolation: String, Sendable, Hashable {
        /// `READ COMMITTED`: each statement sees what was committed before it began.
        case readCommitted = "READ COMMITTED"
        /// `REPEATABLE READ`: all statements see one snapshot.
        case repeatableRead = "REPEATABLE READ"
        /// `SERIALIZABLE`: as if transactions ran one after the other.
        case serializable = "SERIALIZABLE"
    }

    /// The level; nil for the session's default, and REPEATABLE READ with a snapshot.
    package var isolation: Isolation?
    /// True when statements that write are refused.
    package var readOnly: Bool
    /// True when a serializable read-only transaction waits for a snapshot that cannot fail.
    package var deferrable: Bool
    /// A snapshot of `exportSnapshot()`, of another session of the same database, to see what it sees.
    package var snapshot: String?

    /// How a transaction is begun.
    public init(isolation: Isolation? = nil, readOnly: Bool = false, deferrable: Bool = false, snapshot: String? = nil) {
        self.isolation = isolation
        self.readOnly = readOnly
        self.deferrable = deferrable
        self.snapshot = snapshot
    }

    var statement: String {
        var parts = ["BEGIN"]
        if let level = isolation ?? (snapshot == nil ? nil : .repeatableRead) {
            parts.append("ISOLATION LEVEL \(level.rawValue)")
        }
        if readOnly { parts.append("READ ONLY") }
        if deferrable { parts.append("DEFERRABLE") }
        return parts.joined(separator: " ")
    }
}

extension PostgresConnection {
    /// Runs a body in a transaction: committed when it returns, rolled back when it throws or is cancelled.
    ///
    /// In the body, use the connection that it gets, which is this one: the body's task and its child tasks work in the
    /// transaction, other tasks wait until it has ended. The rollback itself cannot be cancelled, and a failing rollback
    /// does not hide the body's error.
    ///
    /// - Throws: what the body throws; `PostgresError` of `BEGIN` and `COMMIT`; `.transactionAborted` when a statement had
    ///   failed and the body went on as if it had not; `.usage` inside another transaction.
    @discardableResult
    public nonisolated func transaction<R>(
        _ options: TransactionOptions = TransactionOptions(), _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        let token = try await begin(options)
        let result: R
        do {
            result = try await Lease.$held.withValue(Lease.held + [token]) { try await body(self) }
            guard !Task.isCancelled else {
                throw PostgresError(.cancelled, "cancelled before COMMIT, so the transaction was rolled back")
            }
        } catch {
            await rollback(token)
            throw error
        }
        try await commit(token)
        return result
    }

    /// Runs a body under a savepoint of the transaction that is open: when it throws, only its own work is undone.
    @discardableResult
    public nonisolated func savepoint<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        let token = try await beginSavepoint()
        let result: R
        do {
            result = try await Lease.$held.withValue(Lease.held + [token]) { try await body(self) }
        } catch {
            await endSavepoint(token, "ROLLBACK TO SAVEPOINT plumbline_\(token); RELEASE SAVEPOINT plumbline_\(token)")
            throw error
        }
        try await releaseSavepoint(token)
        return result
    }

    /// Makes what this transaction sees available to other sessions, while it is open; needs REPEATABLE READ or more.
    package func exportSnapshot() async throws(PostgresError) -> String {
        try await query("SELECT pg_export_snapshot()").one().decode(0)
    }

    private func begin(_ options: TransactionOptions) async throws(PostgresError) -> UInt64 {
        try await takeLease(.transaction) { channel, operation throws(PostgresError) in
            guard leases.isEmpty, transactionStatus == .idle || transactionStatus == .unknown else {
                throw .usage("a transaction is open already: use savepoint inside it")
            }
            var script = options.statement
            if let snapshot = options.snapshot { script += "; SET TRANSACTION SNAPSHOT \(SQL.literal(snapshot))" }
            do throws(PostgresError) {
                try channel.script(script, operation)
            } catch {
                // BEGIN may have worked before what came after it failed.
                if channel.failure == nil, transactionStatus != .idle {
                    try channel.script("ROLLBACK", Operation(limit: .seconds(10)))
                }
                throw error
            }
        }
    }

    private func commit(_ token: UInt64) async throws(PostgresError) {
        defer { endLease(token) }
        let tag = try await perform(token: token, shielded: true) { channel, operation throws(PostgresError) in
            do throws(PostgresError) {
                return CommandTag(try channel.query("COMMIT", operation).pointer)
            } catch {
                guard error.code == .connectionLost else { throw error }
                var unknown = error
                unknown.message =
                    "the connection was lost during COMMIT, so it is not known whether it was done: \(error.message)"
                throw unknown
            }
        }
        guard tag.text == "COMMIT" else {
            throw PostgresError(
                .transactionAborted,
                "the transaction was rolled back at COMMIT, since a statement in it had failed: do not catch its error inside "
                    + "the transaction, or run it in a savepoint", sqlState: .inFailedSQLTransaction)
        }
    }

    private func rollback(_ token: UInt64) async {
        await endShielded(token, "ROLLBACK")
    }

    private func beginSavepoint() async throws(PostgresError) -> UInt64 {
        let token = Lease.newToken()
        try await perform { channel, operation throws(PostgresError) in
            guard transactionStatus != .idle else {
                throw .usage("a savepoint needs an open transaction: use transaction")
            }
            try channel.script("SAVEPOINT plumbline_\(token)", operation)
            leases.append(Lease(token: token, kind: .savepoint, copier: nil))
        }
        return token
    }

    private func releaseSavepoint(_ token: UInt64) async throws(PostgresError) {
        defer { endLease(token) }
        try await perform(token: token, shielded: true) { channel, operation throws(PostgresError) in
            try channel.script("RELEASE SAVEPOINT plumbline_\(token)", operation)
        }
    }

    private func endSavepoint(_ token: UInt64, _ sql: String) async { await endShielded(token, sql) }

    /// Undoes work, whatever happens: if the server does not do it, the session ends, which undoes it too.
    private func endShielded(_ token: UInt64, _ sql: String) async {
        defer { endLease(token) }
        do throws(PostgresError) {
            try await perform(token: token, shielded: true, deadline: .seconds(30)) { channel, operation throws(PostgresError) in
                try channel.script(sql, operation)
            }
        } catch {
            if channel.failure == nil { _ = channel.lose("a rollback failed, so the session was ended: \(error.safeMessage)") }
        }
    }
}
