import SchemaModel

/// Everything that Plumbline knows about one kind of database object.
///
/// One file in `Kinds/` defines one kind: how it is read, named, ordered, created, altered and dropped, and what it does to other
/// objects. Nothing outside that folder names a kind (a test searches for it). What has no default here must be answered by every
/// kind, so that the compiler asks for it.
protocol Kind: Sendable {
    var kind: ObjectKind { get }

    // MARK: Reading

    /// The queries whose rows are facts of this kind, for a server version as `server_version_num`.
    func queries(_ version: Int) -> [CatalogQuery]
    /// The queries for what belongs to the server and not to a database, which are run only on request.
    func clusterQueries(_ version: Int) -> [CatalogQuery]
    /// True when its texts are a program's own, which PostgreSQL stores as they were written.
    var hasOpaqueText: Bool { get }
    /// Its expressions, by attribute, each as a query that PostgreSQL can store in a view. For ``Rewording``.
    func storedQueries(_ fact: Fact) -> [Attribute: String]
    /// The query that runs only where the database has its table, such as the table of an extension.
    func optionalQueries(_ rows: [ReferenceTable]) -> [OptionalQuery]

    /// The objects of a state that somebody else creates and drops at run time, as either state says.
    func leftToOthers(in state: CatalogState, with other: CatalogState) -> Set<ObjectID>
    /// The facts of a state that manage objects at run time and that the other lacks, although it has the managed objects.
    func unmentionedManagers(in state: CatalogState, with other: CatalogState) -> Set<ObjectID>

    // MARK: Names and places

    /// Where the catalog keeps an object; nil for what is not an object of its own, such as a comment.
    func location(_ id: ObjectID) -> CatalogLocation?
    /// The object as COMMENT ON and ALTER … OWNER TO name it: `TABLE app.orders`; nil where PostgreSQL takes neither.
    func reference(_ id: ObjectID, _ fact: Fact?) -> String?
    /// The object as GRANT … ON names it, where that is not its ``reference(_:_:)``.
    func privilegeReference(_ id: ObjectID, _ fact: Fact?) -> String?
    /// Where its owner and its privileges are kept; nil for what has neither.
    var security: SecuritySource? { get }
    /// The names that no other object may have while this one has them.
    func namespaces(_ fact: Fact) -> [Namespace]
    /// Where it stands among other objects in a plan that a person reads.
    var order: Order { get }

    // MARK: Steps

    /// The steps that create it, from the state after.
    func create(_ fact: Fact, _ context: PlanContext) -> [Step]
    /// The steps that change it; or that it must be replaced.
    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration
    func drop(_ fact: Fact, _ context: PlanContext) -> [Step]
    /// How it exists without anything that it uses, to break a cycle that nothing else breaks; nil for a kind that cannot.
    func placeholder(_ fact: Fact) -> Placeholder?
    /// True when creating it reads rows by way of what it uses, which must be complete by then.
    var isFilledByItsQuery: Bool { get }
    /// An SQL expression that is true while the object exists.
    func exists(_ id: ObjectID) -> String

    // MARK: Renames, each with a default

    /// The step that gives an object another name or schema, whose parents have their new names already; nil where PostgreSQL has none.
    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step?
    /// The step that renames a label of an enum type.
    func renameLabel(_ old: String, to new: String, of fact: Fact) -> Step?
    /// True if a dropped and a created object are so alike that the user must say if it is a rename.
    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool
    /// True if a dropped and a created object that differ only in their names are renamed without a question: nothing can be lost.
    var isRenamedUnasked: Bool { get }
    /// Of objects that could be renamed without a question, those that a step of the plan changes together with others.
    func renamedTogether(_ ids: [ObjectID], from: CatalogState, to: CatalogState) -> Set<ObjectID>
    /// The renames that follow from others: a sequence that its column names, the columns of a view.
    func followingRenames(from: CatalogState, to: CatalogState) -> [Rename]

