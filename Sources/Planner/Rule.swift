import Catalog
public import SchemaModel

/// What is known about one kind of object: how it is made, changed and taken away, and how to ask whether it is there.
struct Rule: Sendable {
    /// The steps that make it, from the state after.
    let create: @Sendable (Fact, RuleContext) -> [Step]
    /// The steps that change it; or that it must be dropped and made again.
    let alter: @Sendable (Fact, Fact, Set<Attribute>, RuleContext) -> Alteration
    let drop: @Sendable (Fact, RuleContext) -> [Step]
    /// An SQL expression that is true while the object is there.
    let exists: @Sendable (ObjectID) -> String

    /// Every modelled kind. To support a new one: a rule here and an extraction query in the Catalog.
    static let all: [ObjectKind: Rule] = [
        .schema: .schema, .extension: .extension, .enumType: .enumType, .domain: .domain, .compositeType: .compositeType,
        .sequence: .sequence, .table: .table, .column: .column, .columnDefault: .columnDefault, .constraint: .constraint,
        .index: .index, .statistics: .statistics, .view: .view, .materializedView: .materializedView,
        .function: .function, .trigger: .trigger, .policy: .policy, .grant: .grant, .comment: .comment, .owner: .owner,
        .publication: .publication, .publicationTable: .publicationTable,
        .publicationSetting: .publicationSetting, .cronJob: .cronJob, .referenceRow: .referenceRow,
    ]
}

/// What a rule answers when a fact differs.
enum Alteration {
    case steps([Step])
    /// Drop it and make it again, with what depends on it.
    case replace(String)
    /// PostgreSQL cannot, or not without losing rows.
    case impossible(String)
}

/// What a rule may look at: both states, and what this plan makes anew.
struct RuleContext: Sendable {
    let from: CatalogState
    let to: CatalogState
    /// Objects that are not there before this plan, or are dropped by it and made again.
    let made: Set<ObjectID>
    /// Objects that this plan takes away for good.
    let removed: Set<ObjectID>
    /// Children whose creation stands inside another object's statement: a column in its CREATE TABLE.
    var absorbed: [ObjectID: ObjectID]
    /// The sequence of each `serial` column of the state after.
    let serialSequences: [ObjectID: ObjectID]
    let options: PlanOptions

    /// Whether nobody can be using the relation yet, so that locks, scans and concurrency do not matter.
    func isNew(_ relation: ObjectID) -> Bool { made.contains(relation) }

    /// Whether something in use is locked; none for what is new.
    func lock(_ mode: LockMode, _ relation: ObjectID?) -> [Step.Lock] {
        guard let relation, !isNew(relation) else { return [] }
        return [Step.Lock(mode, on: relation.path)]
    }

    func childrenAfter(_ id: ObjectID, _ kind: ObjectKind) -> [Fact] { to.children(of: id).filter { $0.id.kind == kind } }
    func childrenBefore(_ id: ObjectID, _ kind: ObjectKind) -> [Fact] { from.children(of: id).filter { $0.id.kind == kind } }
}

/// How a plan is made.
public struct PlanOptions: Sendable {
    /// Where dropped tables and values go; nil to drop them.
    public var quarantine: Quarantine?
    /// Where the paired file (a migration's rollback, or the other way) put what it dropped; nil to look nowhere.
    public var restore: Quarantine?
    /// Kinds that are left as they are.
    public var ignoredKinds: Set<ObjectKind>
    /// The target comes from a declaration, not from a catalog: what PostgreSQL lets PUBLIC do with a type is not said.
    public var isTargetRaw: Bool
    /// Each step gets its reverse, which takes planning the way back too.
    public var knowsReverse: Bool
    /// What the plan must not touch: objects that both states may mention and another application owns.
    public var external: Set<ObjectID>

    public init(
        quarantine: Quarantine? = nil, restore: Quarantine? = nil, ignoredKinds: Set<ObjectKind> = [.owner],
        isTargetRaw: Bool = false, knowsReverse: Bool = true, external: Set<ObjectID> = []
    ) {
        self.quarantine = quarantine
        self.restore = restore
        self.ignoredKinds = ignoredKinds
        self.isTargetRaw = isTargetRaw
        self.knowsReverse = knowsReverse
        self.external = external
    }
}

/// A place for what a migration drops: one schema for each schema that it came from.
public struct Quarantine: Sendable, Hashable {
    /// Such as `0003_rollback`: the file that puts things there.
    public let tag: String

    public init(tag: String) { self.tag = tag }

    /// The quarantine schema for objects of a schema.
    public func schema(for source: String) -> String { "plumbline_\(tag)_\(source)" }
}
