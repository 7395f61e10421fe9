import CLibPQ

/// What a server says of a statement that it has prepared and not run.
public struct StatementDescription: Sendable, Hashable {
    /// The oids of the parameters' types, in order.
    public let parameters: [UInt32]
    /// The columns of its rows; none for a statement that gives no rows.
    public let columns: [PostgresColumn]
}

extension PostgresConnection {
    /// Has the server parse and analyse one statement, without running it.
    ///
    /// - Throws: `PostgresError`, as `query` does: of a column or table that is not there, with the position in the SQL.
    public func describe(_ sql: String) async throws(PostgresError) -> StatementDescription {
        try await perform(deadline: nil) { channel, operation throws(PostgresError) in
            try channel.describe(sql, operation)
        }
    }
}

extension Channel {
    func describe(_ sql: String, _ operation: Operation) throws(PostgresError) -> StatementDescription {
        try Self.refuseNul(sql)
        guard PQsendPrepare(try live(), "", sql, 0, nil) == 1 else { throw lose(libpqMessage) }
        _ = try collect(sql, operation)
        guard PQsendDescribePrepared(try live(), "") == 1 else { throw lose(libpqMessage) }
        let storage = try collect(sql, operation)
        let count = PQnparams(storage.pointer)
        return StatementDescription(
            parameters: (0..<count).map { PQparamtype(storage.pointer, $0) }, columns: storage.columns)
    }

    private func collect(_ sql: String, _ operation: Operation) throws(PostgresError) -> ResultStorage {
        try flush(operation)
        var storage: ResultStorage?
        var problem: PostgresError?
        while let result = try nextResult(operation) {
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                storage = ResultStorage(result)
            } else {
                problem = problem ?? serverError(result, sql: sql, operation)
                PQclear(result)
            }
        }
        return try conclude(storage, problem, operation)
    }
}
