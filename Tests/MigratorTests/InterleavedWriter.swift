import Migrator
import PostgresClient
import SchemaModel
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

extension Workshop {
    /// Applies what is pending, or takes back all but the first migration, while another session writes.
    /// - Returns: how often that session wrote.
    func migrate(_ database: DeclaredDatabase, forward: Bool, writing script: String) async throws -> Int {
        let other = try await PostgresConnection.connect(live)
        try await other.run(script: "SET lock_timeout = '50ms'")
        let writer = InterleavedWriter(other, script)
        try await migrate(database, forward: forward, observer: writer)
        await other.close()
        return writer.count
    }

    /// Applies what is pending, or takes back all but the first migration, without comparing schemas.
    func migrate(_ database: DeclaredDatabase, forward: Bool, observer: any SectionWatching) async throws {
        try await withLive(database) { live, _ in
            var options = MigrateOptions(compares: false)
            options.observer = observer
            if forward {
                _ = try await live.apply(options)
            } else {
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1), options)
            }
        }
    }
}
