public import SchemaDSL

extension DataCheck {
    /// A query that people wait for is answered in time, and by an index once its table is large.
    ///
    /// It is run with EXPLAIN ANALYZE in the run's read-only transaction, after all other checks: three times, and the fastest counts, so
    /// that what is judged is the plan, not a cold cache or a busy moment.
    ///
    /// - Parameters:
    ///   - query: A SELECT on the group's table, without parameters.
    ///   - limit: What the server may take for it.
    ///   - indexes: Indexes of which the plan must use one; none when only the time matters.
    ///   - rows: Below so many rows (as the last ANALYZE counted them) PostgreSQL is right to read the whole table.
    public static func performance(
        of query: SQLFragment, within limit: Duration, using indexes: [String] = [], fromRows rows: Int = 10_000,
        named name: String, _ title: String, file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .performance(query, limit, indexes: indexes, rows: rows), name: name, title: title, kind: .monitor, file: file,
            line: line
        ).severity(.warning)
    }
}
