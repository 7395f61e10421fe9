import SchemaModel

/// A text search template: the functions behind dictionaries.
struct TextSearchTemplateKind: Kind {
    let kind = ObjectKind.textSearchTemplate

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_ts_template", oid: "t.oid"), schema: "n.nspname", name: "t.tmplname",
                [
                    .initialization: "nullif(t.tmplinit::oid, 0)::pg_catalog.regproc::text",
                    .lexize: "t.tmpllexize::pg_catalog.regproc::text",
                ],
                from: """
                    pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_ts_template", "t.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_ts_template", oid: CatalogCheck.named(id, "pg_ts_template", prefix: "tmpl"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TEXT SEARCH TEMPLATE \(id.sql)" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var options = ["LEXIZE = \(fact.text(.lexize) ?? "")"]
        if let function = fact.text(.initialization) { options.insert("INIT = \(function)", at: 0) }
        return [.create(fact, ["CREATE TEXT SEARCH TEMPLATE \(fact.id.sql) (\(options.joined(separator: ", ")))"])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("a text search template cannot be changed in place")
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP TEXT SEARCH TEMPLATE \(fact.id.sql)"])] }
}
