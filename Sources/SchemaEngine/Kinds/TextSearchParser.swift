import SchemaModel

/// A text search parser: the functions that cut a document into tokens.
struct TextSearchParserKind: Kind {
    let kind = ObjectKind.textSearchParser

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_ts_parser", oid: "p.oid"), schema: "n.nspname", name: "p.prsname",
                [
                    .start: "p.prsstart::pg_catalog.regproc::text", .token: "p.prstoken::pg_catalog.regproc::text",
                    .end: "p.prsend::pg_catalog.regproc::text",
                    .headline: "nullif(p.prsheadline::oid, 0)::pg_catalog.regproc::text",
                    .tokenTypes: "p.prslextype::pg_catalog.regproc::text",
                ],
                from: """
                    pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_ts_parser", "p.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_ts_parser", oid: CatalogCheck.named(id, "pg_ts_parser", prefix: "prs"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TEXT SEARCH PARSER \(id.sql)" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var options = [
            "START = \(fact.text(.start) ?? "")", "GETTOKEN = \(fact.text(.token) ?? "")", "END = \(fact.text(.end) ?? "")",
            "LEXTYPES = \(fact.text(.tokenTypes) ?? "")",
        ]
        if let headline = fact.text(.headline) { options.append("HEADLINE = \(headline)") }
        return [.create(fact, ["CREATE TEXT SEARCH PARSER \(fact.id.sql) (\(options.joined(separator: ", ")))"])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("a text search parser cannot be changed in place")
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP TEXT SEARCH PARSER \(fact.id.sql)"])] }
}

extension CatalogCheck {
    /// The oid of a row that its schema and its name identify, in a catalog whose columns have a prefix.
    static func named(_ id: ObjectID, _ catalog: String, prefix: String) -> String {
        oid(
            "\(catalog) o JOIN pg_catalog.pg_namespace n ON n.oid = o.\(prefix)namespace", "o.oid",
            where: "n.nspname = \(SQL.literal(id.schema ?? "")) AND o.\(prefix)name = \(SQL.literal(id.name))")
    }
}
