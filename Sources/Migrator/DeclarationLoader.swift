package import SchemaEngine
package import PostgresClient
package import SchemaModel

/// Turns a declaration into facts in the catalog's own words, by loading it into a scratch database.
///
/// Roles that the declaration names and the scratch server does not have are created there, without a login.
package struct DeclarationLoader: Sendable {
    let declared: DeclaredDatabase
    /// Which shape of the external tables to stand on; nil for the first.
    let shape: String?

    package init(_ declared: DeclaredDatabase, shape: String? = nil) {
        self.declared = declared
        self.shape = shape
    }

    package var reader: CatalogReader { CatalogReader(referenceTables: ReferenceTable.all(in: declared.facts)) }

    var externalFacts: [Fact] {
        let chosen = shape.flatMap { name in declared.shapes.first { $0.name == name } } ?? declared.shapes.first
        return chosen?.facts ?? []
    }

    /// Makes the external tables, as another application would have, and reads what is there before anything of ours.
    ///
    /// - Parameter cache: where the result is kept: it is the same for every scratch database of a declaration.
    package func prepare(_ connection: PostgresConnection, _ cache: StateCache? = nil) async throws -> CatalogState {
        try await ScratchRoles.create(namedIn: declared.facts + externalFacts, connection)
        for role in declared.roles { try await ScratchRoles.ensure(role, connection) }
        try await load(externalFacts, connection)
        for table in ReferenceTable.all(in: declared.facts) { try await ReferenceParents(table).fill(connection, declared) }
        guard let cache else { return try await reader.read(connection) }
        return try await cache.states(baseKey) { [try await reader.read(connection)] }.first ?? CatalogState()
    }

    /// The facts of a scratch database that are not there before the declaration. Every database begins with a schema `public`; where
    /// that is ours, it counts with its privileges.
    func own(_ state: CatalogState, _ base: CatalogState) -> CatalogState {
        let isPublicOurs = declared.scope.schemas.contains("public")
        return state.filtered { base.facts[$0] == nil || isPublicOurs && $0.root == .schema("public") }
    }

    /// Loads what is ours and reads it back: facts with what they need, string bodies included.
    package func read(_ connection: PostgresConnection, base: CatalogState) async throws -> CatalogState {
        try await connection.run(script: History.install)
        try await load(declared.facts, and: declared.rawSQL, connection)
        let state = own(try await reader.read(connection), base)
        try await DeclaredViewColumns.check(declared.facts, against: state, connection)
        return completed(state)
    }

    /// The state with what only the declaration says: where an object is declared, what a string body needs, how a column is filled.
    func completed(_ loaded: CatalogState) -> CatalogState {
        var state = loaded
        let origins = Dictionary(declared.facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (id, fact) in origins {
            state.facts[id]?.origin = fact.origin
            // PostgreSQL does not know what the string body of a function refers to; the declaration does.
            if id.kind == .function { state.facts[id]?.dependencies.formUnion(fact.dependencies) }
            for attribute in Fact.declaredOnly {
                if let value = fact[attribute] { state.facts[id]?[attribute] = value }
            }
            for attribute in Fact.writtenAsDeclared {
                // A comment would end a line of the file, and a backslash begin a command of psql.
                guard let text = fact.written(attribute), !["--", "/*", "\\"].contains(where: text.contains) else { continue }
                state.facts[id]?.declaredTexts.values[attribute] = .text(text)
            }
        }
        return state
    }

    private func load(
        _ facts: [Fact], and statements: [RawStatement] = [], _ connection: PostgresConnection
    ) async throws {
        let facts = facts.filter { $0.id != .schema("public") }
        // What the server names by itself depends on its version.
        let version = Int(connection.serverVersion)
        let state = CatalogState(
            facts: Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }), serverVersion: version)
        let plan = try Plan(
            from: CatalogState(serverVersion: version), to: state,
            options: PlanOptions(isTargetRaw: true, includesRollback: false))
        try await connection.run(script: "SET check_function_bodies = off; SET search_path = ''")
        let steps = plan.steps.filter { !$0.isRecovery }.map { step in
            LoadingStep(
                statements: step.statements,
                explain: { error in
                    let origin = state[step.object]?.origin ?? state[step.object.root]?.origin
                    return Self.explain(error, "\(step.object)", step.title, origin, connection.serverVersion)
                })
        }
        let raw = statements.map { statement in
            LoadingStep(
                statements: [statement.sql],
                explain: { error in
                    Self.explain(error, "RawSQL", statement.firstLine, statement.origin, connection.serverVersion)
                })
        }
        try await LoadingRun(connection).run(steps + raw)
    }

    private static func explain(
        _ error: any Error, _ object: String, _ title: String, _ origin: SourceLocation?, _ version: Int
    ) -> MigrationError {
        MigrationError(
            .declaration,
            "\(origin.map { "\($0): " } ?? "")\(object) is declared, but the scratch server (PostgreSQL \(version / 10_000)) "
                + "refuses it (\(title)):",
            cause: error)
    }
}

extension RawStatement {
    /// The first line that is not a comment, for an error.
    fileprivate var firstLine: String {
        let lines = sql.split(separator: "\n").map(String.init)
        return lines.first { !$0.hasPrefix("--") } ?? lines.first ?? ""
    }
}
