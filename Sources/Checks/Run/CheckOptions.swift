/// How checks are run.
public struct CheckOptions: Sendable, Hashable {
    /// How many connections share the snapshot. Fewer are used when the server gives no more.
    public var connections: Int
    /// After how long one statement is given up; its checks end as errors.
    public var statementTimeout: Duration
    /// How many keys of failing rows are shown for a check.
    public var samples: Int
    /// What draws random samples: the same seed draws the same rows. The day of the run (UTC) unless it is given.
    public var seed: String?
    /// A superuser can do through a function what a read-only transaction does not stop, so it must be asked for.
    public var allowsSuperuser: Bool

    public init(
        connections: Int = 2, statementTimeout: Duration = .seconds(600), samples: Int = 5, seed: String? = nil,
        allowsSuperuser: Bool = false
    ) {
        self.connections = max(1, connections)
        self.statementTimeout = statementTimeout
        self.samples = max(0, samples)
        self.seed = seed
        self.allowsSuperuser = allowsSuperuser
    }
}
