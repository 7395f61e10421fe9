import SchemaEngine
import PostgresClient

/// Runs a plan step by step, and compares what each transaction does with what its steps claim: the locks that it holds before it
/// commits, and the tables that it rewrites.
///
/// Left out of the comparison, with reasons:
/// - ACCESS SHARE, ROW SHARE and ROW EXCLUSIVE, which SELECT, foreign keys and DML take themselves: no application waits for them.
/// - Relations that the plan creates: nobody uses them yet.
/// - Views, sequences, indexes and composite types: a step names the table whose users it stops.
/// - TOAST tables and catalogs: they are locked along with their table.
/// - Steps outside a transaction: nothing holds their locks when they are done.
struct StepRunner {
    let connection: PostgresConnection
    /// The tables and materialized views that are there before the plan.
    private var relations: [String: String] = [:]
    /// Those of them that are tables, by oid.
    private var tables: Set<String> = []
    /// Those that hold rows.
    private var filled: Set<String> = []
    /// What differs from the claims, one sentence each.
    private(set) var mismatches: [String] = []

    init(_ connection: PostgresConnection) { self.connection = connection }

    mutating func run(_ plan: Plan) async throws {
        try await connection.run(
            // In UTC, PostgreSQL need not rewrite a timestamp to give it a time zone.
            script: """
                SET standard_conforming_strings = on; SET check_function_bodies = off; SET search_path = '';
                SET timezone = 'Europe/Berlin'
                """)
        relations = try await names()
        for row in try await connection.query("SELECT oid::text FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p')") {
            if let oid = row.text(0) { tables.insert(oid) }
        }
        for row in try await connection.query(
            "SELECT oid::text FROM pg_catalog.pg_class WHERE relkind = 'r' AND pg_catalog.pg_relation_size(oid) > 0")
        {
            if let oid = row.text(0) { filled.insert(oid) }
        }
        let steps = plan.steps.filter { !$0.isRecovery }
        var start = 0
        while start < steps.count {
            var end = start + 1
            if let group = steps[start].group { while end < steps.count, steps[end].group == group { end += 1 } }
            if steps[start].isTransactional {
                try await runInTransaction(Array(steps[start..<end]))
            } else {
                try await runAlone(steps[start])
            }
            start = end
        }
    }

    private func runAlone(_ step: Step) async throws {
        for statement in step.statements {
            guard step.runsGeneratedSQL else {
                try await execute(statement, of: step)
                continue
            }
            for row in try await connection.query(statement) {
                if let generated = row.text(0) { try await execute(generated, of: step) }
            }
        }
    }

    private mutating func runInTransaction(_ steps: [Step]) async throws {
        let files = try await files()
        var claimed: [String: LockMode] = [:]
        try await connection.run(script: "BEGIN")
        for step in steps {
            try await runAlone(step)
            for lock in step.locks where relations.values.contains(lock.relation) && lock.mode >= .shareUpdateExclusive {
                claimed[lock.relation] = max(claimed[lock.relation] ?? lock.mode, lock.mode)
            }
            let observed = try await locks()
            if observed != claimed {
                mismatches.append("\(step.title): claims \(Self.text(claimed)); takes \(Self.text(observed))")
                claimed = observed
            }
        }
        try await connection.run(script: "COMMIT")
        if steps.contains(where: { $0.rename != nil }) {
            let names = try await names()
            for oid in relations.keys { relations[oid] = names[oid] }
        }
        let after = try await self.files()
        let isClaimed = steps.contains { $0.hazards.contains(.rewrite) }
        let rewritten =
            files.filter { oid, file in after[oid].map { $0 != file } ?? false }.keys.compactMap { relations[$0] }
            + (try await copiedTables(evenEmpty: isClaimed))
        if isClaimed == rewritten.isEmpty {
            let title = steps.map(\.title).joined(separator: ", ")
            mismatches.append(
                isClaimed ? "\(title): claims a rewrite; rewrites nothing" : "\(title): rewrites \(rewritten.sorted())")
        }
    }

    private func execute(_ sql: String, of step: Step) async throws {
        do {
            try await connection.query(sql)
        } catch {
            throw StepFailure(title: step.title, sql: sql, message: "\(error)")
        }
    }

    /// The files of these relations, by oid; a rewrite gives a table another one.
    private func files() async throws -> [String: String] {
        var files: [String: String] = [:]
        for row in try await connection.query(
            """
            SELECT c.oid::text AS oid, pg_catalog.pg_relation_filenode(c.oid)::text AS file
            FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384
            """)
        {
            if let oid = row.text("oid"), relations[oid] != nil { files[oid] = row.text("file") }
        }
        return files
    }

    /// The tables whose rows are in another table now, which has taken over their names and their rows. One that is empty may as well
    /// have been dropped and created again.
    private func copiedTables(evenEmpty: Bool) async throws -> [String] {
        let now = try await names()
        let taken = Set(now.filter { oid, _ in relations[oid] == nil }.values)
        return relations.filter { oid, name in
            now[oid] == nil && taken.contains(name) && tables.contains(oid) && (evenEmpty || filled.contains(oid))
        }.values.sorted()
    }

    /// The names by oid.
    private func names() async throws -> [String: String] {
        var names: [String: String] = [:]
        for row in try await connection.query(
            """
            SELECT c.oid::text AS oid, n.nspname || '.' || c.relname AS name
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """)
        {
            if let oid = row.text("oid"), let name = row.text("name") { names[oid] = name }
        }
        return names
    }

    /// The strongest lock that this transaction holds on each of the relations.
    private func locks() async throws -> [String: LockMode] {
        var held: [String: LockMode] = [:]
        for row in try await connection.query(
            """
            SELECT relation::oid::text AS oid, mode FROM pg_catalog.pg_locks
            WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation' AND granted
            """)
        {
            guard let name = row.text("oid").flatMap({ relations[$0] }), let mode = row.text("mode").flatMap(Self.mode),
                mode >= .shareUpdateExclusive
            else { continue }
            held[name] = max(held[name] ?? mode, mode)
        }
        return held
    }

    /// `AccessExclusiveLock` is ACCESS EXCLUSIVE.
    private static func mode(_ name: String) -> LockMode? {
        LockMode.allCases.first { $0.name.replacing(" ", with: "") + "LOCK" == name.uppercased() }
    }

    private static func text(_ locks: [String: LockMode]) -> String {
        locks.isEmpty
            ? "no lock" : locks.sorted { $0.key < $1.key }.map { "\($0.value.name) on \($0.key)" }.joined(separator: ", ")
    }
}

/// A statement of a plan that the server refused.
struct StepFailure: Error, CustomStringConvertible {
    let title: String
    let sql: String
    let message: String

    var description: String { "the step \"\(title)\" failed: \(message)\n\(sql)" }
}
