import SchemaModel

struct ViewKind: Kind {
    let kind = ObjectKind.view

    /// The columns of a view, with their types and collations.
    static let columns = """
        (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
            'collation', \(ColumnKind.collation))) ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        """

    /// True for a view whose query reads the view itself. Before PostgreSQL 16, every view depends on itself as a whole, for the two
    /// entries OLD and NEW of its query tree, so that a third entry tells.
    private static func readsItself(_ version: Int) -> String {
        guard version < 160_000 else {
            return """
                EXISTS (SELECT FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass
                    AND d.objid = r.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = r.ev_class AND d.deptype = 'n'
                    WHERE r.ev_class = c.oid AND r.rulename = '_RETURN')
                """
        }
        return """
            EXISTS (SELECT FROM pg_catalog.pg_rewrite r, LATERAL (SELECT r.ev_action::text AS tree, ':relid ' || c.oid || ' ' AS entry) e
                WHERE r.ev_class = c.oid AND r.rulename = '_RETURN'
                    AND length(e.tree) - length(replace(e.tree, e.entry, '')) > 2 * length(e.entry))
            """
    }

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .definition: "rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')", .options: Where.options("c.reloptions"),
                    .viewColumns: Self.columns, .readsItself: Self.readsItself(version),
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

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard fact.bool(.readsItself) else { return [.create(fact, [text(fact, orReplace: false)])] }
        return [
            .create(
                fact, [columnsOnly(fact, orReplace: false), text(fact, orReplace: true)],
                reason: "its query reads the view, which must exist for that")
        ]
    }

    func placeholder(_ fact: Fact) -> Placeholder? {
        Placeholder(
            create: columnsOnly(fact, orReplace: false), complete: text(fact, orReplace: true),
            empty: columnsOnly(fact, orReplace: true))
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        let old = before[.viewColumns]?.list ?? []
        let new = after[.viewColumns]?.list ?? []
        guard old == Array(new.prefix(old.count)) else {
            return .replace("CREATE OR REPLACE VIEW can only add columns at the end")
        }
        if old != new, Self.usesItself(after.id, in: context.to) {
            return .replace("what its query uses needs its new columns first")
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

    /// True for a view that uses itself by way of others, such as a function that returns its rows.
    private static func usesItself(_ view: ObjectID, in state: CatalogState) -> Bool {
        var seen: Set<ObjectID> = []
        var open = [view]
        while let next = open.popLast() {
            let uses = (state[next]?.dependencies ?? []).map(\.root)
            if uses.contains(view) { return true }
            open += uses.filter { seen.insert($0).inserted }
        }
        return false
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

    /// The view with its columns, and a query that uses nothing.
    private func columnsOnly(_ fact: Fact, orReplace: Bool) -> String {
        let columns = CompositeField.all(of: fact).map { column in
            "NULL::\(column.type)\(column.collation.map { " COLLATE \($0)" } ?? "") AS \(SQL.identifier(column.name))"
        }
        let list = columns.isEmpty ? "" : "\n    " + columns.joined(separator: ",\n    ")
        return "CREATE \(orReplace ? "OR REPLACE " : "")VIEW \(fact.id.sql) AS\nSELECT\(list)"
    }

    private func text(_ fact: Fact, orReplace: Bool) -> String {
        var sql = "CREATE \(orReplace ? "OR REPLACE " : "")VIEW \(fact.id.sql)"
        if let options = OptionsText.list(fact) { sql += " WITH (\(options))" }
        return sql + " AS\n\(fact.written(.definition) ?? "")"
    }
}
