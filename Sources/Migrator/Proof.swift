package import SchemaEngine
import Foundation
import PostgresClient
import SchemaModel

extension MigrationGenerator {
    /// Runs the newest migration forward, again, back, again, and forward once more, and compares the states and the rows.
    ///
    /// Every table that can be filled has rows meanwhile: some that were there before, and some that come after it and go through the
    /// rollback. The schema is compared by our own extraction and by `pg_dump` of the server's own version, which also shows
    /// attributes that no extraction query reads. The rows are compared by digests that the server computes.
    ///
    /// - Throws: ``MigrationError`` with code `proof` that says what differs, or which step loses values that nobody allowed it to lose.
    package func prove(
        _ earlier: [MigrationDirectory.Pair], new pair: MigrationDirectory.Pair, declared wanted: CatalogState? = nil
    ) async throws -> Proof {
        try await prove(earlier, new: pair, declared: wanted, plans: nil)
    }

    /// - Parameter plans: the plans that the files were written from, with which the certificate is compared.
    func prove(
        _ earlier: [MigrationDirectory.Pair], new pair: MigrationDirectory.Pair, declared wanted: CatalogState?,
        plans: (forward: Plan, rollback: Plan)?
    ) async throws -> Proof {
        let start = Date()
        let settings = try await host.makeScratch(declared.platform)
        var proof: Proof
        do {
            let loader = DeclarationLoader(declared, shape: shape)
            let base = try await PostgresConnection.with(settings) { connection in
                let base = try await loader.prepare(connection, host.cache)
                let runner = MigrationRunner(connection)
                for old in earlier { try await runner.replay(old.forward, connection) }
                return base
            }
            let bench = ProofBench(
                host: host, settings: settings, loader: loader, base: base, renames: RenamedNames(plans?.forward.renames ?? []))
            proof = try await bench.prove(pair, wanted: wanted, plans: plans)
        } catch {
            try? await host.dropScratch(settings)
            throw error
        }
        try await host.dropScratch(settings)
        try refuseLosses(proof, allowed: allowedLosses, pair)
        proof.seconds = Date().timeIntervalSince(start)
        return proof
    }

    private func refuseLosses(_ proof: Proof, allowed: Set<String>, _ pair: MigrationDirectory.Pair) throws {
        let losses = proof.unallowedLosses(allowed)
        guard !losses.isEmpty else { return }
        let lines = losses.map { "  - \($0.outcome.rawValue): \($0.title): \($0.details.joined(separator: "; "))" }
        let names = Set(losses.flatMap(\.names)).subtracting(allowed).sorted()
        let options = names.map { "`--allow-loss \($0)`" }
        // A trigger that sets updated_at fires when the migration fills a column, and when the rollback restores one.
        let triggers = declared.facts.filter { fact in
            guard fact.id.kind == .trigger, let table = fact.id.parent else { return false }
            return names.contains { $0.hasPrefix("\(table.path).") }
        }.map { "\($0.id)" }.sorted()
        var hint =
            triggers.isEmpty
            ? ""
            : " Updates of the migration and its rollback fire \(triggers.joined(separator: ", ")), which may set these values."
        let filled = declared.facts.filter { $0[.backfill] != nil }.compactMap(\.id.parent)
        let kept = names.filter { name in filled.contains { name.hasPrefix("\($0.path).") } }
            .map { String($0.split(separator: ".").last ?? "") }
        if !triggers.isEmpty, !kept.isEmpty {
            let list = kept.map { "\"\($0)\"" }.joined(separator: ", ")
            hint +=
                " To keep the old values while a backfill runs, declare `.backfilled(from: …, keeping: [\(list)])`, or add "
                + "`keeping \(kept.joined(separator: ", "))` to its `-- plumb:backfill` comment."
        }
        throw MigrationError(
            .proof,
            "\(pair.forward.path) loses values that the rollback does not bring back, as far as rows in a scratch copy show:\n"
                + lines.joined(separator: "\n")
                + "\nChange the declaration so that the values stay, or accept the loss with \(options.joined(separator: " ")).\(hint)"
        )
    }

    /// Proves every migration in turn, oldest first.
    ///
    /// - Parameter writesCertificates: whether what was seen is written beside the migrations.
    package func proveAll(writesCertificates: Bool = false) async throws -> [(label: String, proof: Proof)] {
        let pairs = try project.directory(declared.name).pairs()
        var result: [(label: String, proof: Proof)] = []
        for (place, pair) in pairs.enumerated() {
            let proof = try await prove(Array(pairs.prefix(place)), new: pair)
            if writesCertificates, let certificate = proof.certificate {
                try project.directory(declared.name).write(certificate)
            }
            result.append((pair.label, proof))
        }
        return result
    }
}

/// One scratch database on which one migration is tried.
private struct ProofBench {
    let host: any ScratchHost
    let settings: ConnectionSettings
    let loader: DeclarationLoader
    let base: CatalogState
    let renames: RenamedNames

