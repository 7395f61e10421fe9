import SchemaModel

struct PublicationKind: Kind {
    let kind = ObjectKind.publication

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_publication", oid: "p.oid"), name: "p.pubname",
                [
                    .allTables: "p.puballtables",
                    .operations: """
                    array_remove(ARRAY[CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubinsert THEN 'insert' END,
                        CASE WHEN p.pubtruncate THEN 'truncate' END, CASE WHEN p.pubupdate THEN 'update' END], NULL)
                    """,
                    .generatedColumns: version >= 180_000 ? "CASE p.pubgencols WHEN 's' THEN 'stored' END" : "NULL::text",
                ],
                from: "pg_catalog.pg_publication p WHERE \(Where.own("pg_publication", "p.oid"))")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_publication",
            oid: CatalogCheck.oid("pg_publication p", "p.oid", where: "p.pubname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "PUBLICATION \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_publication", from: "pg_catalog.pg_publication p", oid: "p.oid", owner: "p.pubowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .replication, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE PUBLICATION \(fact.id.sql)"
        if fact.bool(.allTables) { sql += " FOR ALL TABLES" }
        var options: [String] = []
        if fact.texts(.operations) != ["delete", "insert", "truncate", "update"] { options.append(operations(fact)) }
        if fact[.generatedColumns] != nil { options.append(generatedColumns(fact)) }
        if !options.isEmpty { sql += " WITH (\(options.joined(separator: ", ")))" }
        return [.create(fact, [sql])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if changed.contains(.allTables) { return .replace("FOR ALL TABLES cannot be changed in place") }
        var options: [String] = []
        if changed.contains(.operations) { options.append(operations(after)) }
        if changed.contains(.generatedColumns) { options.append(generatedColumns(after)) }
        return .steps([.alter(after, ["ALTER PUBLICATION \(after.id.sql) SET (\(options.joined(separator: ", ")))"])])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP PUBLICATION \(fact.id.sql)"])] }

    private func operations(_ fact: Fact) -> String {
        "publish = \(SQL.literal((fact.texts(.operations) ?? []).joined(separator: ", ")))"
    }

    private func generatedColumns(_ fact: Fact) -> String {
        "publish_generated_columns = \(fact.text(.generatedColumns) ?? "none")"
    }
}
