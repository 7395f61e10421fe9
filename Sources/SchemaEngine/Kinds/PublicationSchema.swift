import SchemaModel

/// A schema whose tables a publication publishes, whichever it has.
struct PublicationSchemaKind: Kind {
    let kind = ObjectKind.publicationSchema

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_publication_namespace", oid: "m.oid"),
                in: .init(catalog: "pg_publication", oid: "m.pnpubid"), name: "n.nspname", [:],
                from: """
                    pg_catalog.pg_publication_namespace m JOIN pg_catalog.pg_namespace n ON n.oid = m.pnnspid
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 14)

    func exists(_ id: ObjectID) -> String {
        CatalogCheck.rows(
            "pg_publication_namespace m JOIN pg_catalog.pg_publication p ON p.oid = m.pnpubid",
            "p.pubname = \(SQL.literal(id.parent?.name ?? "")) AND m.pnnspid = \(CatalogCheck.namespace(id.name))")
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let publication = fact.id.parent else { return [] }
        return [
            .create(
                fact, title: "publish the tables of schema \(fact.id.name) in \(publication.name)",
                ["ALTER PUBLICATION \(publication.sql) ADD TABLES IN SCHEMA \(SQL.identifier(fact.id.name))"],
                when: Step.ifMissing(fact.id))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration { .steps([]) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let publication = fact.id.parent else { return [] }
        return [
            .drop(
                fact, title: "remove the tables of schema \(fact.id.name) from \(publication.name)",
                ["ALTER PUBLICATION \(publication.sql) DROP TABLES IN SCHEMA \(SQL.identifier(fact.id.name))"])
        ]
    }
}
