import CLibPQ

extension Channel {
    /// All queries in one round trip; the first that fails ends the rest.
    func pipeline(_ queries: [PostgresQuery], _ operation: Operation) throws(PostgresError) -> [ResultStorage] {
        guard PQenterPipelineMode(try live()) == 1 else { throw lose(libpqMessage) }
        var problem: PostgresError?
        var results: [ResultStorage] = []
        var sent = 0
        for (index, query) in queries.enumerated() {
            do throws(PostgresError) {
                try send(query)
                sent += 1
            } catch {
                if failure != nil { throw error }
                problem = error
                problem?.queryIndex = index
                break
            }
        }
        guard PQpipelineSync(try live()) == 1 else { throw lose(libpqMessage) }
        try flush(operation)
        for index in 0..<sent {
            while let result = try nextResult(operation) {
                switch PQresultStatus(result) {
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
