import SchemaModel

struct ForeignDataWrapperKind: Kind {
    let kind = ObjectKind.foreignDataWrapper

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_foreign_data_wrapper", oid: "w.oid"), name: "w.fdwname",
                [
                    .handler: "nullif(w.fdwhandler, 0)::pg_catalog.regproc::text",
                    .validator: "nullif(w.fdwvalidator, 0)::pg_catalog.regproc::text",
                    .options: ForeignOptions.readable("w.fdwoptions", .server),
                    .secretOptions: ForeignOptions.secretNames("w.fdwoptions", .server),
                ],
                from: "pg_catalog.pg_foreign_data_wrapper w WHERE \(Where.own("pg_foreign_data_wrapper", "w.oid"))")
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_foreign_data_wrapper",
            oid: CatalogCheck.oid("pg_foreign_data_wrapper w", "w.oid", where: "w.fdwname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "FOREIGN DATA WRAPPER \(id.sql)" }
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_foreign_data_wrapper", from: "pg_catalog.pg_foreign_data_wrapper w", oid: "w.oid", owner: "w.fdwowner",
        acl: ("w.fdwacl", "F"))
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .extensions, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var sql = "CREATE FOREIGN DATA WRAPPER \(fact.id.sql)"
        if let handler = fact.text(.handler) { sql += " HANDLER \(handler)" }
        if let validator = fact.text(.validator) { sql += " VALIDATOR \(validator)" }
        return [
            .create(
                fact, [sql + ForeignOptions.clause(fact)],
                reason: ForeignOptions.note(fact, "ALTER FOREIGN DATA WRAPPER \(fact.id.sql)"))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        var clauses: [String] = []
        if changed.contains(.handler) { clauses.append(after.text(.handler).map { "HANDLER \($0)" } ?? "NO HANDLER") }
        if changed.contains(.validator) { clauses.append(after.text(.validator).map { "VALIDATOR \($0)" } ?? "NO VALIDATOR") }
        if let options = ForeignOptions.changes(before, after) { clauses.append(options) }
        return .steps([.alter(after, ["ALTER FOREIGN DATA WRAPPER \(after.id.sql) \(clauses.joined(separator: " "))"])])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, ["DROP FOREIGN DATA WRAPPER \(fact.id.sql)"])]
    }

    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool { before[.secretOptions] != nil }
}
