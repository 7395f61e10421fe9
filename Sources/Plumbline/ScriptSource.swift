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
    var platform = Platform.plain

    /// A scratch database before and after the files.
    struct Loaded {
        let base: CatalogState
        let state: CatalogState
        /// The tables that have rows.
        let filledTables: [ObjectID]
        /// Names that are longer than PostgreSQL takes, and that it cut.
        var cutNames: [ScriptError] = []
    }

    /// The state that the files make.
    func read(rows: [ReferenceTable]) async throws -> CatalogState {
        let loaded = try await load(rows: rows)
        // Every database begins with a schema public: a live one that is compared with this has it too.
        return loaded.state.filtered { loaded.base.facts[$0] == nil || $0.root == ObjectID(.schema, "public") }
    }

    /// Loads the files, and reads what is there before and after.
    ///
    /// Roles belong to the whole server. So one load at a time has them, and what a load has created is dropped after it:
    /// both sides of a comparison may say CREATE ROLE. A role that a dump mentions and the server does not have is created.
    func load(
        rows: [ReferenceTable] = [], asking: (PostgresConnection, CatalogState) async throws -> Void = { _, _ in }
    ) async throws -> Loaded {
        try await PostgresConnection.with(server.settings) { control in
            // Other processes may use a server that was given by URL; the lock ends with the connection.
            _ = try await control.query("SELECT pg_advisory_lock(hashtextextended('plumbline roles of a .sql source', 0))", [])
            let before = try await Self.roles(control)
            var created: Set<String> = []
            let result: Result<Loaded, any Error>
            do {
                result = .success(try await loadCreatingRoles(rows, control, &created, asking))
            } catch {
                result = .failure(error)
            }
            try await dropRoles(before, created, control)
            return try result.get()
        }
    }

    private func loadCreatingRoles(
        _ rows: [ReferenceTable], _ control: PostgresConnection, _ created: inout Set<String>,
        _ asking: (PostgresConnection, CatalogState) async throws -> Void
    ) async throws -> Loaded {
        while true {
            do {
                return try await loadOnce(rows, asking)
            } catch let error as ScriptError {
                guard let role = error.missingRole, created.insert(role).inserted else {
                    throw CommandError("\(error.description); nothing was compared")
                }
                try await control.run(script: "CREATE ROLE \(SQL.identifier(role)) NOLOGIN")
            }
        }
    }

    private func loadOnce(
        _ rows: [ReferenceTable], _ asking: (PostgresConnection, CatalogState) async throws -> Void
    ) async throws -> Loaded {
        try await server.withScratch(platform) { connection, settings in
            let base = try await CatalogReader().read(connection)
            var cutNames: [ScriptError] = []
            for file in files {
                cutNames += try await server.load(file, name: file.relativePath, into: settings.database ?? "")
            }
            let state = try await CatalogReader(referenceTables: rows).read(connection)
            try await asking(connection, state)
            return Loaded(
                base: base, state: state, filledTables: try await Self.filledTables(state, base, connection), cutNames: cutNames)
        }
    }

    private static func filledTables(
        _ state: CatalogState, _ base: CatalogState, _ connection: PostgresConnection
    ) async throws -> [ObjectID] {
        let tables = state.facts.keys.filter { $0.kind == .table && base.facts[$0] == nil }.sorted()
        guard !tables.isEmpty else { return [] }
        let queries = tables.indices.map { number in
            "SELECT \(number) AS number WHERE EXISTS (SELECT FROM \(SQL.qualified(tables[number].schema, tables[number].name)))"
        }
        return try await connection.query(queries.joined(separator: " UNION ALL ")).map {
            tables[try $0.decode("number", as: Int.self)]
        }.sorted()
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