    /// True if what is in quarantine does not keep it from going: it moves there too, or stays. Anything else is dropped, and before that the
    /// parts of a table that need it.
    var canBeQuarantined: Bool { get }
    /// How a migration file refers to an object that tables in quarantine may need when it goes; nil for what no column, default, check, index,
    /// trigger or policy of a table needs.
    var referenceOfKept: ReferenceOfKept? { get }
    /// True if a copy of the schema in a scratch database leaves it out: it would act there, hold a secret, or depend on one server.
    var isLeftOutOfCopies: Bool { get }

    // MARK: What it does to others, each with a default

    /// The object in whose creating statement this one stands: a column's table. Nil for a statement of its own.
    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID?
    /// The dropped object that takes this one along.
    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID?
    /// How readily a child leaves its enclosing statement to break a cycle: low numbers first, nil for never.
    func separation(_ fact: Fact) -> Int?
    /// True when dropping and creating it again loses rows or values, so that a plan refuses to.
    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool
    /// The same, where it takes both states to tell.
    func losesRowsWhenReplaced(_ id: ObjectID, from: CatalogState, to: CatalogState) -> Bool
    /// True when it is replaced when something that it depends on goes and it stays.
    var isReplacedWhenDependencyGoes: Bool { get }
    /// The objects whose dependents PostgreSQL does not carry along through this change.
    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID]
    /// True when what depends on it, where that goes, must go before this change.
    func isBlockedByDependents(_ before: Fact, _ after: Fact) -> Bool
    /// True when a dependent survives such a change of an object of another kind.
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool
    /// Adds to a state what PostgreSQL has without saying so, where the other state says it: defaults that were changed there.
    func complete(_ state: inout CatalogState, with other: CatalogState)
    /// True when its objects act on the creation of others, and count even where they are not compared.
    var actsOnOthers: Bool { get }
    /// Adjusts a whole change set: implied privileges, values that move with a type.
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext)
    /// Orders this action against others beyond parents and dependencies.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder)
    /// True when its creation on an object in use comes after everything that runs in a transaction.
    func isBuiltLate(_ id: ObjectID, _ changes: ChangeSet) -> Bool
    /// The word for it in the title of the object that it is created with: `indexes`. Nil where it keeps a step of its own.
    var foldedAs: String? { get }
    /// Joins successive steps of one verb on objects of one parent.
    func merged(_ steps: [Step], _ context: PlanContext) -> [Step]
    /// True when an object stays as it is when another, on which it depends, is replaced.
    func outlives(_ replaced: ObjectID, _ before: Fact, _ after: Fact) -> Bool
    /// A difference that PostgreSQL has no statement for, in words; nil where steps remove it.
    func irreparable(_ delta: Delta) -> String?
    /// Adds to the ordered steps of a plan what can only follow several of them.
    func complete(_ steps: inout [Step], _ context: PlanContext)
}

