import SchemaModel

/// A text search configuration: which dictionaries look at which tokens of a parser.
struct TextSearchConfigurationKind: Kind {
    let kind = ObjectKind.textSearchConfiguration

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_ts_config", oid: "c.oid"), schema: "n.nspname", name: "c.cfgname",
                [
                    .parser: """
                    (SELECT \(Where.qualified("pn.nspname", "p.prsname")) FROM pg_catalog.pg_ts_parser p
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid = c.cfgparser)
                    """,
                    .mappings: """
                    (SELECT jsonb_object_agg(g.alias, g.dictionaries) FROM (
                        SELECT t.alias, jsonb_agg(\(Where.qualified("dn.nspname", "d.dictname")) ORDER BY m.mapseqno) AS dictionaries
                        FROM pg_catalog.pg_ts_config_map m JOIN pg_catalog.ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
                        JOIN pg_catalog.pg_ts_dict d ON d.oid = m.mapdict JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
                        WHERE m.mapcfg = c.oid GROUP BY t.alias) g)
                    """,
                ],
                from: """
                    pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_ts_config", "c.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_ts_config", oid: CatalogCheck.named(id, "pg_ts_config", prefix: "cfg"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TEXT SEARCH CONFIGURATION \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_ts_config", from: "pg_catalog.pg_ts_config c", oid: "c.oid", owner: "c.cfgowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .types, rank: 0)

    private func mappings(_ fact: Fact) -> [String: [String]] {
        (fact[.mappings]?.object ?? [:]).mapValues { ($0.list ?? []).compactMap(\.text) }
    }

    private func prefix(_ id: ObjectID) -> String { "ALTER TEXT SEARCH CONFIGURATION \(id.sql)" }

    private func mapping(_ verb: String, _ token: String, _ dictionaries: [String]) -> String {
        "\(verb) MAPPING FOR \(SQL.identifier(token)) WITH \(dictionaries.joined(separator: ", "))"
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let create = "CREATE TEXT SEARCH CONFIGURATION \(fact.id.sql) (PARSER = \(fact.text(.parser) ?? ""))"
        let mappings = mappings(fact).sorted { $0.key < $1.key }.map { "\(prefix(fact.id)) \(mapping("ADD", $0.key, $0.value))" }
        return Quarantining.restoring("TEXT SEARCH CONFIGURATION", .create(fact, [create] + mappings), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard !changed.contains(.parser) else { return .replace("the parser of a configuration cannot be changed in place") }
        let old = mappings(before)
        let new = mappings(after)
        var statements = old.keys.filter { new[$0] == nil }.sorted().map {
            "\(prefix(after.id)) DROP MAPPING FOR \(SQL.identifier($0))"
        }
        for (token, dictionaries) in new.sorted(by: { $0.key < $1.key }) where old[token] != dictionaries {
            statements.append("\(prefix(after.id)) \(mapping(old[token] == nil ? "ADD" : "ALTER", token, dictionaries))")
        }
        return .steps([.alter(after, statements)])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        Quarantining.dropOrMove(fact, "TEXT SEARCH CONFIGURATION", context)
    }
}
