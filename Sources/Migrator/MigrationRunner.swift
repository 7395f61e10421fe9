import Foundation
public import PostgresClient
import SchemaModel

/// Runs migration files on a database: one at a time, short lock waits with retries, one journal row a step.
public struct MigrationRunner: Sendable {
    /// What happens while it runs, for a person who watches.
    public enum Event: Sendable {
        case began(MigrationFile)
        case ran(MigrationFile.Unit, seconds: Double)
        case skipped(MigrationFile.Unit)
        case waiting(MigrationFile.Unit, attempt: Int, seconds: Double)
        /// A step that takes long, perhaps since it waits; the number is the server's process.
        case working(MigrationFile.Unit, seconds: Double, process: Int32)
        case finished(MigrationFile)
    }

    /// What a file's run came to.
    public struct Outcome: Sendable, Hashable {
        public var executed = 0
        public var skipped = 0
    }

    private let connection: PostgresConnection
    private let report: @Sendable (Event) -> Void
    private let patience: Patience

    /// How long steps wait for other sessions, and how often they are tried.
    public struct Patience: Sendable, Hashable {
        /// How often a step that could not get its lock within 3 s is tried.
        public var attempts: Int
        /// How often an index build that waited in vain is begun anew.
        public var concurrentAttempts: Int
        /// How long an index build may wait for one transaction of another session; nil for what the file says, 10 minutes.
        public var concurrentWait: Duration?

        public init(attempts: Int = 12, concurrentAttempts: Int = 3, concurrentWait: Duration? = nil) {
            self.attempts = attempts
            self.concurrentAttempts = concurrentAttempts
            self.concurrentWait = concurrentWait
        }
    }

    public init(
        _ connection: PostgresConnection, patience: Patience = Patience(),
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.connection = connection
        self.patience = patience
        self.report = report
    }

    /// Runs one file; steps that are done already are passed over.
    /// - Throws: ``MigrationError`` with the file, the step and the server's error; the steps before it stay done.
    public func run(_ file: MigrationFile) async throws -> Outcome {
        guard file.checksum == file.recordedChecksum else {
            throw MigrationError(.edited, "\(file.path) was edited after it was written; restore it from git")
        }
        report(.began(file))
        var outcome = Outcome()
        try await connection.run(script: file.settings)
        var previous: MigrationFile.Unit?
        for unit in file.units {
            try Task.checkCancellation()
            if try await run(unit, after: previous, of: file) { outcome.executed += 1 } else { outcome.skipped += 1 }
            previous = unit
        }
        report(.finished(file))
        return outcome
    }

    private func run(
        _ unit: MigrationFile.Unit, after previous: MigrationFile.Unit?, of file: MigrationFile
    ) async throws -> Bool {
        var attempt = 1
        while true {
            let start = Date()
            do {
                // A concurrent build that failed has left an invalid index, which the step before it drops.
                if attempt > 1, let previous, try await isToDo(previous) { try await execute(previous, of: file) }
                guard try await isToDo(unit) else {
                    report(.skipped(unit))
                    return false
                }
                try await execute(unit, of: file)
                report(.ran(unit, seconds: Date().timeIntervalSince(start)))
                return true
            } catch let error as PostgresError {
                await rollBack()
                let attempts = unit.isConcurrent ? patience.concurrentAttempts : patience.attempts
                guard error.sqlState == .lockNotAvailable || error.sqlState == .deadlockDetected, attempt < attempts else {
                    throw await explain(error, unit, after: previous, file)
                }
                // Waits grow, and differ, so that two waiters do not meet again and again.
                let seconds = min(30, 0.5 * pow(1.6, Double(attempt - 1))) * Double.random(in: 0.8...1.2)
                report(.waiting(unit, attempt: attempt, seconds: seconds))
                try await Task.sleep(for: .seconds(seconds))
                attempt += 1
            }
        }
    }

