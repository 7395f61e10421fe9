package import Foundation
import PostgresClient
import SchemaEngine
import SchemaModel

/// The pending migrations of one database at one time, with a digest of every object that was read: what a person approved.
package struct SavedPlan: Sendable, Hashable, Codable {
    package struct Migration: Sendable, Hashable, Codable {
        package var label: String
        package var checksum: String
    }

    /// The version of this form.
    package var format = 1
    package var project: String
    package var database: String
    /// The identity of the database: that of the server's data, and the database's own name and number there.
    package var server: String
    package var migrations: [Migration]
    /// The digest of each owned object of the live database.
    package var objects: [String: String]
    package var expires: Date

    /// Reads a file of `plumb plan --save`.
    /// - Throws: ``MigrationError`` when it is not one.
    package init(contentsOf path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw MigrationError(
                .malformed,
                "\(path): there is no such file, or it cannot be read; `plumb plan --save \(path)` writes one. Nothing was changed."
            )
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            self = try decoder.decode(SavedPlan.self, from: data)
        } catch {
            // A decoder's words name Swift types, which say nothing to the reader.
            throw MigrationError(
                .malformed, "\(path) is not a plan that `plumb plan --save` wrote; save it again. Nothing was changed.")
        }
        guard format == 1 else {
            throw MigrationError(.malformed, "\(path) was written by another release of Plumbline; save the plan again")
        }
    }

    init(project: String, database: String, server: String, migrations: [Migration], objects: [String: String], expires: Date) {
        self.project = project
        self.database = database
        self.server = server
        self.migrations = migrations
        self.objects = objects
        self.expires = expires
    }

    /// - Throws: ``MigrationError`` when the file cannot be written.
    package func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (try encoder.encode(self) + Data("\n".utf8)).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw MigrationError(.unwritable, "the plan cannot be written to \(path)", cause: error)
        }
    }
}

extension LiveDatabase {
    /// A plan of what is pending, which ``MigrateOptions/plan`` holds `apply` to.
    /// - Throws: ``MigrationError`` when the files do not fit the database, or the declaration is ahead of them.
    package func savedPlan(validFor time: Duration) async throws -> SavedPlan {
        let (pairs, rows) = try await checkedPairs()
        if try isDeclarationAhead() {
            throw MigrationError(
                .live,
                "the declaration has changed since the newest migration was written; run `plumb generate NAME`, then save the plan"
            )
        }
        let pending = pairs.filter { pair in !rows.contains { $0.number == pair.number && $0.state == .applied } }
        return SavedPlan(
            project: project.name, database: declared.name, server: try await serverIdentity(),
            migrations: pending.map { SavedPlan.Migration(label: $0.label, checksum: $0.forward.checksum) },
            objects: try await objectDigests(),
            expires: Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + Double(time.components.seconds)).rounded()))
    }

    /// - Throws: ``MigrationError`` that says how things are now where they are not as the plan has them.
    ///
    /// - Parameter isBegun: whether the first migration was interrupted. Objects are then not compared, because the migration itself has
    ///   changed some.
    func check(_ plan: SavedPlan, _ pending: [MigrationDirectory.Pair], isBegun: Bool) async throws {
        func refuse(_ reason: String, _ list: String = "") -> MigrationError {
            MigrationError(
                .live,
                "\(reason); nothing was changed.\(list) Save a new plan with `plumb plan \(declared.name) --save FILE`, and have it reviewed."
            )
        }
        guard plan.project == project.name, plan.database == declared.name else {
            throw refuse(
                "the plan is for database \(plan.database) of project \(plan.project), and this is \(declared.name) of \(project.name)"
            )
        }
        guard plan.server == (try await serverIdentity()) else {
            throw refuse("the plan was made for another database than the one that this is connected to")
        }
        guard plan.expires > Date() else { throw refuse("the plan expired at \(plan.expires.formatted(.iso8601))") }
        let migrations = pending.map { SavedPlan.Migration(label: $0.label, checksum: $0.forward.checksum) }
        guard migrations == plan.migrations else {
            func list(_ items: [SavedPlan.Migration]) -> String {
                items.isEmpty ? "none" : items.map { "\($0.label) (\($0.checksum.prefix(12))…)" }.joined(separator: ", ")
            }
            throw refuse("the plan has \(list(plan.migrations)), but the pending migrations are now \(list(migrations))")
        }
        if isBegun { return }
        let objects = try await objectDigests()
        let changed = Set(objects.keys).union(plan.objects.keys).filter { objects[$0] != plan.objects[$0] }.sorted()
        guard changed.isEmpty else {
            let lines = changed.prefix(30).map { name in
                "  - \(name) \(plan.objects[name] == nil ? "is new" : objects[name] == nil ? "is gone" : "has changed")"
            }
            let rest = changed.count > 30 ? "\n  … and \(changed.count - 30) more" : ""
            throw refuse("the database has changed since the plan was made", "\n\(lines.joined(separator: "\n"))\(rest)\n")
        }
    }

    private func serverIdentity() async throws -> String {
        let row = try await connection.query(
            """
            SELECT (SELECT c.system_identifier::text FROM pg_catalog.pg_control_system() c) || '/' || d.oid || '/' || d.datname AS id
            FROM pg_catalog.pg_database d WHERE d.datname = current_database()
            """
        ).first
        return try row?.decode("id", as: String.self) ?? ""
    }

    /// A digest of each object that is ours, with all of its parts.
    private func objectDigests() async throws -> [String: String] {
        let live = try await read().owned(declared.scope, Set(declared.facts.map(\.id)))
        var parts: [ObjectID: [ObjectID: Fact]] = [:]
        for fact in live.facts.values { parts[fact.id.root, default: [:]][fact.id] = fact }
        return Dictionary(
            parts.map { ($0.key.description, CatalogState(facts: $0.value).fingerprint()) }, uniquingKeysWith: { $0 + $1 })
    }
}
