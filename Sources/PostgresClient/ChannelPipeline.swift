import CLibPQ

extension Channel {
    /// All queries in one round trip; the first that fails ends the rest.
    func pipeline(_ queries: [PostgresQuery], _ operation: Operation) throws(PostgresError) -> [ResultStorage] {
        guard PQenterPipelineMode(try live()) == 1 else { throw lose(libpqMessage) }
        var problem: PostgresError?
        var results: [ResultStorage] = []
        // What the server answers, in order: the queries, each after its preparation where it needs one.
        var answers: [(index: Int, preparation: String?)] = []
        var names: [String: String] = [:]
        for (index, query) in queries.enumerated() {
            do throws(PostgresError) {
                guard query.isKeptPrepared else {
                    try send(query)
                    answers.append((index, nil))
                    continue
                }
                if prepared[query.sql] == nil, names[query.sql] == nil {
                    let name = try sendPreparation(query)
                    names[query.sql] = name
                    answers.append((index, name))
                }
                try send(query, preparedAs: prepared[query.sql] ?? names[query.sql])
                answers.append((index, nil))
            } catch {
                if failure != nil { throw error }
                problem = error
                problem?.queryIndex = index
                break
            }
        }
        guard PQpipelineSync(try live()) == 1 else { throw lose(libpqMessage) }
        try flush(operation)
        for (index, preparation) in answers {
            while let result = try nextResult(operation) {
                switch PQresultStatus(result) {
                case PGRES_COMMAND_OK where preparation != nil:
                    prepared[queries[index].sql] = preparation
                    PQclear(result)
                case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                    results.append(ResultStorage(result))
                case PGRES_PIPELINE_ABORTED:
                    PQclear(result)
                case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                    // libpq has no way on from here.
                    PQclear(result)
                    throw lose("COPY with STDIN or STDOUT was given to a pipeline")
                default:
                    var error = serverError(result, sql: queries[index].sql, operation)
                    PQclear(result)
                    error.queryIndex = index
                    // DEALLOCATE or DISCARD took it away; the next pipeline prepares it again.
                    if error.sqlState == .invalidSQLStatementName { prepared = [:] }
                    if error.code == .connectionLost {
                        failure = error
                        finish()
                        throw error
                    }
                    problem = error
                }
            }
        }
        guard let end = try nextResult(operation) else { throw lose("the pipeline did not end with a sync") }
        PQclear(end)
        guard PQexitPipelineMode(try live()) == 1 else { throw lose(libpqMessage) }
        try settle(operation, wasCancelled: problem?.sqlState == .queryCanceled)
        if let problem { throw problem }
        return results
    }
}
