import Foundation
import PostgresClient
import SchemaEngine
import SchemaModel
import Synchronization

/// A scratch database that can be set back, on which a migration file is run although some of its rows may be refused.
///
/// A NOT NULL over NULLs or a type that values do not fit is what live data are asked about before `plumb apply`; it does not disprove
/// the migration. The rows that a section refuses are found by trying without them, and taken out.
struct RowTrial {
    let host: any ScratchHost
    /// The database that the file runs on.
    let settings: ConnectionSettings
    /// How long rows are searched for, before all rows of a table are taken out.
    var patience: Double = 6

    /// The result of a run.
    struct Settled {
        let executed: Int
        /// The rows that were there when the file ran.
        let rows: RowDigest
        let refused: [Proof.Refused]
        /// The sections of the run that succeeded, as they were observed; empty if the run was not observed.
        let observed: [Certificate.Section]
    }

    /// The result of one run of the file.
    fileprivate struct Attempt {
        var executed = 0
        var observed: [Certificate.Section] = []
        var failure: Failure?
    }

    /// Says whether another connection observes a run.
    enum Observation {
        case none
        /// With what the plan claims of each section; nil for files that a person wrote.
        case observed(claims: [Int: SectionClaim]?)
    }

    fileprivate struct Failure {
        /// How many sections were done before it; -1 when a question to the live data failed, before the first.
        let section: Int
        let error: MigrationError
        let cause: PostgresError

        /// True when another failure is a later one, or of another kind.
        func isPassed(by other: Failure?) -> Bool {
            guard let other, other.section <= section else { return true }
            return other.section == section && other.signature != signature
        }

        private var signature: [String?] {
            [
                cause.sqlState?.rawValue, cause.tableName, cause.constraintName, cause.columnName,
                cause.sqlState == Self.question ? problem : nil,
            ]
        }

        /// The message without the number of rows that it ends in.
        var problem: String {
            guard cause.sqlState == Self.question, let cut = cause.message.lastIndex(of: ":") else { return cause.message }
            return String(cause.message[..<cut])
        }

        /// The SQLSTATE that `plumbline.refuse_rows` raises.
        private static let question = SQLState.integrityConstraintViolation
    }

    /// Runs a file, if need be without the rows that it refuses.
    ///
    /// - Parameter rows: the rows that the database has now, those in quarantine too when the file brings them back.
    /// - Throws: the file's own error, when it fails without any rows too.
    func run(
        _ file: MigrationFile, _ rows: RowDigest, cameAfter: Bool, _ observation: Observation = .none
    ) async throws -> Settled {
        guard rows.count > 0 else {
            // Without rows nothing can be refused, so the database never has to be restored.
            let result = try await attempt(file, observation)
            if let failure = result.failure { throw failure.error }
            return Settled(executed: result.executed, rows: rows.ofTheSchema, refused: [], observed: result.observed)
        }
        let snapshot = try await host.copyScratch(settings, over: nil)
        do {
            let result = try await run(file, rows, from: snapshot, cameAfter: cameAfter, observation)
            try await host.dropScratch(snapshot)
            return result
        } catch {
            try? await host.dropScratch(snapshot)
            throw error
        }
    }

    private func run(
        _ file: MigrationFile, _ rows: RowDigest, from snapshot: ConnectionSettings, cameAfter: Bool, _ observation: Observation
    ) async throws -> Settled {
        var search = Search(trial: self, file: file, snapshot: snapshot, rows: rows, deadline: Date() + patience)
        var refused: [Proof.Refused] = []
        var result = try await attempt(file, observation)
        while let failure = result.failure {
            guard refused.count < 20, failure.cause.sqlState?.isOfStatement != true else { throw failure.error }
            let title = file.sections.indices.contains(failure.section) ? file.sections[failure.section].title : nil
            let found = try await search.find(failure)
            let place = found.count == 1 ? found.first : nil
            refused.append(
                Proof.Refused(
                    table: place.flatMap { rows.tables[$0.key]?.id }.map { id in
                        file.header.restored.source(of: id.schema ?? "").map { .table($0, id.name) } ?? id
                    }, rows: found.values.reduce(0) { $0 + $1.count },
                    of: found.keys.reduce(0) { $0 + (rows.tables[$1]?.rows.count ?? 0) }, section: title,
                    direction: file.direction,
                    cameAfter: cameAfter, reason: failure.problem))
            try await search.reset()
            result = try await attempt(file, observation)
        }
        return Settled(executed: result.executed, rows: search.remaining.ofTheSchema, refused: refused, observed: result.observed)
    }

