import SchemaModel

/// When a trigger fires. Raw values are those of ``Attribute/enabled``; nil is the default, for sessions of the origin.
enum TriggerState: String, Sendable {
    case disabled, replica, always

    /// The letter in the catalog.
    static func letter(_ state: TriggerState?) -> String {
        switch state {
        case .disabled: "D"
        case .replica: "R"
        case .always: "A"
        case nil: "O"
        }
    }

    /// The words of ALTER TABLE and ALTER EVENT TRIGGER before TRIGGER or at their end.
    static func action(_ state: TriggerState?) -> String {
        switch state {
        case .disabled: "DISABLE"
        case .replica: "ENABLE REPLICA"
        case .always: "ENABLE ALWAYS"
        case nil: "ENABLE"
        }
    }

    /// An expression of the raw value, over a column that holds the letter.
    static func expression(_ column: String) -> String {
        "CASE \(column) WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END"
    }
}

extension Fact {
    var triggerState: TriggerState? { text(.enabled).flatMap(TriggerState.init) }
}

struct TriggerKind: Kind {
    let kind = ObjectKind.trigger

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_trigger", oid: "t.oid"), in: .init(catalog: "pg_class", oid: "t.tgrelid"),
                name: "t.tgname",
                [
                    .definition: "CASE WHEN t.tgparentid = 0 THEN pg_catalog.pg_get_triggerdef(t.oid) END",
                    .enabled: TriggerState.expression("t.tgenabled"),
                    .inherited: "t.tgparentid <> 0",
                    .isConstraint: "t.tgconstraint <> 0",
                ],
                from: """
                    pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE NOT t.tgisinternal AND (t.tgparentid = 0 OR t.tgenabled <>
                        (SELECT pt.tgenabled FROM pg_catalog.pg_trigger pt WHERE pt.oid = t.tgparentid))
                    AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """)
        ]
    }

    private func condition(_ id: ObjectID) -> String {
        "t.tgrelid = \(id.parent.map(CatalogCheck.relation) ?? "NULL") AND t.tgname = \(SQL.literal(id.name))"
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_trigger", oid: CatalogCheck.oid("pg_trigger t", "t.oid", where: condition(id)))
    }

    func exists(_ id: ObjectID) -> String { CatalogCheck.rows("pg_trigger t", condition(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TRIGGER \(SQL.identifier(id.name)) ON \(id.parent?.sql ?? "")" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 8)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let relation = fact.id.parent else { return [] }
        // The trigger of a partition comes with its parent's; only its state is its own.
        if fact.bool(.inherited) { return [setState(fact, relation, context)] }
        let state = fact.triggerState == nil ? [] : [stateText(fact, relation, context)]
        return [
            .create(fact, [fact.text(.definition) ?? ""] + state, locks: locks(.shareRowExclusive, relation, context))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard let relation = after.id.parent else { return .steps([]) }
        if changed == [.enabled] { return .steps([setState(after, relation, context)]) }
        return .replace("a trigger's definition cannot be changed in place")
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        .rename(fact, to: new, locks: [Step.Lock(.accessExclusive, on: fact.id.parent?.path ?? "")])
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let relation = fact.id.parent else { return [] }
        if fact.bool(.inherited) {
            // The state of the parent's trigger is what a partition has without saying so.
            let parent = Self.ancestors(of: fact.id, in: context.to).lazy.compactMap { context.to[$0] }.first
            guard let parent else { return [] }
            let usual = Fact(fact.id, [.enabled: parent[.enabled] ?? .null])
            return [setState(usual, relation, context)]
        }
        return [
            .drop(
                fact, ["DROP TRIGGER \(SQL.identifier(fact.id.name)) ON \(relation.sql)"],
                locks: locks(.accessExclusive, relation, context))
        ]
    }

    /// PostgreSQL gives a row trigger of a partitioned table to each partition, and locks them all.
    private func locks(_ mode: LockMode, _ relation: ObjectID, _ context: PlanContext) -> [Step.Lock] {
        TableCopy.tree(relation, in: context.from).flatMap { context.lock(mode, $0) }
    }

    private func setState(_ fact: Fact, _ relation: ObjectID, _ context: PlanContext) -> Step {
        let letter = TriggerState.letter(fact.triggerState)
        // The state of a partitioned table's trigger is given to its partitions, also to those that have one of their own.
        let others = TableCopy.tree(relation, in: context.to).filter { $0 != relation }.compactMap { partition -> String? in
            guard let own = context.to[.trigger(fact.id.name, on: partition)], own.bool(.inherited),
                context.from[own.id]?.compared == own.compared
            else { return nil }
            return stateText(own, partition, context)
        }
        return .alter(
            fact, [stateText(fact, relation, context)] + others,
            when: .pending(CatalogCheck.rows("pg_trigger t", condition(fact.id) + " AND t.tgenabled <> '\(letter)'")),
            locks: locks(.shareRowExclusive, relation, context))
    }

    private func stateText(_ fact: Fact, _ relation: ObjectID, _ context: PlanContext) -> String {
        let only = fact.bool(.inherited) && context.to.partitions(of: relation).isEmpty ? "ONLY " : ""
        return "ALTER \(relation.kind.alterKeyword) \(only)\(relation.sql) \(TriggerState.action(fact.triggerState)) TRIGGER "
            + SQL.identifier(fact.id.name)
    }

    /// A partition's trigger follows its parent's.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        addEdgesOfSameName(id, verb, &edges)
        guard verb != .drop, let relation = id.parent, edges.to[id]?.bool(.inherited) == true else { return }
        for other in Self.ancestors(of: id, in: edges.to) {
            edges.after(edges.creation(of: other))
            edges.after(edges.alteration(of: other))
        }
        edges.after(edges.alteration(of: relation))
    }

    /// A trigger that a partition has of its own makes room for its parent's of the same name, which comes with the parent's trigger or
    /// with the attachment; and it comes when the parent's is gone.
    private func addEdgesOfSameName(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard let relation = id.parent, relation.kind == .table, verb != .alter else { return }
        let state = verb == .drop ? edges.to : edges.from
        guard (verb == .drop ? edges.from : edges.to)[id]?.bool(.inherited) == false else { return }
        let sources = Self.ancestors(of: id, in: state).filter { state[$0] != nil }
        guard !sources.isEmpty else { return }
        for source in sources {
            if verb == .drop { edges.before(edges.creation(of: source)) } else { edges.after(edges.removal(of: source)) }
        }
        for table in [relation] + TableKind.ancestors(of: relation, in: state)
        where edges.from[table]?[.partitionOf] != edges.to[table]?[.partitionOf] {
            if verb == .drop { edges.before(edges.alteration(of: table)) } else { edges.after(edges.alteration(of: table)) }
        }
    }

    /// Puts the trigger of a partition in one transaction with its parent's that takes its place.
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        for id in changes.drops.sorted() where id.kind == kind && changes.from[id]?.bool(.inherited) == false {
            guard let table = id.parent, !changes.drops.contains(table),
                let source = Self.ancestors(of: id, in: changes.to).first(where: { changes.to[$0] != nil }),
                changes.creates.contains(source), changes.from[source] == nil
            else { continue }
            changes.exchange(id, for: source)
        }
    }

    /// The triggers that a partition's trigger comes from, the nearest first; those in the state of the one above it are no facts.
    private static func ancestors(of id: ObjectID, in state: CatalogState) -> [ObjectID] {
        var result: [ObjectID] = []
        var table = id.parent
        while let parent = table.flatMap({ state[$0]?.partitionParent }) {
            result.append(.trigger(id.name, on: parent))
            table = parent
        }
        return result
    }
}
