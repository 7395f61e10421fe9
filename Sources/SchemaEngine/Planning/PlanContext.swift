package import SchemaModel

/// The information for a kind that writes steps: both states, and the objects that the plan creates and drops.
struct PlanContext: Sendable {
    let from: CatalogState
    let to: CatalogState
    /// Objects that do not exist before this plan, or are dropped by it and created again.
    let created: Set<ObjectID>
    /// Objects that this plan drops for good.
    let removed: Set<ObjectID>
    /// Parts whose creation stands inside another object's statement: a column in its CREATE TABLE.
    var enclosed: [ObjectID: ObjectID]
    /// Parts that go in the statement that drops another object.
    var enclosedDrops: [ObjectID: ObjectID] = [:]
    /// Columns and types that are made beside the old ones.
    var rewrites = OnlineRewrites()
    /// Tables that are copied beside the old ones.
    var copies = OnlineCopy.All()
    /// NOT NULL constraints that are changed together.
    var notNulls = NotNullTrees()
    let options: PlanOptions

    /// True when nobody can be using the relation yet, so that locks, scans and concurrency do not matter.
    func isNew(_ relation: ObjectID) -> Bool { created.contains(relation) }

    /// The lock on a relation in use; none on one that is new.
    func lock(_ mode: LockMode, _ relation: ObjectID?) -> [Step.Lock] {
        guard let relation, !isNew(relation) else { return [] }
        return [Step.Lock(mode, on: relation.path)]
    }

    /// True when a part's creation stands inside an object's statement.
    func isEnclosed(_ part: ObjectID, in object: ObjectID) -> Bool { enclosed[part] == object }

    func childrenAfter(_ id: ObjectID, _ kind: ObjectKind) -> [Fact] { to.children(of: id).filter { $0.id.kind == kind } }
    func childrenBefore(_ id: ObjectID, _ kind: ObjectKind) -> [Fact] { from.children(of: id).filter { $0.id.kind == kind } }

    /// The object as it is after the plan, else as it is before.
    func fact(_ id: ObjectID) -> Fact? { to[id] ?? from[id] }
}

/// The information for a kind that decides in which statement an object is created.
struct Creation {
    let to: CatalogState
    let isCreated: (ObjectID) -> Bool
}

/// The information for a kind that decides with which object another is dropped.
struct Removal {
    let from: CatalogState
    let options: PlanOptions
    let isDropped: (ObjectID) -> Bool
    let isCreated: (ObjectID) -> Bool
    /// True when an object is altered in a given attribute.
    let isAltered: (ObjectID, Attribute) -> Bool

    /// The outermost dropped object that this one is a part of.
    func droppedAncestor(of id: ObjectID) -> ObjectID? {
        var result: ObjectID?
        var next = id.parent
        while let parent = next {
            if isDropped(parent) { result = parent }
            next = parent.parent
        }
        return result
    }
}

/// How a plan is made.
package struct PlanOptions: Sendable {
    /// Where dropped tables and values go; nil to drop them.
    package var quarantine: Quarantine?
    /// Where the paired file (a migration's rollback, or the migration of a rollback) put what it dropped; nil to look nowhere.
    package var restore: Quarantine?
    /// Kinds that are left as they are.
    package var ignoredKinds: Set<ObjectKind>
    /// The target comes from a declaration, not from a catalog: it does not say what PostgreSQL lets PUBLIC do with a type.
    package var isTargetRaw: Bool
    /// Gives each step its reverse, which takes planning the rollback too.
    package var includesRollback: Bool
    /// The objects that the plan must not touch: those that both states may mention and another application owns.
    package var external: Set<ObjectID>
    /// Tables that are changed without a long lock, where PostgreSQL by itself would rewrite them; nil for none.
    package var online: OnlineOptions?
    /// True when the steps run where the migration history and its functions are; false for SQL that stands by itself.
    package var hasHistory = true
    /// True for the plan of a rollback, in which rows return to the partitions that they came from.
    package var isRollback = false
    /// The names that tables and columns have before the renames that run first: what the live data is asked by.
    package var earlierNames = EarlierNames([])

    package init(
        quarantine: Quarantine? = nil, restore: Quarantine? = nil, ignoredKinds: Set<ObjectKind> = [.owner],
        isTargetRaw: Bool = false, includesRollback: Bool = true, external: Set<ObjectID> = [],
        online: OnlineOptions? = nil
    ) {
        self.quarantine = quarantine
        self.restore = restore
        self.ignoredKinds = ignoredKinds
        self.isTargetRaw = isTargetRaw
        self.includesRollback = includesRollback
        self.external = external
        self.online = online
    }
}

/// A place for what a migration drops: one schema for each schema that it came from.
package struct Quarantine: Sendable, Hashable {
    /// Such as `q0003r`: the file that puts things there.
    package let tag: String

    package init(tag: String) { self.tag = tag }

    /// The place of a migration, or of its rollback. ``pattern`` finds the schemas of all of them.
    package init(migration number: Int, isRollback: Bool) {
        let digits = String(number)
        tag = "q" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + (isRollback ? "r" : "f")
    }

    /// A regular expression of PostgreSQL that the names of quarantine schemas match. Its groups are the number, the direction, and the
    /// beginning of the checksum of another migration of that number, whose objects these are.
    package static let pattern = "^\(MigrationConvention.quarantinePrefix)([0-9]{4,})([fr])([0-9a-f]{8})?_"

    /// The quarantine schema for objects of a schema.
    package func schema(for source: String) -> String { "plumbline_\(tag)_\(source)" }

    /// The name of the table that keeps the values of a column.
    package static func name(ofColumn column: String, in table: ObjectID) -> String {
        "\(table.name).\(column)".prefixBytes(63)
    }

    /// The schema that objects of a quarantine schema came from; nil where it is not one of this quarantine.
    package func source(of schema: String) -> String? {
        let start = self.schema(for: "")
        return schema.hasPrefix(start) ? String(schema.dropFirst(start.count)) : nil
    }
}
