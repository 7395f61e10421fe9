import SchemaModel

struct SchemaKind: Kind {
    let kind = ObjectKind.schema

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_namespace", oid: "n.oid"), name: "n.nspname", [:],
                from: "pg_catalog.pg_namespace n WHERE \(Where.userSchema()) AND \(Where.own("pg_namespace", "n.oid"))")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_namespace", oid: CatalogCheck.namespace(id.name))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "SCHEMA \(id.sql)" }

    /// What moves leaves its schema.
    let canBeQuarantined = true
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_namespace", from: "pg_catalog.pg_namespace n", oid: "n.oid", owner: "n.nspowner",
        includesSystem: true, acl: ("n.nspacl", "n"))

    func namespaces(_ fact: Fact) -> [Namespace] { [Namespace(space: .other(kind), schema: "", name: fact.id.name)] }

    let order = Order(group: .schemas, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var statements = ["CREATE SCHEMA \(fact.id.sql)"]
        // The schema that every database begins with belongs to whoever owns the database; it is no role of anybody's choice.
        let role = "pg_database_owner"
        if fact.id.name == "public", context.to[.owner(of: fact.id)]?.text(.role) == role {
            statements.append("ALTER SCHEMA \(fact.id.sql) OWNER TO \(role)")
        }
        var step = Step.create(fact, statements, when: Step.ifMissing(fact.id))
        // An administrator may have created it for a role that may not.
        if statements.count == 1 {
            step.inFile = ["CREATE SCHEMA IF NOT EXISTS \(fact.id.sql)"]
        } else {
            step.runsOnlyIf = CatalogCheck.isMissing(fact.id)
        }
        return [step]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration { .steps([]) }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    /// Half of what is in it, by kind and name.
    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool {
        func contents(_ fact: Fact, _ state: CatalogState) -> Set<[String]> {
            Set(state.facts.keys.filter { $0.schema == fact.id.name && $0.parent == nil }.map { [$0.kind.rawValue, $0.name] })
        }
        let (gone, come) = (contents(old, from), contents(new, to))
        let most = max(gone.count, come.count)
        return most > 0 && 2 * gone.intersection(come).count >= most
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let name = SQL.literal(fact.id.name)
        let isEmpty = """
            EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = \(name) AND NOT EXISTS (SELECT FROM \
            pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid AND d.deptype <> 'a'))
            """
        var step = Step(
            .drop, fact.id, ["DROP SCHEMA \(fact.id.sql)"], when: .pending(isEmpty),
            reason: "only when it is empty: what others put in it stays")
        step.inFile = ["CALL plumbline.drop_empty_schema(\(name))"]
        return [step]
    }
}
