public import PostgresClient

/// The declared queries and reports of a project, ready to run.
public struct QueryLibrary: Sendable {
    package let queries: [CompiledQuery]
    package let reports: [CompiledReport]
    private let places: [ObjectIdentifier: Int]

    /// Writes out all queries.
    /// - Throws: ``QueryError`` of code `invalidDeclaration`, with every contradiction.
    public init(_ sets: [QuerySet]) throws(QueryError) {
        var compiler = QueryCompiler()
        for set in sets { compiler.add(set) }
        guard compiler.problems.isEmpty else {
            throw QueryError(
                .invalidDeclaration, "the declared queries contradict themselves:\n" + compiler.problems.joined(separator: "\n"))
        }
        queries = compiler.queries
        reports = compiler.reports
        places = compiler.places
    }

    /// A query by its id.
    package func query(named id: String) throws(QueryError) -> CompiledQuery {
        guard let query = queries.first(where: { $0.id == id }) else {
            throw QueryError(.unknownName, "no query is called \(id); `plumb query --list` names them all")
        }
        return query
    }

    /// A report by its name.
    package func report(named name: String) throws(QueryError) -> CompiledReport {
        guard let report = reports.first(where: { $0.name == name }) else {
            throw QueryError(.unknownName, "no report is called \(name); `plumb report --list` names them all")
        }
        return report
    }

    /// A query as it was declared.
    package func compiled(_ query: some Query) throws(QueryError) -> CompiledQuery {
        guard let place = places[ObjectIdentifier(query)] else {
            throw QueryError(.unknownName, "the query \(query.name) is not in this library: list it in a QuerySet")
        }
        return queries[place]
    }

    /// Runs a query: `try await library.run(metrics, on: connection) { [$0.start.value(start), $0.end.value(end)] }`.
    ///
    /// Nothing is masked here: rows go to the program that asked. In a transaction that is open, it is part of it.
    ///
    /// - Throws: ``QueryError`` for a parameter without a value; `PostgresError` as the server has it.
    @discardableResult
    public func run<Q: Query>(
        _ query: Q, on connection: PostgresConnection, _ bindings: (Q) -> [Binding] = { _ in [] }
    ) async throws -> [QueryRow] {
        let statement = try compiled(query).statement(bindings(query))
        return try await connection.query(statement.sql, statement.parameters).map(QueryRow.init)
    }
}

/// A row of a query's result, read by the query's outputs.
public struct QueryRow: Sendable {
    let row: PostgresRow

    /// The value of an output.
    public subscript<Value>(_ output: Output<Value>) -> Value {
        get throws(PostgresError) { try row.decode(output.output.name, as: Value.self) }
    }
}
