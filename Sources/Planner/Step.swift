public import SchemaModel

/// One unit of a plan: what is done at once, whether it is still to do, and what it costs.
public struct Step: Sendable, Hashable {
    /// What it does, in PostgreSQL's words: `create index analytics.idx_created_at`.
    public var title: String
    public var object: ObjectID
    public var verb: Verb
    /// Plain SQL, each a whole statement without its semicolon.
    public var statements: [String]
    /// How to know that nothing is left to do.
    public var guarded: Guard
    /// The strongest locks that it takes on relations that are already in use, by relation.
    public var locks: [Lock]
    /// False for what PostgreSQL refuses in a transaction block.
    public var isTransactional: Bool
    /// Rewrites a table, which takes long and needs space.
    public var rewrites: Bool
    /// Reads a whole table while holding its locks.
    public var scans: Bool
    public var losesData: Bool
    /// Fails when the rows that are there do not fit.
    public var mayFailOnData: Bool
    /// Only ever runs where something else was broken off or put aside before: never part of a plain script.
    public var isConditional: Bool
    /// Its statements are queries whose rows are the statements to run, one by one: what psql does for `\gexec`.
    public var isGenerator: Bool
    /// Why it is in the plan.
    public var reason: String
    /// Steps of one group run in one transaction.
    public var group: Int?
    /// How it is undone; nil in a plan that was made without (``PlanOptions/knowsReverse``), and in a reverse itself.
    public var reverse: Reverse?

    public enum Verb: String, Sendable, Hashable, Codable {
        case create, alter, drop, restore
    }

    /// A question to the catalog that decides whether a step has anything to do.
    public enum Guard: Sendable, Hashable {
        /// An SQL expression that is true while there is something to do.
        case todo(String)
        /// Only the journal knows: what the step makes cannot be told from what was there before.
        case journal
    }

    public struct Lock: Sendable, Hashable {
        public var mode: LockMode
        public var relation: String

        public init(_ mode: LockMode, on relation: String) {
            self.mode = mode
            self.relation = relation
        }
    }

    init(
        _ verb: Verb, _ object: ObjectID, title: String? = nil, _ statements: [String], guarded: Guard,
        locks: [Lock] = [], isTransactional: Bool = true, rewrites: Bool = false, scans: Bool = false,
        losesData: Bool = false, mayFailOnData: Bool = false, isConditional: Bool = false, isGenerator: Bool = false,
        reason: String? = nil
    ) {
        self.verb = verb
        self.object = object
        self.title = title ?? "\(verb.rawValue) \(object)"
        self.statements = statements
        self.guarded = guarded
        self.locks = locks
        self.isTransactional = isTransactional
        self.rewrites = rewrites
        self.scans = scans
        self.losesData = losesData
        self.mayFailOnData = mayFailOnData
        self.isConditional = isConditional || verb == .restore
        self.isGenerator = isGenerator
        self.reason = reason ?? ""
    }
}
