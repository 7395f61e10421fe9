import SchemaEngine
import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaModel

/// Files of SQL, loaded into a scratch database and read back.
struct ScriptSource {
    let files: [URL]
    let host: ScratchOnDemand
    var platform = Platform.plain

    /// A scratch database before and after the files.
    struct Loaded {
        let base: CatalogState
        let state: CatalogState
        /// The tables that have rows.
        let filledTables: [ObjectID]
        /// The reference rows that were asked for.
        let declaredRows: [Fact]
        /// The expressions as the files write them, where the catalog words them differently; empty unless the caller asks for them.
        let writtenTexts: [Fact]

        /// Names that are longer than PostgreSQL takes, and that it cut.
        var cutNames: [ScriptError] = []

        init(
            base: CatalogState, state: CatalogState, filledTables: [ObjectID], declaredRows: [Fact], writtenTexts: [Fact],
            cutNames: [ScriptError] = []
        ) {
            self.base = base
            self.state = state
            self.filledTables = filledTables
            self.declaredRows = declaredRows
            self.writtenTexts = writtenTexts
            self.cutNames = cutNames
        }

        /// As states, which a cache keeps.
        var states: [CatalogState] {
            func state(_ facts: [Fact]) -> CatalogState {
                CatalogState(facts: Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
            }
            return [base, self.state, state(filledTables.map { Fact($0) }), state(declaredRows), state(writtenTexts)]
        }

        /// The number of ``states``.
        static let count = 5

        init?(_ states: [CatalogState]) {
            guard states.count == Self.count else { return nil }
            self.init(
                base: states[0], state: states[1], filledTables: states[2].facts.keys.sorted(),
                declaredRows: states[3].facts.values.sorted { $0.id < $1.id },
                writtenTexts: states[4].facts.values.sorted { $0.id < $1.id })
        }
    }

    /// The state that the files make, with what their comments say of values.
    func read(rows: [ReferenceTable]) async throws -> CatalogState {
        let loaded = try await load(rows: rows)
        // Every database begins with a schema public: a live one that is compared with this has it too.
        var state = loaded.state.filtered { loaded.base.facts[$0] == nil || $0.root == ObjectID(.schema, "public") }
        try SQLComments(files).annotate(&state.facts, in: loaded.state)
        return state
    }

    /// The facts that only a declaration needs from the database that its files make.
    struct Answers {
        var rows: [Fact] = []
        var texts: [Fact] = []
    }

    /// Loads the files, and reads what is there before and after; what an earlier run has read of the same files is taken.
    ///
    /// - Parameter declaration: gets the reference rows that the files declare, and the texts that they write.
    func load(
        rows: [ReferenceTable] = [], declaration: ((PostgresConnection, CatalogState) async throws -> Answers)? = nil
    ) async throws -> Loaded {
        let ask = declaration ?? { _, _ in Answers() }
        guard let cache = host.cache, let key = cacheKey(rows, isDeclaration: declaration != nil) else {
            return try await loadAlone(rows, ask)
        }
        if let found = cache.find(key).flatMap(Loaded.init) { return found }
        let loaded = try await loadAlone(rows, ask)
        // A name that was cut is an error to report every time.
        if loaded.cutNames.isEmpty { cache.keep(loaded.states, key) }
        return loaded
    }

    /// Everything that the loaded states follow from; nil when a file reads others.
    private func cacheKey(_ rows: [ReferenceTable], isDeclaration: Bool) -> [String]? {
        var key = ["files", platform.rawValue, isDeclaration ? "declaration" : ""]
        for table in rows {
            key += [table.table.canonical] + table.key + [""] + table.values + [""] + table.rows.map(\.json).sorted()
        }
        for file in files {
            // Loading the files tells what is wrong with one.
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
            // Commands of psql, but for the marks of dumps and the end of COPY, may read what is not in the file. One that includes a
            // file may stand anywhere.
            let reads =
                text.contains("\\i")
                || text.lines.contains { line in
                    let line = line.drop(while: \.isWhitespace)
                    return line.hasPrefix("\\") && !["\\.", "\\restrict", "\\unrestrict"].contains(where: line.hasPrefix)
                }
            if reads { return nil }
            key += [file.relativePath, text]
        }
        return key
    }

    /// Loads the files while nobody else loads any.
    ///
    /// Roles belong to the whole server. So one load at a time has them, and what a load has created is dropped after it:
    /// both sides of a comparison may say CREATE ROLE. A role that a dump mentions and the server does not have is created.
    private func loadAlone(
        _ rows: [ReferenceTable], _ ask: (PostgresConnection, CatalogState) async throws -> Answers
    ) async throws -> Loaded {
        let server = try await host.server()
        return try await PostgresConnection.with(server.settings) { control in
            // Other processes may use a server that was given by URL; the lock ends with the connection.
            _ = try await control.query("SELECT pg_advisory_lock(hashtextextended('plumbline roles of a .sql source', 0))", [])
            let before = try await Self.roles(control)
            var created: Set<String> = []
            let result: Result<Loaded, any Error>
            do {
                result = .success(try await loadCreatingRoles(server, rows, control, &created, ask))
            } catch {
                result = .failure(error)
            }
            try await dropRoles(before, created, control)
            return try result.get()
        }
    }

    private func loadCreatingRoles(
        _ server: SandboxServer, _ rows: [ReferenceTable], _ control: PostgresConnection, _ created: inout Set<String>,
        _ ask: (PostgresConnection, CatalogState) async throws -> Answers
    ) async throws -> Loaded {
        while true {
            do {
                return try await loadOnce(server, rows, ask)
            } catch let error as ScriptError {
                guard let role = error.missingRole, created.insert(role).inserted else {
                    throw CommandError(Self.refusal(error, by: server))
                }
                try await control.run(script: "CREATE ROLE \(SQL.identifier(role)) NOLOGIN")
            }
        }
    }

    private static func refusal(_ error: ScriptError, by server: SandboxServer) -> String {
        let text = "\(error.description); read by PostgreSQL \(server.installation.version), and nothing was compared"
        guard error.sqlState == .syntaxError else { return text }
        return text + "\n  next: correct it; SQL for another version needs `--postgres MAJOR`, or `postgres:` in plumbline.yml"
    }

    private func loadOnce(
        _ server: SandboxServer, _ rows: [ReferenceTable], _ ask: (PostgresConnection, CatalogState) async throws -> Answers
    ) async throws -> Loaded {
        try await server.withScratch(platform) { connection, settings in
            let base = try await CatalogReader().read(connection)
            var cutNames: [ScriptError] = []
            for file in files {
                cutNames += try await server.load(file, name: file.relativePath, into: settings.database ?? "")
            }
            let state = try await CatalogReader(referenceTables: rows).read(connection)
            let answers = try await ask(connection, state)
            return Loaded(
                base: base, state: state, filledTables: try await Self.filledTables(state, base, connection),
                declaredRows: answers.rows, writtenTexts: answers.texts, cutNames: cutNames)
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
