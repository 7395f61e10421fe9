import Foundation
import PostgresClient
import SchemaEngine
import SchemaModel

/// One migration as a live database knows it.
package struct MigrationStatus: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        case applied(at: String, by: String, isBaseline: Bool)
        /// Broken off: how many sections are done.
        case begun(sections: Int)
        /// Its rollback was broken off.
        case goingBack(sections: Int)
        case pending
        /// The database has it, and the files do not: another branch, or a newer checkout.
        case foreign(at: String, isApplied: Bool)
    }

    package let label: String
    package let state: State
    /// The database has it from a file that reads otherwise.
    package var isEdited = false
    /// It is pending, and `apply` puts it in the place of the migrations up to its number, which the database has.
    package var isUnadoptedSquash = false
}

/// How a command that changes a live database behaves.
package struct MigrateOptions: Sendable {
    /// How long it waits for locks on tables and for other sessions' transactions.
    package var patience: MigrationRunner.Patience
    /// How long it waits for another migrator.
    package var wait: Duration
    /// True to compare the schema before and after.
    package var compares: Bool
    /// True to accept existing rows that reference rows would replace; their old values are kept for the rollback.
    package var adoptsRows: Bool
    /// True to begin in a database that another project has migrated.
    package var sharesDatabase: Bool
    /// The policy: what migrations may do to tables, by size.
    package var policy: LockPolicy
    /// How long to wait, at the end, until the standbys have replayed the migration; nil not to wait.
    package var standbyWait: Duration?
    /// The plan that was approved; nothing runs when something has changed since it was saved.
    package var plan: SavedPlan?
    /// Is told where the runner stands; for tests that break it off.
    package var observer: (any SectionWatching)?

    package init(
        patience: MigrationRunner.Patience = .init(), wait: Duration = .seconds(600), compares: Bool = true,
        adoptsRows: Bool = false, sharesDatabase: Bool = false, policy: LockPolicy = LockPolicy(), standbyWait: Duration? = nil
    ) {
        self.standbyWait = standbyWait
        self.policy = policy
        self.patience = patience
        self.wait = wait
        self.compares = compares
        self.adoptsRows = adoptsRows
        self.sharesDatabase = sharesDatabase
    }
}

/// The outcome of one migration.
package struct MigrationOutcome: Sendable {
    package let label: String
    package let outcome: MigrationRunner.Outcome
}

extension LiveDatabase {
    /// The newest migration of each other project that shares the database, such as `0003_orders of shop`.
    package func otherProjects() async throws -> [String] { try await history.otherProjects() }

    var history: HistoryTable { HistoryTable(connection: connection, project: project.name) }

