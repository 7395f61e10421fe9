import SchemaModel

/// A setting of a publication that is switched on, which can be ours where the publication is not.
struct PublicationSettingKind: Kind {
    let kind = ObjectKind.publicationSetting

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: nil, in: .init(catalog: "pg_publication", oid: "p.oid"), name: "'publish_via_partition_root'", [:],
                from: "pg_catalog.pg_publication p WHERE p.pubviaroot AND \(Where.own("pg_publication", "p.oid"))")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 13)

    func exists(_ id: ObjectID) -> String {
        CatalogCheck.rows("pg_publication p", "p.pubname = \(SQL.literal(id.parent?.name ?? "")) AND p.pubviaroot")
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.create(fact, title: "switch \(fact.id) on", [set(fact.id, to: true)])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration { .steps([]) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, title: "switch \(fact.id) off", [set(fact.id, to: false)])]
    }

    private func set(_ id: ObjectID, to value: Bool) -> String {
        "ALTER PUBLICATION \(id.parent?.sql ?? "") SET (\(id.name) = \(value))"
    }
}
