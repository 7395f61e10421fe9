public import Foundation

/// The pair of folders that a database's migrations live in, and the file that seals their order.
public struct MigrationDirectory: Sendable {
    /// The folder that holds `migrations/` and `rollback/`.
    public let root: URL
    public let database: String

    public init(root: URL, database: String) {
        self.root = root
        self.database = database
    }

    public var migrations: URL { root.appending(components: "migrations", database, directoryHint: .isDirectory) }
    public var rollback: URL { root.appending(components: "rollback", database, directoryHint: .isDirectory) }
    private var seal: URL { migrations.appending(component: "plumb.sum") }

    /// A migration and its way back.
    public struct Pair: Sendable, Hashable {
        public let forward: MigrationFile
        public let rollback: MigrationFile
        public var number: Int { forward.number }
        public var label: String { forward.label }
    }

    /// The migrations in order, checked: numbers without gaps, a rollback for each, no file edited.
    /// - Throws: ``MigrationError`` naming the file.
    public func pairs() throws -> [Pair] {
        let forward = try files(in: migrations, .forward)
        let back = try files(in: rollback, .rollback)
        var pairs: [Pair] = []
        for (place, file) in forward.enumerated() {
            if place > 0, forward[place - 1].number == file.number {
                throw MigrationError(
                    .numbering,
                    "\(file.path): the number \(file.number) is taken by \(forward[place - 1].path). Two branches made a migration "
                        + "each: delete the one that is not applied anywhere and run `plumb generate` again.")
            }
            guard file.number == place + 1 else {
                throw MigrationError(
                    .numbering,
                    "\(file.path): expected number \(place + 1), found \(file.number). A file is missing: restore it from git.")
            }
            guard let other = back.first(where: { $0.number == file.number }), other.name == file.name else {
                throw MigrationError(
                    .numbering, "\(file.path): no rollback/\(database)/\(file.label).sql beside it; restore it from git")
            }
            pairs.append(Pair(forward: file, rollback: other))
        }
        if let stray = back.first(where: { file in !forward.contains { $0.number == file.number } }) {
            throw MigrationError(
                .numbering, "\(stray.path): a rollback without its migration; delete it or restore the migration")
        }
        try checkSeal(pairs)
        return pairs
    }

    private func files(in folder: URL, _ direction: MigrationFile.Direction) throws -> [MigrationFile] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
        return try names.map { name in
            let path = "\(direction == .forward ? "migrations" : "rollback")/\(database)/\(name)"
            let text = try String(contentsOf: folder.appending(component: name), encoding: .utf8)
            let file = try MigrationFile(text: text, path: path)
            guard name == file.label + ".sql", file.direction == direction, file.database == database else {
                throw MigrationError(
                    .malformed,
                    "\(path): its header says migration \(file.label), \(file.direction.rawValue), database \(file.database); "
                        + "the file was renamed or moved: put it back")
            }
            guard file.checksum == file.recordedChecksum else {
                throw MigrationError(
                    .edited,
                    "\(path): edited after it was written (SHA-256 \(file.checksum.prefix(12))…, its header says "
                        + "\(file.recordedChecksum.prefix(12))…). Restore it with `git checkout -- \(path)`, and put the change "
                        + "into the declaration and a new migration.")
            }
            return file
        }.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }

    // MARK: the seal

    /// One line a migration, each digest made with the one before it: two branches that both add a migration meet in git.
    private func sealText(_ pairs: [Pair]) -> String {
        var chain = ""
        return pairs.map { pair in
            chain = Checksum.sha256(chain + pair.forward.checksum + pair.rollback.checksum)
            return "\(pair.label) \(chain)\n"
        }.joined()
    }

    private func checkSeal(_ pairs: [Pair]) throws {
        guard !pairs.isEmpty else { return }
        guard FileManager.default.fileExists(atPath: seal.path) else {
            throw MigrationError(
                .edited,
                "migrations/\(database)/plumb.sum is missing, which seals the order of the files beside it. Restore it from git.")
        }
        let found = (try? String(contentsOf: seal, encoding: .utf8)) ?? ""
        guard found == sealText(pairs) else {
            throw MigrationError(
                .edited,
                "migrations/\(database)/plumb.sum does not fit the files beside it: migrations were added, removed or merged by hand. "
                    + "Restore the folder from git; after a merge, delete your newest migration and run `plumb generate` again.")
        }
    }

    /// Writes a new pair and the seal; nothing is written when any of it fails.
    public func write(forward: String, rollback text: String, label: String) throws {
        let manager = FileManager.default
        do {
            try manager.createDirectory(at: migrations, withIntermediateDirectories: true)
            try manager.createDirectory(at: rollback, withIntermediateDirectories: true)
        } catch {
            throw unwritable(error)
        }
        let name = label + ".sql"
        let first = migrations.appending(component: name)
        let second = rollback.appending(component: name)
        let old = try pairs()
        do {
            try Data(forward.utf8).write(to: first, options: .atomic)
            try Data(text.utf8).write(to: second, options: .atomic)
            let new = Pair(
                forward: try MigrationFile(text: forward, path: "migrations/\(database)/\(name)"),
                rollback: try MigrationFile(text: text, path: "rollback/\(database)/\(name)"))
            try Data(sealText(old + [new]).utf8).write(to: seal, options: .atomic)
        } catch {
            try? manager.removeItem(at: first)
            try? manager.removeItem(at: second)
            throw unwritable(error)
        }
    }

    private func unwritable(_ error: any Error) -> MigrationError {
        MigrationError(
            .unwritable,
            "the migration was made and proved, but cannot be written into migrations/\(database) and rollback/\(database) of "
                + "\(root.path): \(error.localizedDescription) Nothing was kept; make both writable, then run `plumb generate` again."
        )
    }
}
