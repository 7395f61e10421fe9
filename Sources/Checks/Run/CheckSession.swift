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
            _ = try await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            if let snapshot {
                _ = try await connection.query("SET TRANSACTION SNAPSHOT \(SQL.literal(snapshot))")
            }
            for setting in settingsOfTransaction(options) {
                _ = try await connection.query("SET LOCAL \(setting)")
            }
        } catch {
            await connection.close()
            throw error
        }
        return CheckSession(connection: connection)
    }

    /// What must not depend on how a role or a database is configured.
    private static func settingsOfTransaction(_ options: CheckOptions) -> [String] {
        [
            "statement_timeout = \(Int(options.statementTimeout.milliseconds))",
            "lock_timeout = 5000",
            "idle_in_transaction_session_timeout = 0",
            // Rows that a policy hides from this role would count as good: better an error that says so.
            "row_security = off",
            "standard_conforming_strings = on",
            "TimeZone = 'UTC'",
            "DateStyle = 'ISO, YMD'",
        ]
    }

    /// Runs one SELECT so that its failure does not end the transaction.
    func ask(_ sql: String, _ parameters: [any PostgresEncodable] = []) async throws(PostgresError) -> PostgresRows {
        _ = try await connection.query("SAVEPOINT plumbline_check")
        do {
            // With parameters, even none, the extended protocol is used: one statement, whatever the text says.
            let rows = try await connection.query(sql, parameters)
            _ = try await connection.query("RELEASE SAVEPOINT plumbline_check")
            return rows
        } catch {
            if error.code == .connectionLost || error.code == .cancelled { throw error }
            _ = try await connection.query("ROLLBACK TO SAVEPOINT plumbline_check")
            throw error
        }
    }

    func end() async {
        // The connection is closed in any case, and with it the transaction: nothing was written that could be lost.
        _ = try? await connection.query("ROLLBACK")
        await connection.close()
    }
}
