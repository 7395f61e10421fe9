import SchemaModel

/// The bond of a partition's index or key to that of its parent.
///
/// PostgreSQL ties it when the table is attached, when the parent's index is created while a fitting one exists, or by ALTER INDEX …
/// ATTACH PARTITION. It is undone only by detaching the table or dropping the parent's index.
struct Attachment {
    let result: Alteration

    init(_ before: Fact, _ after: Fact, _ context: PlanContext) {
        let table = after.id.parent ?? after.id
        let isMoved = context.from[table]?[.partitionOf] != context.to[table]?[.partitionOf]
        // DETACH and ATTACH of the table take its indexes along.
        guard !isMoved else {
            result = .steps([])
            return
        }
        guard before[.attachedTo] == nil, let parent = after.attachment(in: context.to) else {
            result = .replace("an index cannot be detached from that of the parent table")
            return
        }
        // The creation of the parent's index takes what fits.
        guard !context.created.contains(parent) else {
            result = .steps([])
            return
        }
        let schema = parent.enclosingSchema
        result = .steps([
            .alter(
                after, title: "attach \(after.id) to \(parent)",
                [
                    "ALTER INDEX \(SQL.qualified(schema, parent.name)) ATTACH PARTITION "
                        + SQL.qualified(after.id.enclosingSchema, after.id.name)
                ], locks: context.lock(.shareUpdateExclusive, table))
        ])
    }

    /// The statement that creates an attached part: its partition's, which may be that of a table of its own, or its parent's index,
    /// which creates what no partition has yet.
    static func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        guard let table = fact.id.parent else { return nil }
        return creation.isCreated(table) ? table : nil
    }

    /// An attached part goes with the parent's.
    static func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? {
        guard let table = fact.id.parent, !removal.isDropped(table), let parent = fact.attachment(in: removal.from),
            removal.isDropped(parent), !removal.isDetached(table)
        else { return nil }
        return parent
    }

    /// True when a new part of a partitioned table would make an index or a key of a partition its own.
    private static func takes(_ part: Fact, _ own: Fact) -> Bool {
        if part.id.kind == .index { return own.id.kind == .index && part[.body] == own[.body] && part[.unique] == own[.unique] }
        guard part.constraintType == .unique || part.constraintType == .primaryKey, own.constraintType != nil else {
            return false
        }
        return own.constraintType?.hasIndex == true && part[.columns] == own[.columns]
    }

    /// Orders the parts of partitions against those of their parents.
    static func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard let table = id.parent else { return }
        let isMoved = edges.from[table]?[.partitionOf] != edges.to[table]?[.partitionOf]
        if verb != .drop, let fact = edges.to[id], let parent = fact.attachment(in: edges.to) {
            // What fits exists before the parent's is created, and before its table is attached.
            // A part that its new partition brings comes with it, whichever of the two is first.
            if edges.node != edges.creation(of: parent), edges.creation(of: table) != edges.node || verb != .create {
                edges.before(edges.creation(of: parent))
            }
            // A partition that gets other bounds is attached again, which creates what is missing.
            let isAttachedAgain = edges.from[table]?[.partitionBound] != edges.to[table]?[.partitionBound]
            if isMoved || isAttachedAgain { edges.before(edges.alteration(of: table)) }
        }
        // A partition's own part goes before the parent's of the same columns comes, which would take it.
        if verb == .drop, let fact = edges.from[id], !fact.isAttached, edges.to[id]?.isAttached != true {
            for parent in TableKind.ancestors(of: table, in: edges.to) {
                for part in edges.to.children(of: parent) where takes(part, fact) { edges.before(edges.creation(of: part.id)) }
            }
        }
        // An attached part cannot be dropped by itself.
        if verb == .drop, isMoved, edges.from[id]?.isAttached == true { edges.after(edges.alteration(of: table)) }
        // A parent's part goes once its partition, which keeps its own, is detached.
        if verb == .drop {
            for child in edges.from.children(attachedTo: id) {
                guard let partition = child.parent, edges.to[partition] != nil else { continue }
                edges.after(edges.alteration(of: partition))
            }
        }
    }
}

extension Removal {
    /// True when a partition that stays leaves its parent.
    func isDetached(_ table: ObjectID) -> Bool { isAltered(table, .partitionOf) }
}

extension Fact {
    /// True for the partition that takes the rows that no other partition takes.
    var isDefaultPartition: Bool { text(.partitionBound) == "DEFAULT" }
}

extension CatalogState {
    /// The partitions of a table.
    func partitions(of table: ObjectID) -> [ObjectID] { dependents(of: table).filter { facts[$0]?.partitionParent == table } }

    /// The parts of partitions that belong to an index or key of their parent.
    func children(attachedTo id: ObjectID) -> [ObjectID] {
        guard let table = id.parent else { return [] }
        return partitions(of: table).flatMap { children(of: $0) }.filter { $0.attachment(in: self) == id }.map(\.id)
    }
}
