/// A query with what its plan and its time must be.
package struct Performance: Sendable, Hashable {
    /// One SELECT.
    package var query: String
    /// The time limit, in milliseconds.
    package var limit: Double
    /// Indexes of which the plan must use one; none when any plan will do.
    package var indexes: [String]
    /// From so many rows of the table on.
    package var rows: Int

    /// The statement that measures it.
    var explain: String { "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) \(query)" }
}
