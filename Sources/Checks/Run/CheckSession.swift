import PostgresClient
import SchemaModel

/// One connection in one read-only transaction on the run's snapshot.
///
/// The transaction ends with ROLLBACK, always: a NOTIFY that a check smuggled in is never sent.
struct CheckSession {
    let connection: PostgresConnection

    /// Begins the transaction: on a snapshot of its own, or on the one that another session exported.
    static func begin(
        _ settings: ConnectionSettings, options: CheckOptions, snapshot: String?
    ) async throws(PostgresError) -> CheckSession {
        let connection = try await PostgresConnection.connect(settings)
        do {
            // One transaction is as long as the run.
            try await connection.run(script: PostgresConnection.withoutTransactionTimeout)
            var script = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"]
            if let snapshot { script.append("SET TRANSACTION SNAPSHOT \(SQL.literal(snapshot))") }
            script += settingsOfTransaction(options).map { "SET LOCAL \($0)" }
            try await connection.run(script: script.joined(separator: "; "))
        } catch {
            await connection.close()
            throw error
        }
        return CheckSession(connection: connection)
    }

    /// The settings that must not depend on how a role or a database is configured.
    private static func settingsOfTransaction(_ options: CheckOptions) -> [String] {
        [
            "statement_timeout = \(Int(options.statementTimeout.milliseconds))",
            "lock_timeout = \(Int(options.lockTimeout.milliseconds))",
            // A session waits for the statements of the others, but not for ever: its snapshot keeps VACUUM from its work.
            "idle_in_transaction_session_timeout = \(Int(options.statementTimeout.milliseconds * 3) + 60_000)",
            // What is compiled here is used once: it takes longer than it saves.
            "jit = off",
            // Rows that a policy hides from this role would count as good: better an error that says so.
            "row_security = off",
            // What the planner takes from constraints must not answer a check that reads the rows.
            "constraint_exclusion = partition",
            "standard_conforming_strings = on",
            "TimeZone = 'UTC'",
            "DateStyle = 'ISO, YMD'",
            // Values of two databases are compared as texts.
            "IntervalStyle = postgres",
            "bytea_output = hex",
            "extra_float_digits = 1",
            // Checks of the catalog read the server's words for expressions.
            "quote_all_identifiers = off",
        ]
    }

    /// Runs one SELECT so that its failure does not end the transaction.
    ///
    /// - Parameters:
    ///   - limit: After how long it is given up, instead of the run's limit.
    ///   - settings: More settings for this statement alone, such as `enable_hashagg = off`.
    func ask(
        _ sql: String, _ parameters: [any PostgresEncodable] = [], limit: Duration? = nil, settings: [String] = []
    ) async throws(PostgresError) -> PostgresRows {
        let limits = limit.map { ["statement_timeout = \(max(1, Int($0.milliseconds)))"] } ?? []
        let local = (settings + limits).map { "SET LOCAL \($0)" }
        try await connection.run(script: "SAVEPOINT plumbline_check")
        do {
            // In here, since the server may refuse a setting: a role that this one is not a member of.
            if !local.isEmpty { try await connection.run(script: local.joined(separator: "; ")) }
            // With parameters, even none, the extended protocol is used: one statement, whatever the text says.
            let rows = try await connection.query(sql, parameters)
            // Rolling back to it takes the settings back too, and there is nothing else to lose.
            try await connection.run(script: "ROLLBACK TO SAVEPOINT plumbline_check; RELEASE SAVEPOINT plumbline_check")
            return rows
        } catch {
            if error.code == .connectionLost || error.code == .cancelled { throw error }
            try await connection.run(script: "ROLLBACK TO SAVEPOINT plumbline_check; RELEASE SAVEPOINT plumbline_check")
            var error = error
            error.statement = sql
            throw error
        }
    }

    func end() async {
        // The connection is closed in any case, and with it the transaction: nothing was written that could be lost.
        _ = try? await connection.query("ROLLBACK")
        await connection.close()
    }
}
