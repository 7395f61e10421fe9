import SchemaModel

/// A transform of a type for a language; it is named as CREATE TRANSFORM writes it: `app.point LANGUAGE plpgsql`.
struct TransformKind: Kind {
    let kind = ObjectKind.transform

    private static let name = "pg_catalog.format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname)"
    private static let from = "pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang"

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_transform", oid: "t.oid"), name: Self.name,
                [
                    .fromSQL: "nullif(t.trffromsql, 0)::regprocedure::text",
                    .toSQL: "nullif(t.trftosql, 0)::regprocedure::text",
                ],
                from: "pg_catalog.\(Self.from) WHERE t.oid >= 16384 AND \(Where.own("pg_transform", "t.oid"))")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_transform",
            oid: CatalogCheck.oid(Self.from, "t.oid", where: "\(Self.name) = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TRANSFORM FOR \(id.name)" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .routines, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [.create(fact, [text(fact, orReplace: false)])] }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps([.alter(after, title: "replace \(after.id)", [text(after, orReplace: true)])])
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP TRANSFORM FOR \(fact.id.name)"])] }

    private func text(_ fact: Fact, orReplace: Bool) -> String {
        let functions = [
            fact.text(.fromSQL).map { "FROM SQL WITH FUNCTION \($0)" }, fact.text(.toSQL).map { "TO SQL WITH FUNCTION \($0)" },
        ].compactMap { $0 }
        return "CREATE \(orReplace ? "OR REPLACE " : "")TRANSFORM FOR \(fact.id.name) (\(functions.joined(separator: ", ")))"
    }
}
