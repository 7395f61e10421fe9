import Foundation
import PostgresClient
import SchemaEngine
import SchemaModel

/// One migration as a live database knows it.
public struct MigrationStatus: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        case applied(at: String, by: String)
        /// Begun and broken off: how many steps are done.
        case begun(steps: Int)
        case pending
    }

    public let label: String
    public let state: State
}

extension LiveDatabase {
    private struct LedgerRow {
        let number: Int
        let name: String
        let checksum: String
        let appliedAt: String
        let appliedBy: String
    }

    private func hasLedger() async throws -> Bool {
        let rows = try await connection.query("SELECT \(Ledger.exists) AS there")
        return try rows.first?.decode("there", as: Bool.self) ?? false
    }

    private func ledger() async throws -> [LedgerRow] {
        guard try await hasLedger() else { return [] }
        let rows = try await connection.query(
            """
            SELECT number, name, checksum, to_char(applied_at, 'YYYY-MM-DD HH24:MI:SS TZ') AS at, applied_by AS by
            FROM plumbline.migration WHERE project = $1 ORDER BY number
            """, [project.name])
        return try rows.map {
            LedgerRow(
                number: Int(try $0.decode("number", as: Int32.self)), name: try $0.decode("name", as: String.self),
                checksum: try $0.decode("checksum", as: String.self), appliedAt: try $0.decode("at", as: String.self),
                appliedBy: try $0.decode("by", as: String.self))
        }
    }

    /// The migrations, checked against what the ledger says of them.
    /// - Throws: ``MigrationError`` when an applied file was edited, or the ledger names one that is not there.
    private func checkedPairs() async throws -> (pairs: [MigrationDirectory.Pair], applied: [LedgerRow]) {
        let pairs = try directory.pairs()
        let applied = try await ledger()
        for row in applied {
            guard let pair = pairs.first(where: { $0.number == row.number }) else {
                throw MigrationError(
                    .numbering,
                    "the database has migration \(MigrationFile.padded(row.number))_\(row.name) applied, and "
                        + "migrations/\(declared.name) does not hold it: this checkout is older than the database. Pull, then try again."
                )
            }
            guard pair.forward.checksum == row.checksum else {
                throw MigrationError(
                    .edited,
                    "\(pair.forward.path) was edited after it was applied (\(row.appliedAt)): the ledger has SHA-256 "
                        + "\(row.checksum.prefix(12))…, the file \(pair.forward.checksum.prefix(12))…. Restore it from git, and put "
                        + "the change into a new migration.")
            }
        }
        return (pairs, applied)
    }

    /// Every migration and whether it is applied.
    public func status() async throws -> [MigrationStatus] {
        let (pairs, applied) = try await checkedPairs()
        let begun = try await hasLedger() ? try await begunSteps() : [:]
        return pairs.map { pair in
            if let row = applied.first(where: { $0.number == pair.number }) {
                return MigrationStatus(label: pair.label, state: .applied(at: row.appliedAt, by: row.appliedBy))
            }
            if let steps = begun[pair.number] { return MigrationStatus(label: pair.label, state: .begun(steps: steps)) }
            return MigrationStatus(label: pair.label, state: .pending)
        }
    }

