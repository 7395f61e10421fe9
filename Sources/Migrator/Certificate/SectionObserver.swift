package import PostgresClient
import SchemaEngine
import Synchronization

/// Is told where a migration's runner stands, so that it can look what the server does, or break it off.
package protocol SectionWatching: Sendable {
    func willRun(_ section: MigrationFile.Section, process: Int32) async throws
    /// The transaction of a section has begun on this connection.
    func hasBegun(_ connection: PostgresConnection) async throws
    /// The transaction of a section is about to be committed on this connection.
    func willCommit(_ connection: PostgresConnection) async throws
    func hasRun(_ section: MigrationFile.Section) async throws
    /// Statements are about to be sent on this connection.
    func willSend(_ connection: PostgresConnection) async throws
}

extension SectionWatching {
    package func willRun(_ section: MigrationFile.Section, process: Int32) async throws {}
    package func hasBegun(_ connection: PostgresConnection) async throws {}
    package func willCommit(_ connection: PostgresConnection) async throws {}
    package func hasRun(_ section: MigrationFile.Section) async throws {}
    package func willSend(_ connection: PostgresConnection) async throws {}
}

/// Looks, over a connection of its own, what each section does to the tables that were there before: `pg_locks` before the commit, files
/// that are other ones after it, and tables that were read.
///
/// A statement outside a transaction has released its locks when it is done. It is made to wait meanwhile, by a transaction with an old
/// snapshot and ACCESS SHARE on every table, and looked at while it waits.
///
/// Left out: locks up to ROW EXCLUSIVE, for which no application waits; relations that the migration creates; Plumbline's own tables, those of
/// extensions, and those of pg_cron, for which scratch databases have a stand-in.
final class SectionObserver: SectionWatching {
    fileprivate struct State {
        var sections: [Certificate.Section] = []
        /// Tables and materialized views that were there before the file ran, with their names at present.
        var relations: [String: String]?
        /// Those that the migration had created before the section at hand.
        var created: Set<String> = []
        var files: [String: String] = [:]
        var scans: [String: Int64] = [:]
        var process: Int32 = 0
        var pause: Task<Void, Never>?
        /// Why a section could not be made to wait.
        var failure: (any Error)?
    }

    private let connection: PostgresConnection
    private let claims: [Int: SectionClaim]?
    private let state = Mutex(State())

    /// - Parameter claims: what the plan says of each section; nil for files that a person wrote.
    init(_ connection: PostgresConnection, claims: [Int: SectionClaim]?) {
        self.connection = connection
        self.claims = claims
    }

    /// The observations so far.
    var sections: [Certificate.Section] { state.withLock { $0.sections } }

    package func willRun(_ section: MigrationFile.Section, process: Int32) async throws {
        let names = try await names()
        let files = try await files()
        let tables = state.withLock { state in
            let known = state.relations ?? names
            let relations = names.filter { known[$0.key] != nil }
            state.relations = relations
            state.created = Set(names.keys).subtracting(relations.keys)
            state.files = files.filter { relations[$0.key] != nil }
            state.scans = [:]
            state.process = process
            state.sections.append(
                Certificate.Section(number: section.number, title: section.title, isTransaction: !section.isConcurrent))
            return relations
        }
        guard section.isConcurrent else { return }
        let ready = AsyncStream.makeStream(of: Void.self)
        let pause = Task {
            do {
                try await self.hold(process, tables, ready.continuation)
            } catch {
                // A section that does not wait ends the holding.
                if !Task.isCancelled { self.state.withLock { $0.failure = error } }
            }
        }
        state.withLock { $0.pause = pause }
        for await _ in ready.stream {}
    }

    package func hasBegun(_ connection: PostgresConnection) async throws {
        let scans = try await scans(connection)
        state.withLock { $0.scans = scans }
    }

    package func willCommit(_ connection: PostgresConnection) async throws {
        let scans = try await scans(connection)
        let locks = try await locks()
        state.withLock { state in
            let read = scans.filter { $0.value > (state.scans[$0.key] ?? 0) }.keys
            let names = read.compactMap { state.relations?[$0] }
            state.note(locks)
            state.update { $0.scans = Set(names).union($0.scans).sorted() }
        }
    }

