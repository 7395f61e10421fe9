import PostgresClient
import SchemaEngine
import SchemaModel

/// One migration that is to be taken back, and the file that does it.
package struct PlannedRollback: Sendable {
    package let label: String
    package let file: MigrationFile
    /// Why it is not the file of the checkout, or why it does not bring values back; nil for neither.
    package let note: String?
    let number: Int
    /// The state of the migration when this was planned.
    let state: HistoryTable.State
    let sectionsBegun: Int
    /// Planned from what a broken-off migration left, and not by the pair.
    let isPlannedFromLive: Bool
}

extension LiveDatabase {
    /// The migrations that a rollback would take back, newest first; runs nothing.
    ///
    /// - Parameters:
    ///   - target: the number of the migration that stays the newest; nil to take back one, applied or broken off.
    ///   - pastBaseline: whether migrations that `plumb baseline` recorded are taken back too.
    /// - Throws: ``MigrationError`` where a baseline is in the way, or no file has the rollback.
    package func plannedRollbacks(to target: Int?, pastBaseline: Bool = false) async throws -> [PlannedRollback] {
        let pairs = try directory.pairs()
        let rows = try await self.rows(pairs)
        guard let newest = rows.last else {
            guard let target, target > 0 else { return [] }
            throw MigrationError(.numbering, "--to \(target): this database has no migrations, so there is nothing to undo")
        }
        let floor = target ?? (newest.number - 1)
        guard floor >= 0 else {
            throw MigrationError(.numbering, "--to \(floor): migration numbers begin with 1; 0 undoes all migrations")
        }
        guard floor <= newest.number else {
            throw MigrationError(
                .numbering,
                "--to \(floor): this database has no migration of this number; its newest is \(newest.label). Nothing was changed. Give the "
                    + "number of the migration that is to stay the newest, or 0 to undo all; `plumb status` lists them.")
        }
        let chosen = rows.reversed().filter { $0.number > floor }
        if !pastBaseline, let row = chosen.first(where: \.isBaseline) {
            throw MigrationError(
                .live,
                "\(row.label) is a baseline: `plumb baseline` recorded it for objects that were here before, and taking it back would drop "
                    + "them. Nothing was changed. If that is what you want, add --past-baseline.")
        }
        var result: [PlannedRollback] = []
        for row in chosen { result.append(try await plannedRollback(row, pairs)) }
        return result
    }

    private func plannedRollback(_ row: HistoryTable.Row, _ pairs: [MigrationDirectory.Pair]) async throws -> PlannedRollback {
        let own = pairs.first { $0.label == row.label }
        if row.state == .begun { return try await fromLive(row, pairs) }
        // A rollback that was begun goes on with the file that began it.
        if row.state == .applied || row.rollbackFile == nil, let own, own.forward.checksum == row.checksum {
            return PlannedRollback(
                label: row.label, file: own.rollback, note: try await purged(own.rollback, row), number: row.number,
                state: row.state,
                sectionsBegun: row.sectionsBegun, isPlannedFromLive: false)
        }
        guard let text = row.rollbackFile else {
            throw MigrationError(
                .edited,
                "\(row.label) is applied here, and the files of this checkout are not the ones that were applied; the database keeps no copy, "
                    + "since psql ran them. Check out the branch that has \(row.label), then run `plumb rollback` again.")
        }
        let file = try MigrationFile(text: text, path: "the copy of \(row.label) in plumbline.migration")
        return PlannedRollback(
            label: row.label, file: file,
            note: own == nil ? "from the copy that the database keeps: this checkout does not have it" : nil,
            number: row.number, state: row.state, sectionsBegun: row.sectionsBegun, isPlannedFromLive: false)
    }

