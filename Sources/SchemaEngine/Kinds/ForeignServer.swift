import SchemaModel

struct ForeignServerKind: Kind {
    let kind = ObjectKind.foreignServer

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_foreign_server", oid: "s.oid"), name: "s.srvname",
                [
                    .wrapper: "w.fdwname::text", .serverType: "s.srvtype", .serverVersion: "s.srvversion",
                    .options: ForeignOptions.readable("s.srvoptions", .server),
                    .secretOptions: ForeignOptions.secretNames("s.srvoptions", .server),
                ],
                from: """
                    pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
                    WHERE \(Where.own("pg_foreign_server", "s.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_foreign_server",
            oid: CatalogCheck.oid("pg_foreign_server s", "s.oid", where: "s.srvname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "SERVER \(id.sql)" }
    /// COMMENT ON calls it a server, GRANT a foreign server.
    func privilegeReference(_ id: ObjectID, _ fact: Fact?) -> String? { "FOREIGN SERVER \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_foreign_server", from: "pg_catalog.pg_foreign_server s", oid: "s.oid", owner: "s.srvowner",
        acl: ("s.srvacl", "S"))
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE SERVER \(fact.id.sql)"
        if let type = fact.text(.serverType) { sql += " TYPE \(SQL.literal(type))" }
        if let version = fact.text(.serverVersion) { sql += " VERSION \(SQL.literal(version))" }
        sql += " FOREIGN DATA WRAPPER \(SQL.identifier(fact.text(.wrapper) ?? ""))"
        return [
            .create(
                fact, [sql + ForeignOptions.clause(fact)], reason: ForeignOptions.note(fact, "ALTER SERVER \(fact.id.sql)"))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if changed.contains(.wrapper) || changed.contains(.serverType) {
            return .replace("the type and the wrapper of a server cannot be changed in place")
        }
        var clauses: [String] = []
        if changed.contains(.serverVersion) {
            clauses.append("VERSION \(after.text(.serverVersion).map { SQL.literal($0) } ?? "NULL")")
        }
        if let options = ForeignOptions.changes(before, after) { clauses.append(options) }
        return .steps([.alter(after, ["ALTER SERVER \(after.id.sql) \(clauses.joined(separator: " "))"])])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP SERVER \(fact.id.sql)"])] }

    /// A new server would lack the secrets that Plumbline does not read.
    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool { before[.secretOptions] != nil }
}