    private func attempt(_ file: MigrationFile, _ observation: Observation = .none) async throws -> Attempt {
        switch observation {
        case .none: return try await attempt(file, observedBy: nil)
        case .observed(let claims):
            return try await PostgresConnection.with(settings) { connection in
                let observer = SectionObserver(connection, claims: claims)
                var result = try await attempt(file, observedBy: observer)
                result.observed = observer.sections
                return result
            }
        }
    }

    private func attempt(_ file: MigrationFile, observedBy observer: SectionObserver?) async throws -> Attempt {
        let done = Mutex(0)
        do {
            let outcome = try await PostgresConnection.with(settings) { connection in
                let runner = MigrationRunner(connection, isScratch: true) { event in
                    switch event {
                    case .ran, .skipped: done.withLock { $0 += 1 }
                    case .began, .waiting, .blocked, .ended, .working, .notice, .finished: break
                    }
                }
                return try await runner.observed(by: observer).run(file)
            }
            return Attempt(executed: outcome.executed)
        } catch let error as MigrationError {
            guard let cause = error.cause as? PostgresError, cause.code == .server else { throw error }
            let count = done.withLock { $0 }
            return Attempt(failure: Failure(section: error.code != .step && count == 0 ? -1 : count, error: error, cause: cause))
        }
    }

    // MARK: the search

