/// How checks are run.
package struct CheckOptions: Sendable, Hashable {
    /// How many connections share the snapshot. Fewer are used when the server gives no more.
    package var connections: Int
    /// After how long one statement is given up; its checks end as errors.
    package var statementTimeout: Duration
    /// After how long a statement that waits for a lock is given up.
    package var lockTimeout: Duration
    /// Rows that a run may read, as the server estimates them before anything runs; nil for any number.
    package var maxRows: Int?
    /// The planner's cost that a run may have, estimated likewise; nil for any.
    package var maxCost: Double?
    /// How many keys of failing rows are shown for a check.
    package var samples: Int
    /// How many rows of a table are read again to say when its failing rows are, what they have in common, and which checks fail on the same
    /// rows; 0 for none.
    package var patternRows: Int
    /// The seed of random samples: the same seed draws the same rows. The day of the run (UTC) unless it is given.
    package var seed: String?
    /// True when what the catalog guarantees is taken for granted. Otherwise every row is read.
    package var usesProofs: Bool
    /// True when incremental checks read all rows.
    package var readsAllRows: Bool
    /// A superuser can do through a function what a read-only transaction does not stop, so it must be asked for.
    package var allowsSuperuser: Bool

    package init(
        connections: Int = 2, statementTimeout: Duration = .seconds(600), lockTimeout: Duration = .seconds(5),
        maxRows: Int? = nil, maxCost: Double? = nil,
        samples: Int = 5, patternRows: Int = 250_000, seed: String? = nil, usesProofs: Bool = true,
        readsAllRows: Bool = false, allowsSuperuser: Bool = false
    ) {
        self.connections = max(1, connections)
        self.statementTimeout = max(.milliseconds(1), statementTimeout)
        self.lockTimeout = max(.milliseconds(1), lockTimeout)
        self.maxRows = maxRows
        self.maxCost = maxCost
        self.samples = max(0, samples)
        self.patternRows = max(0, patternRows)
        self.seed = seed
        self.usesProofs = usesProofs
        self.readsAllRows = readsAllRows
        self.allowsSuperuser = allowsSuperuser
    }
}
