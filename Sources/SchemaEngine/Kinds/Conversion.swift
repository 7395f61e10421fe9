import SchemaModel

/// A conversion between encodings.
struct ConversionKind: Kind {
    let kind = ObjectKind.conversion

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_conversion", oid: "c.oid"), schema: "n.nspname", name: "c.conname",
                [
                    .source: "pg_catalog.pg_encoding_to_char(c.conforencoding)::text",
                    .target: "pg_catalog.pg_encoding_to_char(c.contoencoding)::text",
                    .function: "c.conproc::regproc::text", .isDefault: "c.condefault",
                ],
                from: """
                    pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_conversion", "c.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_conversion",
            oid: CatalogCheck.oid(
                "pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace", "c.oid",
                where: "n.nspname = \(SQL.literal(id.schema ?? "")) AND c.conname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "CONVERSION \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_conversion", from: "pg_catalog.pg_conversion c", oid: "c.oid", owner: "c.conowner")
    /// A schema has one default conversion of two encodings.
    func namespaces(_ fact: Fact) -> [Namespace] {
        guard fact.bool(.isDefault) else { return [.own(fact.id)] }
        let pair = "\(fact.text(.source) ?? "") TO \(fact.text(.target) ?? "")"
        return [
            .own(fact.id),
            Namespace(space: .other(kind), schema: fact.id.schema ?? "", name: "", signature: pair),
        ]
    }
    let order = Order(group: .routines, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let from = SQL.literal(fact.text(.source) ?? "")
        let to = SQL.literal(fact.text(.target) ?? "")
        return [
            .create(
                fact,
                [
                    "CREATE \(fact.bool(.isDefault) ? "DEFAULT " : "")CONVERSION \(fact.id.sql) FOR \(from) TO \(to) "
                        + "FROM \(fact.text(.function) ?? "")"
                ])
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .replace("a conversion cannot be changed in place")
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP CONVERSION \(fact.id.sql)"])] }
}
