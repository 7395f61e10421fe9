import PostgresClient
import SchemaEngine
import SchemaModel

/// The bodies of a declaration's functions, which are compiled once everything that they may use is there.
struct FunctionBodies {
    let declared: DeclaredDatabase
    let connection: PostgresConnection

    /// Checks the bodies of functions; with plpgsql_check where the server has it.
    ///
    /// A name without a schema is looked up in the schema of the function and the others too: which search path callers have is not known.
    func validate(_ state: CatalogState) async throws {
        let all = state.facts.values.filter { $0.id.kind == .function && $0[.source] != nil }.sorted { $0.id < $1.id }
        let functions = try checked(all)
        let schemas = try await connection.query(
            "SELECT nspname::text AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT LIKE 'plumbline%' ORDER BY 1"
        ).map { try $0.decode("name", as: String.self) }
        /// The settings under which a body is compiled: with nothing, then with every schema to look in.
        func paths(_ fact: Fact) -> [String] {
            let own = fact.id.schema ?? "public"
            return ["''", ([own] + schemas.filter { $0 != own }).map(SQL.identifier).joined(separator: ", ")]
        }
        try await connection.run(script: "SET check_function_bodies = on")
        var problems: [String] = []
        func report(_ fact: Fact, _ problem: String) {
            problems.append("\(fact.origin.map { "\($0): " } ?? "")\(fact.id): \(problem)")
        }
        for fact in functions {
            do {
                try await firstThatWorks(paths(fact)) {
                    try await connection.run(script: FunctionKind.text(fact, orReplace: true))
                }
            } catch let error as PostgresError where error.code == .server {
                report(fact, error.description)
            }
        }
        let available = try await connection.query(
            "SELECT count(*) AS n FROM pg_catalog.pg_available_extensions WHERE name = 'plpgsql_check'")
        if try available.first?.decode("n", as: Int64.self) == 1 {
            try await connection.run(
                script: "CREATE SCHEMA plumbline_check; CREATE EXTENSION IF NOT EXISTS plpgsql_check SCHEMA plumbline_check")
            for fact in functions where fact.text(.language) == "plpgsql" && fact.text(.result) != "trigger" {
                do {
                    try await firstThatWorks(paths(fact)) { try await checkStatements(fact) }
                } catch let error as BodyError {
                    report(fact, error.problem)
                }
            }
            try await connection.run(script: "DROP EXTENSION plpgsql_check; DROP SCHEMA plumbline_check")
        }
        try await connection.run(script: "SET search_path = ''")
        guard !problems.isEmpty else { return }
        throw MigrationError(
            .declaration,
            "\(problems.count == 1 ? "the body of a function does" : "the bodies of \(problems.count) functions do") not compile, with whatever "
                + "search path:\n" + problems.map { "  - \($0)" }.joined(separator: "\n")
                + "\nCorrect them. If what one uses exists only at run time, list it in `unchecked-functions` of the database in plumbline.yml, "
                + "as `schema.function` or `schema.*`.")
    }

    /// An error that plpgsql_check reports for a body.
    private struct BodyError: Error {
        let problem: String
    }

    /// The functions but those that are not to be checked.
    private func checked(_ functions: [Fact]) throws -> [Fact] {
        func names(_ id: ObjectID) -> Set<String> { [id.path, "\(id.schema ?? "").\(id.name)", "\(id.schema ?? "").*"] }
        let known = Set(functions.flatMap { names($0.id) })
        if let unknown = declared.uncheckedFunctions.subtracting(known).sorted().first {
            throw MigrationError(
                .declaration,
                "plumbline.yml, databases.\(declared.name).unchecked-functions: no declared function is called \(unknown)."
                    + Spelling.suggestion(for: unknown, among: known))
        }
        return functions.filter { names($0.id).isDisjoint(with: declared.uncheckedFunctions) }
    }

    /// Tries with one search path after the other.
    /// - Throws: what the last one throws.
    private func firstThatWorks(
        _ paths: [String], _ attempt: () async throws -> Void
    ) async throws {
        for path in paths.dropLast() {
            try await connection.run(script: "SET search_path = \(path)")
            do { return try await attempt() } catch let error as PostgresError where error.code == .server {
            } catch is BodyError {}
        }
        try await connection.run(script: "SET search_path = \(paths.last ?? "''")")
        try await attempt()
    }

    /// Checks the statements of a PL/pgSQL function with plpgsql_check.
    ///
    /// It does not know what dynamic SQL assigns to a record (55000), and fails itself over some statements (XX000): neither says that the
    /// function is wrong.
    private func checkStatements(_ fact: Fact) async throws {
        let rows = try await connection.query(
            """
            SELECT f.lineno, f.message, f.sqlstate FROM plumbline_check.plpgsql_check_function_tb($1::regprocedure) f
            WHERE f.level = 'error' AND f.sqlstate NOT IN ('55000', 'XX000')
            """, ["\(SQL.qualified(fact.id.schema, fact.id.name))(\(fact.id.signature ?? ""))"])
        if let row = rows.first {
            throw BodyError(
                problem: "line \(row.text("lineno") ?? "?") of its body: \(row.text("message") ?? "") (SQLSTATE "
                    + "\(row.text("sqlstate") ?? "?"))")
        }
    }
}
