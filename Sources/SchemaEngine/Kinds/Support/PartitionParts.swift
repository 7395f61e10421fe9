import SchemaModel

/// The indexes and keys of a partition that belong to those of its parent.
///
/// CREATE TABLE … PARTITION OF creates them itself, under names of PostgreSQL's choice. Where the target has other names, or columns in
/// another order, the partition is created as a table of its own, gets its indexes, and is attached: ATTACH PARTITION takes what fits.
struct PartitionParts {
    private let table: ObjectID
    private let context: PlanContext

    init(_ table: ObjectID, _ context: PlanContext) {
        self.table = table
        self.context = context
    }

    private var attached: [Fact] { context.to.children(of: table).filter(\.isAttached) }

    /// True when PARTITION OF would not give what the target has.
    var needStandalone: Bool {
        guard let fact = context.to[table], let parent = fact.partitionParent else { return false }
        if attached.contains(where: { !Self.hasAutomaticName($0) }) { return true }
        // An index that not every partition has is created after them all.
        if attached.contains(where: { $0.attachment(in: context.to).flatMap { context.to[$0] }?.bool(.invalid) == true }) {
            return true
        }
        if context.from.serverVersion >= 180_000, hasOwnNotNullNames(parent) || hasKeyOverNotNull(parent) { return true }
        // PARTITION OF gives a generated column its parent's expression.
        if context.childrenAfter(table, .column).contains(where: { $0.bool(.inherited) && $0[.generated] != nil }) { return true }
        if let method = fact.text(.accessMethod), method != context.to[parent]?.text(.accessMethod) { return true }
        func names(_ id: ObjectID) -> [String] {
            context.childrenAfter(id, .column).sorted { ($0.integer(.position) ?? 0) < ($1.integer(.position) ?? 0) }.map(
                \.id.name)
        }
        return names(table) != names(parent) && !names(table).isEmpty
    }

    /// True when a NOT NULL constraint has another name than the parent's, which PARTITION OF gives it.
    private func hasOwnNotNullNames(_ parent: ObjectID) -> Bool {
        context.childrenAfter(table, .column).contains {
            $0[.notNullName] != nil
                && $0.text(.notNullName) != NotNullConstraint.name(.column($0.id.name, of: parent), in: context.to)
        }
    }

    /// True when a primary key of its own would give a NOT NULL constraint another name than the parent's, which the column has.
    private func hasKeyOverNotNull(_ parent: ObjectID) -> Bool {
        context.childrenAfter(table, .constraint).contains { key in
            key.constraintType == .primaryKey && !key.isAttached
                && (key.texts(.columns) ?? []).contains { name in
                    let own = ObjectID.column(name, of: table)
                    return NotNullConstraint.name(own, in: context.to) != NotNullConstraint.usualName(own)
                        && NotNullConstraint.name(.column(name, of: parent), in: context.to) != nil
                }
        }
    }

    /// The indexes of a partition that stands alone, and its attachment.
    var standaloneStatements: [String] {
        guard let fact = context.to[table], let parent = fact.partitionParent else { return [] }
        let indexes = attached.filter { $0.id.kind == .index }.sorted { $0.id < $1.id }.map { IndexText.create($0, on: table) }
        return indexes + ["ALTER TABLE \(parent.sql) ATTACH PARTITION \(table.sql) \(fact.text(.partitionBound) ?? "DEFAULT")"]
    }

    /// Adds the roles and the statistics targets of parts that come with a new partition, or with the part of its parent after that.
    static func finish(_ steps: inout [Step], _ context: PlanContext) {
        let parts = context.created.compactMap { context.to[$0] }.filter { $0.isAttached && context.enclosed[$0.id] != nil }
        for part in parts.sorted(by: { $0.id < $1.id }).reversed() {
            guard let table = part.id.parent, context.copies.of(table) == nil else { continue }
            // A partition that stands alone is created with its keys and their roles.
            let isMarked = part.constraintType != nil && PartitionParts(table, context).needStandalone
            let statements = (isMarked ? [] : IndexText.marks(part)) + IndexText.statistics(part)
            guard !statements.isEmpty else { continue }
            var sources: Set<ObjectID> = [table]
            var above = part.attachment(in: context.to)
            while let id = above {
                sources.formUnion([id, id.parent].compactMap(\.self))
                above = context.to[id]?.attachment(in: context.to)
            }
            guard let last = steps.lastIndex(where: { sources.contains($0.object) && $0.verb != .drop }) else { continue }
            steps.insert(.alter(part, title: "finish \(part.id)", statements), at: last + 1)
        }
    }

    /// True when a part has the name that PostgreSQL would give it (`ChooseIndexName` of its source).
    static func hasAutomaticName(_ part: Fact) -> Bool {
        guard let table = part.id.parent else { return false }
        let columns = DefaultName.columns(part.texts(.indexColumns) ?? [])
        let name =
            switch part.constraintType {
            case .primaryKey: DefaultName.make(table.name, nil, "pkey")
            case .unique: DefaultName.make(table.name, columns, "key")
            case .exclude: DefaultName.make(table.name, columns, "excl")
            case .check, .foreignKey, .notNull, nil: DefaultName.make(table.name, columns, "idx")
            }
        return name == part.id.name
    }
}

extension Fact {
    /// True when an index or a key of a partition belongs to one of its parent.
    var isAttached: Bool { self[.attachedTo] != nil }

    /// The parent's index or key that this one belongs to.
    func attachment(in state: CatalogState) -> ObjectID? {
        guard let path = texts(.attachedTo), path.count == 3 else { return nil }
        let table = ObjectID.table(path[0], path[1])
        return id.kind == .index ? .index(path[2], on: table) : .constraint(path[2], on: table)
    }
}
