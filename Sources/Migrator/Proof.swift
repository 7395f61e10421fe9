public import SchemaEngine
import Foundation
import PostgresClient
import SchemaModel

/// What a migration was seen to do on a scratch copy.
public struct Proof: Sendable, Hashable {
    /// How many sections the migration has that ran.
    public var sections = 0
    /// Extensions that the way back leaves, since rows in quarantine may have their types.
    public var kept: [String] = []
    public var seconds: Double = 0
}

extension MigrationGenerator {
    /// Runs the newest migration forward, again, back, again, and forward once more, and compares the states.
    ///
    /// The oracle is `pg_dump` of the server's own version beside our own extraction, which cannot notice what it does
    /// not read.
    /// - Throws: ``MigrationError`` with code `proof` that says what differs.
    public func prove(
        _ earlier: [MigrationDirectory.Pair], new pair: MigrationDirectory.Pair, declared wanted: CatalogState? = nil
    ) async throws -> Proof {
        let start = Date()
        var proof = try await host.withScratch(declared.platform) { connection, settings in
            let loader = DeclarationLoader(declared, shape: shape)
            let base = try await loader.prepare(connection)
            let runner = MigrationRunner(connection)
            for old in earlier { _ = try await runner.run(old.forward) }
            let bench = ProofBench(connection: connection, loader: loader, base: base) { try await host.dump(settings) }
            return try await bench.prove(pair, runner, wanted: wanted)
        }
        proof.seconds = Date().timeIntervalSince(start)
        return proof
    }

    /// Proves every migration in turn, oldest first.
    public func proveAll() async throws -> [(label: String, proof: Proof)] {
        let pairs = try project.directory(declared.name).pairs()
        var result: [(label: String, proof: Proof)] = []
        for (place, pair) in pairs.enumerated() {
            result.append((pair.label, try await prove(Array(pairs.prefix(place)), new: pair)))
        }
        return result
    }
}

/// One scratch database on which one migration is tried.
private struct ProofBench {
    let connection: PostgresConnection
    let loader: DeclarationLoader
    let base: CatalogState
    let dump: () async throws -> String

    func prove(_ pair: MigrationDirectory.Pair, _ runner: MigrationRunner, wanted: CatalogState?) async throws -> Proof {
        var proof = Proof()
        let start = try await state()
        let startDump = try await dump()
        proof.sections = try await runner.run(pair.forward).executed
        let target = try await state()
        let targetDump = try await dump()
        if let wanted { _ = try compare(wanted, target, pair.forward.path, "does not lead to what is declared") }
        guard target.fingerprint() == pair.forward.after else {
            throw MigrationError(.proof, "\(pair.forward.path) does not lead to what is declared")
        }
        try await again(pair.forward, runner)
        _ = try await runner.run(pair.rollback)
        proof.kept = try compare(start, try await state(), pair.rollback.path, "does not lead back")
        try compareDumps(startDump, try await dump(), pair.rollback.path, except: proof.kept)
        try await again(pair.rollback, runner)
        _ = try await runner.run(pair.forward)
        _ = try compare(target, try await state(), pair.forward.path, "does not lead forward again after the rollback")
        try compareDumps(targetDump, try await dump(), pair.forward.path, except: [])
        return proof
    }

    private func state() async throws -> CatalogState { try await loader.reader.read(connection).without(base) }

    private func again(_ file: MigrationFile, _ runner: MigrationRunner) async throws {
        let outcome = try await runner.run(file)
        guard outcome.executed == 0 else {
            throw MigrationError(.proof, "\(file.path), run a second time, executed \(outcome.executed) of its sections again")
        }
    }

    /// What differs by design, named: extensions and schemas that rows in quarantine need. Anything else is an error.
    private func compare(_ wanted: CatalogState, _ found: CatalogState, _ path: String, _ what: String) throws -> [String] {
        let deltas = Comparison.deltas(from: wanted, to: found, ignoring: [.owner])
        let (wrong, kept) = deltas.partitioned { $0.kind == .create && $0.id.kind == .extension }
        guard wrong.isEmpty else {
            throw MigrationError(.proof, "\(path) \(what):\n" + wrong.map { "  - \(DeltaText.line($0))" }.joined(separator: "\n"))
        }
        return kept.map(\.id.name)
    }

    private func compareDumps(_ wanted: String, _ found: String, _ path: String, except kept: [String]) throws {
        let old = DumpText.entries(wanted)
        let new = DumpText.entries(found)
        let extra = new.subtracting(old).filter { entry in
            !kept.contains { entry.hasPrefix("\($0); Type: EXTENSION;") || entry.hasPrefix("EXTENSION \($0); Type: COMMENT;") }
        }
        let missing = old.subtracting(new)
        guard let first = extra.sorted().first ?? missing.sorted().first else { return }
        throw MigrationError(
            .proof,
            "\(path): pg_dump before and after differs, in what no extraction query reads: "
                + first.split(separator: "\n").prefix(6).joined(separator: " "))
    }
}

/// `pg_dump` output as a set of entries, without what changes from run to run or belongs to Plumbline.
enum DumpText {
    static func entries(_ dump: String) -> Set<String> {
        let parts = dump.split(separator: "\n--\n-- Name: ")
        return Set(
            parts.dropFirst().map { part in
                let lines = part.split(separator: "\n").filter { line in
                    !line.hasPrefix("\\restrict") && !line.hasPrefix("\\unrestrict") && !line.hasPrefix("SET ") && line != "--"
                        && !line.hasPrefix("-- PostgreSQL database dump complete")
                }
                // A column that was dropped comes back as the last one; PostgreSQL has no other place for it.
                guard lines.first?.contains("; Type: TABLE;") == true else { return lines.joined(separator: "\n") }
                return lines.map { $0.hasSuffix(",") ? String($0.dropLast()) : String($0) }.sorted().joined(separator: "\n")
            }.filter { entry in
                !(entry.split(separator: "\n").first { $0.contains("; Type: ") } ?? "").contains("plumbline")
            })
    }
}

extension Array {
    /// The elements that do not fit, and those that do.
    fileprivate func partitioned(_ fits: (Element) -> Bool) -> (others: [Element], fitting: [Element]) {
        (filter { !fits($0) }, filter(fits))
    }
}
