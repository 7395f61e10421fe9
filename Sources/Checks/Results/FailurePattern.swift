/// What the failing rows of a check have in common. Values are of columns that are marked unmasked.
package struct FailurePattern: Sendable, Hashable, Codable {
    /// The first and the last of them in time.
    package struct Span: Sendable, Hashable, Codable {
        package var column: String
        /// As PostgreSQL writes the values, in UTC.
        package var first: String
        package var last: String
    }

    /// A value that most of them have, and that fewer of all rows have.
    package struct Slice: Sendable, Hashable, Codable {
        package var column: String
        /// Nil for NULL.
        package var value: String?
        /// The share of the failing rows that have it, 0 to 1.
        package var failingShare: Double
        /// The share of all rows in scope that have it, estimated from a sample of a large table.
        package var share: Double
    }

    package var span: Span?
    package var slice: Slice?
    /// The failing rows that were looked at: all, or those in a sample of a large table.
    package var rowsLookedAt: Int
    /// True where not all failing rows were looked at, so that there may be earlier and later ones.
    package var isSample: Bool
    /// Why the server did not answer; nil when it did.
    package var problem: String?

    init(rowsLookedAt: Int, isSample: Bool) {
        self.rowsLookedAt = rowsLookedAt
        self.isSample = isSample
    }

    init(problem: String) {
        self.init(rowsLookedAt: 0, isSample: false)
        self.problem = problem
    }
}

extension FailurePattern.Slice {
    /// A value must be that of most failing rows, and say more than that most rows have it.
    static let leastShare = 0.5
    static let leastDifference = 0.25

    /// True where it explains more than another: how much more often failing rows have it than rows have.
    func explainsMore(than other: FailurePattern.Slice?) -> Bool {
        guard failingShare >= Self.leastShare, difference >= Self.leastDifference else { return false }
        return other.map { difference > $0.difference } ?? true
    }

    private var difference: Double { failingShare - share }
}