    func prove(
        _ pair: MigrationDirectory.Pair, wanted: CatalogState?, plans: (forward: Plan, rollback: Plan)?
    ) async throws -> Proof {
        var proof = Proof()
        var findings = ProofFindings(forward: pair.forward, back: pair.rollback, renames: renames)
        let trial = RowTrial(host: host, settings: settings)

        // Rows that were there before.
        let (start, before) = try await connected { connection in
            let start = try await state(connection)
            let converted = wanted.map { ConvertedColumns(from: start, to: $0, renames) } ?? .none
            return (start, try await fill(pass: 0, converted, connection, &proof))
        }
        let startDump = try await dump()
        // Seen from another connection: what a migration does where it was never rolled back is what a policy judges.
        let claims = plans.map { SectionClaim.all(of: $0.forward) }
        let forward = try await trial.run(pair.forward, before, cameAfter: false, .observed(claims: claims))
        proof.sections = forward.executed
        proof.refused += forward.refused
        proof.count(forward.rows, of: before)
        let (target, moved, touched, rowsOnly) = try await connected { connection in
            let target = try await state(connection)
            if let wanted { _ = try compare(wanted, target, pair.forward.path, "does not lead to what is declared") }
            guard target.fingerprint() == pair.forward.after else {
                throw MigrationError(.proof, "\(pair.forward.path) does not lead to what is declared")
            }
            let moved = try await RowDigest.read(connection, comparedWith: forward.rows, renames: renames, .withQuarantine)
            let touched = try await FillTriggers(loader.declared, from: start, to: target).changes(moved, connection)
            try await again(pair.forward, connection)
            let rowsOnly = try await connection.query("SELECT k.name FROM plumbline.kept_rows k").map {
                try $0.decode("name", as: String.self)
            }
            return (target, moved, touched, rowsOnly)
        }
        let targetDump = try await dump()
        if wanted != nil { proof.reached = target }
        findings.away = RowComparison.missing(
            from: forward.rows, to: moved.ofTheSchema, renames: renames.objects, isExact: false)
        findings.inQuarantine = Set(moved.tables.values.filter(\.isInQuarantine).map(\.id.name)).union(rowsOnly)

        let back = try await trial.run(pair.rollback, moved, cameAfter: false)
        proof.refused += back.refused
        findings.refused = back.refused
        let (kept, restored) = try await connected { connection in
            let kept = try compare(start, try await state(connection), pair.rollback.path, "does not lead back")
            let restored = try await RowDigest.read(connection, comparedWith: forward.rows, .withQuarantine)
            try await again(pair.rollback, connection)
            return (kept, restored)
        }
        proof.kept = kept.filter { $0.parent == nil }
        try compareDumps(startDump, try await dump(), pair.rollback.path, except: kept)
        if back.refused.isEmpty {
            findings.lost = RowComparison.missing(from: forward.rows, to: restored.ofTheSchema, isExact: true)
        }
        findings.lost += touched.filter { value in !findings.lost.contains { $0.name == value.name } }

        // Once more, when values come back from quarantine, and rows that come after it.
        let second = try await trial.run(pair.forward, restored, cameAfter: false, .observed(claims: claims))
        proof.refused += second.refused
        try compareDumps(targetDump, try await dump(), pair.forward.path, except: [])
        let after = try await connected { connection in
            let found = try await state(connection)
            _ = try compare(target, found, pair.forward.path, "does not lead forward again after the rollback")
            return try await fill(pass: 1, .none, connection, &proof)
        }
        let backAgain = try await trial.run(
            pair.rollback, after, cameAfter: true, .observed(claims: plans.map { SectionClaim.all(of: $0.rollback) }))
        proof.refused += backAgain.refused
        proof.count(backAgain.rows, of: nil)
        proof.certificate = Certificate(
            migration: pair.label, database: pair.forward.database, serverVersion: target.serverVersion,
            forward: Certificate.Direction(
                checksum: pair.forward.checksum, sections: Certificate.Section.merged(forward.observed, second.observed)),
            rollback: Certificate.Direction(checksum: pair.rollback.checksum, sections: backAgain.observed))
        let returning = RenamedNames((plans?.forward.renames ?? []).map(\.reversed))
        let taken = try await connected {
            try await RowDigest.read($0, comparedWith: backAgain.rows, renames: returning, .withQuarantine)
        }
        findings.lostAfter = RowComparison.missing(
            from: backAgain.rows, to: taken.ofTheSchema, renames: returning.objects, isExact: false, commonOnly: true)
        let last = try await trial.run(pair.forward, taken, cameAfter: true)
        proof.refused += last.refused
        if last.refused.isEmpty {
            let end = try await connected { try await RowDigest.read($0, comparedWith: backAgain.rows) }
            findings.lostAfter += RowComparison.missing(from: backAgain.rows, to: end, isExact: false)
        }
        proof.outcomes = findings.outcomes + (plans.map { proof.unproved($0.forward) } ?? [])
        return proof
    }

