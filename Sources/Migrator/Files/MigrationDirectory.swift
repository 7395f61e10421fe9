package import Foundation
import SchemaModel

/// The pair of folders that a database's migrations live in, and the checksum file of their order.
package struct MigrationDirectory: Sendable {
    /// The folder that holds `migrations/` and `rollback/`.
    package let root: URL
    package let database: String

    package init(root: URL, database: String) {
        self.root = root
        self.database = database
    }

    package var migrations: URL { root.appending(components: "migrations", database, directoryHint: .isDirectory) }
    package var rollback: URL { root.appending(components: "rollback", database, directoryHint: .isDirectory) }
    private var checksumFile: URL { migrations.appending(component: "plumb.sum") }

    /// A migration and its rollback.
    package struct Pair: Sendable, Hashable {
        package let forward: MigrationFile
        package let rollback: MigrationFile
        package var number: Int { forward.number }
        package var label: String { forward.label }
        /// The number of the migration before it; 0 for none.
        var previous: Int { forward.header.previous }
    }

    /// The migrations in order, checked: numbers without gaps, a rollback for each, no file edited.
    /// - Throws: ``MigrationError`` naming the file.
    package func pairs() throws -> [Pair] {
        let pairs = try unprovedPairs()
        for file in pairs.flatMap({ [$0.forward, $0.rollback] }) {
            guard let (line, _) = file.unsealed.first else { continue }
            if file.callsEarlierName {
                throw MigrationError(
                    .edited,
                    "\(file.path):\(line): it calls plumbline.begin(), which is called plumbline.start() now. Replace the name in all "
                        + "files, as with `sed -i 's/plumbline\\.begin(/plumbline.start(/' migrations/*/*.sql rollback/*/*.sql`. Their "
                        + "checksums stay.")
            }
            throw MigrationError(
                .edited,
                "\(file.path): what follows line \(line) was edited after it was proved. If \(file.label) is applied nowhere yet, run "
                    + "`plumb prove --accept` to prove it as it is now; else restore it with `git checkout -- \(file.path)` and make a new "
                    + "migration.")
        }
        try checkChecksums(pairs)
        return pairs
    }

    /// The migrations in order, with files that were edited, or written by hand, and not proved yet.
    func unprovedPairs() throws -> [Pair] {
        let forward = try files(in: migrations, .forward)
        let back = try files(in: rollback, .rollback)
        var pairs: [Pair] = []
        for (place, file) in forward.enumerated() {
            if place > 0, forward[place - 1].number == file.number {
                let other = forward[place - 1]
                throw MigrationError(
                    .numbering,
                    "\(file.path): \(other.path) has the number \(file.number) too. Two branches each made a migration: keep the one that "
                        + "is applied somewhere, and give the other the next number with `plumb renumber \(file.label)` or "
                        + "`plumb renumber \(other.label)`.")
            }
            let previous = pairs.last?.number ?? 0
            guard file.header.previous == previous else {
                throw MigrationError(
                    .numbering,
                    file.header.replaced == nil
                        ? "\(file.path): expected number \(previous + 1), found \(file.number). A file is missing: restore it from git."
                        : "\(file.path): it replaces all migrations before it, and \(pairs.last?.forward.path ?? "one") is here too. "
                            + "Delete that one, or restore the folder from git.")
            }
            guard let other = back.first(where: { $0.number == file.number && $0.name == file.name }) else {
                throw MigrationError(
                    .numbering, "\(file.path): no rollback/\(database)/\(file.label).sql beside it; restore it from git")
            }
            guard !file.isUnfilled else {
                throw MigrationError(
                    .edited,
                    "\(file.path): it has no statements yet. Write them there and in \(other.path), then run `plumb prove --accept`; or "
                        + "delete both files. If it is to do nothing, delete its comment `\(MigrationFile.invitation) …`.")
            }
            pairs.append(Pair(forward: file, rollback: other))
        }
        if let stray = back.first(where: { file in !forward.contains { $0.label == file.label } }) {
            throw MigrationError(
                .numbering, "\(stray.path): a rollback without its migration; delete it or restore the migration")
        }
        return pairs
    }

    /// True when the file that migrations include is the one of this release; true where there are no migrations.
    func isHistoryFileCurrent() throws -> Bool {
        guard try !files(.forward).isEmpty else { return true }
        return (try? String(contentsOf: root.appending(components: "migrations", History.fileName), encoding: .utf8))
            == History.file
    }

    /// Every file of a direction, whatever its number.
    func files(_ direction: MigrationFile.Direction) throws -> [MigrationFile] {
        try files(in: direction == .forward ? migrations : rollback, direction)
    }

    private func files(in folder: URL, _ direction: MigrationFile.Direction) throws -> [MigrationFile] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
        return try names.map { name in
            let path = "\(direction == .forward ? "migrations" : "rollback")/\(database)/\(name)"
            let text: String
            do {
                text = try String(contentsOf: folder.appending(component: name), encoding: .utf8)
            } catch {
                throw MigrationError(.malformed, "\(path) cannot be read as UTF-8 text: \(FileErrorText.reason(error))")
            }
            let file = try MigrationFile(text: text, path: path)
            guard name == file.label + ".sql", file.direction == direction, file.database == database else {
                throw MigrationError(
                    .malformed,
                    "\(path): its header says migration \(file.label), \(file.direction.rawValue), database \(file.database); "
                        + "the file was renamed or moved: rename it back")
            }
            return file
        }.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }

    // MARK: the checksum file

    /// A line for each migration, its digest made with the one before it, so that two branches that both add a migration conflict in
    /// git; and one for the declaration that the newest was written from.
    private func checksumText(_ pairs: [Pair], declaration: String) -> String {
        var chain = ""
        return pairs.map { pair in
            chain = Checksum.sha256(chain + pair.forward.checksum + pair.rollback.checksum)
            return "\(pair.label) \(chain)\n"
        }.joined() + "\(Self.declarationWord) \(declaration)\n"
    }

    private static let declarationWord = "declaration"

    /// Stands for a declaration that the migrations do not lead to.
    static let otherDeclaration = "other"

    /// The digest of the declaration that the newest migration was written from; nil where there is none.
    func recordedDeclaration() -> String? {
        guard let text = try? String(contentsOf: checksumFile, encoding: .utf8), let line = text.split(separator: "\n").last
        else {
            return nil
        }
        let words = line.split(separator: " ")
        return words.count == 2 && words[0] == Self.declarationWord ? String(words[1]) : nil
    }

    private func checkChecksums(_ pairs: [Pair]) throws {
        guard !pairs.isEmpty else { return }
        guard FileManager.default.fileExists(atPath: checksumFile.path) else {
            throw MigrationError(
                .edited,
                "migrations/\(database)/plumb.sum is missing, the checksum file of these migrations. Restore it from git.")
        }
        let found = (try? String(contentsOf: checksumFile, encoding: .utf8)) ?? ""
        guard found == checksumText(pairs, declaration: recordedDeclaration() ?? "") else {
            throw MigrationError(
                .edited,
                "migrations/\(database)/plumb.sum does not match the files beside it: migrations were added, removed or merged by hand. "
                    + "Restore the folder from git; after a merge, or for files of your own, run `plumb prove --accept`.")
        }
    }

    /// Writes a new pair and the checksum file; nothing is written when any of it fails.
    func write(forward: String, rollback text: String, label: String, declaration: String?) throws {
        let name = label + ".sql"
        let old = try pairs()
        let new = Pair(
            forward: try MigrationFile(text: forward, path: "migrations/\(database)/\(name)"),
            rollback: try MigrationFile(text: text, path: "rollback/\(database)/\(name)"))
        try replace([], with: [new], all: old + [new], declaration: declaration)
    }

    /// Removes files, writes others, and writes the checksum file of the result.
    ///
    /// - Parameter declaration: the digest of what is declared; nil to leave the recorded one.
    func replace(_ removed: [Pair], with written: [Pair], all: [Pair], declaration: String? = nil) throws {
        let manager = FileManager.default
        var undo: [(URL, Data?)] = []
        func put(_ data: Data?, at url: URL) throws {
            let before = manager.fileExists(atPath: url.path) ? try Data(contentsOf: url) : nil
            guard before != data else { return }
            undo.append((url, before))
            if let data { try data.write(to: url, options: .atomic) } else { try manager.removeItem(at: url) }
        }
        do {
            try manager.createDirectory(at: migrations, withIntermediateDirectories: true)
            try manager.createDirectory(at: rollback, withIntermediateDirectories: true)
            for pair in removed {
                try put(nil, at: migrations.appending(component: pair.label + ".sql"))
                try put(nil, at: rollback.appending(component: pair.label + ".sql"))
            }
            for pair in written {
                try put(Data(pair.forward.text.utf8), at: migrations.appending(component: pair.label + ".sql"))
                try put(Data(pair.rollback.text.utf8), at: rollback.appending(component: pair.label + ".sql"))
            }
            try put(Data(History.file.utf8), at: root.appending(components: "migrations", History.fileName))
            try put(Data(checksumText(all, declaration: declaration ?? recordedDeclaration() ?? "none").utf8), at: checksumFile)
        } catch {
            for (url, data) in undo.reversed() {
                if let data { try? data.write(to: url, options: .atomic) } else { try? manager.removeItem(at: url) }
            }
            throw unwritable(error)
        }
    }

    private func unwritable(_ error: any Error) -> MigrationError {
        MigrationError(
            .unwritable,
            "the migration was made and proved, but cannot be written into migrations/\(database) and rollback/\(database) of "
                + "\(root.path): \(FileErrorText.reason(error)). Nothing was kept; make both writable, then run `plumb generate` again."
        )
    }
}

extension [MigrationDirectory.Pair] {
    /// The number that the next migration gets.
    var next: Int { (last?.number ?? 0) + 1 }
}