    /// Words for a rollback that finds nothing in quarantine of what the migration moved there.
    private func purged(_ file: MigrationFile, _ row: HistoryTable.Row) async throws -> String? {
        guard row.state == .applied, file.restoresFromQuarantine else { return nil }
        let rows = try await connection.query(
            "SELECT FROM pg_catalog.pg_namespace n WHERE starts_with(n.nspname, $1)", [file.header.restored.schema(for: "")])
        guard rows.isEmpty else { return nil }
        return
            "without the rows and values that it moved to quarantine, since they were purged: its tables and columns come back empty"
    }

    /// A migration that was broken off is taken back by planning from what it left to what was before it.
    private func fromLive(_ row: HistoryTable.Row, _ pairs: [MigrationDirectory.Pair]) async throws -> PlannedRollback {
        let before = pairs.filter { $0.number < row.number }
        let named = pairs.first { $0.label == row.label }
        guard before.next == row.number || named?.previous == 0 else {
            throw MigrationError(
                .numbering,
                "\(row.label) was interrupted, and this checkout does not have the migrations before it; check out a branch that has them."
            )
        }
        var states = try await Replay(self, before, [before.next - 1]).states
        let own = pairs.first { $0.label == row.label && $0.forward.checksum == row.checksum }
        if let pair = own {
            states.add(try await Replay(self, before + [pair], [row.number]).states)
        }
        try await finishDetachments()
        let live = try await read().owned(declared.scope, states.known)
        let target = SchemaEngine.Comparison.adoptNames(in: states[before.next - 1], unnamed: declared.unnamed, from: live)
        var options = PlanOptions(
            quarantine: Quarantine(migration: row.number, isRollback: true),
            restore: Quarantine(migration: row.number, isRollback: false), includesRollback: false)
        options.isRollback = true
        if let own, OnlineOptions.isUsed(in: own.forward.text) {
            // What was exchanged without a long lock goes back in the same way.
            options.online = try await MigrationGenerator(project, declared, host: host).wording(
                .all, from: live, to: target, options)
        }
        let plan = try Plan(from: live, to: target, options: options)
        let header = MigrationFile.Header(
            project: project.name, database: declared.name, number: row.number, name: row.name, direction: .rollback,
            before: live.fingerprint(), after: target.fingerprint())
        let text = try MigrationWriter(
            header: header, serverVersion: live.serverVersion, paired: try Plan(from: target, to: target)
        ).text(plan)
        return PlannedRollback(
            label: row.label, file: try MigrationFile(text: text, path: "the rollback of broken-off \(row.label)"),
            note: "planned from what it left after \(Plural.text(row.sectionsDone, "section"))", number: row.number,
            state: row.state,
            sectionsBegun: row.sectionsBegun, isPlannedFromLive: true)
    }

    /// Finishes DETACH CONCURRENTLY where it was broken off: PostgreSQL has no way back from there, and new queries no longer see the
    /// partition's rows in the table.
    private func finishDetachments() async throws {
        let pending = try await connection.query(
            """
            SELECT n.nspname AS schema, c.relname AS name, format('ALTER TABLE %s DETACH PARTITION %s FINALIZE', i.inhparent::regclass, i.inhrelid::regclass)
                AS statement
            FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE i.inhdetachpending
            """)
        for row in pending {
            guard let schema = row.text("schema"), let name = row.text("name"), let statement = row.text("statement"),
                declared.scope.contains(.table(schema, name))
            else { continue }
            try await connection.query(statement)
        }
    }

