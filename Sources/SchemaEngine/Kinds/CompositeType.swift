import SchemaModel

struct CompositeKind: Kind {
    let kind = ObjectKind.compositeType

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .viewColumns: """
                    (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                        'collation', \(ColumnKind.collation))) ORDER BY a.attnum)
                    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                    """
                ],
                from: """
                    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind = 'c' AND \(Where.userSchema()) AND \(Where.own("pg_type", "c.reltype"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        // Comments and privileges of a composite type are those of its row in pg_type.
        CatalogLocation(catalog: "pg_type", oid: CatalogCheck.type(id))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TYPE \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_class",
        from: "pg_catalog.pg_type t JOIN pg_catalog.pg_class tc ON tc.oid = t.typrelid AND tc.relkind = 'c'", oid: "tc.oid",
        owner: "t.typowner", locatedOID: "t.oid", acl: ("t.typacl", "T"))
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .types, rank: 0)

    private struct Field: Hashable {
        let name: String
        let type: String
        let collation: String?

        var definition: String { "\(SQL.identifier(name)) \(type)" + (collation.map { " COLLATE \($0)" } ?? "") }
    }

    private func fields(_ fact: Fact) -> [Field] {
        (fact[.viewColumns]?.list ?? []).compactMap(\.object).map {
            Field(name: $0["name"]?.text ?? "", type: $0["type"]?.text ?? "text", collation: $0["collation"]?.text)
        }
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let definitions = fields(fact).map(\.definition).joined(separator: ", ")
        return Quarantining.restoring("TYPE", .create(fact, ["CREATE TYPE \(fact.id.sql) AS (\(definitions))"]), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        let old = fields(before)
        let new = fields(after)
        var actions = old.filter { o in !new.contains { $0.name == o.name } }.map { "DROP ATTRIBUTE \(SQL.identifier($0.name))" }
        for field in new {
            guard let was = old.first(where: { $0.name == field.name }) else {
                actions.append("ADD ATTRIBUTE \(field.definition)")
                continue
            }
            if was != field {
                actions.append(
                    "ALTER ATTRIBUTE \(SQL.identifier(field.name)) TYPE \(field.type)"
                        + (field.collation.map { " COLLATE \($0)" } ?? ""))
            }
        }
        if actions.isEmpty { return .replace("the order of its attributes differs") }
        return .steps([.alter(after, ["ALTER TYPE \(after.id.sql) \(actions.joined(separator: ", "))"])])
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { Quarantining.dropOrMove(fact, "TYPE", context) }
}
