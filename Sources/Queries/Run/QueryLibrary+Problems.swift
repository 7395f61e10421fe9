package import PostgresClient

extension QueryLibrary {
    /// Asks the server whether each query of a database means what is declared: tables, columns, parameters, outputs and types.
    ///
    /// The statements are parsed and analysed, not run.
    ///
    /// - Returns: what is wrong, in words; empty when nothing is. And the queries that could not be checked, since an extension
    ///   that they need is not in this database.
    package func problems(
        of database: String, on connection: PostgresConnection
    ) async throws(PostgresError) -> (found: [String], unasked: [String]) {
        var problems: [String] = []
        var unasked: [String] = []
        for query in queries where query.database == database {
            if let missing = try await missing(of: query, on: connection) {
                unasked.append("\(query.id): this database has no \(missing)")
                continue
            }
            do {
                problems += try await self.problems(of: query, on: connection)
            } catch let error where error.code == .server {
                problems.append("\(query.id): \(error)")
            }
        }
        return (problems, unasked)
    }

    /// The extensions and tables that a query needs and that do not exist, such as `extension vector`.
    func missing(
        of query: CompiledQuery, on connection: PostgresConnection
    ) async throws(PostgresError) -> String? {
        guard !query.extensions.isEmpty || !query.tables.isEmpty else { return nil }
        let rows = try await connection.query(
            """
            SELECT 'extension ' || n.name AS name FROM unnest($1::text[]) AS n(name)
            WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = n.name)
            UNION ALL SELECT 'table ' || n.name FROM unnest($2::text[]) AS n(name) WHERE to_regclass(n.name) IS NULL LIMIT 1
            """, [query.extensions, query.tables])
        return try rows.first.map { row throws(PostgresError) in try row.decode("name", as: String.self) }
    }

    func demandExtensions(of query: CompiledQuery, on connection: PostgresConnection) async throws {
        guard let missing = try await missing(of: query, on: connection) else { return }
        throw QueryError(
            .missingExtension,
            "\(query.id) needs the \(missing), which this database does not have"
                + (missing.hasPrefix("extension") ? ": create it, then try again" : ""))
    }

    private func problems(of query: CompiledQuery, on connection: PostgresConnection) async throws(PostgresError) -> [String] {
        var problems: [String] = []
        let statement: PostgresQuery
        do {
            statement = try query.statement(query.parameters.map { Binding($0.name, text: nil) })
            // What stands for a missing value has to fit as well.
            let defaults = try query.statement(
                query.parameters.filter { $0.defaultValue == nil }.map { Binding($0.name, text: nil) })
            _ = try await connection.describe(defaults.sql)
        } catch let error as QueryError {
            return ["\(query.id): \(error)"]
        } catch let error as PostgresError {
            throw error
        } catch {
            return ["\(query.id): \(error)"]
        }
        let description = try await connection.describe(statement.sql)
        let declared = try await types(query.outputs.map(\.type), on: connection)
        let found = description.columns.map(\.name)
        let wanted = query.outputs.map(\.name)
        if found != wanted {
            problems.append(
                "\(query.id): the statement gives the columns \(found.joined(separator: ", ")); declared are "
                    + wanted.joined(separator: ", "))
            return problems
        }
        for (column, (output, oid)) in zip(description.columns, zip(query.outputs, declared)) where column.oid != oid {
            let name = try await typeName(column.oid, on: connection)
            problems.append("\(query.id): \(output.name) is of type \(name), declared is \(output.type)")
        }
        return problems
    }

    private func types(_ names: [String], on connection: PostgresConnection) async throws(PostgresError) -> [UInt32] {
        guard !names.isEmpty else { return [] }
        let rows = try await connection.query(
            "SELECT t.name::regtype::oid AS oid FROM unnest($1::text[]) WITH ORDINALITY AS t(name, place) ORDER BY t.place",
            [names])
        return try rows.map { row throws(PostgresError) in try row.decode("oid", as: UInt32.self) }
    }

    private func typeName(_ oid: UInt32, on connection: PostgresConnection) async throws(PostgresError) -> String {
        try await connection.query("SELECT pg_catalog.format_type($1::oid, NULL) AS name", [oid]).one().decode("name")
    }
}
