import SchemaModel

struct MaterializedViewKind: Kind {
    let kind = ObjectKind.materializedView

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .definition: "rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')", .options: Where.options("c.reloptions"),
                    .toastOptions: Where.options("tc.reloptions"), .viewColumns: ViewKind.columns,
                    .accessMethod:
                        "(SELECT am.amname::text FROM pg_catalog.pg_am am WHERE am.oid = c.relam AND am.amname <> 'heap')",
                    .tablespace: "(SELECT s.spcname::text FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace)",
                    .unpopulated: "NOT c.relispopulated",
                ],
                from: """
                    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN pg_catalog.pg_class tc ON tc.oid = c.reltoastrelid AND tc.reloptions IS NOT NULL
                    WHERE c.relkind = 'm' AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """)
        ]
    }

    func storedQueries(_ fact: Fact) -> [Attribute: String] { fact.text(.definition).map { [.definition: $0] } ?? [:] }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_class", oid: CatalogCheck.relation(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "MATERIALIZED VIEW \(id.sql)" }
    let security: SecuritySource? = .relation("c.relkind = 'm'")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .materializedViews, rank: 0)
    let isFilledByItsQuery = true

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE MATERIALIZED VIEW \(fact.id.sql)"
        if let method = fact.text(.accessMethod) { sql += " USING \(SQL.identifier(method))" }
        if let options = OptionsText.list(fact) { sql += " WITH (\(options))" }
        if let tablespace = fact.text(.tablespace) { sql += " TABLESPACE \(SQL.identifier(tablespace))" }
        sql += " AS\n\(fact.written(.definition) ?? "")"
        // One that is created again has rows where it had them: a dump of the structure says WITH NO DATA of every one.
        if (context.from[fact.id] ?? fact).bool(.unpopulated) { return [.create(fact, [sql + "\nWITH NO DATA"])] }
        return [.create(fact, [sql], hazards: [.scan], reason: "runs its query once")]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        var steps: [Step] = []
        let prefix = "ALTER MATERIALIZED VIEW \(after.id.sql)"
        guard changed.isSubset(of: [.options, .toastOptions, .accessMethod, .tablespace]) else {
            return .replace("a materialized view's query cannot be changed in place")
        }
        if changed.contains(.options) || changed.contains(.toastOptions) {
            steps += OptionsText.changes(before, after).map {
                .alter(
                    after, title: "set options of \(after.id)", ["\(prefix) \($0)"],
                    locks: context.lock(.shareUpdateExclusive, after.id))
            }
        }
        let strong = context.lock(.accessExclusive, after.id)
        if changed.contains(.accessMethod) {
            let method = SQL.identifier(after.text(.accessMethod) ?? "heap")
            steps.append(.alter(after, ["\(prefix) SET ACCESS METHOD \(method)"], locks: strong, hazards: [.rewrite]))
        }
        if changed.contains(.tablespace) {
            let tablespace = SQL.identifier(after.text(.tablespace) ?? "pg_default")
            steps.append(.alter(after, ["\(prefix) SET TABLESPACE \(tablespace)"], locks: strong, hazards: [.rewrite]))
        }
        return .steps(steps)
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        .rename(fact, to: new, locks: [Step.Lock(.accessExclusive, on: fact.id.path)])
    }

    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool {
        old[.definition] == new[.definition] && old[.viewColumns] == new[.viewColumns]
    }

    func followingRenames(from: CatalogState, to: CatalogState) -> [Rename] { ViewColumns.renames(kind, from: from, to: to) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [
            .drop(
                fact, ["DROP MATERIALIZED VIEW \(fact.id.sql)"],
                // Also where it is created again, which makes it new to the steps that follow.
                locks: [Step.Lock(.accessExclusive, on: fact.id.path)],
                reason: "its rows can be computed again")
        ]
    }

    /// The materialized views that stay as they are and whose rows come from a column, also by way of other views; each after those
    /// that it reads.
    static func filled(from column: ObjectID, _ context: PlanContext) -> [ObjectID] {
        var seen: Set<ObjectID> = []
        var result: [ObjectID] = []
        func visit(_ id: ObjectID) {
            guard seen.insert(id).inserted else { return }
            let users = context.to.dependents(of: id).map(\.root).filter { $0.kind == .view || $0.kind == .materializedView }
            for user in Set(users).sorted() {
                for part in context.to.family(of: user) { visit(part) }
            }
            if id.kind == .materializedView, !context.created.contains(id), context.from[id]?.bool(.unpopulated) == false {
                result.append(id)
            }
        }
        visit(column)
        return result.reversed()
    }
}
