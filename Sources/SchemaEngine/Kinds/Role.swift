import SchemaModel

/// A role of the server, without its password, which is never read.
///
/// Roles are in no database. They, their memberships and settings are read only where somebody asks for them
/// (``CatalogReader/init(referenceTables:includesRoles:)``).
struct RoleKind: Kind {
    let kind = ObjectKind.role

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    /// `pg_roles` shows everybody all but the password. Roles with reserved names, and the server's first, come with the server.
    func clusterQueries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_authid", oid: "r.oid"), name: "r.rolname",
                [
                    .superuser: "r.rolsuper", .withoutInherit: "NOT r.rolinherit", .createRole: "r.rolcreaterole",
                    .createDatabase: "r.rolcreatedb", .login: "r.rolcanlogin", .replication: "r.rolreplication",
                    .bypassRowSecurity: "r.rolbypassrls",
                    .connectionLimit: "CASE WHEN r.rolconnlimit <> -1 THEN r.rolconnlimit END",
                    .validUntil: "r.rolvaliduntil::text",
                ],
                from: "pg_catalog.pg_roles r WHERE r.oid >= 16384 AND r.rolname !~ '^pg_'")
        ]
    }

    /// The options of CREATE ROLE and ALTER ROLE that are words.
    private static let words: [(attribute: Attribute, on: String, off: String)] = [
        (.superuser, "SUPERUSER", "NOSUPERUSER"), (.withoutInherit, "NOINHERIT", "INHERIT"),
        (.createRole, "CREATEROLE", "NOCREATEROLE"), (.createDatabase, "CREATEDB", "NOCREATEDB"),
        (.login, "LOGIN", "NOLOGIN"), (.replication, "REPLICATION", "NOREPLICATION"),
        (.bypassRowSecurity, "BYPASSRLS", "NOBYPASSRLS"),
    ]

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_authid", oid: CatalogCheck.oid("pg_roles r", "r.oid", where: "r.rolname = \(SQL.literal(id.name))"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "ROLE \(id.sql)" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .roles, rank: 0)
    let isLeftOutOfCopies = true

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let set = Set(fact.attributes.keys)
        return [
            .create(
                fact, ["CREATE ROLE \(fact.id.sql)\(options(fact, set))"],
                reason: fact.bool(.login) ? "passwords are not read: set one with ALTER ROLE … PASSWORD" : nil)
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps([.alter(after, ["ALTER ROLE \(after.id.sql)\(options(after, changed))"])])
    }

    /// The options of a role that were set or have changed, after a space.
    private func options(_ fact: Fact, _ named: Set<Attribute>) -> String {
        var options = Self.words.filter { named.contains($0.attribute) }.map { fact.bool($0.attribute) ? $0.on : $0.off }
        if named.contains(.connectionLimit) { options.append("CONNECTION LIMIT \(fact.integer(.connectionLimit) ?? -1)") }
        if named.contains(.validUntil) { options.append("VALID UNTIL \(SQL.literal(fact.text(.validUntil) ?? "infinity"))") }
        return options.isEmpty ? "" : " " + options.joined(separator: " ")
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [
            .drop(
                fact, ["DROP ROLE \(fact.id.sql)"],
                reason: "fails while the role owns something, or has privileges in another database")
        ]
    }
}