    /// Runs a body with one connection, which is closed after it: a database that is copied must not have any. What the server has cached for
    /// a connection makes the next reading on it cheaper.
    private func connected<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        try await PostgresConnection.with(settings, body)
    }

    private func fill(
        pass: Int, _ converted: ConvertedColumns, _ connection: PostgresConnection, _ proof: inout Proof
    ) async throws -> RowDigest {
        let filling = try await RowFiller(connection: connection, pass: pass, converted: converted).fill()
        let rows = try await RowDigest.read(connection)
        for item in filling.notFilled where rows.rows(in: item.table) == 0 {
            guard !proof.notFilled.contains(where: { $0.table == item.table }) else { continue }
            proof.notFilled.append(Proof.NotFilled(table: item.table, reason: item.reason))
        }
        return rows
    }

    private func dump() async throws -> String { try await host.dump(settings) }

    private func state(_ connection: PostgresConnection) async throws -> CatalogState {
        loader.own(try await loader.reader.read(connection), base)
    }

    private func again(_ file: MigrationFile, _ connection: PostgresConnection) async throws {
        let outcome = try await MigrationRunner(connection).run(file)
        guard outcome.executed == 0 else {
            throw MigrationError(.proof, "\(file.path), run a second time, executed \(outcome.executed) of its sections again")
        }
    }

    /// Differences by design, named: extensions and schemas that rows in quarantine need. Anything else is an error.
    private func compare(_ wanted: CatalogState, _ found: CatalogState, _ path: String, _ what: String) throws -> [ObjectID] {
        let deltas = Comparison.deltas(from: wanted, to: found, ignoring: [.owner])
        let extensions = deltas.filter { $0.kind == .create && $0.id.kind == .extension }.map(\.id)
        // Their members, with what was granted on these, stay with them.
        let roots = Set(extensions + extensions.compactMap { found[$0]?.text(.schema).map { ObjectID.schema($0) } })
        let (wrong, kept) = deltas.partitioned { $0.kind == .create && roots.contains($0.id.root) }
        guard wrong.isEmpty else {
            throw MigrationError(.proof, "\(path) \(what):\n" + wrong.map { "  - \(DeltaText.line($0))" }.joined(separator: "\n"))
        }
        return kept.map(\.id)
    }

    private func compareDumps(_ wanted: String, _ found: String, _ path: String, except kept: [ObjectID]) throws {
        let old = DumpText.entries(wanted)
        let new = DumpText.entries(found)
        let extra = new.subtracting(old).filter { entry in
            !kept.contains { id in
                let word = id.kind == .schema ? "SCHEMA" : "EXTENSION"
                // A member of a kept extension describes itself as pg_dump does: `SCHEMA cron`.
                return entry.hasPrefix("\(id.name); Type: \(word);") || entry.hasPrefix("\(word) \(id.name); Type: ")
                    || entry.hasPrefix("\(id); Type: ACL;")
            }
        }
        let missing = old.subtracting(new)
        guard let first = extra.sorted().first ?? missing.sorted().first else { return }
        let name = DumpText.name(of: first)
        func lines(_ entries: Set<String>) -> Set<Substring> {
            Set(entries.first { DumpText.name(of: $0) == name }?.split(separator: "\n") ?? [])
        }
        let (before, after) = (lines(missing), lines(extra))
        let changes = before.subtracting(after).sorted().map { "- \($0)" } + after.subtracting(before).sorted().map { "+ \($0)" }
        throw MigrationError(
            .proof,
            "\(path): pg_dump before and after differs, in what no extraction query reads:\n"
                + ([name] + changes.prefix(12)).map { "  \($0)" }.joined(separator: "\n"))
    }
}

/// `pg_dump` output as a set of entries, without what changes from run to run or belongs to Plumbline.
enum DumpText {
    /// The line of an entry that says what it describes: `orders; Type: TABLE; Schema: app; Owner: postgres`.
    static func name(of entry: String) -> String {
        entry.split(separator: "\n").first { $0.contains("; Type: ") }.map(String.init) ?? entry
    }

    static func entries(_ dump: String) -> Set<String> {
        let parts = dump.split(separator: "\n--\n-- Name: ")
        return Set(
            parts.dropFirst().map { part in
                let lines = part.split(separator: "\n").filter { line in
                    !line.hasPrefix("\\restrict") && !line.hasPrefix("\\unrestrict") && !line.hasPrefix("SET ") && line != "--"
                        && !line.hasPrefix("-- PostgreSQL database dump complete")
                }
                // A column that was dropped comes back as the last one; PostgreSQL has no other place for it, and lists the columns of
                // statistics in the order of the table.
                if lines.first?.contains("; Type: STATISTICS;") == true {
                    return lines.map { $0.split { " ,;".contains($0) }.sorted().joined(separator: " ") }.joined(separator: "\n")
                }
                guard lines.first?.contains("; Type: TABLE;") == true else { return lines.joined(separator: "\n") }
                return lines.map { $0.hasSuffix(",") ? String($0.dropLast()) : String($0) }.sorted().joined(separator: "\n")
            }.filter { entry in
                !name(of: entry).contains("plumbline")
            })
    }
}

extension Array {
    /// The elements that do not fit, and those that do.
    fileprivate func partitioned(_ fits: (Element) -> Bool) -> (others: [Element], fitting: [Element]) {
        (filter { !fits($0) }, filter(fits))
    }
}