    fileprivate struct Search {
        let trial: RowTrial
        let file: MigrationFile
        let snapshot: ConnectionSettings
        let rows: RowDigest
        let deadline: Date
        /// Rows that are out, by table.
        var excluded: [UInt32: Set<String>] = [:]
        var remaining: RowDigest

        init(trial: RowTrial, file: MigrationFile, snapshot: ConnectionSettings, rows: RowDigest, deadline: Date) {
            self.trial = trial
            self.file = file
            self.snapshot = snapshot
            self.rows = rows
            self.deadline = deadline
            remaining = rows
        }

        /// Sets the database back, and takes out the rows that are excluded.
        mutating func reset() async throws { remaining = try await reset(without: excluded) }

        private func reset(without places: [UInt32: Set<String>]) async throws -> RowDigest {
            _ = try await trial.host.copyScratch(snapshot, over: trial.settings)
            return try await PostgresConnection.with(trial.settings) { connection in
                try await RowRemoval(connection: connection).remove(places, rows)
                return try await RowDigest.read(connection, .withQuarantine)
            }
        }

        private func passes(_ failure: Failure, without places: [UInt32: Set<String>]) async throws -> Bool {
            _ = try await trial.host.copyScratch(snapshot, over: trial.settings)
            try await PostgresConnection.with(trial.settings) { try await RowRemoval(connection: $0).remove(places, rows) }
            return failure.isPassed(by: try await trial.attempt(file).failure)
        }

        private func all(_ oid: UInt32) -> Set<String> { Set(rows.tables[oid]?.rows.map(\.place) ?? []) }

        private func left(_ oid: UInt32) -> [RowDigest.Row] {
            (rows.tables[oid]?.rows ?? []).filter { excluded[oid]?.contains($0.place) != true }
        }

        /// The rows that a section refuses, which are excluded from now on. The database is as the failure left it.
        mutating func find(_ failure: Failure) async throws -> [UInt32: Set<String>] {
            if let bad = try await findInTransaction(failure) {
                for (oid, places) in bad { excluded[oid, default: []].formUnion(places) }
                return bad
            }
            let everything = Dictionary(uniqueKeysWithValues: rows.tables.keys.map { ($0, all($0)) })
            guard try await passes(failure, without: everything) else { throw failure.error }
            let candidates = candidates(failure)
            for oid in candidates.prefix(8) {
                guard try await passes(failure, without: excluded.merging([oid: all(oid)]) { $1 }) else { continue }
                let bad = try await refine(failure, oid)
                excluded[oid, default: []].formUnion(bad)
                return [oid: bad]
            }
            let together = Dictionary(uniqueKeysWithValues: candidates.map { ($0, all($0)) })
            let isEnough = try await passes(failure, without: excluded.merging(together) { $1 })
            let bad = isEnough ? together : everything.filter { !$0.value.isEmpty }
            excluded.merge(bad) { $1 }
            return bad
        }

        /// The tables whose rows may be at fault: the one that the server names, then those that the section names.
        fileprivate func candidates(_ failure: Failure) -> [UInt32] {
            let tables = rows.tables.values.filter { !left($0.oid).isEmpty }.sorted { $0.id < $1.id }
            let named = tables.filter { $0.id.name == failure.cause.tableName && $0.id.schema == failure.cause.schemaName }
            let text: String
            if file.sections.indices.contains(failure.section) {
                text = file.sections[failure.section].title + file.sections[failure.section].items.canonical
            } else {
                // The hint has the query that finds the rows.
                text = failure.cause.message + (failure.cause.hint ?? file.questions.canonical)
            }
            let mentioned = tables.filter { table in !named.contains { $0.oid == table.oid } && text.contains(table.id.name) }
                .sorted { ($1.id.name.count, $0.id) < ($0.id.name.count, $1.id) }
            return (named + mentioned).map(\.oid)
        }

        private func refine(_ failure: Failure, _ oid: UInt32) async throws -> Set<String> {
            let left = left(oid)
            for guess in guesses(failure, oid) where !guess.isEmpty && guess.count < left.count {
                if try await passes(failure, without: excluded.merging([oid: guess]) { $0.union($1) }) { return guess }
            }
            let good = try await good([], left.map(\.place)) { kept in
                let others = all(oid).subtracting(kept)
                return try await passes(failure, without: excluded.merging([oid: others]) { $0.union($1) })
            }
            return Set(left.map(\.place)).subtracting(good)
        }

        /// Guesses of the rows from the fields of the server's error: NULL in a column, or the same key twice.
        private func guesses(_ failure: Failure, _ oid: UInt32) -> [Set<String>] {
            guard let table = rows.tables[oid] else { return [] }
            let left = left(oid)
            switch failure.cause.sqlState {
            case .notNullViolation:
                guard let place = table.columns.firstIndex(where: { $0.name == failure.cause.columnName }) else { return [] }
                return [Set(left.filter { $0.values[place] == RowDigest.null }.map(\.place))]
            case .uniqueViolation:
                guard let detail = failure.cause.detail, let open = detail.firstIndex(of: "("),
                    let close = detail.firstRange(of: ")=(")?.lowerBound, open < close
                else { return [] }
                let names = detail[detail.index(after: open)..<close].split(separator: ",").map {
                    $0.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
                }
                let places = names.compactMap { name in table.columns.firstIndex { $0.name == name } }
                guard places.count == names.count else { return [] }
                var seen: Set<[Int64]> = []
                let doubles = left.filter { row in !seen.insert(places.map { row.values[$0] }).inserted }
                // NULLs are different from each other, unless the key says that they are not.
                let strict = doubles.filter { row in !places.contains { row.values[$0] == RowDigest.null } }
                return [Set(strict.map(\.place)), Set(doubles.map(\.place))]
            default: return []
            }
        }

        /// The rows that the section accepts together. A set that it refuses is split in halves until the deadline; rows that were not
        /// tried by then are left out.
        fileprivate func good(
            _ kept: [String], _ open: [String], _ passes: (Set<String>) async throws -> Bool
        ) async throws -> [String] {
            if open.isEmpty || Date() > deadline { return kept }
            if try await passes(Set(kept + open)) { return kept + open }
            if open.count == 1 { return kept }
            let middle = open.count / 2
            let first = try await good(kept, Array(open[..<middle]), passes)
            return try await good(first, Array(open[middle...]), passes)
        }
    }
}

// MARK: a section that is one transaction

