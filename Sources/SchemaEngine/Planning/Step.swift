package import SchemaModel

/// One unit of a plan: what is done at once, whether it is still to do, and what it costs.
package struct Step: Sendable, Hashable {
    /// The effect in PostgreSQL's words: `create index analytics.idx_created_at`.
    package var title: String
    package var object: ObjectID
    package var verb: Verb
    /// Plain SQL, each a whole statement without its semicolon.
    package var statements: [String]
    /// How to know whether it is still to be done.
    package var precondition: Precondition
    /// The strongest locks that it takes on relations that are already in use, by relation.
    package var locks: [Lock]
    /// False for what PostgreSQL refuses in a transaction block.
    package var isTransactional: Bool
    /// The hazards on a database in use.
    package var hazards: Set<Hazard>
    /// Runs only where an earlier run was broken off, or where an object is restored: never part of a plain script.
    package var isRecovery: Bool
    /// Its statements are queries whose rows are the statements to run, one by one: what psql does for `\gexec`.
    package var runsGeneratedSQL: Bool
    /// Moves the object to quarantine instead of dropping it.
    package var movesToQuarantine = false
    /// The objects that it drops, replaces or makes stricter, so that no table in quarantine may need them.
    package var takesFromKept: [ObjectID] = []
    /// The columns whose old values it copies to quarantine, while the columns stay.
    package var keptColumns: [ObjectID] = []
    /// An SQL expression; where it is false, the step has nothing to do and is left out. What others may have made or still use.
    package var runsOnlyIf: String?
    /// The statements of a migration file in the place of ``statements``: they leave alone what exists already or is still used.
    package var inFile: [String]?
    /// True when a migration file can run its statements again without harm: several such steps outside a transaction are one section.
    package var isRepeatable = false
    /// True when its result can be used only after a commit, so that the step is the last of its transaction.
    package var endsTransaction = false
    /// The conditions of existing rows that would make it fail, as queries that find these rows.
    package var questions: [Question] = []
    /// Statements that take back what the steps before it have made for its sake, when it fails.
    package var ifFails: [String] = []
    /// The table in quarantine that it restores, or takes values from.
    package var restoresFrom: ObjectID?
    /// True for an object that comes back as it was, with all its parts; false for a column, whose values alone are kept.
    package var restoresParts = true
    /// Adds a constraint that a later step of the same object validates, and takes back when that fails.
    package var preparesValidation = false
    /// The key or index for which it builds an index beforehand, so that the old one goes only when the new one exists.
    var builtFor: ObjectID?
    /// The object for whose exchange it prepares while clients go on; the exchange itself, and every other step, have none.
    var preparesFor: ObjectID?
    /// The table whose rows are no longer followed from this step on, so that it and the exchange of the table must be in one transaction.
    package var stopsFollowing: ObjectID?
    /// Copies the values of a column that goes, before the transaction in which it goes.
    var keepsValues = false
    /// The part that it has in filling columns of a table in use; nil for any other step.
    var fillPart: FillPart?
    /// True for a step that takes rows away from a table, and for the step of the same transaction that returns them.
    package var movesRows = false
    /// The object with which this one comes back from quarantine, beyond the one that it is a part of: a partition's table.
    package var comesBackWith: ObjectID?
    /// Why it is in the plan.
    package var reason: String
    /// Why it is not an online change, although one was asked for.
    package var notOnline: String?
    /// Steps of one group run in one transaction.
    package var group: Int?
    /// The rename that it performs; nil for any other step.
    package var rename: Rename?
    /// How it is undone; nil in a plan that was made without (``PlanOptions/includesRollback``), and in a reverse itself.
    package var reverse: Reverse?

    /// True when it reads a table while others may write to it: what must not run under the locks of steps before it.
    package var readsUnderWeakLock: Bool {
        hazards.contains(.scan) && !locks.isEmpty && !locks.contains { $0.mode.blocksWrites }
    }

    /// True for a fill in batches: it waits for rows that clients have locked, not for their snapshots.
    package var waitsForRows: Bool { !isTransactional && !locks.isEmpty && locks.allSatisfy { $0.mode <= .rowExclusive } }

    package enum Verb: String, Sendable, Hashable, Codable {
        case create, alter, drop, restore
    }

    /// The parts of a backfill, in their order.
    enum FillPart: Sendable, Hashable {
        /// Adds the column, or restores it.
        case adds
        /// Lets a trigger fill the rows that are written.
        case prepares
        /// Notes the rows that have no value.
        case notes
        case fills
        /// Requires a value in each row.
        case requires
        case ends
    }

    /// A catalog check that decides whether a step has anything to do.
    package enum Precondition: Sendable, Hashable {
        /// An SQL expression that is true while there is something to do.
        case pending(String)
        /// Only the journal knows: what the step makes cannot be told from what was there before.
        case journal
    }

    /// A query for rows that the step would fail on.
    package struct Question: Sendable, Hashable {
        /// The problem with the rows: `app.orders.note is NULL, and becomes NOT NULL`.
        package var problem: String
        /// SELECT of the rows' keys, without a semicolon.
        package var query: String
        /// The columns of the query whose values people may see; those of the others are masked.
        package var shown: [String] = []
        /// The step changes such rows without an error, so that a plan whose questions nobody asks loses values.
        package var isOfSilentLoss = false
    }

    package struct Lock: Sendable, Hashable {
        package var mode: LockMode
        package var relation: String

        package init(_ mode: LockMode, on relation: String) {
            self.mode = mode
            self.relation = relation
        }
    }

    init(
        _ verb: Verb, _ object: ObjectID, title: String? = nil, _ statements: [String], when precondition: Precondition,
        locks: [Lock] = [], isTransactional: Bool = true, hazards: Set<Hazard> = [], isRecovery: Bool = false,
        runsGeneratedSQL: Bool = false, reason: String? = nil
    ) {
        self.verb = verb
        self.object = object
        self.title = title ?? "\(verb.rawValue) \(object)"
        self.statements = statements
        self.precondition = precondition
        self.locks = locks
        self.isTransactional = isTransactional
        self.hazards = hazards
        self.isRecovery = isRecovery || verb == .restore
        self.runsGeneratedSQL = runsGeneratedSQL
        self.reason = reason ?? ""
    }

    /// A step that creates an object. Only the journal tells that it is done: where another object has the name, the statement fails.
    static func create(
        _ fact: Fact, title: String? = nil, _ statements: [String], when precondition: Precondition = .journal,
        locks: [Lock] = [],
        hazards: Set<Hazard> = [], reason: String? = nil
    ) -> Step {
        Step(
            .create, fact.id, title: title, statements, when: precondition, locks: locks, hazards: hazards, reason: reason)
    }

    /// The precondition of what may exist already, and then is left as it is.
    static func ifMissing(_ id: ObjectID) -> Precondition { .pending(CatalogCheck.isMissing(id)) }

    /// A step that drops an object that exists.
    static func drop(
        _ fact: Fact, title: String? = nil, _ statements: [String], locks: [Lock] = [], hazards: Set<Hazard> = [],
        reason: String? = nil
    ) -> Step {
        Step(
            .drop, fact.id, title: title, statements, when: .pending(CatalogCheck.exists(fact.id)), locks: locks,
            hazards: hazards,
            reason: reason)
    }

    /// A step that changes an object in a way that only the journal can tell to be done.
    static func alter(
        _ fact: Fact, title: String? = nil, _ statements: [String], when precondition: Precondition = .journal,
        locks: [Lock] = [],
        hazards: Set<Hazard> = [], reason: String? = nil
    ) -> Step {
        Step(.alter, fact.id, title: title, statements, when: precondition, locks: locks, hazards: hazards, reason: reason)
    }
}
