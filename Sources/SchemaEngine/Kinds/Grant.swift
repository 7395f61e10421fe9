import SchemaModel

/// The privileges of one role, or PUBLIC, on one object.
///
/// Privileges are as they are in force: PostgreSQL's defaults for PUBLIC are facts. Those of the owner are one only where they are not
/// the owner's by default; its name is then ``owner``.
struct GrantKind: Kind {
    let kind = ObjectKind.grant

    /// The signature of the identity of an owner's own privileges, whichever role that is; a role may have any name.
    static let owner = "owner"

    func queries(_ version: Int) -> [CatalogQuery] {
        let sources = ObjectKind.allCases.compactMap { $0.definition.security }.compactMap { source -> String? in
            guard let acl = source.acl else { return nil }
            // Objects without a list have PostgreSQL's defaults, which give PUBLIC something for some types only.
            let list =
                Self.publicDefaults[acl.type] == nil
                ? acl.column : "coalesce(\(acl.column), pg_catalog.acldefault('\(acl.type)', \(source.owner)))"
            return """
                SELECT \(CatalogQuery.classID(source.known?.catalog ?? source.catalog)) AS class_id,
                    \(source.known?.oid ?? source.oid) AS object_id, (\(source.column))::int4 AS sub_id,
                    \(source.owner) AS owner, \(list) AS acl, '\(acl.type)'::"char" AS type
                FROM \(source.from) WHERE \(source.condition) AND \(source.oid) >= 16384 AND \(list) IS NOT NULL
                """
        }
        let privileges = """
            array_agg(DISTINCT g.privilege_type ORDER BY g.privilege_type)
            """
        return [
            CatalogQuery(
                kind, parentClass: "g.class_id", parentID: "g.object_id", parentColumn: "g.sub_id", name: "g.name",
                signature: "g.signature",
                [.privileges: "g.privileges", .grantable: "g.grantable"],
                from: """
                    (SELECT class_id, object_id, sub_id, name, signature, privileges, grantable FROM (SELECT o.class_id, o.object_id, o.sub_id,
                        CASE WHEN g.grantee = 0 THEN 'PUBLIC' WHEN g.grantee = o.owner THEN '' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END AS name,
                        CASE WHEN g.grantee = o.owner THEN '\(Self.owner)' END AS signature,
                        \(privileges) AS privileges, \(privileges) FILTER (WHERE g.is_grantable) AS grantable,
                        g.grantee = o.owner AS is_owner, o.owner, o.type
                    FROM (\(sources.joined(separator: "\nUNION ALL "))) o, LATERAL pg_catalog.aclexplode(o.acl) g
                    GROUP BY o.class_id, o.object_id, o.sub_id, o.owner, o.type, g.grantee) g
                    WHERE NOT is_owner OR (g.sub_id = 0 AND (g.grantable IS NOT NULL OR g.privileges <>
                        (SELECT array_agg(DISTINCT u.privilege_type ORDER BY u.privilege_type) FROM pg_catalog.aclexplode(pg_catalog.acldefault(g.type, g.owner)) u
                        WHERE u.grantee <> 0)))
                    UNION ALL
                    SELECT o.class_id, o.object_id, o.sub_id, '', '\(Self.owner)', '{}'::text[], NULL
                    FROM (\(sources.joined(separator: "\nUNION ALL "))) o
                    WHERE o.sub_id = 0 AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(o.acl) g WHERE g.grantee = o.owner)) g
                    """)
        ]
    }