extension RowTrial.Search {
    /// Tries what failed in transactions that are rolled back, each with other rows out of the way: some milliseconds each.
    ///
    /// - Returns: nil when the section is not one transaction, or when its rows cannot be told from those that the search began with.
    private func findInTransaction(_ failure: RowTrial.Failure) async throws -> [UInt32: Set<String>]? {
        guard let parts = parts(failure) else { return nil }
        return try await PostgresConnection.with(trial.settings) { try await findInTransaction(failure, parts, $0) }
    }

    /// The parts to try: the questions, or a section together with those that its failure has taken back.
    private func parts(_ failure: RowTrial.Failure) -> [SectionProbe.Part]? {
        if failure.section == -1 { return [SectionProbe.Part(guardStatement: nil, items: file.questions)] }
        guard file.sections.indices.contains(failure.section) else { return nil }
        let section = file.sections[failure.section]
        let undone = (section.undoing?.sections ?? []).sorted().compactMap { number in file.sections.first { $0.number == number }
        }
        let sections = undone + [section]
        guard !sections.contains(where: \.isConcurrent) else { return nil }
        return sections.map { section in
            let items = section.body.filter { item in
                if case .statement(let statement) = item { !statement.boundsTransaction } else { true }
            }
            return SectionProbe.Part(guardStatement: section.guardStatement, items: items)
        }
    }

    private func findInTransaction(
        _ failure: RowTrial.Failure, _ parts: [SectionProbe.Part], _ connection: PostgresConnection
    ) async throws -> [UInt32: Set<String>]? {
        let here = try await RowDigest.read(connection, comparedWith: remaining, .withQuarantine)
        let matches = Dictionary(
            TableMatch.all(from: remaining, to: here, renames: [:]).map { ($0.old, $0) }, uniquingKeysWith: { first, _ in first })
        let catalog = try await FillCatalog.read(connection, .withQuarantine)
        try await connection.run(script: History.settings)
        var script = ScriptRunner(connection)
        do {
            if let beginning = file.beginning { try await script.run([.statement(beginning)], inTransaction: false) }
        } catch is PostgresError {
            // A file that cannot begin here does not fail because of rows.
            throw failure.error
        }
        let probe = SectionProbe(script: script, failure: failure, parts: parts, tables: catalog)
        // What fails for another reason by itself than in the file cannot be tried by itself.
        guard try await !probe.passes(deleting: [], of: nil) else { return nil }
        for oid in candidates(failure).prefix(12) {
            guard let match = matches[oid], try await probe.passes(deleting: nil, of: match.new) else { continue }
            guard let pairs = samePlaces(remaining.tables[oid], here.tables[match.new], match) else { return nil }
            let open = pairs.map(\.new)
            let kept = try await good([], open) { kept in
                try await probe.passes(deleting: Set(open).subtracting(kept), of: match.new)
            }
            let bad = Set(open).subtracting(kept)
            return [oid: Set(pairs.filter { bad.contains($0.new) }.map(\.old))]
        }
        guard try await probe.passes(deleting: nil, of: nil) else { throw failure.error }
        return nil
    }

    /// Where each row of a table is now, by the values that it still has; nil when that cannot be told.
    ///
    /// The sections before may have written the table again, or changed rows, which moves them.
    private func samePlaces(
        _ old: RowDigest.Table?, _ new: RowDigest.Table?, _ match: TableMatch
    ) -> [(old: String, new: String)]? {
        guard let old, let new, old.rows.count == new.rows.count else { return nil }
        let columns = match.columns.compactMap { pair in
            new.columns.firstIndex { $0.number == pair.number }.map { (pair.place, $0) }
        }
        var places: [[Int64]: [String]] = [:]
        for row in new.rows { places[columns.map { row.values[$0.1] }, default: []].append(row.place) }
        var result: [(old: String, new: String)] = []
        for row in old.rows {
            guard let place = places[columns.map { row.values[$0.0] }]?.popLast() else { return nil }
            result.append((row.place, place))
        }
        return result
    }
}

/// Runs sections in transactions that are rolled back.
private struct SectionProbe {
    /// Statements, and the one that says which section they are.
    struct Part {
        let guardStatement: MigrationScript.Statement?
        let items: [MigrationScript.Item]
    }