    func exclusively<R>(
        _ options: MigrateOptions, _ report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in },
        _ body: () async throws -> R
    ) async throws -> R {
        try await Pooler.refuseTransactionMode(connection)
        // What a role or a database sets for its clients. The sections have their own limits; looking at rows takes as long as it takes,
        // and a session waits while others work.
        try await connection.run(
            script:
                "SET statement_timeout = 0; SET idle_session_timeout = 0; SET row_security = off; \(PostgresConnection.withoutTransactionTimeout)"
        )
        try await Writability.require(connection)
        return try await MigratorLock(connection: connection, project: project.name, wait: options.wait) { report(.notice($0)) }
            .held(
                body)
    }

    /// True when the project has migrations for this database.
    package var hasMigrations: Bool { get throws { try !directory.pairs().isEmpty } }

    /// True when the declaration has changed since the newest migration was written from it.
    package func isDeclarationAhead() throws -> Bool {
        guard let recorded = directory.recordedDeclaration(), recorded != "none" else { return false }
        return recorded != declared.digest
    }

    /// Every migration of the files and of the database, in order.
    package func status() async throws -> [MigrationStatus] {
        let pairs = try directory.pairs()
        let rows = try await self.rows(pairs)
        var result = pairs.map { pair in
            guard let row = rows.first(where: { $0.number == pair.number && $0.name == pair.forward.name }) else {
                return MigrationStatus(label: pair.label, state: .pending)
            }
            if row.isUnadopted { return MigrationStatus(label: pair.label, state: .pending, isUnadoptedSquash: true) }
            return MigrationStatus(
                label: pair.label, state: state(row), isEdited: row.state != .begun && row.checksum != pair.forward.checksum)
        }
        for row in rows where !pairs.contains(where: { $0.label == row.label }) {
            result.append(
                MigrationStatus(label: row.label, state: .foreign(at: row.appliedAt, isApplied: row.state == .applied)))
        }
        return result
    }

    /// The session that migrates this database for the project now, in words; nil where none does.
    package func migratingSession() async throws -> String? { try await MigratorLock.holder(of: project.name, connection) }

    /// The migrations of the database alone, for when its files cannot be read.
    package func recordedStatus() async throws -> [MigrationStatus] {
        try await history.rows().map { MigrationStatus(label: $0.label, state: state($0)) }
    }

    private func state(_ row: HistoryTable.Row) -> MigrationStatus.State {
        switch row.state {
        case .applied: .applied(at: row.appliedAt, by: row.appliedBy, isBaseline: row.isBaseline)
        case .begun: .begun(sections: row.sectionsDone)
        case .goingBack: .goingBack(sections: row.sectionsDone)
        }
    }

    /// The migrations, held against the history.
    /// - Throws: ``MigrationError`` where the database has a migration that the files do not have, or an applied file was edited.
    func checkedPairs() async throws -> (pairs: [MigrationDirectory.Pair], rows: [HistoryTable.Row]) {
        let pairs = try directory.pairs()
        let rows = try await self.rows(pairs)
        if let squash = pairs.first, squash.forward.header.replaced != nil, let newest = rows.last, rows[0].label != squash.label
        {
            throw MigrationError(
                .numbering,
                "\(squash.forward.path) replaces the migrations 1 to \(squash.number), and this database has others: its newest is "
                    + "\(newest.label). Check out the commit before that file was written, bring the database up to number "
                    + "\(squash.number) there with `plumb apply`, then come back.")
        }
        for row in rows {
            guard let pair = pairs.first(where: { $0.number == row.number }) else {
                throw MigrationError(
                    .numbering,
                    "the database has migration \(row.label), and migrations/\(declared.name) does not: this checkout is older than the "
                        + "database, or of another branch. Pull; or take that migration back with `plumb rollback`, which uses the copy "
                        + "that the database keeps.")
            }
            guard pair.label == row.label else {
                throw MigrationError(
                    .numbering,
                    "the database has \(row.label), and migrations/\(declared.name) has \(pair.label): two branches each made a migration "
                        + "number \(row.number). Take \(row.label) back with `plumb rollback`, which uses the copy that the database keeps; "
                        + "or merge the other branch and give \(pair.label) the next number with `plumb renumber \(pair.label)`.")
            }
            guard pair.forward.checksum == row.checksum || row.state == .begun else {
                throw MigrationError(
                    .edited,
                    "\(pair.forward.path) was edited after it was applied (\(row.appliedAt)): the history has SHA-256 "
                        + "\(row.checksum.prefix(12))…, the file \(pair.forward.checksum.prefix(12))…. Restore it from git, and put "
                        + "the change into a new migration.")
            }
        }
        return (pairs, rows)
    }

    /// Runs every migration that is not applied yet, in order.
    ///
    /// - Returns: what each did; empty when there was nothing to do.
    /// - Throws: ``MigrationError``; what was done before stays done, and the next run goes on from there.
    package func apply(
        _ options: MigrateOptions = MigrateOptions(), report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in }
    ) async throws -> [MigrationOutcome] {
        try await exclusively(options, report) {
            let (pairs, rows) = try await checkedPairs()
            guard !pairs.isEmpty else {
                throw MigrationError(
                    .numbering,
                    "there is no migration in \(directory.migrations.path): run this in the project's folder, or write the first one with "
                        + "`plumb generate NAME`")
            }
            if rows.isEmpty, !options.sharesDatabase {
                let others = try await history.otherProjects()
                guard others.isEmpty else {
                    throw MigrationError(
                        .live,
                        "this database has no migration of project \(project.name), and those of another: the newest is "
                            + "\(others.joined(separator: ", ")). If the project was renamed, give it that name again; if this is the wrong "
                            + "database, connect to the right one; if both projects share it, run `plumb apply --shared`. Nothing was "
                            + "changed.")
                }
            }
            try await adoptSquash(pairs, rows, report)
            if let row = rows.first(where: { $0.state == .goingBack }) {
                throw MigrationError(
                    .live,
                    "the rollback of \(row.label) was interrupted. Finish it with `plumb rollback`, then run `plumb apply` again."
                )
            }
            let pending = pairs.filter { pair in !rows.contains { $0.number == pair.number && $0.state == .applied } }
            if let plan = options.plan {
                let isBegun =
                    pending.first.map { first in rows.contains { $0.number == first.number && $0.state == .begun } } ?? false
                if isBegun { report(.notice("\(pending[0].label) was interrupted; its plan is continued")) }
                try await check(plan, pending, isBegun: isBegun)
            }
            guard let first = pending.first, let last = pending.last else {
                if let row = rows.last, row.differs, options.compares {
                    try await checkAfter(
                        row.label, row.number, try await Replay(self, pairs, [row.number], options.patience, report))
                }
                if let row = rows.last { try await awaitStandbys(row.label, .apply, options, report) }
                return []
            }
            try await Preflight(declared: declared).check(connection)
            try refuseNewer(pending)
            let isBegun = rows.contains { $0.number == first.number && $0.sectionsBegun > 0 }
            let comparison =
                options.compares
                ? try await Replay(self, pairs, [first.previous, last.number], options.patience, report) : nil
            // What a migration that was broken off left is neither the one state nor the other.
            if !isBegun {
                let moment = Replay.Moment.before(first.label, leadsTo: last.number, adoptsRows: options.adoptsRows)
                try await comparison?.check(self, first.previous, moment)
            }
            try await judge(pending, options.policy, report)
            try await askLiveData(pending)
            let runner = MigrationRunner(connection, patience: options.patience, watchesBlockers: true, report: report)
                .observed(by: options.observer)
            var done: [MigrationOutcome] = []
            for pair in pending {
                done.append(
                    MigrationOutcome(label: pair.label, outcome: try await runner.run(pair.forward, paired: pair.rollback)))
            }
            if let comparison { try await checkAfter(last.label, last.number, comparison) }
            try await awaitStandbys(last.label, .apply, options, report)
            return done
        }
    }

    /// - Throws: ``MigrationError`` for a migration that was written for a newer version of PostgreSQL than the server's.
    private func refuseNewer(_ pairs: [MigrationDirectory.Pair]) throws {
        let live = connection.serverVersion / 10_000
        guard let pair = pairs.first(where: { ($0.forward.header.major ?? live) > live }), let major = pair.forward.header.major
        else { return }
        throw MigrationError(
            .live,
            "\(pair.label) was written and proved for PostgreSQL \(major), and this server is PostgreSQL \(live): its statements may not "
                + "work here. Nothing was changed. Set `postgres: \(live)` in plumbline.yml, write that version into `-- plumb:postgres` of "
                + "both files, and run `plumb prove`; or delete the files, and run `plumb generate` again.")
    }

    func awaitStandbys(
        _ label: String, _ work: Standbys.Work, _ options: MigrateOptions,
        _ report: @escaping @Sendable (MigrationRunner.Event) -> Void
    ) async throws {
        guard let limit = options.standbyWait else { return }
        let count = try await Standbys.wait(connection, atMost: limit, after: label, work)
        let standbys = count == 1 ? "1 standby has" : "\(count) standbys have"
        report(.notice(count == 0 ? "no standby is connected" : "\(standbys) replayed \(label)"))
    }

    /// Compares the schema when a migration has run, and writes down the outcome: a rerun must not take a difference for success.
    private func checkAfter(_ label: String, _ number: Int, _ comparison: Replay) async throws {
        func record(_ differs: Bool) async throws {
            try await connection.query(
                "UPDATE plumbline.migration SET differs = $3::boolean WHERE project = $1 AND number = $2::integer",
                [project.name, String(number), String(differs)])
        }
        do {
            try await comparison.check(self, number, .after(label))
        } catch {
            try await record(true)
            throw error
        }
        try await record(false)
    }

    /// Asks every question of the migrations before the first of them runs, so that all problems are known at once.
    private func askLiveData(_ pairs: [MigrationDirectory.Pair]) async throws {
        let problems = try await self.problems(pairs.map(\.forward))
        guard problems.isEmpty else {
            throw MigrationError(
                .live,
                "the live data does not fit; nothing was changed:\n" + problems.map { "  - \($0)" }.joined(separator: "\n")
                    + "\nCorrect the rows, then run `plumb apply` again. Or declare in the schema how values are converted "
                    + "(`.changedType(using:)`, `-- plumb:converted TABLE.COLUMN using EXPRESSION`) or filled (`.backfilled(from:)`, "
                    + "`-- plumb:backfill TABLE.COLUMN from EXPRESSION`), and generate the migration again.")
        }
    }

    /// The rows that do not fit the migrations that this database does not have yet, in words.
    package func askPending() async throws -> [String] {
        let pairs = try directory.pairs()
        let rows = try await self.rows(pairs)
        let pending = pairs.filter { pair in !rows.contains { $0.number == pair.number && $0.state == .applied } }
        return try await problems(pending.map(\.forward))
    }

    func problems(_ files: [MigrationFile]) async throws -> [String] {
        // Where nothing was ever migrated, the function that asks is missing, and the file asks its questions itself.
        guard try await !history.rows().isEmpty else { return [] }
        // Rows that a policy hides must not count as fitting.
        try await connection.run(script: "SET row_security = off")
        var problems: [String] = []
        for file in files {
            for question in file.questions {
                if case .statement(let statement) = question, let problem = try await problem(statement) {
                    problems.append("\(file.label): \(problem)")
                }
            }
        }
        return problems
    }

    /// The finding of a question, in words; nil where the data fits.
    private func problem(_ question: MigrationScript.Statement) async throws -> String? {
        do {
            try await connection.query(question.sql)
            return nil
        } catch {
            guard error.sqlState == .integrityConstraintViolation else { throw error }
            let samples = error.detail.flatMap { $0.isEmpty ? nil : ", such as \($0)" } ?? ""
            return error.message + samples + (error.hint.map { ". \($0)" } ?? "")
        }
    }
}