    private func execute(_ unit: MigrationFile.Unit, of file: MigrationFile, wait: Duration? = nil) async throws {
        let start = Date()
        let process = connection.processID
        let watch = Task { [report] in
            while true {
                try await Task.sleep(for: .seconds(10))
                report(.working(unit, seconds: Date().timeIntervalSince(start), process: process))
            }
        }
        defer { watch.cancel() }
        for chunk in unit.chunks {
            // Only the last step, which writes into the ledger, has the variable; elsewhere it is somebody's text.
            let isLast = unit.number == file.units.last?.number
            if chunk.hasSuffix(" " + MigrationFile.generated) {
                let rows = try await connection.query(String(chunk.dropLast(MigrationFile.generated.count)))
                for row in rows { try await connection.run(script: try row.decode(0, as: String.self)) }
                continue
            }
            try await connection.run(
                script: isLast
                    ? chunk.replacing(MigrationFile.checksumVariable, with: SQL.literal(file.checksum)) : waiting(chunk, wait))
        }
    }

    private func waiting(_ chunk: String, _ wait: Duration?) -> String {
        guard chunk == MigrationFile.concurrentWait, let wait = wait ?? patience.concurrentWait else { return chunk }
        return
            "SET lock_timeout = '\(max(1, wait.components.seconds * 1000 + wait.components.attoseconds / 1_000_000_000_000_000))ms'"
    }

    private func isToDo(_ unit: MigrationFile.Unit) async throws -> Bool {
        let rows = try await connection.query("SELECT \(unit.todo) AS todo")
        return try rows.first?.decode("todo", as: Bool?.self) ?? true
    }

    /// Leaves the connection outside a transaction; one that is gone cannot be in one.
    private func rollBack() async {
        try? await connection.run(script: "ROLLBACK; SET lock_timeout = '3s'")
    }

    private func explain(
        _ error: PostgresError, _ unit: MigrationFile.Unit, after previous: MigrationFile.Unit?, _ file: MigrationFile
    ) async -> MigrationError {
        let command = file.direction == .forward ? "plumb apply" : "plumb rollback"
        var advice: String
        switch error.sqlState {
        case .lockNotAvailable where unit.isConcurrent:
            advice =
                "It waited for transactions of other sessions, \(patience.concurrentAttempts) times.\(await oldestTransactions()) End "
                + "them, then run `\(command)` again: the steps before it are done and stay done."
        case .lockNotAvailable:
            advice =
                "Another session holds a lock that it needs; \(patience.attempts) attempts did not get it. See `pg_stat_activity`, "
                + "then run `\(command)` again: the steps before it are done and stay done."
        case .insufficientPrivilege:
            advice = "The role that connects may not do this. Connect as the objects' owner, then run `\(command)` again."
        default:
            advice =
                "The steps before it are done and stay done; this one changed nothing. Mend the cause and run `\(command)` again."
        }
        if unit.isConcurrent, let previous, await !cleared(previous, file) {
            advice += " It left an invalid index, which no query uses and which the next run drops first."
        }
        return MigrationError(
            .step, "\(file.path):\(unit.line): step \(unit.number), \(unit.title), failed. \(advice)", cause: error)
    }

    /// Whether nothing of a broken build is left: the step before a build drops its invalid index.
    private func cleared(_ previous: MigrationFile.Unit, _ file: MigrationFile) async -> Bool {
        do {
            guard previous.isConcurrent, try await isToDo(previous) else { return true }
            try await execute(previous, of: file, wait: .seconds(3))
            return try await !isToDo(previous)
        } catch {
            // The error that is being told is the build's; that this could not be cleared is told beside it.
            await rollBack()
            return false
        }
    }

    /// Who has had a transaction open for longest: what a concurrent build waits for. Never what they are doing.
    private func oldestTransactions() async -> String {
        let rows = try? await connection.query(
            """
            SELECT pid, state, extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds
            FROM pg_catalog.pg_stat_activity
            WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
            ORDER BY xact_start LIMIT 3
            """)
        let names = (rows.map(Array.init) ?? []).compactMap { row -> String? in
            guard let pid = row.text("pid"), let seconds = row.text("seconds") else { return nil }
            return "process \(pid) (\(row.text("state") ?? "another role's"), for \(seconds) s)"
        }
        return names.isEmpty ? "" : " Open longest: \(names.joined(separator: ", "))."
    }
}
