import SchemaModel

/// The remote role of a role on a foreign server.
///
/// Only the option that names the remote role is compared. Every other one, such as a password, differs from one environment to the
/// next and is left to its user; a new mapping's step names those that the target has.
struct UserMappingKind: Kind {
    let kind = ObjectKind.userMapping

    /// The signature of the mapping for everyone, since a role may be called PUBLIC too.
    private static let everyone = "everyone"

    func queries(_ version: Int) -> [CatalogQuery] {
        // The view shows the options as NULL to a role that may not read them; then nothing is known of them.
        let isReadable = """
            (pg_catalog.pg_has_role(s.srvowner, 'USAGE') AND (m.umuser = 0 OR m.usename = current_user)
            OR m.usename = current_user AND pg_catalog.has_server_privilege(s.oid, 'USAGE')
            OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user))
            """
        return [
            CatalogQuery(
                kind, at: .init(catalog: "pg_user_mapping", oid: "m.umid"),
                in: .init(catalog: "pg_foreign_server", oid: "m.srvid"),
                name: "CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE m.usename END",
                signature: "CASE WHEN m.umuser = 0 THEN '\(Self.everyone)' END",
                [
                    .mappingOptions: """
                    CASE WHEN \(isReadable) THEN coalesce(\(ForeignOptions.readable("m.umoptions", .userMapping)), '{}') END
                    """,
                    .secretOptions: ForeignOptions.secretNames("m.umoptions", .userMapping),
                ],
                from: """
                    pg_catalog.pg_user_mappings m JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid
                    WHERE \(Where.own("pg_foreign_server", "s.oid"))
                    """)
        ]
    }

    private func name(_ id: ObjectID) -> String {
        let role = id.signature == Self.everyone ? "PUBLIC" : SQL.identifier(id.name)
        return "USER MAPPING FOR \(role) SERVER \(id.parent?.sql ?? "")"
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 1)
    let foldedAs: String? = "user mappings"

    func exists(_ id: ObjectID) -> String {
        let role = id.signature == Self.everyone ? "m.umuser = 0" : "m.umuser <> 0 AND m.usename = \(SQL.literal(id.name))"
        return CatalogCheck.rows("pg_user_mappings m", "m.srvname = \(SQL.literal(id.parent?.name ?? "")) AND \(role)")
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [
            .create(
                fact, ["CREATE \(name(fact.id))" + ForeignOptions.clause(fact, .mappingOptions)],
                reason: ForeignOptions.note(fact, "ALTER \(name(fact.id))"))
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard let options = ForeignOptions.changes(before, after, .mappingOptions) else { return .steps([]) }
        return .steps([.alter(after, ["ALTER \(name(after.id)) \(options)"])])
    }

    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [.drop(fact, ["DROP \(name(fact.id))"])] }

    /// DROP SERVER fails while a mapping is left.
    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? { nil }

    /// A new mapping would lack the secrets that Plumbline does not read.
    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool { before[.secretOptions] != nil }
}
