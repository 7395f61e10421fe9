import PostgresClient
import Synchronization

/// Sessions in which databases are created and dropped. They stay open: a new session costs as much as the copy of a small database.
final class AdminSessions: Sendable {
    private let settings: ConnectionSettings
    private let idle = Mutex<[PostgresConnection]>([])

    init(_ settings: ConnectionSettings) { self.settings = settings }

    /// Runs one statement outside a transaction.
    func run(_ statement: String) async throws(PostgresError) {
        if let session = idle.withLock({ $0.popLast() }) {
            do throws(PostgresError) {
                return try await run(statement, in: session)
            } catch {
                // The server may have ended the session while it was idle.
                guard error.code == .connectionLost else { throw error }
            }
        }
        try await run(statement, in: try await PostgresConnection.connect(settings))
    }

    private func run(_ statement: String, in session: PostgresConnection) async throws(PostgresError) {
        do throws(PostgresError) {
            try await session.query(statement)
        } catch {
            await session.close()
            throw error
        }
        idle.withLock { $0.append(session) }
    }
}
