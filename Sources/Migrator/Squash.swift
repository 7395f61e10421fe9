import PostgresClient
import SchemaEngine
import SchemaModel

/// One migration that takes the place of all from the first to a given one.
///
/// Its file carries a digest of the migrations that it replaces. A new database runs it; one that has exactly those migrations already
/// takes it over in its history, as a baseline.
enum Squash {
    /// Labels and checksums of migrations in order; `plumbline.adopt_squash` makes the same of the history.
    static func digest(_ migrations: [(label: String, checksum: String)]) -> String {
        Checksum.sha256(migrations.map { "\($0.label) \($0.checksum)\n" }.joined())
    }
}

extension MigrationGenerator {
    /// The result of a squash.
    package struct Squashed: Sendable {
        package let label: String
        /// The labels of the migrations that it replaces.
        package let replaced: [String]
        package let proof: Proof
    }

    /// The state of a scratch database after migrations.
    private struct Outcome {
        let before: CatalogState
        let after: CatalogState
        let dump: String
        /// A digest of the rows of each table that has any.
        let rows: [ObjectID: String]
    }

    /// Replaces the migrations up to a number by one that leads to the same schema, the same `pg_dump` and the same rows.
    ///
    /// - Returns: what was replaced; the files are removed, and git has them.
    /// - Throws: ``MigrationError`` when there is nothing to squash, or the result is not the same; nothing is written then.
    package func squash(to number: Int, name: String) async throws -> Squashed {
        let pairs = try directory.pairs()
        let replaced = pairs.filter { $0.number <= number }
        let rest = pairs.filter { $0.number > number }
        guard replaced.count > 1, let last = replaced.last, last.number == number else {
            throw MigrationError(
                .numbering,
                "there is nothing to squash to number \(number): migrations/\(declared.name) has "
                    + (pairs.isEmpty ? "no migration" : "the numbers \(pairs[0].number) to \(pairs.next - 1)")
                    + ", and a squash takes two or more")
        }
        let old = try await outcome(of: replaced)
        let digest = Squash.digest(replaced.map { ($0.label, $0.forward.checksum) })
        let (forward, rollback) = try await plans(from: RenamedState(old.before), to: old.after, number: number)
        let new = try pair(
            forward, rollback, number: number, name: name, from: old.before, to: old.after, replaced: digest)
        try await review(new.forward, forward)
        let proof = try await prove([], new: new, declared: old.after, plans: (forward, rollback))
        try compare(old, try await outcome(of: [new]), new.forward.path)
        if let end = rest.last {
            let states = try await ReplayedStates([new] + rest, at: [end.number], declared, shape: shape, host)
            guard states[end.number].fingerprint() == end.forward.after else {
                throw MigrationError(
                    .proof, "\(end.forward.path) does not lead to the same schema behind \(new.forward.path); nothing was written"
                )
            }
        }
        try directory.replace(replaced, with: [new], all: [new] + rest)
        for pair in replaced { try directory.removeCertificate(of: pair.label) }
        if let certificate = proof.certificate { try directory.write(certificate) }
        return Squashed(label: new.label, replaced: replaced.map(\.label), proof: proof)
    }

    private func outcome(of pairs: [MigrationDirectory.Pair]) async throws -> Outcome {
        try await host.withScratch(declared.platform) { connection, settings in
            let loader = DeclarationLoader(declared, shape: shape)
            let base = try await loader.prepare(connection, host.cache)
            let runner = MigrationRunner(connection)
            for pair in pairs { try await runner.replay(pair.forward, connection) }
            let after = loader.own(try await loader.reader.read(connection), base)
            var rows: [ObjectID: String] = [:]
            for table in after.facts.keys.sorted() where table.kind == .table {
                // The order of columns may differ, and JSON has one of its own.
                let found = try await connection.query(
                    """
                    SELECT md5(string_agg(x.row, ',' ORDER BY x.row)) AS digest
                    FROM (SELECT pg_catalog.to_jsonb(t)::text COLLATE "C" AS row FROM ONLY \(table.sql) AS t) AS x HAVING count(*) > 0
                    """)
                rows[table] = found.first?.text("digest")
            }
            return Outcome(
                before: loader.own(base, base), after: after, dump: try await host.dump(settings), rows: rows)
        }
    }

    private func compare(_ old: Outcome, _ new: Outcome, _ path: String) throws {
        let deltas = Comparison.deltas(from: old.after, to: new.after, ignoring: [.owner])
        guard deltas.isEmpty else {
            throw MigrationError(
                .proof,
                "\(path) does not lead to the schema of the migrations that it replaces; nothing was written:\n"
                    + deltas.map { "  - \(DeltaText.line($0))" }.joined(separator: "\n"))
        }
        let differing = DumpText.entries(old.dump).symmetricDifference(DumpText.entries(new.dump)).sorted()
        if let first = differing.first {
            throw MigrationError(
                .proof,
                "\(path): pg_dump differs from that of the migrations that it replaces; nothing was written: "
                    + first.split(separator: "\n").prefix(6).joined(separator: " "))
        }
        let tables = Set(old.rows.keys).union(new.rows.keys).filter { old.rows[$0] != new.rows[$0] }.sorted()
        guard tables.isEmpty else {
            throw MigrationError(
                .proof,
                "the migrations that \(path) would replace write rows of \(tables.map(\.path).joined(separator: ", ")) by statements of "
                    + "their own, which a squash does not repeat; nothing was written. Declare them as reference rows, or squash to a "
                    + "number before them.")
        }
    }
}

extension LiveDatabase {
    /// The history, in which a squashed migration of the files stands for those that it replaces.
    func rows(_ pairs: [MigrationDirectory.Pair]) async throws -> [HistoryTable.Row] {
        let rows = try await history.rows()
        guard let squash = pairs.first, let digest = squash.forward.header.replaced else { return rows }
        let replaced = rows.filter { $0.number <= squash.number }
        guard let newest = replaced.last, newest.label != squash.label, replaced.allSatisfy({ $0.state == .applied }),
            Squash.digest(replaced.map { ($0.label, $0.checksum) }) == digest
        else { return rows }
        let row = HistoryTable.Row(
            number: squash.number, name: squash.forward.name, checksum: squash.forward.checksum,
            fingerprint: squash.forward.after, state: .applied, isBaseline: true, appliedAt: newest.appliedAt,
            appliedBy: newest.appliedBy, sectionsDone: 0, sectionsBegun: 0, differs: newest.differs, forwardFile: nil,
            rollbackFile: nil, isUnadopted: true)
        return [row] + rows.dropFirst(replaced.count)
    }

    /// Writes into the history what ``rows(_:)`` only read out of it.
    func adoptSquash(
        _ pairs: [MigrationDirectory.Pair], _ rows: [HistoryTable.Row],
        _ report: @escaping @Sendable (MigrationRunner.Event) -> Void
    ) async throws {
        guard let row = rows.first, row.isUnadopted, let file = pairs.first?.forward, let digest = file.header.replaced else {
            return
        }
        try await connection.query(
            "SELECT plumbline.adopt_squash($1, $2::integer, $3, $4, $5, $6)",
            [project.name, String(row.number), row.name, file.checksum, file.after, digest])
        report(.notice("\(row.label) replaces the migrations 1 to \(row.number) in the history; nothing had to run"))
    }
}
