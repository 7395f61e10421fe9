/// A query with what its plan and its time must be.
public struct Performance: Sendable, Hashable {
    /// One SELECT.
    public var query: String
    /// The time limit, in milliseconds.
    public var limit: Double
    /// Indexes of which the plan must use one; none when any plan will do.
    public var indexes: [String]
    /// From so many rows of the table on.
    public var rows: Int

    /// The statement that measures it.
    var explain: String { "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) \(query)" }
}
