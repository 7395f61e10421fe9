import SchemaModel

/// A table that a publication lists.
struct PublicationTableKind: Kind {
    let kind = ObjectKind.publicationTable

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_publication_rel", oid: "r.oid"),
                in: .init(catalog: "pg_publication", oid: "r.prpubid"),
                schema: "n.nspname", name: "c.relname",
                [
                    .columns: """
                    (SELECT array_agg(a.attname ORDER BY a.attname) FROM unnest(r.prattrs) u(number)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = u.number)
                    """,
                    .filter: "pg_catalog.pg_get_expr(r.prqual, r.prrelid)",
                ],
                from: """
                    pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    """)
        ]
    }

    private func table(_ id: ObjectID) -> ObjectID { .table(id.schema ?? "", id.name) }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 14)

    func exists(_ id: ObjectID) -> String {
        CatalogCheck.rows(
            "pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid",
            "p.pubname = \(SQL.literal(id.parent?.name ?? "")) AND r.prrelid = \(CatalogCheck.relation(id.schema, id.name))")
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let publication = fact.id.parent else { return [] }
        var sql = "ALTER PUBLICATION \(publication.sql) ADD TABLE \(table(fact.id).sql)"
        if let columns = fact.texts(.columns) { sql += " (\(columns.map { SQL.identifier($0) }.joined(separator: ", ")))" }
        if let filter = fact.text(.filter) { sql += " WHERE (\(filter))" }
        return [
            .create(
                fact, title: "publish \(table(fact.id).path) in \(publication.name)", [sql], when: Step.ifMissing(fact.id),
                locks: context.lock(.shareUpdateExclusive, table(fact.id)))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("columns and filter of a published table are set when it is added")
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let publication = fact.id.parent else { return [] }
        return [
            .drop(
                fact, title: "remove \(table(fact.id).path) from \(publication.name)",
                ["ALTER PUBLICATION \(publication.sql) DROP TABLE \(table(fact.id).sql)"],
                locks: context.lock(.shareUpdateExclusive, table(fact.id)))
        ]
    }

    /// A publication can be another's while its tables are ours, so that each table leaves it by itself.
    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? { nil }
}
