#if Lint
import SchemaEngine
import Lint
import PostgresClient
import SchemaModel

/// Answers of a live server to the linter.
enum LintServer {
    /// Reads the schema and the planner's statistics; changes nothing.
    ///
    /// - Parameter statements: whether to bring what is there as statements; a declaration brings its own.
    static func state(_ connection: PostgresConnection, statements: Bool) async throws -> ServerState {
        var state = ServerState(version: connection.serverVersion)
        if statements {
            let catalog = try await CatalogReader().read(connection)
            let plan = try Plan(from: CatalogState(), to: catalog, options: PlanOptions(includesRollback: false))
            state.statements = plan.steps.filter { !$0.isRecovery }.flatMap(\.statements)
        }
        let tables = try await connection.query(
            """
            SELECT n.nspname, c.relname, c.reltuples::float8 AS rows FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            """)
        state.tables = try tables.map {
            ServerState.Table(schema: try $0.decode("nspname"), name: try $0.decode("relname"), rows: try $0.decode("rows"))
        }
        let columns = try await connection.query(
            """
            SELECT schemaname, tablename, attname, n_distinct::float8 AS distinct_values, null_frac::float8 AS null_fraction
            FROM pg_catalog.pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            """)
        state.columns = try columns.map {
            ServerState.Column(
                schema: try $0.decode("schemaname"), table: try $0.decode("tablename"), name: try $0.decode("attname"),
                distinct: try $0.decode("distinct_values"), nullFraction: try $0.decode("null_fraction"))
        }
        state.invalidIndexes = try await names(
            connection,
            """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT x.indisvalid
            """)
        state.unpopulated = try await names(
            connection,
            """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm' AND NOT c.relispopulated
            """)
        return state
    }

    private static func names(_ connection: PostgresConnection, _ sql: String) async throws -> [(schema: String, name: String)] {
        try await connection.query(sql).map { (try $0.decode("nspname"), try $0.decode("relname")) }
    }

    /// Takes back syntax errors that the server does not see, and adds those that the parser left open: its grammar may be newer.
    static func judge(_ result: LintResult, _ connection: PostgresConnection) async throws -> LintResult {
        var result = result
        for refused in result.refused {
            if try await isRefused(refused.sql, connection) {
                guard let finding = refused.finding else { continue }
                result.notes.removeAll { $0.path == finding.path && $0.line == refused.line }
                result.findings.append(finding)
                continue
            }
            guard refused.finding == nil else { continue }
            result.findings.removeAll { $0.code == "PL068" && $0.path == refused.path && $0.line == refused.line }
            result.notes.append(
                LintNote(
                    path: refused.path, line: refused.line,
                    message: "not analyzed: the server accepts this syntax, but the parser does not know it"))
        }
        result.findings.sort { ($0.path, $0.line, $0.column, $0.code) < ($1.path, $1.line, $1.column, $1.code) }
        result.refused = []
        return result
    }

    /// PL/pgSQL has the server parse every statement of a block before the first one runs; here none does.
    private static func isRefused(_ sql: String, _ connection: PostgresConnection) async throws -> Bool {
        let body = "BEGIN\nRETURN;\n\(sql);\nEND"
        do {
            try await connection.run(script: "SET check_function_bodies = on; DO " + SQL.dollarQuoted(body))
            return false
        } catch {
            guard error.sqlState == .syntaxError else { throw error }
            return true
        }
    }
}
#endif
