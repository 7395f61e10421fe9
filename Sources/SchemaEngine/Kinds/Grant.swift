import SchemaModel

/// The privileges of one role, or PUBLIC, on one object.
///
/// Privileges are as they are in force: PostgreSQL's defaults for PUBLIC are facts. Those of the owner are one only where they are not
/// the owner's by default. The signature of the identity tells three cases apart:
/// - nil: the owner gave them to the role that the identity is named for;
/// - ``owner``: the owner's own, whichever role that is; the name is empty;
/// - otherwise the role that gave them, by a grant option of its own.
struct GrantKind: Kind {
    let kind = ObjectKind.grant

    /// The signature of the identity of an owner's own privileges; no role has this name.
    static let owner = ""

    // MARK: Reading

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, parentClass: "g.class_id", parentID: "g.object_id", parentColumn: "g.sub_id", name: "g.name",
                signature: "g.signature",
                [.privileges: "g.privileges", .grantable: "g.grantable", .position: "g.position"],
                from: Self.rows(onlyGiven: false),
                comparison: .init(from: Self.rows(onlyGiven: true)))
        ]
    }

    /// The privileges in lists, by whom they are of and who gave them. A new object gets them in the order of the list, as pg_dump
    /// writes them.
    ///
    /// - Parameter onlyGiven: leaves out the objects with PostgreSQL's defaults, whose facts the objects themselves imply. Of the others
    ///   there is a row that says so: a list can also lack what PUBLIC has by default.
    private static func rows(onlyGiven: Bool) -> String {
        let lists = Self.lists(onlyGiven: onlyGiven)
        let marks =
            onlyGiven
            ? "UNION ALL SELECT o.class_id, o.object_id, o.sub_id, '', 'given', NULL::text[], NULL::text[], NULL::int4 FROM o"
            : ""
        let privileges = "array_agg(DISTINCT g.privilege_type ORDER BY g.privilege_type)"
        return """
            (WITH o AS MATERIALIZED (\(lists.joined(separator: "\nUNION ALL "))),
            g AS (SELECT o.class_id, o.object_id, o.sub_id, o.owner, o.type, coalesce(g.grantee = o.owner, false) AS is_owner, g.grantee,
                CASE WHEN g.grantee IS DISTINCT FROM o.owner AND g.grantor <> o.grantor THEN g.grantor END AS grantor,
                g.privilege_type, g.is_grantable, g.place FROM o, LATERAL pg_catalog.aclexplode(o.acl)
                WITH ORDINALITY g(grantor, grantee, privilege_type, is_grantable, place))
            SELECT g.class_id, g.object_id, g.sub_id,
                CASE WHEN g.is_owner THEN '' WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END AS name,
                CASE WHEN g.is_owner THEN '\(Self.owner)' ELSE pg_catalog.pg_get_userbyid(g.grantor)::text END AS signature,
                \(privileges) AS privileges, \(privileges) FILTER (WHERE g.is_grantable) AS grantable, min(g.place)::int4 AS position
            FROM g GROUP BY g.class_id, g.object_id, g.sub_id, g.owner, g.type, g.is_owner, g.grantee, g.grantor
            HAVING NOT g.is_owner OR g.sub_id <> 0 OR bool_or(g.is_grantable) OR \(privileges) <>
                (SELECT array_agg(DISTINCT u.privilege_type ORDER BY u.privilege_type)
                FROM pg_catalog.aclexplode(pg_catalog.acldefault(g.type, g.owner)) u WHERE u.grantee <> 0)
            UNION ALL
            SELECT o.class_id, o.object_id, o.sub_id, '', '\(Self.owner)', '{}'::text[], NULL, NULL
            FROM o WHERE o.sub_id = 0 AND o.owner IS NOT NULL AND NOT EXISTS (
                SELECT FROM pg_catalog.aclexplode(o.acl) g WHERE g.grantee = o.owner)
            \(marks)) g
            """
    }

    /// Queries for what has privileges: where it is, whose it is, who grants by default, its list, and the letter of `acldefault`.
    ///
    /// - Parameter onlyGiven: leaves out the objects with PostgreSQL's defaults.
    private static func lists(onlyGiven: Bool) -> [String] {
        let sources = ObjectKind.allCases.compactMap { $0.definition.security }.compactMap { source -> String? in
            guard let acl = source.acl else { return nil }
            // Objects without a list have PostgreSQL's defaults, which give PUBLIC something for some types only.
            let defaults = "pg_catalog.acldefault('\(acl.type)', \(source.owner))"
            let hasDefaults = PrivilegeType(rawValue: acl.type)?.ofPublic.isEmpty == false
            let list = hasDefaults && !onlyGiven ? "coalesce(\(acl.column), \(defaults))" : acl.column
            // As sets: the order of a list tells how it came about.
            let condition = onlyGiven ? " AND NOT (\(acl.column) @> \(defaults) AND \(acl.column) <@ \(defaults))" : ""
            return """
                SELECT \(CatalogQuery.classID(source.catalog)) AS class_id, \(source.oid) AS object_id, (\(source.column))::int4 AS sub_id,
                    \(source.owner) AS owner, \(source.owner) AS grantor, \(list) AS acl, '\(acl.type)'::"char" AS type
                FROM \(source.from) WHERE (\(source.condition)) AND \(source.isRead) AND \(list) IS NOT NULL\(condition)
                """
        }
        return sources + [DefaultPrivilegesKind.list] + ExtensionMemberKind.lists
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 10)
    let foldedAs: String? = "privileges"

    // MARK: Steps

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { changes(before: nil, after: fact, context) }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(changes(before: before, after: after, context))
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { changes(before: fact, after: nil, context) }

    private func changes(before: Fact?, after: Fact?, _ context: PlanContext) -> [Step] {
        guard let id = (after ?? before)?.id, let object = id.parent, let type = PrivilegeType.of(object) else { return [] }
        // What a newer server has besides, an older one does not know.
        let known = Set(type.all(context.from.serverVersion == 0 ? context.to.serverVersion : context.from.serverVersion))
        let usual = id.signature == Self.owner && object.kind != .column ? known : []
        let old = before.map { Set($0.texts(.privileges) ?? []).intersection(known) } ?? usual
        let new = after.map { Set($0.texts(.privileges) ?? []).intersection(known) } ?? usual
        let oldOptions = Set(before?.texts(.grantable) ?? []).intersection(old)
        let newOptions = Set(after?.texts(.grantable) ?? []).intersection(new)
        let role = grantee(id, context)
        let target = PrivilegeText.target(object, context)
        var steps: [Step] = []

        func add(
            _ verb: Step.Verb, _ privileges: Set<String>, _ sql: (String) -> String,
            pending: ((any: String, grantable: String)) -> String
        ) {
            guard !privileges.isEmpty else { return }
            let list = PrivilegeText.list(privileges, object)
            var statements = [target.prefix + sql(list)]
            // Only the role that has the grant option can give and take what it gave.
            if let grantor = id.grantor {
                statements = ["SET LOCAL ROLE \(SQL.identifier(grantor))"] + statements + ["RESET ROLE"]
            }
            steps.append(
                Step(
                    verb, id,
                    title:
                        "\(verb == .drop ? "revoke" : "grant") \(list) on \(object) \(verb == .drop ? "from" : "to") \(role.title)",
                    statements,
                    when: role.name.map {
                        .pending(pending(PrivilegeText.held(object, by: $0, from: id.grantor, privileges, type)))
                    } ?? .journal))
        }

        let withOption = new.intersection(newOptions).subtracting(oldOptions)
        let withdrawn = oldOptions.intersection(new).subtracting(newOptions)
        let revoked = old.subtracting(new)
        let granted = new.subtracting(old).subtracting(withOption)
        add(.drop, revoked, { "REVOKE \($0) ON \(target.object) FROM \(role.sql)" }, pending: { "\($0.any) > 0" })
        add(
            .drop, withdrawn, { "REVOKE GRANT OPTION FOR \($0) ON \(target.object) FROM \(role.sql)" },
            pending: { "\($0.grantable) > 0" })
        add(
            .create, granted, { "GRANT \($0) ON \(target.object) TO \(role.sql)" }, pending: { "\($0.any) < \(granted.count)" })
        add(
            .create, withOption, { "GRANT \($0) ON \(target.object) TO \(role.sql) WITH GRANT OPTION" },
            pending: { "\($0.grantable) < \(withOption.count)" })
        return steps
    }

    /// The role as SQL and for people; the name is nil where only the server knows it.
    private func grantee(_ id: ObjectID, _ context: PlanContext) -> (sql: String, title: String, name: String?) {
        guard id.signature == Self.owner, let object = id.parent else {
            return (id.name == "PUBLIC" ? "PUBLIC" : SQL.identifier(id.name), id.name, id.name)
        }
        // What this plan creates belongs to the role that runs it; what it replaces, to its owner still.
        let owned = object.kind == .column ? object.parent ?? object : object
        let owner = context.from[.owner(of: owned)]?.text(.role) ?? context.from[object]?.text(.role)
        return (owner.map { SQL.identifier($0) } ?? "CURRENT_USER", "its owner", owner)
    }

    // MARK: Effects on others

    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        adjustNewObjects(&changes, context)
        restoreColumnPrivileges(&changes)
        leaveOwners(&changes, context)
    }

    /// New objects have privileges by themselves: what the target does not want of them is revoked, and what it wants is not granted twice.
    private func adjustNewObjects(_ changes: inout ChangeSet, _ context: PlanContext) {
        let initial = InitialPrivileges(context)
        for id in changes.creates.sorted() {
            // A declaration says who executes a function, and nothing of types.
            if context.options.isTargetRaw, PrivilegeType.of(id) != .routine { continue }
            for before in initial.grants(on: id) {
                if let after = changes.to[before.id] {
                    changes.alter(before.id, from: before, to: after)
                } else {
                    changes.takeBack(before)
                }
            }
        }
    }

    /// REVOKE on a table takes the same privilege on its columns with it (PostgreSQL's manual, REVOKE).
    private func restoreColumnPrivileges(_ changes: inout ChangeSet) {
        var revoked: [ObjectID: Set<String>] = [:]
        for (id, delta) in changes.alters where PrivilegeType.ofRelation(id) {
            let options = Set(delta.before?.texts(.grantable) ?? []).subtracting(delta.after?.texts(.grantable) ?? [])
            revoked[id] = Set(delta.before?.texts(.privileges) ?? []).subtracting(delta.after?.texts(.privileges) ?? []).union(
                options)
        }
        for id in changes.drops where PrivilegeType.ofRelation(id) {
            revoked[id] = Set((changes.implied[id] ?? changes.from[id])?.texts(.privileges) ?? [])
        }
        guard !revoked.isEmpty else { return }
        for after in changes.to.facts.values where after.id.kind == kind && after.id.parent?.kind == .column {
            guard let relation = after.id.parent?.parent, !changes.creates.contains(after.id),
                let lost = revoked[ObjectID(kind, after.id.name, signature: after.id.signature, parent: relation)]
            else { continue }
            var rest = changes.from[after.id] ?? Fact(after.id)
            rest[.privileges] = .texts((rest.texts(.privileges) ?? []).filter { !lost.contains($0) })
            rest[.grantable] = rest.texts(.grantable).map { .texts($0.filter { !lost.contains($0) }) }
            if rest.texts(.grantable) == [] { rest[.grantable] = nil }
            changes.alter(after.id, from: rest, to: after)
        }
    }

    /// Where owners are not compared, a role that has a privilege there may be the owner here, who needs no grant.
    private func leaveOwners(_ changes: inout ChangeSet, _ context: PlanContext) {
        guard context.options.ignoredKinds.contains(.owner) else { return }
        for id in changes.creates where id.kind == kind && id.signature == nil {
            guard let object = id.parent else { continue }
            if InitialPrivileges.owner(of: object, changes, context) == id.name { changes.forgetCreation(id) }
        }
    }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard let object = id.parent else { return }
        // A column's privileges come after those of its table.
        if verb != .drop, object.kind == .column, let relation = object.parent {
            let whole = ObjectID(kind, id.name, signature: id.signature, parent: relation)
            edges.after(edges.alteration(of: whole))
            edges.after(edges.removal(of: whole))
        }
        if let grantor = id.grantor { addGrantorEdges(grantor, id, object, &edges) }
        if object.kind == .defaultPrivileges { addDefaultsEdges(object, &edges) }
        addOwnerEdges(id, object, &edges)
    }

    /// A grantor must have the grant option by then, and keeps it until its grants are revoked.
    private func addGrantorEdges(_ grantor: String, _ id: ObjectID, _ object: ObjectID, _ edges: inout EdgeBuilder) {
        let delta = edges.changes.alters[id]
        let takesBack = edges.removal(of: id) == edges.node || delta.map { !$0.lostPrivileges.isEmpty } ?? false
        let objects = [object] + (object.kind == .column ? [object.parent].compactMap(\.self) : [])
        for object in objects {
            let grants = (takesBack ? edges.from : edges.to).children(of: object).map(\.id)
            for option in grants where option.kind == kind && option.name == grantor && option != id {
                if takesBack {
                    edges.before(edges.removal(of: option))
                    edges.before(edges.alteration(of: option))
                } else {
                    edges.after(edges.creation(of: option))
                    edges.after(edges.alteration(of: option))
                }
            }
        }
    }

    /// New objects get their privileges from the defaults that were there before the plan: they change when all objects are there.
    private func addDefaultsEdges(_ object: ObjectID, _ edges: inout EdgeBuilder) {
        let type = PrivilegeType.of(object)
        for (id, node) in edges.graph.creation where id.kind != kind && PrivilegeType.of(id) == type { edges.after(node) }
    }

    /// ALTER … OWNER TO gives the old owner's privileges to the new one: what the old owner keeps is granted after it, the rest before.
    private func addOwnerEdges(_ id: ObjectID, _ object: ObjectID, _ edges: inout EdgeBuilder) {
        let owner = ObjectID.owner(of: OwnerKind.bearer(of: object, edges.to))
        guard let change = edges.alteration(of: owner) ?? edges.creation(of: owner) else { return }
        let before = edges.from[owner]?.text(.role) ?? edges.from.currentRole
        if id.signature == nil, id.name == before { edges.after(change) } else { edges.before(change) }
    }
}

extension ObjectID {
    /// The role that gave the privileges of this identity by a grant option; nil where the owner did.
    fileprivate var grantor: String? { kind == .grant && signature != GrantKind.owner ? signature : nil }
}

extension Delta {
    /// The privileges that are taken away, or the grant option for them.
    fileprivate var lostPrivileges: Set<String> {
        func lost(_ attribute: Attribute) -> Set<String> {
            Set(before?.texts(attribute) ?? []).subtracting(after?.texts(attribute) ?? [])
        }
        return lost(.privileges).union(lost(.grantable))
    }
}
