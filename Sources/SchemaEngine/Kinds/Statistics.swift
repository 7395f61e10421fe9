import SchemaModel

/// Extended statistics.
struct StatisticsKind: Kind {
    let kind = ObjectKind.statistics

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_statistic_ext", oid: "s.oid"), schema: "n.nspname", name: "s.stxname",
                [
                    // By name: the server lists the columns as they stand in the table, which no plan changes.
                    .definition: """
                    (SELECT left(d.text, length(d.text) - length(d.list) - length(d.tail)) || d.sorted
                            || substr(d.list, 1 + length(d.columns)) || d.tail
                        FROM (SELECT pg_catalog.pg_get_statisticsobjdef(s.oid) AS text,
                            pg_catalog.pg_get_statisticsobjdef_columns(s.oid) AS list, ' FROM ' || s.stxrelid::regclass AS tail,
                            coalesce(string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum), '') AS columns,
                            coalesce(string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname), '') AS sorted
                            FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)) d)
                    """,
                    .statisticsTarget: "CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END",
                ],
                from: """
                    pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_statistic_ext", "s.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_statistic_ext",
            oid: CatalogCheck.oid(
                "pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace", "s.oid",
                where: "n.nspname = \(SQL.literal(id.schema ?? "")) AND s.stxname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "STATISTICS \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_statistic_ext", from: "pg_catalog.pg_statistic_ext s", oid: "s.oid", owner: "s.stxowner")
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .tables, rank: 7)
    let foldedAs: String? = "statistics"

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var statements = [fact.text(.definition) ?? ""]
        if let target = fact.integer(.statisticsTarget) {
            statements.append("ALTER STATISTICS \(fact.id.sql) SET STATISTICS \(target)")
        }
        return [.create(fact, statements, locks: Self.lock(fact, context))]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard changed == [.statisticsTarget] else { return .replace("its definition cannot be changed in place") }
        return .steps([
            .alter(after, ["ALTER STATISTICS \(after.id.sql) SET STATISTICS \(after.integer(.statisticsTarget) ?? -1)"])
        ])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, ["DROP STATISTICS \(fact.id.sql)"], locks: Self.lock(fact, context))]
    }

    /// The lock on the table whose columns the statistics are about.
    private static func lock(_ fact: Fact, _ context: PlanContext) -> [Step.Lock] {
        Set(fact.dependencies.map(\.root).filter(\.kind.hasRows)).sorted().flatMap { context.lock(.shareUpdateExclusive, $0) }
    }

    /// PostgreSQL builds statistics over a column of another type again, without their target.
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool {
        !change.isRebuiltType && (change != .column || fact[.statisticsTarget] == nil)
    }
}