    /// Runs rollbacks that ``plannedRollbacks(to:pastBaseline:)`` gave.
    /// - Throws: ``MigrationError``; a rerun goes on from where it was.
    package func rollBack(
        _ planned: [PlannedRollback], _ options: MigrateOptions = MigrateOptions(),
        report: @escaping @Sendable (MigrationRunner.Event) -> Void = { _ in }
    ) async throws -> [MigrationOutcome] {
        try await exclusively(options, report) {
            try await confirm(planned)
            let pairs = try directory.pairs()
            try await adoptSquash(pairs, self.rows(pairs), report)
            let comparison = options.compares ? try await rollbackComparison(planned, options, report) : nil
            if let comparison, let first = planned.first, first.state == .applied, comparison.hasState(first.number) {
                try await comparison.check(self, first.number, .beforeRollback(first.label))
            }
            // Asked before the history says that the rollback has begun. What a later one meets is not known yet.
            if let first = planned.first, first.state == .applied {
                let problems = try await self.problems([first.file])
                guard problems.isEmpty else {
                    throw MigrationError(
                        .live,
                        "\(first.label) cannot be undone in the current state of the database; nothing was changed:\n"
                            + problems.map { "  - \($0)" }.joined(separator: "\n"))
                }
            }
            let runner = MigrationRunner(connection, patience: options.patience, watchesBlockers: true, report: report)
                .observed(by: options.observer)
            var done: [MigrationOutcome] = []
            for rollback in planned {
                if rollback.isPlannedFromLive { try await beginCleaning(rollback) }
                done.append(MigrationOutcome(label: rollback.label, outcome: try await runner.run(rollback.file)))
            }
            if let comparison, let last = planned.last {
                try await comparison.check(self, comparison.firstNumber, .afterRollback(last.label))
            }
            if let last = planned.last { try await awaitStandbys("the rollback of \(last.label)", .rollback, options, report) }
            return done
        }
    }

    /// Another session may have finished or taken back a migration while a person was asked.
    private func confirm(_ planned: [PlannedRollback]) async throws {
        let rows = try await self.rows(directory.pairs())
        let newest = Array(rows.suffix(planned.count).reversed())
        let isSame =
            newest.count == planned.count
            && zip(newest, planned).allSatisfy { row, rollback in
                row.label == rollback.label && row.state == rollback.state && row.sectionsBegun == rollback.sectionsBegun
            }
        guard isSame else {
            throw MigrationError(
                .live,
                "the migrations of this database have changed since the rollback was planned; nothing was changed. See `plumb status`, then "
                    + "run `plumb rollback` again.")
        }
    }

    /// The schema before and after, as far as the files of this checkout lead there; nil where they do not.
    private func rollbackComparison(
        _ planned: [PlannedRollback], _ options: MigrateOptions, _ report: @escaping @Sendable (MigrationRunner.Event) -> Void
    ) async throws -> Replay? {
        guard let first = planned.first, let last = planned.last else { return nil }
        let pairs = try directory.pairs()
        let rows = try await self.rows(pairs)
        func isOwn(_ number: Int) -> Bool {
            guard let row = rows.first(where: { $0.number == number }) else { return false }
            return pairs.contains { $0.label == row.label && $0.forward.checksum == row.checksum }
        }
        let before = rows.map(\.number).filter { $0 < last.number }
        let end = before.last ?? 0
        guard before.allSatisfy(isOwn), pairs.filter({ $0.number < last.number }).last?.number ?? 0 == end else { return nil }
        let numbers: Set<Int> =
            rows.map(\.number).filter({ (last.number...first.number).contains($0) }).allSatisfy(isOwn)
            ? [first.number, end] : [end]
        return try await Replay(self, pairs, numbers, options.patience, report)
    }

    /// From here on the file that was planned is the rollback, also for a rerun.
    private func beginCleaning(_ rollback: PlannedRollback) async throws {
        let prefix = rollback.file.header.restored.schema(for: "")
        try await connection.query(
            """
            UPDATE plumbline.migration SET state = 'going back', rollback_file = $3, restores = EXISTS (
                SELECT FROM pg_catalog.pg_namespace n WHERE starts_with(n.nspname, $4))
            WHERE project = $1 AND number = $2::integer AND state = 'begun'
            """, [project.name, String(rollback.number), rollback.file.text, prefix])
        try await connection.query(
            "DELETE FROM plumbline.section WHERE project = $1 AND number = $2::integer", [project.name, String(rollback.number)])
    }
}
