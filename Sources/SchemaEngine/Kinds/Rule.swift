import SchemaModel

/// A rewrite rule of a table or view, other than the one that makes a view.
struct RuleKind: Kind {
    let kind = ObjectKind.rule

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_rewrite", oid: "r.oid"), in: .init(catalog: "pg_class", oid: "r.ev_class"),
                name: "r.rulename",
                [
                    .definition: "rtrim(pg_catalog.pg_get_ruledef(r.oid), ';')",
                    .enabled: TriggerState.expression("r.ev_enabled"),
                ],
                from: """
                    pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE r.rulename <> '_RETURN' AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """)
        ]
    }

    private func condition(_ id: ObjectID) -> String {
        "r.ev_class = \(id.parent.map(CatalogCheck.relation) ?? "NULL") AND r.rulename = \(SQL.literal(id.name))"
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_rewrite", oid: CatalogCheck.oid("pg_rewrite r", "r.oid", where: condition(id)))
    }

    func exists(_ id: ObjectID) -> String { CatalogCheck.rows("pg_rewrite r", condition(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "RULE \(SQL.identifier(id.name)) ON \(id.parent?.sql ?? "")" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 8)
    let foldedAs: String? = "rules"

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let relation = fact.id.parent else { return [] }
        let state = fact.triggerState == nil ? [] : [stateText(fact, relation)]
        return [
            .create(fact, [fact.text(.definition) ?? ""] + state, locks: context.lock(.accessExclusive, relation))
        ]
    }

    /// CREATE OR REPLACE RULE takes any definition, and keeps the state and the comment.
    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard let relation = after.id.parent else { return .steps([]) }
        var steps: [Step] = []
        if changed.contains(.definition) {
            let create = "CREATE RULE"
            guard let definition = after.text(.definition), definition.hasPrefix(create) else {
                return .replace("its definition cannot be changed in place")
            }
            steps.append(
                .alter(
                    after, title: "replace \(after.id)", ["CREATE OR REPLACE RULE" + definition.dropFirst(create.count)],
                    locks: context.lock(.accessExclusive, relation)))
        }
        if changed.contains(.enabled) {
            let letter = TriggerState.letter(after.triggerState)
            steps.append(
                .alter(
                    after, title: "change when \(after.id) fires", [stateText(after, relation)],
                    when: .pending(CatalogCheck.rows("pg_rewrite r", condition(after.id) + " AND r.ev_enabled <> '\(letter)'")),
                    locks: context.lock(.accessExclusive, relation)))
        }
        return .steps(steps)
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        .rename(fact, to: new, locks: [Step.Lock(.accessExclusive, on: fact.id.parent?.path ?? "")])
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let relation = fact.id.parent else { return [] }
        return [
            .drop(
                fact, ["DROP RULE \(SQL.identifier(fact.id.name)) ON \(relation.sql)"],
                locks: context.lock(.accessExclusive, relation))
        ]
    }

    /// ALTER TABLE switches the rules of views too.
    private func stateText(_ fact: Fact, _ relation: ObjectID) -> String {
        "ALTER TABLE \(relation.sql) \(TriggerState.action(fact.triggerState)) RULE \(SQL.identifier(fact.id.name))"
    }
}
