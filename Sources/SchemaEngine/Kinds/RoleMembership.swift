import SchemaModel

/// The membership of a role, which is the parent, in another, which is the name.
///
/// Since PostgreSQL 16 several roles can give one; what they give together is one fact.
struct RoleMembershipKind: Kind {
    let kind = ObjectKind.roleMembership

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    func clusterQueries(_ version: Int) -> [CatalogQuery] {
        let isNewer = version >= 160_000
        return [
            CatalogQuery(
                kind, at: nil, in: .init(catalog: "pg_authid", oid: "m.member"), name: "m.role",
                [
                    .adminOption: "m.admin",
                    // Without the option, a membership inherits as the member's own attribute says.
                    .inheritOption: isNewer ? "CASE WHEN m.inherits <> m.rolinherit THEN m.inherits::text END" : "NULL::text",
                    .withoutSet: isNewer ? "NOT m.sets" : "NULL::boolean",
                ],
                from: """
                    (SELECT a.member, pg_catalog.pg_get_userbyid(a.roleid) AS role, bool_or(a.admin_option) AS admin, r.rolinherit\
                    \(isNewer ? ", bool_or(a.inherit_option) AS inherits, bool_or(a.set_option) AS sets" : "")
                    FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles r ON r.oid = a.member
                    GROUP BY a.member, a.roleid, r.rolinherit) m
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(group: .roles, rank: 1)
    let isLeftOutOfCopies = true

    func exists(_ id: ObjectID) -> String {
        """
        EXISTS (SELECT FROM pg_catalog.pg_auth_members a WHERE a.roleid = \(CatalogCheck.role(id.name)) \
        AND a.member = \(CatalogCheck.role(id.parent?.name ?? "")))
        """
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        var options: [String] = []
        if fact.bool(.adminOption) { options.append("ADMIN TRUE") }
        if let inherits = fact.text(.inheritOption) { options.append("INHERIT \(inherits.uppercased())") }
        if fact.bool(.withoutSet) { options.append("SET FALSE") }
        // PostgreSQL 15 knows no other option, and writes it this way.
        let clause =
            options.isEmpty ? "" : options == ["ADMIN TRUE"] ? " WITH ADMIN OPTION" : " WITH \(options.joined(separator: ", "))"
        return [.create(fact, title: title("add", fact), ["GRANT \(names(fact, "TO"))\(clause)"])]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(drop(before, context) + create(after, context))
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        [.drop(fact, title: title("remove", fact), ["REVOKE \(names(fact, "FROM"))"])]
    }

    private func title(_ verb: String, _ fact: Fact) -> String {
        "\(verb) the membership of \(fact.id.parent?.description ?? "") in \(fact.id.name)"
    }

    private func names(_ fact: Fact, _ word: String) -> String {
        "\(SQL.identifier(fact.id.name)) \(word) \(SQL.identifier(fact.id.parent?.name ?? ""))"
    }

    /// Both roles must exist.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        let role = ObjectID(.role, id.name)
        if verb == .drop { edges.before(edges.removal(of: role)) } else { edges.after(edges.creation(of: role)) }
    }
}
