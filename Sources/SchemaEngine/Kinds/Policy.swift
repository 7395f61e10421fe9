import SchemaModel

/// A policy of row-level security.
struct PolicyKind: Kind {
    let kind = ObjectKind.policy

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_policy", oid: "p.oid"), in: .init(catalog: "pg_class", oid: "p.polrelid"),
                name: "p.polname",
                [
                    .restrictive: "NOT p.polpermissive",
                    .command: """
                    CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END
                    """,
                    .roles: """
                    (SELECT array_agg(name ORDER BY name COLLATE "C") FROM (SELECT CASE WHEN r = 0 THEN 'PUBLIC'
                        ELSE pg_catalog.pg_get_userbyid(r)::text END AS name FROM unnest(p.polroles) r) roles)
                    """,
                    .using: "pg_catalog.pg_get_expr(p.polqual, p.polrelid)",
                    .withCheck: "pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)",
                ],
                from: """
                    pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """)
        ]
    }

    func storedQueries(_ fact: Fact) -> [Attribute: String] {
        guard let table = fact.id.parent else { return [:] }
        var queries: [Attribute: String] = [:]
        for attribute in [Attribute.using, .withCheck] {
            if let text = fact.text(attribute) { queries[attribute] = "SELECT \(text) AS holds FROM ONLY \(table.sql)" }
        }
        return queries
    }

    private func condition(_ id: ObjectID) -> String {
        "p.polrelid = \(id.parent.map(CatalogCheck.relation) ?? "NULL") AND p.polname = \(SQL.literal(id.name))"
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_policy", oid: CatalogCheck.oid("pg_policy p", "p.oid", where: condition(id)))
    }

    func exists(_ id: ObjectID) -> String { CatalogCheck.rows("pg_policy p", condition(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "POLICY \(SQL.identifier(id.name)) ON \(id.parent?.sql ?? "")" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 9)
    let foldedAs: String? = "policies"

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent else { return [] }
        var lines = ["CREATE POLICY \(SQL.identifier(fact.id.name)) ON \(table.sql)"]
        if fact.bool(.restrictive) { lines.append("AS RESTRICTIVE") }
        let command = fact.text(.command) ?? "all"
        if command != "all" { lines.append("FOR \(command.uppercased())") }
        let roles = roleList(fact)
        if roles != "PUBLIC" { lines.append("TO \(roles)") }
        if let using = fact.written(.using) { lines.append("USING (\(using))") }
        if let check = fact.written(.withCheck) { lines.append("WITH CHECK (\(check))") }
        return [.create(fact, [lines.joined(separator: "\n    ")], locks: context.lock(.accessExclusive, table))]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        let isRemoved = before[.using] != nil && after[.using] == nil || before[.withCheck] != nil && after[.withCheck] == nil
        guard let table = after.id.parent, !changed.contains(.restrictive), !changed.contains(.command), !isRemoved else {
            return .replace("ALTER POLICY cannot change the command, the kind, or take an expression away")
        }
        var sql = "ALTER POLICY \(SQL.identifier(after.id.name)) ON \(table.sql)"
        if changed.contains(.roles) { sql += " TO \(roleList(after))" }
        if changed.contains(.using), let using = after.written(.using) { sql += " USING (\(using))" }
        if changed.contains(.withCheck), let check = after.written(.withCheck) { sql += " WITH CHECK (\(check))" }
        return .steps([.alter(after, [sql], locks: context.lock(.accessExclusive, table))])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        .rename(fact, to: new, locks: [Step.Lock(.accessExclusive, on: fact.id.parent?.path ?? "")])
    }

    let isRenamedUnasked = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let table = fact.id.parent else { return [] }
        return [
            .drop(
                fact, ["DROP POLICY \(SQL.identifier(fact.id.name)) ON \(table.sql)"],
                locks: context.lock(.accessExclusive, table))
        ]
    }

    private func roleList(_ fact: Fact) -> String {
        let roles = fact.texts(.roles) ?? ["PUBLIC"]
        return roles.map { $0 == "PUBLIC" ? $0 : SQL.identifier($0) }.joined(separator: ", ")
    }
}
