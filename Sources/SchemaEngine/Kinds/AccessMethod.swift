import SchemaModel

/// An access method for tables or indexes.
struct AccessMethodKind: Kind {
    let kind = ObjectKind.accessMethod

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_am", oid: "a.oid"), name: "a.amname",
                [.type: "CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END", .handler: "a.amhandler::regproc::text"],
                from: "pg_catalog.pg_am a WHERE a.oid >= 16384 AND \(Where.own("pg_am", "a.oid"))")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_am", oid: CatalogCheck.oid("pg_am a", "a.oid", where: "a.amname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "ACCESS METHOD \(id.sql)" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .extensions, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [
            .create(
                fact,
                [
                    "CREATE ACCESS METHOD \(fact.id.sql) TYPE \(fact.text(.type)?.uppercased() ?? "INDEX") "
                        + "HANDLER \(fact.text(.handler) ?? "")"
                ])
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("an access method cannot be changed in place")
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP ACCESS METHOD \(fact.id.sql)"])] }
}
