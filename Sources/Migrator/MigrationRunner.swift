import Foundation
package import PostgresClient
import SchemaModel

/// Runs migration files on a database, one section after the other, with short lock waits and retries.
package struct MigrationRunner: Sendable {
    /// Tells what happens to a person who watches.
    package enum Event: Sendable {
        case began(MigrationFile)
        case ran(MigrationFile.Section, seconds: Double)
        case skipped(MigrationFile.Section)
        /// A lock was not to be had; who held it, as far as that was seen.
        case waiting(MigrationFile.Section, attempt: Int, seconds: Double, blockers: [Blocker])
        /// Sessions that the section waits for now.
        case blocked(MigrationFile.Section, [Blocker])
        /// A session that was ended because it blocked for longer than allowed.
        case ended(Blocker)
        /// A section that takes long, perhaps since it waits; the number is the server's process.
        case working(MigrationFile.Section, seconds: Double, process: Int32)
        case notice(String)
        case finished(MigrationFile)
    }

    /// The sections that a run executed, and those that were done already.
    package struct Outcome: Sendable, Hashable {
        package var executed = 0
        package var skipped = 0
    }

    private let connection: PostgresConnection
    private let report: @Sendable (Event) -> Void
    private let patience: Patience
    private let asksQuestions: Bool
    private let watchesBlockers: Bool
    private let isScratch: Bool
    private var observer: (any SectionWatching)?

    /// How long sections wait for other sessions, and how often they are tried.
    package struct Patience: Sendable, Hashable {
        /// How often a section that could not get its lock, or its rows, is tried.
        package var attempts: Int
        /// How long a section waits for a lock that makes clients wait behind it.
        package var lockWait: Duration
        /// How often an index build that could not finish its wait is tried.
        package var concurrentAttempts: Int
        /// How long an index build may wait for one transaction of another session; nil for what the file says, 10 minutes.
        package var concurrentWait: Duration?
        /// Ends sessions that block a section and whose transaction is at least that old; nil to end none.
        package var endsBlockersOlderThan: Duration?

        package init(
            attempts: Int = 16, lockWait: Duration = .milliseconds(300), concurrentAttempts: Int = 3,
            concurrentWait: Duration? = nil, endsBlockersOlderThan: Duration? = nil
        ) {
            self.attempts = attempts
            self.lockWait = lockWait
            self.endsBlockersOlderThan = endsBlockersOlderThan
            self.concurrentAttempts = concurrentAttempts
            self.concurrentWait = concurrentWait
        }
    }

    /// - Parameters:
    ///   - asksQuestions: whether a file's questions to the live data stop it; false where they were asked before.
    ///   - watchesBlockers: whether a second connection looks which sessions a section waits for; nobody else uses a scratch database.
    ///   - isScratch: whether the file is tried on a scratch copy, so that nothing is done or stays done when it fails.
    package init(
        _ connection: PostgresConnection, patience: Patience = Patience(), asksQuestions: Bool = true,
        watchesBlockers: Bool = false, isScratch: Bool = false,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.connection = connection
        self.report = report
        self.patience = patience
        self.asksQuestions = asksQuestions
        self.watchesBlockers = watchesBlockers
        self.isScratch = isScratch
    }

    /// The runner, which tells somebody where it stands.
    package func observed(by observer: (any SectionWatching)?) -> MigrationRunner {
        var copy = self
        copy.observer = observer
        return copy
    }

    /// Runs one file; sections that are done already are passed over.
    ///
    /// - Parameter paired: the file of the other direction, of which the database keeps a copy.
    /// - Throws: ``MigrationError`` with the file, the line and the server's error; the sections before it stay done.
    package func run(_ file: MigrationFile, paired: MigrationFile? = nil) async throws -> Outcome {
        guard file.isSealed else {
            throw MigrationError(
                .edited,
                "\(file.path) was edited after it was proved, on or near line \(file.unsealed.first?.line ?? 1). Prove it again with "
                    + "`plumb prove --accept`, or restore it from git")
        }
        report(.began(file))
        await connection.onNotice { [report] notice in
            if notice.severity == "NOTICE", notice.sqlState == Self.progress { report(.notice(notice.message)) }
        }
        var script = ScriptRunner(connection)
        script.observer = observer
        var outcome = Outcome()
        do {
            try await prepare()
            if let beginning = file.beginning { try await script.run([.statement(beginning)], inTransaction: false) }
            if let paired { try await keep(file, paired) }
            if asksQuestions { try await script.run(file.questions, inTransaction: false) }
        } catch let error as PostgresError {
            throw refusal(error, script, file)
        }
        let goesBack = file.direction == .rollback ? try await isApplied(file) : false
        for section in file.sections {
            try Task.checkCancellation()
            do {
                if try await run(section, of: file, &script) { outcome.executed += 1 } else { outcome.skipped += 1 }
            } catch {
                // Its first transaction was rolled back, so that nothing has gone back.
                if goesBack, outcome.executed + outcome.skipped == 0, !section.isConcurrent { await stayApplied(file) }
                throw error
            }
        }
        do {
            try await script.run(file.ending, inTransaction: false)
        } catch let error as PostgresError {
            throw MigrationError(
                .step,
                "\(file.path):\(script.current?.line ?? 1): every section of \(file.label) is done, and its end could not be recorded. "
                    + "Fix the cause and run `\(command(file))` again.", cause: error)
        }
        report(.finished(file))
        return outcome
    }

    private func isApplied(_ file: MigrationFile) async throws -> Bool {
        let rows = try await connection.query(
            "SELECT FROM plumbline.migration WHERE project = $1 AND number = $2::integer AND state = 'applied'",
            [file.header.project, String(file.number)])
        return !rows.isEmpty
    }

    /// Notes that a rollback has not begun. Where that fails, the rollback counts as interrupted before its first section.
    private func stayApplied(_ file: MigrationFile) async {
        _ = try? await connection.query(
            "UPDATE plumbline.migration SET state = 'applied' WHERE project = $1 AND number = $2::integer AND state = 'going back'",
            [file.header.project, String(file.number)])
    }

    /// The SQLSTATE of notices that tell how far a backfill has come.
    static let progress = SQLState(rawValue: "PLB01")

    /// Does what `migrations/plumbline.sql` does for psql.
    private func prepare() async throws {
        try await connection.run(script: History.settings)
        let rows = try await connection.query("SELECT \(History.isInstalled) AS here, \(History.isNewer) AS newer")
        guard let row = rows.first else { return }
        if try row.decode("newer", as: Bool.self) {
            throw MigrationError(
                .live,
                "a newer release of Plumbline has migrated this database, and its history cannot be read by this one; update plumb"
            )
        }
        if try !row.decode("here", as: Bool.self) { try await connection.run(script: "BEGIN;\n\(History.install)\nCOMMIT;") }
    }

    /// Keeps a copy of both files, so that a database can go back when another branch is checked out.
    private func keep(_ file: MigrationFile, _ paired: MigrationFile) async throws {
        guard file.direction == .forward else { return }
        try await connection.query(
            """
            UPDATE plumbline.migration SET forward_file = $3, rollback_file = $4
            WHERE project = $1 AND number = $2::integer AND state = 'begun'
            """, [file.header.project, String(file.number), file.text, paired.text])
    }

    private func run(_ section: MigrationFile.Section, of file: MigrationFile, _ script: inout ScriptRunner) async throws -> Bool
    {
        var attempt = 1
        let watch = watchesBlockers ? self.watch(section) : nil
        var blockers: [Blocker] = []
        var lockWait = patience.lockWait
        while true {
            let start = Date()
            do {
                if let question = section.guardStatement { try await script.run([.statement(question)], inTransaction: false) }
                guard script.isTrue("todo") else {
                    report(.skipped(section))
                    return false
                }
                if attempt == 1, section.wait == .snapshots { await lookForSnapshots(section) }
                try await execute(section, &script, watch, lockWait)
                report(.ran(section, seconds: Date().timeIntervalSince(start)))
                return true
            } catch let error as PostgresError {
                await rollBack()
                if let seen = watch?.blockers, !seen.isEmpty { blockers = seen }
                guard error.sqlState == .lockNotAvailable || error.sqlState == .deadlockDetected, attempt < attempts(section)
                else { throw await explain(error, section, script, file, blockers) }
                // Pauses grow, and differ, so that two that wait do not meet again and again.
                let seconds = min(30, 0.5 * pow(1.5, Double(attempt - 1))) * Double.random(in: 0.8...1.2)
                report(.waiting(section, attempt: attempt, seconds: seconds, blockers: watch?.blockers ?? []))
                try await Task.sleep(for: .seconds(seconds))
                attempt += 1
                if let seen = watch?.blockers, !seen.isEmpty, seen.allSatisfy(\.yields) {
                    lockWait = max(patience.lockWait, try await deadlockTimeout() + .milliseconds(300))
                } else {
                    lockWait = patience.lockWait
                }
            }
        }
    }

    /// The time after which the server cancels an autovacuum that is in the way.
    private func deadlockTimeout() async throws -> Duration {
        let rows = try await connection.query(
            "SELECT (extract(epoch FROM pg_catalog.current_setting('deadlock_timeout')::interval) * 1000)::integer AS wait")
        return .milliseconds(try rows.first?.decode("wait", as: Int.self) ?? 1000)
    }

    private func attempts(_ section: MigrationFile.Section) -> Int {
        switch section.wait {
        case .lock, .rows: patience.attempts
        case .validation, .snapshots: patience.concurrentAttempts
        }
    }

    private func watch(_ section: MigrationFile.Section) -> BlockWatch {
        // A lock that is soon given up is told of with the attempt.
        let tells = section.wait == .snapshots || section.wait == .validation
        return BlockWatch(connection, endsOlderThan: patience.endsBlockersOlderThan) { [report] sighting in
            switch sighting {
            case .blocked(let blockers): if tells { report(.blocked(section, blockers)) }
            case .ended(let blocker): report(.ended(blocker))
            case .failed(let text): report(.notice(text))
            }
        }
    }

    /// Says what a concurrent build will wait for, before it begins; the build itself decides how long.
    private func lookForSnapshots(_ section: MigrationFile.Section) async {
        guard watchesBlockers else { return }
        do {
            for line in try await SnapshotHolders.lines(connection, olderThan: SnapshotHolders.age) {
                report(.notice("section \(section.number) may have to wait for \(line)"))
            }
        } catch {
            report(.notice("what section \(section.number) may have to wait for cannot be looked up: \(error)"))
        }
    }

    private func execute(
        _ section: MigrationFile.Section, _ script: inout ScriptRunner, _ blockWatch: BlockWatch?, _ lockWait: Duration
    ) async throws {
        let start = Date()
        let process = connection.processID
        let watch = Task { [report] in
            while true {
                try await Task.sleep(for: .seconds(10))
                report(.working(section, seconds: Date().timeIntervalSince(start), process: process))
            }
        }
        defer { watch.cancel() }
        if section.wait == .lock {
            try await connection.run(script: "SET lock_timeout = '\(Self.milliseconds(lockWait))ms'")
        }
        let body = section.isConcurrent ? section.body.map(waiting) : section.body
        try await observer?.willRun(section, process: process)
        await blockWatch?.begin()
        do {
            try await script.run(body, inTransaction: !section.isConcurrent)
        } catch {
            await blockWatch?.end()
            throw error
        }
        await blockWatch?.end()
        try await observer?.hasRun(section)
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        max(1, duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000)
    }

    /// The item with the wait that was asked for on the command line.
    private func waiting(_ item: MigrationScript.Item) -> MigrationScript.Item {
        guard let wait = patience.concurrentWait, case .statement(var statement) = item,
            statement.canonical == MigrationText.concurrentWait
        else { return item }
        statement.sql = "SET lock_timeout = '\(Self.milliseconds(wait))ms'"
        return .statement(statement)
    }

    /// Leaves the connection outside a transaction; one that is gone cannot be in one.
    private func rollBack() async {
        try? await connection.run(script: "ROLLBACK; \(MigrationConvention.setLockTimeout)")
    }

    // MARK: errors

    private func command(_ file: MigrationFile) -> String { file.direction == .forward ? "plumb apply" : "plumb rollback" }

    /// An error before the first section or behind the last one.
    private func refusal(_ error: PostgresError, _ script: ScriptRunner, _ file: MigrationFile) -> MigrationError {
        let line = script.current.map { ":\($0.line)" } ?? ""
        return MigrationError(.live, "\(file.path)\(line): \(file.label) cannot run here. Nothing was changed.", cause: error)
    }

    private func explain(
        _ error: PostgresError, _ section: MigrationFile.Section, _ script: ScriptRunner, _ file: MigrationFile,
        _ blockers: [Blocker]
    ) async -> MigrationError {
        let command = command(file)
        let seen = blockers.prefix(3).map(\.description).joined(separator: ", ")
        var advice: String
        switch error.sqlState {
        case .lockNotAvailable where section.wait == .snapshots:
            let names = seen.isEmpty ? await oldestTransactions() : " It waited for \(seen)."
            advice =
                "It waited for transactions of other sessions, \(attempts(section)) times.\(names) End "
                + "them, then run `\(command)` again: the sections before it are done and stay done."
        case .lockNotAvailable:
            let names = seen.isEmpty ? " See `pg_stat_activity`," : " \(seen) holds it. Terminate that session,"
            advice =
                "Another session holds a lock that the section needs; \(attempts(section)) attempts failed to get it.\(names) "
                + "then run `\(command)` again: the sections before it are done and stay done."
        case .insufficientPrivilege where script.actingRole != nil:
            let role = script.actingRole ?? ""
            advice =
                "The statement runs as \(role) (SET ROLE), which may not do this. A scratch database gives a role only what the migrations "
                + "grant it, and it owns only what it creates: grant \(role) what it needs in this migration or an earlier one, or end its "
                + "part with RESET ROLE. Then run `\(command)` again."
        case .insufficientPrivilege where error.message.contains("row-level security"):
            advice =
                "Policies hide rows of the table from the role that connects, and rows that are not seen would be lost. Let a superuser run "
                + "`ALTER ROLE … BYPASSRLS` for that role, then run `\(command)` again."
        case .insufficientPrivilege:
            advice = "The role that connects may not do this. Connect as the objects' owner, then run `\(command)` again."
        case _ where isScratch:
            advice =
                "It was tried on a scratch copy, so no other database was changed. Change the declaration, or the file when you wrote it, "
                + "and try again."
                + ([.undefinedTable, .undefinedFunction].contains(error.sqlState)
                    ? " A name without a schema is looked up in pg_catalog only: write it with its schema, such as public.orders."
                    : "")
                // The rows of a scratch copy are nobody's.
                + (error.detail.map { " The server adds: \($0.replacing("\n", with: "; "))" } ?? "")
        default:
            // Outside a transaction, each statement is done by itself: batches of a backfill stay.
            let own =
                if !section.isConcurrent {
                    "this one changed nothing"
                } else if section.wait == .rows {
                    "its committed batches are kept, and a rerun continues from there"
                } else {
                    "the statement that failed changed nothing"
                }
            advice =
                "The sections before it are done and stay done; \(own). Fix the cause and run `\(command)` again"
                + (file.direction == .forward ? ", or undo the migration with `plumb rollback`." : ".")
        }
        if section.isConcurrent, await !cleared(section) {
            advice += " It left an invalid index, which no query uses and which the next run drops first."
        }
        if let undoing = section.undoing { advice += await undo(undoing, file) }
        let line = script.current?.line ?? section.line
        return MigrationError(
            .step, "\(file.path):\(line): section \(section.number), \(section.title), failed. \(advice)", cause: error)
    }

    /// Takes back what earlier sections left for this one, so that nothing is in force that was not before.
    private func undo(_ undoing: MigrationFile.Undoing, _ file: MigrationFile) async -> String {
        do {
            let numbers = undoing.sections.map(String.init).joined(separator: ", ")
            try await connection.run(
                script: "BEGIN; \(undoing.statements.joined(separator: "; ")); DELETE FROM plumbline.section WHERE project = "
                    + "\(SQL.literal(file.header.project)) AND number = \(file.number) AND direction = "
                    + "\(SQL.literal(file.direction.rawValue)) AND section IN (\(numbers.isEmpty ? "NULL" : numbers)); COMMIT")
            return " What section\(undoing.sections.count == 1 ? "" : "s") \(numbers) prepared for it has been undone."
        } catch {
            await rollBack()
            return
                " What earlier sections prepared for it could not be undone: \(undoing.statements.joined(separator: "; "))."
        }
    }

    /// Drops the invalid index that a failed build leaves; false where it stays.
    private func cleared(_ section: MigrationFile.Section) async -> Bool {
        // The build's own section begins by dropping it: those statements, and no more, are run.
        guard let place = section.body.firstIndex(where: { $0.isBranch(on: "is_invalid") }) else { return true }
        do {
            try await connection.run(script: MigrationConvention.setLockTimeout)
            var script = ScriptRunner(connection)
            try await script.run(
                section.body[...place].map { item in
                    guard case .statement(var statement) = item, statement.canonical == MigrationText.concurrentWait else {
                        return item
                    }
                    statement.sql = MigrationConvention.setLockTimeout
                    return .statement(statement)
                }, inTransaction: false)
            return true
        } catch {
            // The error that is reported is the build's; that this could not be cleared is said beside it.
            await rollBack()
            return false
        }
    }

    /// The sessions that a concurrent build waits for, if they are still there; never the values in queries.
    private func oldestTransactions() async -> String {
        do {
            let lines = try await SnapshotHolders.lines(connection, olderThan: 0)
            return lines.isEmpty ? "" : " Still there: \(lines.prefix(3).joined(separator: ", "))."
        } catch {
            // The error that is reported is the build's.
            return " What it waits for cannot be looked up: \(error)."
        }
    }
}

extension MigrationScript.Item {
    fileprivate func isBranch(on variable: String) -> Bool {
        guard case .branch(let branch) = self else { return false }
        return branch.variable == variable
    }
}
