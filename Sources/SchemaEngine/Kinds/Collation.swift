import SchemaModel

/// The library that a collation compares with. Raw values are those of ``Attribute/provider`` and the words of CREATE COLLATION.
enum CollationProvider: String {
    case libc, icu, builtin
}

/// A collation. The version of its library that the database remembers is state, which REFRESH VERSION sets, and not compared.
struct CollationKind: Kind {
    let kind = ObjectKind.collation

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_collation", oid: "c.oid"), schema: "n.nspname", name: "c.collname",
                [
                    .provider: "CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END",
                    .nondeterministic: "NOT c.collisdeterministic",
                    .collate: "c.collcollate", .characterType: "c.collctype",
                    .locale: version >= 170_000 ? "c.colllocale" : "c.colliculocale",
                    .rules: version >= 160_000 ? "c.collicurules" : "NULL::text",
                ],
                from: """
                    pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
                    WHERE c.collprovider IN ('c', 'i', 'b') AND \(Where.userSchema()) AND \(Where.own("pg_collation", "c.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_collation", oid: "to_regcollation(\(SQL.literal(SQL.qualified(id.schema, id.name))))")
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "COLLATION \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_collation", from: "pg_catalog.pg_collation c", oid: "c.oid", owner: "c.collowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let provider = fact.text(.provider).flatMap(CollationProvider.init) ?? .libc
        var options = ["PROVIDER = \(provider.rawValue)"]
        let collate = fact.text(.collate)
        let characterType = fact.text(.characterType)
        if let locale = fact.text(.locale) {
            options.append("LOCALE = \(SQL.literal(locale))")
        } else if let collate, collate == characterType {
            options.append("LOCALE = \(SQL.literal(collate))")
        } else {
            if let collate { options.append("LC_COLLATE = \(SQL.literal(collate))") }
            if let characterType { options.append("LC_CTYPE = \(SQL.literal(characterType))") }
        }
        if let rules = fact.text(.rules) { options.append("RULES = \(SQL.literal(rules))") }
        if fact.bool(.nondeterministic) { options.append("DETERMINISTIC = false") }
        let statement = "CREATE COLLATION \(fact.id.sql) (\(options.joined(separator: ", ")))"
        return Quarantining.restoring("COLLATION", .create(fact, [statement]), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        DependentRebuild.alteration(
            before, after, "COLLATION", create: create(after, context).flatMap(\.statements),
            because: "a collation cannot be changed in place", context)
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { Quarantining.dropOrMove(fact, "COLLATION", context) }

    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        DependentRebuild.invalidates(after.id, context)
    }

    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) { DependentRebuild.adjust(kind, &changes, context) }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) { DependentRebuild.addEdges(id, verb, &edges) }
}