    /// What PostgreSQL gives PUBLIC with a new object, by the letter of `acldefault` (PostgreSQL's manual, "Privileges").
    private static let publicDefaults: [Character: [String]] = ["f": ["EXECUTE"], "T": ["USAGE"], "l": ["USAGE"]]

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 10)
    let foldedAs: String? = "privileges"

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { changes(before: nil, after: fact, context) }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(changes(before: before, after: after, context))
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { changes(before: fact, after: nil, context) }

    private func changes(before: Fact?, after: Fact?, _ context: PlanContext) -> [Step] {
        guard let id = (after ?? before)?.id, let object = id.parent else { return [] }
        let usual = id.signature == Self.owner ? Set(PrivilegeText.all(object.kind)) : []
        let old = Set(before?.texts(.privileges) ?? (before == nil ? Array(usual) : []))
        let new = Set(after?.texts(.privileges) ?? (after == nil ? Array(usual) : []))
        let oldOptions = Set(before?.texts(.grantable) ?? [])
        let newOptions = Set(after?.texts(.grantable) ?? [])
        let role = grantee(id, context)
        var steps: [Step] = []

        func add(_ verb: Step.Verb, _ privileges: Set<String>, _ sql: (String) -> String, pending: (String) -> String) {
            guard !privileges.isEmpty else { return }
            let list = PrivilegeText.list(privileges, object)
            steps.append(
                Step(
                    verb, id,
                    title:
                        "\(verb == .drop ? "revoke" : "grant") \(list) on \(object) \(verb == .drop ? "from" : "to") \(role.title)",
                    [sql(list)],
                    when: role.name.map { .pending(pending(PrivilegeText.held(object, by: $0, privileges))) } ?? .journal))
        }

        let target = PrivilegeText.target(object, context)
        let withOption = new.intersection(newOptions).subtracting(oldOptions)
        let withdrawn = oldOptions.intersection(new).subtracting(newOptions)
        let revoked = old.subtracting(new)
        let granted = new.subtracting(old).subtracting(withOption)
        add(.drop, revoked, { "REVOKE \($0) ON \(target) FROM \(role.sql)" }, pending: { "\($0) > 0" })
        add(.drop, withdrawn, { "REVOKE GRANT OPTION FOR \($0) ON \(target) FROM \(role.sql)" }, pending: { "\($0) > 0" })
        add(.create, granted, { "GRANT \($0) ON \(target) TO \(role.sql)" }, pending: { "\($0) < \(granted.count)" })
        add(
            .create, withOption, { "GRANT \($0) ON \(target) TO \(role.sql) WITH GRANT OPTION" },
            pending: { "\($0) < \(withOption.count)" })
        return steps
    }

    /// The role as SQL and for people; the name is nil where only the server knows it.
    private func grantee(_ id: ObjectID, _ context: PlanContext) -> (sql: String, title: String, name: String?) {
        guard id.signature == Self.owner, let object = id.parent else {
            return (id.name == "PUBLIC" ? "PUBLIC" : SQL.identifier(id.name), id.name, id.name)
        }
        // What this plan creates belongs to the role that runs it.
        let owner = context.isNew(object) ? nil : context.from[.owner(of: object)]?.text(.role)
        return (owner.map { SQL.identifier($0) } ?? "CURRENT_USER", "its owner", owner)
    }

    // MARK: Effects on others

    /// New objects have privileges by themselves: what the target does not want of them is revoked, and what it wants is not granted twice.
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        for id in changes.creates {
            guard let acl = id.kind.definition.security?.acl else { continue }
            // A declaration says who executes a function, and nothing of types.
            if context.options.isTargetRaw, id.kind != .function { continue }
            for (grantee, privileges) in Self.implied(by: id, acl.type) { adjust(grantee, privileges, &changes) }
        }
        restoreColumnPrivileges(&changes)
    }

    private static func implied(by id: ObjectID, _ type: Character) -> [(ObjectID, [String])] {
        (publicDefaults[type]).map { [(ObjectID.grant(to: "PUBLIC", on: id), $0)] } ?? []
    }

    private func adjust(_ grant: ObjectID, _ privileges: [String], _ changes: inout ChangeSet) {
        let before = Fact(grant, [.privileges: .texts(privileges)])
        if let after = changes.to[grant] {
            changes.alter(grant, from: before, to: after)
        } else {
            changes.takeBack(before)
        }
    }

    /// REVOKE on a table takes the same privilege on its columns with it (PostgreSQL's manual, REVOKE).
    private func restoreColumnPrivileges(_ changes: inout ChangeSet) {
        let revoked = Set(
            (Array(changes.alters.keys) + changes.drops).filter { $0.kind == kind && $0.parent?.kind.hasRows == true })
        guard !revoked.isEmpty else { return }
        for fact in changes.to.facts.values where fact.id.kind == kind && fact.id.parent?.kind == .column {
            guard let table = fact.id.parent?.parent, revoked.contains(.grant(to: fact.id.name, on: table)) else { continue }
            changes.create(fact.id)
        }
    }

    /// A column's privileges come after those of its table.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb != .drop, id.parent?.kind == .column, let table = id.parent?.parent else { return }
        let whole = ObjectID.grant(to: id.name, on: table)
        edges.after(edges.alteration(of: whole))
        edges.after(edges.removal(of: whole))
    }
}

/// How privileges are written and looked up.
enum PrivilegeText {
    static func list(_ privileges: Set<String>, _ object: ObjectID) -> String {
        let suffix = object.kind == .column ? " (\(SQL.identifier(object.name)))" : ""
        return privileges.sorted().map { $0 + suffix }.joined(separator: ", ")
    }

    /// All privileges of a kind of object (PostgreSQL's manual, "Privileges").
    static func all(_ kind: ObjectKind) -> [String] {
        switch kind.definition.security?.acl?.type {
        case "r": ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"]
        case "s": ["SELECT", "UPDATE", "USAGE"]
        case "c": ["INSERT", "REFERENCES", "SELECT", "UPDATE"]
        case "f": ["EXECUTE"]
        case "n": ["CREATE", "USAGE"]
        default: ["USAGE"]
        }
    }

    static func target(_ object: ObjectID, _ context: PlanContext) -> String {
        if object.kind == .column { return "TABLE \(object.parent?.sql ?? "")" }
        // GRANT takes every relation that has rows or a query for a table.
        if object.kind.definition.security?.acl?.type == "r" { return "TABLE \(object.sql)" }
        return object.kind.definition.reference(object, context.fact(object)) ?? "TABLE \(object.sql)"
    }

    /// The number of privileges of a set that a role itself holds on an object.
    static func held(_ object: ObjectID, by grantee: String, _ privileges: Set<String>) -> String {
        let kind = object.kind.definition
        guard let source = kind.security, let acl = source.acl, let location = kind.location(object) else { return "0" }
        let names = privileges.sorted().map { SQL.literal($0) }.joined(separator: ", ")
        return """
            (SELECT count(DISTINCT g.privilege_type) FROM \(source.from), \
            LATERAL pg_catalog.aclexplode(coalesce(\(acl.column), pg_catalog.acldefault('\(acl.type)', \(source.owner)))) g \
            WHERE \(source.oid) = \(location.oid)\(location.column == "0" ? "" : " AND \(source.column) = \(location.column)") \
            AND g.grantee = \(CatalogCheck.role(grantee)) AND g.privilege_type IN (\(names)))
            """
    }
}
