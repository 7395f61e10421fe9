import SchemaEngine
import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaModel

/// Files of SQL, loaded into a scratch database and read back.
struct ScriptSource {
    let files: [URL]
    let server: SandboxServer

    /// The state that the files make.
    ///
    /// Roles belong to the whole server. So one load at a time has them, and what a load has created is dropped after it:
    /// both sides of a comparison may say CREATE ROLE. A role that a dump mentions and the server does not have is created.
    func read(rows: [ReferenceTable]) async throws -> CatalogState {
        try await PostgresConnection.with(server.settings) { control in
            // Other processes may use a server that was given by URL; the lock ends with the connection.
            _ = try await control.query("SELECT pg_advisory_lock(hashtextextended('plumbline roles of a .sql source', 0))", [])
            let before = try await Self.roles(control)
            var created: Set<String> = []
            let result: Result<CatalogState, any Error>
            do {
                result = .success(try await readCreatingRoles(rows, control, &created))
            } catch {
                result = .failure(error)
            }
            try await dropRoles(before, created, control)
            return try result.get()
        }
    }

    private func readCreatingRoles(
        _ rows: [ReferenceTable], _ control: PostgresConnection, _ created: inout Set<String>
    ) async throws -> CatalogState {
        while true {
            do {
                return try await readOnce(rows)
            } catch let error as ScriptError {
                guard let role = error.missingRole, created.insert(role).inserted else {
                    throw CommandError("\(error.description); nothing was compared")
                }
                try await control.run(script: "CREATE ROLE \(SQL.identifier(role)) NOLOGIN")
            }
        }
    }

    private func readOnce(_ rows: [ReferenceTable]) async throws -> CatalogState {
        try await server.withScratch(.plain) { connection, settings in
            let base = try await CatalogReader().read(connection)
            for file in files { try await server.load(file, name: file.relativePath, into: settings.database ?? "") }
            // Every database begins with a schema public: a live one that is compared with this has it too.
            return try await CatalogReader(referenceTables: rows).read(connection).filtered {
                base.facts[$0] == nil || $0.root == ObjectID(.schema, "public")
            }
        }
    }

    private static func roles(_ control: PostgresConnection) async throws -> Set<String> {
        Set(
            try await control.query("SELECT rolname FROM pg_catalog.pg_roles", []).map {
                try $0.decode("rolname", as: String.self)
            })
    }

    /// Drops the roles that this load has made: those that we created, and new ones that the files name.
    private func dropRoles(_ before: Set<String>, _ created: Set<String>, _ control: PostgresConnection) async throws {
        let new = try await Self.roles(control).subtracting(before)
        guard !new.isEmpty else { return }
        let texts = files.map { (try? String(contentsOf: $0, encoding: .utf8)) ?? "" }
        for role in new where created.contains(role) || texts.contains(where: { $0.contains(role) }) {
            // One that something else uses by now stays; the server is a throwaway.
            try? await control.run(script: "DROP ROLE \(SQL.identifier(role))")
        }
    }
}