    let script: ScriptRunner
    let failure: RowTrial.Failure
    let parts: [Part]
    let tables: FillCatalog

    /// True when the sections get further without some rows.
    ///
    /// - Parameters:
    ///   - places: nil for all rows.
    ///   - oid: nil for all tables.
    func passes(deleting places: Set<String>?, of oid: UInt32?) async throws -> Bool {
        let chosen = tables.tables.filter { !$0.isForeign && (oid == nil || $0.oid == oid) }
        var deletions: [String] = []
        if let places, !places.isEmpty {
            let list = places.sorted().map { SQL.literal($0) }.joined(separator: ", ")
            deletions = chosen.map { "DELETE FROM \($0.only) WHERE tableoid::text || ctid::text IN (\(list))" }
        } else if places == nil {
            deletions = chosen.map { "DELETE FROM \($0.only)" }
        }
        let refusal = try await refusal(deletions)
        try await script.connection.run(script: "ROLLBACK")
        guard let refusal else { return true }
        return failure.isPassed(by: RowTrial.Failure(section: failure.section, error: failure.error, cause: refusal))
    }

    private func refusal(_ deletions: [String]) async throws -> PostgresError? {
        let setting = "SET LOCAL session_replication_role"
        var script = script
        do {
            try await script.connection.run(
                script: "BEGIN; " + (["\(setting) = replica"] + deletions + ["\(setting) = origin"]).joined(separator: "; "))
            for part in parts {
                if let statement = part.guardStatement { try await script.run([.statement(statement)], inTransaction: false) }
                try await script.run(part.items, inTransaction: true)
            }
            return nil
        } catch let error as PostgresError {
            guard error.code == .server else { throw error }
            return error
        }
    }
}

/// Takes rows out of a scratch database, and those that refer to them.
struct RowRemoval {
    let connection: PostgresConnection

    func remove(_ places: [UInt32: Set<String>], _ rows: RowDigest) async throws {
        let chosen = places.filter { !$0.value.isEmpty }
        guard !chosen.isEmpty else { return }
        let catalog = try await FillCatalog.read(connection, .withQuarantine)
        // Neither triggers nor foreign keys act: what is left without a parent goes below.
        try await connection.run(script: "SET session_replication_role = replica")
        var emptied: Set<UInt32> = []
        var deletions: [PostgresQuery] = []
        for (oid, places) in chosen.sorted(by: { $0.key < $1.key }) {
            guard let table = catalog.table(oid) else { continue }
            emptied.insert(oid)
            let list = places.sorted().map { SQL.literal($0) }.joined(separator: ", ")
            deletions.append(PostgresQuery("DELETE FROM \(table.only) WHERE tableoid::text || ctid::text IN (\(list))"))
        }
        _ = try await connection.pipeline(deletions)
        for _ in 0..<20 {
            let orphans = catalog.tables.flatMap { table in
                table.foreignKeys.filter { emptied.contains($0.target) }.map { (table.oid, Self.orphans(table, $0)) }
            }
            guard !orphans.isEmpty else { break }
            let gone = try await connection.pipeline(orphans.map { PostgresQuery($0.1) })
            emptied = Set(zip(orphans, gone).filter { $0.1.commandTag.rows > 0 }.map(\.0.0))
        }
        try await connection.run(script: "RESET session_replication_role")
        // The rollback would take rows that were left out for rows that somebody has deleted.
        if catalog.tables.contains(where: \.isInQuarantine) { try await connection.query("DELETE FROM plumbline.kept") }
    }

    private static func orphans(_ table: FillCatalog.Table, _ key: FillCatalog.ForeignKey) -> String {
        let columns = key.columns.compactMap { table.column($0)?.sql }
        let present = columns.map { "c.\($0) IS NOT NULL" }
        let same = zip(columns, key.targetNames).map { "p.\(SQL.quoted(identifier: $1)) = c.\($0)" }
        return "DELETE FROM \(table.only) c WHERE \(present.joined(separator: " AND ")) AND NOT EXISTS "
            + "(SELECT FROM \(key.targetSQL) p WHERE \(same.joined(separator: " AND ")))"
    }
}
