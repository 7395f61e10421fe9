import PostgresClient
import SchemaEngine
import SchemaModel

extension MigrationGenerator {
    /// Proves migrations that were written or edited by hand, and writes their checksums and fingerprints.
    ///
    /// The schema after the newest of them need not be what is declared; `plumb generate` writes the rest.
    /// - Returns: those that had changed, with their proofs.
    /// - Throws: ``MigrationError`` when one does not hold; nothing is written then.
    package func accept() async throws -> [(label: String, proof: Proof)] {
        let found = try directory.unprovedPairs()
        let first = found.firstIndex { !$0.forward.isSealed || !$0.rollback.isSealed }
        guard let first else {
            // Nothing was edited, but files may have come or gone with a merge.
            try directory.replace([], with: [], all: found)
            return []
        }
        var accepted = Array(found[..<first])
        var changed: [(pair: MigrationDirectory.Pair, proof: Proof)] = []
        var certificates: [Certificate] = []
        for pair in found[first...] {
            let new = try await resealed(pair, as: pair.number, after: accepted)
            let proof = try await prove(accepted, new: new)
            if let certificate = proof.certificate { certificates.append(certificate) }
            accepted.append(new)
            if new != pair { changed.append((new, proof)) }
        }
        try directory.replace([], with: changed.map(\.pair), all: accepted)
        for certificate in certificates { try directory.write(certificate) }
        return changed.map { ($0.pair.label, $0.proof) }
    }

    /// Gives a migration the number behind all others.
    /// - Returns: its new label; nil where this database does not have it.
    package func renumber(_ label: String) async throws -> String? {
        let forward = try directory.files(.forward)
        let back = try directory.files(.rollback)
        guard let old = forward.first(where: { $0.label == label }), let oldBack = back.first(where: { $0.label == label }) else {
            return nil
        }
        let others = forward.filter { $0.label != label }.map { file in
            (file, back.first { $0.label == file.label })
        }
        var before: [MigrationDirectory.Pair] = []
        for (file, rollback) in others {
            guard let rollback else {
                throw MigrationError(.numbering, "\(file.path): no rollback beside it; restore it from git")
            }
            guard file.header.previous == before.next - 1 else {
                throw MigrationError(
                    .numbering, "\(file.path): expected number \(before.next), found \(file.number); renumber that one first")
            }
            before.append(MigrationDirectory.Pair(forward: file, rollback: rollback))
        }
        let pair = MigrationDirectory.Pair(forward: old, rollback: oldBack)
        let new = try await resealed(pair, as: before.next, after: before)
        let proof = try await prove(before, new: new)
        try directory.replace([pair], with: [new], all: before + [new])
        try directory.removeCertificate(of: label)
        if let certificate = proof.certificate { try directory.write(certificate) }
        return new.label
    }

    /// The pair with a number and the fingerprints that it has behind others, each checksum that of what stands there.
    private func resealed(
        _ pair: MigrationDirectory.Pair, as number: Int, after earlier: [MigrationDirectory.Pair]
    ) async throws -> MigrationDirectory.Pair {
        // The checksums first, so that it can be run to see where it leads.
        let draft = MigrationDirectory.Pair(
            forward: try pair.forward.rewritten(number: number, before: pair.forward.before, after: pair.forward.after),
            rollback: try pair.rollback.rewritten(number: number, before: pair.rollback.before, after: pair.rollback.after))
        let states = try await ReplayedStates(
            earlier + [draft], at: [draft.previous, number], declared, shape: shape, host)
        let (before, after) = (states[draft.previous].fingerprint(), states[number].fingerprint())
        return MigrationDirectory.Pair(
            forward: try draft.forward.rewritten(number: number, before: before, after: after),
            rollback: try draft.rollback.rewritten(number: number, before: after, after: before))
    }
}

extension MigrationFile {
    /// The file under another number and with other fingerprints; the places in quarantine follow the number.
    func rewritten(number: Int, before: String, after: String) throws -> MigrationFile {
        let new = Header(
            project: header.project, database: database, number: number, name: name, direction: direction, before: before,
            after: after, replaced: header.replaced, major: header.major)
        var lines = text.lines
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("-- plumb:migration ") {
                lines[index] =
                    "-- plumb:migration \(Self.label(number, name)) \(direction.rawValue) \(database) of \(header.project)"
            } else if line.hasPrefix("-- plumb:schema ") {
                lines[index] = "-- plumb:schema \(before) \(after)"
            }
        }
        if let beginning, lines.indices.contains(beginning.line - 1) {
            lines[beginning.line - 1] = MigrationText.start(new, checksum: "") + " \\gset"
        }
        var changed = lines.joined(separator: "\n")
        if number != self.number {
            changed = changed.replacing(label, with: Self.label(number, name))
            for isRollback in [false, true] {
                changed = changed.replacing(
                    Quarantine(migration: self.number, isRollback: isRollback).schema(for: ""),
                    with: Quarantine(migration: number, isRollback: isRollback).schema(for: ""))
            }
        }
        let folder = direction == .forward ? "migrations" : "rollback"
        let path = "\(folder)/\(database)/\(Self.label(number, name)).sql"
        return try MigrationFile(text: try MigrationSeal.sealed(changed, path: path), path: path)
    }

    /// The lines of its header that are for people.
    package var summary: [String] {
        text.split(separator: "\n").prefix { $0.hasPrefix("-- ") && !$0.hasPrefix(MigrationScript.markPrefix) }.dropFirst(2)
            .map { String($0.dropFirst(3)) }
    }
}
