import SchemaModel

/// A table whose partitions pg_partman creates and drops: a row of its configuration.
///
/// The partitions themselves, and the template table that pg_partman makes for a set, are left to it as the members of an extension
/// are: they are neither compared nor planned. See ``PartitionSetText`` for what a set's creation and removal run.
struct PartitionSetKind: Kind {
    let kind = ObjectKind.partitionSet
    static let extensionName = "pg_partman"

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    func optionalQueries(_ rows: [ReferenceTable]) -> [OptionalQuery] { [PartitionSetQuery.query(Self.fact)] }

    private static func fact(_ value: Value) -> Fact? {
        guard let set = value.object, let name = set["name"]?.text else { return nil }
        let table = ObjectID(.table, schema: set["schema"]?.text, name)
        var attributes: [Attribute: Value] = [:]
        for attribute in [
            Attribute.control, .interval, .partitioning, .setOptions, .subpartitions, .templateTable, .withoutDefault,
            .extensionSchema, .extensionVersion,
        ] {
            attributes[attribute] = set[attribute.rawValue] ?? .null
        }
        if attributes[.withoutDefault] == .bool(false) { attributes[.withoutDefault] = .null }
        var fact = Fact(ObjectID(.partitionSet, "", parent: table), attributes, dependencies: [.extension(extensionName)])
        if let template = template(of: fact) { fact.dependencies.insert(template) }
        return fact
    }

    /// The table that the user made for new partitions to be like.
    private static func template(of fact: Fact) -> ObjectID? {
        guard let parts = fact.texts(.templateTable), parts.count == 2 else { return nil }
        return .table(parts[0], parts[1])
    }

    /// The partitions of a set, to any depth, and what pg_partman made for it.
    func leftToOthers(in state: CatalogState, with other: CatalogState) -> Set<ObjectID> {
        var sets: [ObjectID: Fact] = [:]
        for fact in [state, other].flatMap(\.facts.values) where fact.id.kind == kind {
            if let table = fact.id.parent { sets[table] = fact }
        }
        guard !sets.isEmpty else { return [] }
        var children: [ObjectID: [ObjectID]] = [:]
        for fact in state.facts.values where fact.id.parent == nil {
            for parent in fact.partitionParent.map({ [$0] }) ?? fact.inheritanceParents {
                children[parent, default: []].append(fact.id)
            }
        }
        var left: Set<ObjectID> = []
        var waiting = Array(sets.keys)
        while let table = waiting.popLast() {
            for child in children[table] ?? [] where left.insert(child).inserted { waiting.append(child) }
        }
        for (table, set) in sets {
            for id in PartitionSetText(set).madeBeside(table) where state.facts[id] != nil { left.insert(id) }
        }
        return left
    }

    /// Most targets, such as the dump of a schema, cannot say that there is a set; what it needs stays with it.
    func unmentionedManagers(in state: CatalogState, with other: CatalogState) -> Set<ObjectID> {
        let sets = state.facts.values.filter { fact in
            fact.id.kind == kind && other.facts[fact.id] == nil && fact.id.parent.map { other.facts[$0] != nil } == true
        }
        guard !sets.isEmpty else { return [] }
        let needed = [ObjectID.extension(Self.extensionName)] + sets.compactMap { $0.text(.extensionSchema).map(ObjectID.schema) }
        return Set(sets.map(\.id)).union(needed.filter { state.facts[$0] != nil && other.facts[$0] == nil })
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    /// When the table has all that its partitions get from it.
    let order = Order(rank: 20)
    let isLeftOutOfCopies = true

    /// The configuration outlives the table, so that it is removed by a step of its own.
    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? { nil }

    /// The schema of the extension is only in the fact, so that the journal has to tell.
    func exists(_ id: ObjectID) -> String { "true" }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let table = fact.id.parent
        return [
            .create(
                fact, title: "create \(fact.id) of pg_partman", PartitionSetText(fact, context).create,
                locks: table.map { context.lock(.accessExclusive, $0) + context.lockOthers(.accessExclusive, below: $0) } ?? [],
                reason: "pg_partman creates the partitions")
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard changed.isSubset(of: [.setOptions, .templateTable]) else {
            return .replace("pg_partman cannot change this in a set that has partitions")
        }
        return .steps([.alter(after, PartitionSetText(after, context).update(from: before))])
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent else { return [] }
        let text = PartitionSetText(fact, context)
        if context.removed.contains(table) {
            let template = text.madeBeside(table).filter { $0.kind == table.kind && context.from.leftToOthers[$0] != nil }
            return [
                .drop(
                    fact, [text.forget] + text.dropTemplate, locks: template.flatMap { context.lock(.accessExclusive, $0) },
                    reason: "its partitions go where their table goes")
            ]
        }
        let kept = context.to[fact.id] == nil ? Set(context.to.leftToOthers.keys) : []
        let locked = [table] + context.from.leftToOthers.keys.filter { $0.kind == table.kind && !kept.contains($0) }.sorted()
        return [
            .drop(
                fact, [text.remove(keeping: kept)],
                locks: locked.flatMap { context.lock(.accessExclusive, $0) },
                hazards: [.mayFailOnData],
                reason: "empty partitions go with it; while one holds rows, it fails and changes nothing")
        ]
    }
}