/// The schema that a live database must have at some points, for comparison.
struct Replay {
    enum Moment {
        /// Before a migration, with the number of the last one that will run.
        case before(String, leadsTo: Int, adoptsRows: Bool)
        case after(String)
        /// Before and after a rollback: of which migration.
        case beforeRollback(String)
        case afterRollback(String)
    }

    let states: ReplayedStates
    /// The number of the earliest state that is compared.
    let firstNumber: Int
    private let patience: MigrationRunner.Patience
    private let report: @Sendable (MigrationRunner.Event) -> Void

    init(
        _ live: LiveDatabase, _ pairs: [MigrationDirectory.Pair], _ numbers: Set<Int>,
        _ patience: MigrationRunner.Patience = .init(),
        _ report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in }
    ) async throws {
        self.patience = patience
        self.report = report
        firstNumber = numbers.min() ?? 0
        let shape = try await live.shape(patience, report)
        states = try await live.replays.states(
            pairs, at: numbers, live.declared, shape: shape, major: live.connection.serverVersion / 10_000, live.host)
    }

    /// True when the schema after a migration was read.
    func hasState(_ number: Int) -> Bool { states.states[number] != nil }

    /// The differences between the live database and the state after a migration.
    func differences(_ live: LiveDatabase, _ number: Int) async throws -> [Delta] {
        let found = try await live.read(patience, report).owned(live.declared.scope, states.known)
        let wanted = Comparison.adoptNames(in: states[number], unnamed: live.declared.unnamed, from: found)
        return Comparison.deltas(from: wanted, to: found, ignoring: [.owner])
    }

    /// The rows that a migration would have to change: a row that is there already as it will be, such as one that a rollback kept
    /// because others refer to it, is as good as created.
    private func rowsUnlikeTheTarget(_ live: LiveDatabase, _ deltas: [Delta], _ moment: Moment) async throws -> Set<ObjectID> {
        guard case .before(_, let target, _) = moment, deltas.contains(where: { $0.id.kind == .referenceRow }) else { return [] }
        return Set(try await differences(live, target).map(\.id))
    }

    /// - Throws: ``MigrationError`` with every difference.
    func check(_ live: LiveDatabase, _ number: Int, _ moment: Moment) async throws {
        var deltas = try await differences(live, number)
        let unlike = try await rowsUnlikeTheTarget(live, deltas, moment)
        deltas.removeAll { delta in
            guard delta.kind == .create else { return false }
            return switch moment {
            // Schemas and extensions may have been created by an administrator for a role that may not.
            case .before(_, _, let adoptsRows):
                [.schema, .extension].contains(delta.id.root.kind)
                    || delta.id.kind == .referenceRow && (adoptsRows || !unlike.contains(delta.id))
            // What others use stays: an extension, a schema that is not empty, a row that is referred to.
            case .afterRollback:
                [.schema, .extension, .referenceRow].contains(delta.id.root.kind) || delta.id.kind == .referenceRow
            case .after, .beforeRollback: false
            }
        }
        guard !deltas.isEmpty else { return }
        let shown = deltas.prefix(30).map { "  - \(DeltaText.line($0))" }.joined(separator: "\n")
        let rest = deltas.count > 30 ? "\n  … and \(deltas.count - 30) more" : ""
        switch moment {
        case .before(let label, _, _):
            let rows = deltas.contains { $0.id.kind == .referenceRow } ? " Rows are taken over with --adopt." : ""
            guard number > 0 else {
                // Nothing is missing from nothing: each difference is an object that is there.
                let names = deltas.prefix(30).map { "  - \($0.id)" }.joined(separator: "\n")
                throw MigrationError(
                    .live,
                    "\(label) expects a database without any of its objects, and this one was never migrated and has some; nothing was "
                        + "changed:\n\(names)\(rest)\nIf the database was made in another way, take it over with `plumb baseline`, or with "
                        + "`plumb baseline --to-match` if it differs from the declaration; otherwise, remove these objects.\(rows)"
                )
            }
            throw MigrationError(
                .live,
                "\(label) expects the schema as the migrations before it leave it, and this database differs; nothing was changed:\n"
                    + "\(shown)\(rest)\nUndo these changes; or, if the database is as it should be, take it over with `plumb baseline`"
                    + " (--to NUMBER if it has only the first migrations).\(rows)")
        case .beforeRollback(let label):
            throw MigrationError(
                .live,
                "the rollback of \(label) expects the schema as \(label) leaves it, and this database differs; nothing was changed:\n"
                    + "\(shown)\(rest)\nUndo these changes, or add --no-compare to run the rollback all the same.")
        case .afterRollback(let label):
            throw MigrationError(
                .live,
                "the rollback of \(label) ran to its end, and the schema is not as it was before \(label):\n\(shown)\(rest)\n"
                    + "Something changed it meanwhile, or a trigger interfered. Correct it by hand; `plumb status` says where the database "
                    + "stands.")
        case .after(let label):
            throw MigrationError(
                .live,
                "\(label) ran to its end, and the schema is not as it should be:\n\(shown)\(rest)\n"
                    + "Something changed it meanwhile, or a trigger interfered. `plumb verify` compares it again.")
        }
    }
}
