import SchemaModel

/// Replaces an index of a partitioned table by one of another definition, one partition at a time, so that queries always have one and
/// nothing is unique only by chance.
///
/// The new index is made on the table alone under a name of its own, and built concurrently on each partition. One short transaction then ties
/// them together, drops the old index and gives the new ones their names.
struct PartitionedIndexExchange {
    private let after: Fact
    private let table: ObjectID
    /// The new indexes of the partitions, with the names that they have in the end.
    private let parts: [Fact]
    /// The old ones, which go with the old index.
    private let oldParts: [ObjectID]
    private let context: PlanContext

    /// Nil for an index that is replaced in one transaction.
    init?(_ id: ObjectID, _ context: PlanContext) {
        let (from, to) = (context.from, context.to)
        guard let table = id.parent, table.kind == .table, let before = from[id], let after = to[id], !context.isNew(table),
            let key = from[table]?[.partitionBy], key == to[table]?[.partitionBy],
            before[.body] != after[.body] || before[.unique] != after[.unique],
            [before, after].allSatisfy({ !$0.isAttached && !$0.bool(.invalid) && $0[.tablespace] == nil }),
            !from.dependents(of: id).contains(where: { from[$0]?.constraintType == .foreignKey }),
            !from.leftToOthers.values.contains(where: { $0.partitionParent == table })
        else { return nil }
        let partitions = from.partitions(of: table)
        let parts = to.children(attachedTo: id).sorted().compactMap { to[$0] }
        let oldParts = from.children(attachedTo: id).sorted()
        // Each partition holds rows itself, and has a part of both indexes.
        guard partitions == to.partitions(of: table), parts.compactMap(\.id.parent) == partitions,
            oldParts.compactMap(\.parent) == partitions,
            partitions.allSatisfy({ $0.kind == .table && from[$0]?[.partitionBy] == nil && to[$0]?[.partitionBy] == nil }),
            parts.allSatisfy({ $0[.tablespace] == nil })
        else { return nil }
        self.after = after
        self.table = table
        self.parts = parts
        self.oldParts = oldParts
        self.context = context
    }

    /// Leaves the indexes of partitions to the exchange.
    static func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        for id in changes.alters.keys.sorted() where id.kind == .index && changes.replaced[id] == nil {
            guard let exchange = PartitionedIndexExchange(id, context) else { continue }
            for part in exchange.oldParts + exchange.parts.map(\.id) {
                for id in changes.from.family(of: part) + changes.to.family(of: part) { changes.forget(id) }
            }
        }
    }

    /// True for the index of a partition that is exchanged with the one that it belongs to.
    static func includes(_ part: Fact, _ context: PlanContext) -> Bool {
        guard let parent = part.attachment(in: context.to), let exchange = PartitionedIndexExchange(parent, context) else {
            return false
        }
        return exchange.oldParts.contains(part.id)
    }

    private var unique: Bool { after.bool(.unique) }
    private var new: ObjectID { IndexBuild.temporary(after.id, on: table) }

    var steps: [Step] {
        let empty = Step(
            .create, new, title: "create \(new) on \(table.path) without its partitions",
            [
                "CREATE \(unique ? "UNIQUE " : "")INDEX \(SQL.identifier(new.name)) ON ONLY \(table.sql) \(after.text(.body) ?? "")"
            ], when: .pending("\(CatalogCheck.relation(new)) IS NULL"), locks: context.lock(.share, table),
            reason: "brief, since it reads nothing; not valid until every partition has its own")
        let builds = parts.flatMap { part -> [Step] in
            guard let partition = part.id.parent, let body = part.text(.body) else { return [] }
            return IndexBuild.concurrently(
                IndexBuild.temporary(part.id, on: partition), unique: unique, body: body, partition, andPending: nil, context,
                questions: part.id == parts.first?.id ? LiveQuestions.duplicates(ofIndex: after, context) : [])
        }
        return [empty] + builds + [exchange]
    }

    private var exchange: Step {
        let temporary = parts.map { IndexBuild.temporary($0.id, on: $0.id.parent ?? table) }
        let ties = temporary.map { "ALTER INDEX \(new.sql) ATTACH PARTITION \($0.sql)" }
        let names = zip(temporary, parts).map { IndexBuild.rename($0, to: $1.id) }
        let said = ([after] + parts).flatMap {
            IndexText.marks($0) + IndexText.statistics($0) + CommentKind.statements(on: $0.id, context)
        }
        return .alter(
            after, title: "exchange \(after.id) for its new form",
            ties + ["DROP INDEX \(after.id.sql)", IndexBuild.rename(new, to: after.id)] + names + said,
            when: .pending(CatalogCheck.exists(new)), locks: context.lockTree(.accessExclusive, table),
            reason: "the new index exists on every partition already, so that this is brief")
    }
}
