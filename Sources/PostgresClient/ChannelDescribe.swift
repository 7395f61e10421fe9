import CLibPQ

/// The server's description of a statement that it has prepared and not run.
package struct StatementDescription: Sendable, Hashable {
    /// The oids of the parameters' types, in order.
    package let parameters: [UInt32]
    /// The columns of its rows; none for a statement that gives no rows.
    package let columns: [PostgresColumn]
}

extension PostgresConnection {
    /// Has the server parse and analyse one statement, without running it.
    ///
    /// - Throws: `PostgresError`, as `query` does: of a column or table that is not there, with the position in the SQL.
    package func describe(_ sql: String) async throws(PostgresError) -> StatementDescription {
        try await perform(deadline: nil) { channel, operation throws(PostgresError) in
            try channel.describe(sql, operation)
        }
    }
}

extension Channel {
    func describe(_ sql: String, _ operation: Operation) throws(PostgresError) -> StatementDescription {
        try Self.refuseNul(sql)
        guard PQsendPrepare(try live(), "", sql, 0, nil) == 1 else { throw lose(libpqMessage) }
        try flush(operation)
        _ = try commandResult(sql, operation)
        guard PQsendDescribePrepared(try live(), "") == 1 else { throw lose(libpqMessage) }
        try flush(operation)
        let storage = try commandResult(sql, operation)
        let count = PQnparams(storage.pointer)
        return StatementDescription(
            parameters: (0..<count).map { PQparamtype(storage.pointer, $0) }, columns: storage.columns)
    }
}
