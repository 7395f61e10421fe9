import SchemaModel

struct DomainKind: Kind {
    let kind = ObjectKind.domain

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_type", oid: "t.oid"), schema: "n.nspname", name: "t.typname",
                [
                    .type: "pg_catalog.format_type(t.typbasetype, t.typtypmod)",
                    .elementType: """
                    (SELECT pg_catalog.format_type(bt.typelem, NULL) FROM pg_catalog.pg_type bt
                        WHERE bt.oid = t.typbasetype AND \(Where.isArray("bt")))
                    """,
                    .notNull: "t.typnotnull",
                    .expression: "pg_catalog.pg_get_expr(t.typdefaultbin, 0)",
                    .collation: """
                    (SELECT \(Where.qualified("cn.nspname", "c.collname")) FROM pg_catalog.pg_collation c
                    JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace
                    JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
                    WHERE c.oid = t.typcollation AND t.typcollation <> b.typcollation)
                    """,
                ],
                from: """
                    pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE t.typtype = 'd' AND \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_type", oid: CatalogCheck.type(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "DOMAIN \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = .type("t.typtype = 'd'")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE DOMAIN \(fact.id.sql) AS \(fact.text(.type) ?? "text")"
        if let collation = fact.text(.collation) { sql += " COLLATE \(collation)" }
        if let expression = fact.text(.expression) { sql += " DEFAULT \(expression)" }
        if fact.bool(.notNull), NotNullConstraint.ofDomain(fact.id, in: context.to) == nil { sql += " NOT NULL" }
        return Quarantining.restoring("DOMAIN", .create(fact, [sql]), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if let rebuild = TypeRebuild.containing(after.id, from: context.from, to: context.to) {
            if let obstacle = rebuild.obstacle { return .impossible(obstacle) }
            return .steps(rebuild.root == after.id ? rebuild.steps(after, context) : [])
        }
        var steps: [Step] = []
        let prefix = "ALTER DOMAIN \(after.id.sql)"
        if changed.contains(.expression) {
            let action = after.text(.expression).map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT"
            steps.append(.alter(after, ["\(prefix) \(action)"]))
        }
        let hasNotNullFact = [context.from, context.to].contains { NotNullConstraint.ofDomain(after.id, in: $0) != nil }
        // A NOT NULL constraint that is a fact has its own steps.
        if changed.contains(.notNull), !hasNotNullFact {
            let wanted = after.bool(.notNull)
            var step = Step.alter(
                after, ["\(prefix) \(wanted ? "SET" : "DROP") NOT NULL"],
                when: .pending(
                    CatalogCheck.rows("pg_type t", "t.oid = \(CatalogCheck.type(after.id)) AND t.typnotnull <> \(wanted)")),
                locks: wanted ? ConstraintText.lockUsers(ofDomain: after.id, context) : [],
                hazards: wanted ? [.scan, .mayFailOnData] : [])
            if wanted { step.takesFromKept = [after.id] }
            steps.append(step)
        }
        return .steps(steps)
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool { old.compared == new.compared }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { Quarantining.dropOrMove(fact, "DOMAIN", context) }

    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { change.isRebuiltType }

    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        TypeRebuild.containing(after.id, from: context.from, to: context.to)?.invalidated ?? []
    }

    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        TypeRebuild.adjustForChecks(&changes, context)
        TypeRebuild.adjust(kind, &changes)
    }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) { TypeRebuild.addEdges(id, verb, &edges) }
}
