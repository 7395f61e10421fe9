import SchemaModel

/// A trigger on commands rather than on rows.
struct EventTriggerKind: Kind {
    let kind = ObjectKind.eventTrigger

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_event_trigger", oid: "e.oid"), name: "e.evtname",
                [
                    .event: "e.evtevent::text", .tags: "e.evttags",
                    .function: "e.evtfoid::pg_catalog.regproc::text",
                    .enabled: TriggerState.expression("e.evtenabled"),
                ],
                from: "pg_catalog.pg_event_trigger e WHERE \(Where.own("pg_event_trigger", "e.oid"))")
        ]
    }

    private func condition(_ id: ObjectID) -> String { "e.evtname = \(SQL.literal(id.name))" }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_event_trigger", oid: CatalogCheck.oid("pg_event_trigger e", "e.oid", where: condition(id)))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "EVENT TRIGGER \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_event_trigger", from: "pg_catalog.pg_event_trigger e", oid: "e.oid", owner: "e.evtowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .last, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE EVENT TRIGGER \(fact.id.sql) ON \(SQL.identifier(fact.text(.event) ?? ""))"
        if let tags = fact.texts(.tags), !tags.isEmpty {
            sql += "\n    WHEN TAG IN (\(tags.map { SQL.literal($0) }.joined(separator: ", ")))"
        }
        sql += "\n    EXECUTE FUNCTION \(fact.text(.function) ?? "")()"
        return [.create(fact, [sql] + (fact.triggerState == nil ? [] : [stateText(fact)]))]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard changed == [.enabled] else { return .replace("only its state can be changed in place") }
        let letter = TriggerState.letter(after.triggerState)
        return .steps([
            .alter(
                after, title: "change when \(after.id) fires", [stateText(after)],
                when: .pending(
                    CatalogCheck.rows("pg_event_trigger e", condition(after.id) + " AND e.evtenabled <> '\(letter)'")))
        ])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP EVENT TRIGGER \(fact.id.sql)"])] }

    private func stateText(_ fact: Fact) -> String {
        "ALTER EVENT TRIGGER \(fact.id.sql) \(TriggerState.action(fact.triggerState))"
    }

    /// It fires on the plan's own commands, so it is created after everything else and dropped before everything else.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        for (node, action) in edges.graph.actions.enumerated() where action.id.root.kind != kind {
            switch verb {
            case .create: edges.after(node)
            case .drop: edges.before(node)
            case .alter, .restore: edges.to[id]?.triggerState == .disabled ? edges.before(node) : edges.after(node)
            }
        }
    }
}