extension Kind {
    var hasOpaqueText: Bool { false }
    func storedQueries(_ fact: Fact) -> [Attribute: String] { [:] }
    func optionalQueries(_ rows: [ReferenceTable]) -> [OptionalQuery] { [] }
    func leftToOthers(in state: CatalogState, with other: CatalogState) -> Set<ObjectID> { [] }
    func unmentionedManagers(in state: CatalogState, with other: CatalogState) -> Set<ObjectID> { [] }
    func clusterQueries(_ version: Int) -> [CatalogQuery] { [] }
    func exists(_ id: ObjectID) -> String { location(id).map { "\($0.oid) IS NOT NULL" } ?? "true" }
    func privilegeReference(_ id: ObjectID, _ fact: Fact?) -> String? { reference(id, fact) }
    func placeholder(_ fact: Fact) -> Placeholder? { nil }
    var isFilledByItsQuery: Bool { false }
    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { nil }
    func renameLabel(_ old: String, to new: String, of fact: Fact) -> Step? { nil }
    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool { false }
    var isRenamedUnasked: Bool { false }
    func renamedTogether(_ ids: [ObjectID], from: CatalogState, to: CatalogState) -> Set<ObjectID> { [] }
    var isLeftOutOfCopies: Bool { false }
    var canBeQuarantined: Bool { false }
    var referenceOfKept: ReferenceOfKept? { nil }
    func followingRenames(from: CatalogState, to: CatalogState) -> [Rename] { [] }
    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? { nil }
    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? { removal.droppedAncestor(of: fact.id) }
    func separation(_ fact: Fact) -> Int? { 4 }
    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool { false }
    func losesRowsWhenReplaced(_ id: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        from[id].map { losesRowsWhenReplaced($0, to[id]) } ?? false
    }
    var isReplacedWhenDependencyGoes: Bool { true }
    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] { [] }
    func isBlockedByDependents(_ before: Fact, _ after: Fact) -> Bool { true }
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { false }
    func complete(_ state: inout CatalogState, with other: CatalogState) {}
    var actsOnOthers: Bool { false }
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {}
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {}
    func isBuiltLate(_ id: ObjectID, _ changes: ChangeSet) -> Bool { false }
    var foldedAs: String? { nil }
    func merged(_ steps: [Step], _ context: PlanContext) -> [Step] { steps }
    func outlives(_ replaced: ObjectID, _ before: Fact, _ after: Fact) -> Bool { false }
    func irreparable(_ delta: Delta) -> String? { nil }
    func complete(_ steps: inout [Step], _ context: PlanContext) {}
}

/// The answer of a kind about a fact that differs.
enum Alteration {
    case steps([Step])
    /// Drop it and create it again, with what depends on it; why.
    case replace(String)
    /// PostgreSQL cannot, or not without losing rows; why.
    case impossible(String)
}

/// The statements by which an object exists without what it uses: others can use it meanwhile.
struct Placeholder {
    /// Creates the object with what others see of it.
    let create: String
    /// Completes it, once what it uses exists.
    let complete: String
    /// Turns the complete object into the placeholder, so that what it uses can be dropped.
    let empty: String
}

/// Where the catalog keeps an object, as SQL expressions over a live database.
struct CatalogLocation {
    /// A table of `pg_catalog`.
    let catalog: String
    /// NULL while the object does not exist.
    let oid: String
    var column = "0"
}

/// Where the owner and the privileges of a kind are kept, for the queries that read them and the questions that guard a step.
struct SecuritySource: Sendable {
    /// The table of `pg_catalog` with the object's row.
    let catalog: String
    /// FROM, with the object's row under an alias.
    let from: String
    let oid: String
    var column = "0"
    /// The owner's oid.
    let owner: String
    /// The rows that are of this kind.
    var condition = "true"
    /// True when the object has an owner of its own; a column has its table's.
    var hasOwner = true
    /// The oid by which the kind's location finds the row, where it is not ``oid``.
    var locatedOID: String?
    /// True when objects are facts that every database has from the beginning, such as the schema `public`.
    var includesSystem = false
    /// Its privileges, and the letter by which `acldefault` knows its type; nil for what has none.
    var acl: (column: String, type: Character)?

    /// The rows of what can be a fact.
    var isRead: String { includesSystem ? "true" : "\(oid) >= 16384" }
}

/// A name that is unique among the objects of a space.
struct Namespace: Hashable {
    enum Space: Hashable {
        /// Tables, views, sequences, indexes and types of one schema share names.
        case relation
        case function
        case other(ObjectKind)
    }

    let space: Space
    let schema: String
    let name: String
    var signature = ""
}

/// Where an object stands in a plan: what is used comes before what uses it, and parts come after their object.
struct Order: Sendable {
    /// The place of a root object's kind.
    enum Group: Int, Sendable {
        case roles, schemas, extensions, types, sequences, tables, routines, views, materializedViews, replication, jobs, last,
            defaults
    }

    var group: Group = .last
    /// The place of a part within its object; 0 for the object itself.
    var rank: Int
    /// The place of an alteration; the rank unless given.
    var alterationRank: Int?
}
