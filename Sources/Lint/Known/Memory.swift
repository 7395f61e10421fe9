/// The notes of rules until all files are read: they also hold for what a later statement of the same file drops.
struct Memory {
    /// Views that run with their owner's rights.
    var ownersRights: [QName: Place] = [:]
    /// Views as they were when they were dropped, and those that were created again.
    var dropped: [QName: (view: KnownTable, script: Int)] = [:]
    /// Policies as they were when they were dropped, by table and name.
    var droppedPolicies: [QName: [String: KnownPolicy]] = [:]
    var recreated: [(old: KnownTable, place: Place)] = []
    /// Functions without a search_path of their own, by name and argument types.
    var openFunctions: [String: OpenFunction] = [:]
    /// Functions whose body names a relation without its schema.
    var unqualifiedBodies: Set<QName> = []
    /// The temporary tables that a function's body makes.
    var temporaryInBodies: [QName: Set<String>] = [:]
    /// Row-level security is also switched in ways that only running shows.
    var switchesRowSecurityByText = false
    var refreshes: [(view: QName, place: Place)] = []
    var vectorIndexes: [KnownIndex] = []
    var vectorQueries: [VectorQuery] = []
    /// Tables that got rows from the linted files.
    var filled: Set<QName> = []
    var deletions: [Deletion] = []
    /// References to tables that were not there yet.
    var early: [(table: QName, by: QName, place: Place)] = []

    struct OpenFunction {
        let name: QName
        let isDefiner: Bool
        let isTrigger: Bool
        let place: Place
    }

    /// A DELETE in a job or in a function.
    struct Deletion {
        let table: QName
        /// False for an UPDATE, which may take references away.
        let isDelete: Bool
        /// Nil in the command of a job.
        let function: QName?
        /// The table that the same body deletes from before, and the columns that the DELETE reads.
        let others: Set<QName>
        let place: Place
    }
}