    package func hasRun(_ section: MigrationFile.Section) async throws {
        let pause = state.withLock { state in
            defer { state.pause = nil }
            return state.pause
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
        pause?.cancel()
        await pause?.value
        let names = try await names()
        let files = try await files()
        state.withLock { state in
            let relations = state.relations ?? [:]
            let rewritten = state.files.filter { oid, file in files[oid].map { $0 != file } ?? false }.keys
            // A table whose rows are in another one now, which has its name, and which this section made.
            let new = Set(names.filter { relations[$0.key] == nil && !state.created.contains($0.key) }.values)
            let copied = relations.filter { oid, name in names[oid] == nil && new.contains(name) }.values
            let claim = claims?[section.number]
            let sawLocks = !state.sections.isEmpty && !(state.sections.last?.locks.isEmpty ?? true)
            state.update { seen in
                seen.rewrites = (rewritten.compactMap { relations[$0] } + copied).sorted()
                if section.isConcurrent {
                    seen.notObserved.append("the tables that it reads")
                    if !sawLocks { seen.notObserved.append("its locks, since it waited for nothing") }
                }
                if let claim { seen.differences = claim.differences(from: seen) }
            }
        }
    }

    // MARK: what runs outside a transaction

    /// Holds an old snapshot and ACCESS SHARE on every table until the section waits for them, looks at its locks, and lets go.
    private func hold(
        _ process: Int32, _ tables: [String: String], _ ready: AsyncStream<Void>.Continuation
    ) async throws {
        defer { ready.finish() }
        try await PostgresConnection.with(connection.settings) { holder in
            try await holder.run(script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")
            for oid in tables.keys.sorted() {
                let rows = try await holder.query(
                    """
                    SELECT format('LOCK TABLE %s IN ACCESS SHARE MODE', c.oid::regclass) AS statement
                    FROM pg_catalog.pg_class c WHERE c.oid = $1::oid AND c.relkind IN ('r', 'p')
                    """, [oid])
                if let statement = rows.first?.text("statement") { try await holder.query(statement) }
            }
            ready.finish()
            while true {
                let rows = try await connection.query(
                    "SELECT $2::integer = ANY (pg_catalog.pg_blocking_pids($1::integer)) AS waits",
                    [String(process), String(holder.processID)])
                if try rows.first?.decode("waits", as: Bool.self) == true { break }
                try await Task.sleep(for: .milliseconds(5))
            }
            let locks = try await locks()
            state.withLock { $0.note(locks) }
            try await holder.run(script: "ROLLBACK")
        }
    }

    // MARK: catalogs

    private func locks() async throws -> [(oid: String, mode: LockMode)] {
        let process = state.withLock { $0.process }
        let rows = try await connection.query(
            """
            SELECT l.relation::oid::text AS oid, l.mode FROM pg_catalog.pg_locks l
            WHERE l.pid = $1::integer AND l.locktype = 'relation'
            AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            """, [String(process)])
        return rows.compactMap { row in
            guard let oid = row.text("oid"), let mode = row.text("mode").flatMap(Self.mode), mode >= .shareUpdateExclusive else {
                return nil
            }
            return (oid, mode)
        }
    }

    /// `AccessExclusiveLock` is ACCESS EXCLUSIVE.
    private static func mode(_ name: String) -> LockMode? {
        LockMode.allCases.first { $0.name.replacing(" ", with: "") + "LOCK" == name.uppercased() }
    }

    private func names() async throws -> [String: String] {
        try await map(
            """
            SELECT c.oid::text AS oid, n.nspname || '.' || c.relname AS value FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^(pg_|plumbline(_q|$))' AND n.nspname <> 'information_schema'
            AND (n.nspname, c.relname) NOT IN (('cron', 'job'), ('cron', 'job_run_details'))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
            """)
    }

    private func files() async throws -> [String: String] {
        try await map(
            """
            SELECT c.oid::text AS oid, pg_catalog.pg_relation_filenode(c.oid)::text AS value
            FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384
            """)
    }

    private func map(_ sql: String) async throws -> [String: String] {
        var result: [String: String] = [:]
        for row in try await connection.query(sql) { if let oid = row.text("oid") { result[oid] = row.text("value") } }
        return result
    }

    /// How often this session has read each table from end to end; only the session itself can tell before it commits.
    private func scans(_ connection: PostgresConnection) async throws -> [String: Int64] {
        var result: [String: Int64] = [:]
        for row in try await connection.query(
            """
            SELECT c.oid::text AS oid, pg_catalog.pg_stat_get_xact_numscans(c.oid)::text AS scans
            FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384
            """)
        {
            if let oid = row.text("oid"), let scans = row.text("scans").flatMap({ Int64($0) }) { result[oid] = scans }
        }
        return result
    }
}

extension SectionObserver.State {
    fileprivate mutating func update(_ change: (inout Certificate.Section) -> Void) {
        guard !sections.isEmpty else { return }
        change(&sections[sections.count - 1])
    }

    fileprivate mutating func note(_ found: [(oid: String, mode: LockMode)]) {
        let relations = relations ?? [:]
        update { section in
            for (oid, mode) in found {
                guard let name = relations[oid] else { continue }
                if let index = section.locks.firstIndex(where: { $0.relation == name }) {
                    section.locks[index].mode = max(section.locks[index].mode, mode)
                } else {
                    section.locks.append(Certificate.Lock(relation: name, mode: mode))
                }
            }
            section.locks.sort { $0.relation < $1.relation }
        }
    }
}
