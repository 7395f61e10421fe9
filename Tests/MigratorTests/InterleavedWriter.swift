import Migrator
import PostgresClient
import Synchronization

/// Runs a script in another session at every place where a migration is about to send statements.
final class InterleavedWriter: SectionWatching {
    private let other: PostgresConnection
    private let script: String
    private let written = Mutex(0)

    init(_ other: PostgresConnection, _ script: String) {
        self.other = other
        self.script = script
    }

    /// How often the script has run.
    var count: Int { written.withLock { $0 } }

    func willSend(_ connection: PostgresConnection) async throws {
        do {
            try await other.run(script: script)
            written.withLock { $0 += 1 }
        } catch {
            // Inside the exchange the tables are locked.
            guard error.sqlState == .lockNotAvailable else { throw error }
        }
    }
}