    private func begunSteps() async throws -> [Int: Int] {
        let rows = try await connection.query(
            """
            SELECT migration, count(*) AS steps FROM plumbline.journal WHERE project = $1 AND direction = 'forward' GROUP BY 1
            """, [project.name])
        return Dictionary(
            try rows.map { (Int(try $0.decode("migration", as: Int32.self)), Int(try $0.decode("steps", as: Int64.self))) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Runs every migration that is not applied yet, in order.
    ///
    /// - Returns: what each did; empty when there was nothing to do.
    /// - Throws: ``MigrationError``; what was done before stays done, and the next run goes on from there.
    public func apply(
        patience: MigrationRunner.Patience = .init(), report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in }
    ) async throws -> [(label: String, outcome: MigrationRunner.Outcome)] {
        try await exclusively {
            let (pairs, applied) = try await checkedPairs()
            guard !pairs.isEmpty else {
                throw MigrationError(
                    .numbering,
                    "there is no migration in \(directory.migrations.path): run this in the project's folder, or write the first one with "
                        + "`plumb generate NAME`")
            }
            if pairs.count > applied.count { try await Preflight(declared: declared).check(connection) }
            let runner = MigrationRunner(connection, patience: patience, report: report)
            var done: [(label: String, outcome: MigrationRunner.Outcome)] = []
            for pair in pairs where !applied.contains(where: { $0.number == pair.number }) {
                done.append((pair.label, try await runner.run(pair.forward)))
            }
            return done
        }
    }

    /// Takes back the newest migrations, newest first, down to and without `target`.
    ///
    /// - Parameter target: the number of the migration that stays the newest; 0 takes back all.
    public func rollBack(
        to target: Int, patience: MigrationRunner.Patience = .init(),
        report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in }
    ) async throws -> [(label: String, outcome: MigrationRunner.Outcome)] {
        try await exclusively {
            let (pairs, applied) = try await checkedPairs()
            let begun = try await hasLedger() ? try await begunSteps() : [:]
            let runner = MigrationRunner(connection, patience: patience, report: report)
            var done: [(label: String, outcome: MigrationRunner.Outcome)] = []
            for pair in pairs.reversed() where pair.number > target {
                guard applied.contains(where: { $0.number == pair.number }) || begun[pair.number] != nil else { continue }
                done.append((pair.label, try await runner.run(pair.rollback)))
            }
            return done
        }
    }

    /// The number of the newest applied migration; 0 where there is none.
    public func newestApplied() async throws -> Int { try await ledger().last?.number ?? 0 }

    /// Takes a database that has everything already as if the migrations had made it.
    /// - Throws: ``MigrationError`` when it differs from the declaration.
    public func baseline() async throws -> [String] {
        let comparison = try await compare()
        guard comparison.isClean else {
            throw MigrationError(
                .live,
                "the database does not match the declaration, so it cannot be taken as it is:\n"
                    + (comparison.drift.map(DeltaText.line) + comparison.external).map { "  - \($0)" }.joined(separator: "\n")
                    + "\nChange the declaration or the database until `plumb verify` is clean.")
        }
        return try await exclusively {
            let (pairs, applied) = try await checkedPairs()
            try await connection.run(script: "BEGIN; \(Ledger.statements.joined(separator: "; ")); COMMIT")
            var labels: [String] = []
            for pair in pairs where !applied.contains(where: { $0.number == pair.number }) {
                try await connection.execute(
                    """
                    INSERT INTO plumbline.migration (project, number, name, checksum, fingerprint)
                    VALUES ($1, $2::integer, $3, $4, $5)
                    """,
                    [project.name, String(pair.number), pair.forward.name, pair.forward.checksum, pair.forward.after])
                labels.append(pair.label)
            }
            return labels
        }
    }

    /// Who has the advisory lock, for a person who wants to look.
    private func holder(of key: String) async throws -> String {
        let rows = try await connection.query(
            """
            SELECT a.pid, to_char(a.backend_start, 'HH24:MI:SS TZ') AS since FROM pg_catalog.pg_locks l
            JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.database = a.datid AND l.objsubid = 1
            AND (l.classid::bigint << 32 | l.objid::bigint) = \(key)
            """)
        guard let row = rows.first, let pid = row.text("pid") else { return ", and has its advisory lock" }
        return ": server process \(pid) has its advisory lock" + (row.text("since").map { ", connected since \($0)" } ?? "")
    }

    /// One migrator a database and project at a time; the lock is the session's and goes with it.
    private func exclusively<R>(_ body: () async throws -> R) async throws -> R {
        let key = "hashtextextended(\(SQL.literal("plumbline:" + project.name)), 0)"
        let rows = try await connection.query("SELECT pg_try_advisory_lock(\(key)) AS mine")
        guard try rows.first?.decode("mine", as: Bool.self) == true else {
            throw MigrationError(
                .busy,
                "another `plumb` is migrating this database for project \(project.name)\(try await holder(of: key)). "
                    + "Wait for it; if its program is gone, its session ends within seconds of that.")
        }
        // A session whose program was killed would finish its statement, and hold what it waits for in vain. A server on
        // a platform that cannot watch its clients has the setting too, and refuses it.
        _ = try? await connection.query("SELECT set_config('client_connection_check_interval', '2s', false)")
        let result: R
        do {
            result = try await body()
        } catch {
            // The session may be gone with its lock; what went wrong first is what the user must see.
            _ = try? await connection.query("SELECT pg_advisory_unlock(\(key))")
            throw error
        }
        _ = try await connection.query("SELECT pg_advisory_unlock(\(key))")
        return result
    }
}

// MARK: quarantine

extension LiveDatabase {
    /// The quarantine schemas and what they hold, in words.
    public func quarantined() async throws -> [String] {
        let rows = try await connection.query(
            """
            SELECT n.nspname || '.' || c.relname || ', ' || pg_size_pretty(pg_total_relation_size(c.oid)) AS what
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname ~ \(SQL.literal(Quarantine.pattern)) AND c.relkind IN ('r', 'p') ORDER BY 1
            """)
        return try rows.map { try $0.decode("what", as: String.self) }
    }

    /// Deletes for good what dropped objects left behind.
    /// - Returns: the schemas that were dropped.
    public func purge() async throws -> [String] {
        try await exclusively {
            let rows = try await connection.query(
                "SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname ~ \(SQL.literal(Quarantine.pattern)) ORDER BY 1"
            )
            let names = try rows.map { try $0.decode("name", as: String.self) }
            for name in names { try await connection.run(script: "DROP SCHEMA \(SQL.identifier(name)) CASCADE") }
            return names
        }
    }
}
