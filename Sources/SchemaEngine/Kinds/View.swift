import SchemaModel

struct ViewKind: Kind {
    let kind = ObjectKind.view

    /// The columns of a view, with their types.
    static let columns = """
        (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        """

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .definition: "rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')", .options: Where.options("c.reloptions"),
                    .viewColumns: Self.columns,
                ],
                from: """
                    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind = 'v' AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """)
        ]
    }

    func storedQueries(_ fact: Fact) -> [Attribute: String] { fact.text(.definition).map { [.definition: $0] } ?? [:] }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_class", oid: CatalogCheck.relation(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "VIEW \(id.sql)" }
    let security: SecuritySource? = .relation("c.relkind = 'v'")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .views, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [.create(fact, [text(fact, orReplace: false)])] }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        let old = before[.viewColumns]?.list ?? []
        let new = after[.viewColumns]?.list ?? []
        guard old == Array(new.prefix(old.count)) else {
            return .replace("CREATE OR REPLACE VIEW can only add columns at the end")
        }
        let locks = context.lock(.accessExclusive, after.id)
        if !changed.isDisjoint(with: [.definition, .viewColumns]) {
            return .steps([.alter(after, title: "replace \(after.id)", [text(after, orReplace: true)], locks: locks)])
        }
        return .steps(
            OptionsText.changes(before, after).map {
                .alter(after, title: "set options of \(after.id)", ["ALTER VIEW \(after.id.sql) \($0)"], locks: locks)
            })
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        .rename(fact, to: new, locks: [Step.Lock(.accessExclusive, on: fact.id.path)])
    }

    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool {
        old[.definition] == new[.definition] && old[.viewColumns] == new[.viewColumns]
    }

    func followingRenames(from: CatalogState, to: CatalogState) -> [Rename] { ViewColumns.renames(kind, from: from, to: to) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, ["DROP VIEW \(fact.id.sql)"], locks: [Step.Lock(.accessExclusive, on: fact.id.path)])]
    }

    private func text(_ fact: Fact, orReplace: Bool) -> String {
        var sql = "CREATE \(orReplace ? "OR REPLACE " : "")VIEW \(fact.id.sql)"
        if let options = OptionsText.list(fact) { sql += " WITH (\(options))" }
        return sql + " AS\n\(fact.written(.definition) ?? "")"
    }
}
