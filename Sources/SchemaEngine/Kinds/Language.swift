import SchemaModel

/// A procedural language that no extension brings.
struct LanguageKind: Kind {
    let kind = ObjectKind.language

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_language", oid: "l.oid"), name: "l.lanname",
                [
                    .trusted: "l.lanpltrusted", .handler: "nullif(l.lanplcallfoid, 0)::regproc::text",
                    .inlineHandler: "nullif(l.laninline, 0)::regproc::text",
                    .validator: "nullif(l.lanvalidator, 0)::regproc::text",
                ],
                from: "pg_catalog.pg_language l WHERE l.oid >= 16384 AND l.lanispl AND \(Where.own("pg_language", "l.oid"))")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_language",
            oid: CatalogCheck.oid("pg_language l", "l.oid", where: "l.lanname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "LANGUAGE \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_language", from: "pg_catalog.pg_language l", oid: "l.oid", owner: "l.lanowner", acl: ("l.lanacl", "l"))
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .extensions, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [.create(fact, [text(fact, orReplace: false)])] }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps([.alter(after, title: "replace \(after.id)", [text(after, orReplace: true)])])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP LANGUAGE \(fact.id.sql)"])] }

    private func text(_ fact: Fact, orReplace: Bool) -> String {
        var sql = "CREATE \(orReplace ? "OR REPLACE " : "")\(fact.bool(.trusted) ? "TRUSTED " : "")LANGUAGE \(fact.id.sql)"
        if let handler = fact.text(.handler) { sql += " HANDLER \(handler)" }
        if let inline = fact.text(.inlineHandler) { sql += " INLINE \(inline)" }
        if let validator = fact.text(.validator) { sql += " VALIDATOR \(validator)" }
        return sql
    }
}
