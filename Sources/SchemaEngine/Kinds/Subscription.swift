import SchemaModel

/// A subscription of this database. Its connection string may hold a password and is never read; that it is enabled is state.
struct SubscriptionKind: Kind {
    let kind = ObjectKind.subscription

    func queries(_ version: Int) -> [CatalogQuery] { [] }

    /// The settings of a subscription as an object; those that the server does not have are left out.
    private static let settings = """
        jsonb_strip_nulls(jsonb_build_object(
            'slot_name', coalesce(s.j ->> 'subslotname', 'none'), 'synchronous_commit', s.j ->> 'subsynccommit',
            'binary', s.j ->> 'subbinary',
            'streaming', CASE s.j ->> 'substream' WHEN 't' THEN 'on' WHEN 'true' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END,
            'two_phase', CASE s.j ->> 'subtwophasestate' WHEN 'd' THEN 'false' ELSE 'true' END,
            'disable_on_error', s.j ->> 'subdisableonerr', 'origin', s.j ->> 'suborigin',
            'run_as_owner', s.j ->> 'subrunasowner', 'password_required', s.j ->> 'subpasswordrequired',
            'failover', s.j ->> 'subfailover'))
        """

    /// A subscription's security labels are those of a shared object, although it belongs to one database.
    private static let labels = """
        SELECT coalesce(jsonb_agg(jsonb_build_object('name', s.subname, 'provider', l.provider, 'label', l.label)), '[]')
        FROM pg_catalog.pg_shseclabel l JOIN pg_catalog.pg_subscription s ON s.oid = l.objoid
        WHERE l.classoid = 'pg_catalog.pg_subscription'::regclass
        AND s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
        """

    func optionalQueries(_ rows: [ReferenceTable]) -> [OptionalQuery] {
        let columns = [
            "subdbid", "subname", "subowner", "subslotname", "subsynccommit", "subbinary", "substream", "subtwophasestate",
            "subdisableonerr",
            "subpublications",
        ]
        // A role that may not read one of them sees no subscription.
        let isReadable = columns.map {
            "pg_catalog.has_column_privilege('pg_catalog.pg_subscription'::regclass, \(SQL.literal($0)), 'SELECT')"
        }.joined(separator: " AND ")
        // Of the columns that only newer servers have, those that the role may read; the connection string is never among them.
        let selected = """
            (SELECT pg_catalog.string_agg(pg_catalog.format('%L, s.%I', a.attname, a.attname), ', ')
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = 'pg_catalog.pg_subscription'::regclass AND a.attnum > 0
            AND a.attname IN (\((columns.dropFirst(3) + ["suborigin", "subrunasowner", "subpasswordrequired", "subfailover"])
                .map { SQL.literal($0) }.joined(separator: ", ")))
            AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'))
            """
        let start = """
            SELECT coalesce(jsonb_agg(jsonb_build_object('name', s.subname, 'publications', s.subpublications,
                'owner', pg_catalog.pg_get_userbyid(s.subowner),
                'comment', pg_catalog.obj_description(s.oid, 'pg_subscription'), 'options', \(Self.settings))), '[]')
            FROM (SELECT s.oid, s.subname, s.subowner, s.subpublications, jsonb_build_object(
            """
        let end = """
            ) AS j FROM pg_catalog.pg_subscription s
            WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())) s
            """
        let query = "\(SQL.literal(start)) || \(selected) || \(SQL.literal(end))"
        let hasRows = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_subscription s
            WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database()))
            """
        return [
            OptionalQuery(isPresent: isReadable, hasRows: hasRows, query: query) { Self.fact($0) },
            OptionalQuery(isPresent: isReadable, hasRows: hasRows, query: query) { value in
                guard let id = Self.fact(value)?.id, let text = value.object?["comment"]?.text else { return nil }
                return Fact(.comment(on: id), [.text: .text(text)])
            },
            OptionalQuery(isPresent: isReadable, hasRows: hasRows, query: query) { value in
                guard let id = Self.fact(value)?.id, let role = value.object?["owner"]?.text else { return nil }
                return Fact(.owner(of: id), [.role: .text(role)])
            },
            OptionalQuery(isPresent: isReadable, hasRows: hasRows, query: SQL.literal(Self.labels)) { value in
                guard let name = value.object?["name"]?.text, let provider = value.object?["provider"]?.text else { return nil }
                return Fact(
                    ObjectID(.securityLabel, provider, parent: ObjectID(.subscription, name)),
                    [.text: value.object?["label"] ?? .null])
            },
        ]
    }

    private static func fact(_ value: Value) -> Fact? {
        guard let object = value.object, let name = object["name"]?.text else { return nil }
        return Fact(
            ObjectID(.subscription, name),
            [
                .publications: .texts((object["publications"]?.list ?? []).compactMap(\.text).sorted()),
                .options: object["options"] ?? .object([:]),
            ])
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(
            catalog: "pg_subscription",
            oid: CatalogCheck.oid(
                "pg_subscription s", "s.oid",
                where: "s.subname = \(SQL.literal(id.name)) AND s.subdbid = "
                    + "(SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())"))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "SUBSCRIPTION \(id.sql)" }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.own(fact.id)] }
    let order = Order(group: .replication, rank: 1)

    private func setting(_ name: String, _ value: Value?) -> String {
        let text = value?.text ?? ""
        return name == "slot_name" && text == "none" ? "slot_name = NONE" : "\(name) = \(SQL.literal(text))"
    }

    private func publications(_ fact: Fact) -> String {
        (fact.texts(.publications) ?? []).map { SQL.identifier($0) }.joined(separator: ", ")
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let settings = (fact[.options]?.object ?? [:]).sorted { $0.key < $1.key }.map { setting($0.key, $0.value) }
        let options = (["connect = false"] + settings).joined(separator: ", ")
        return [
            .create(
                fact, ["CREATE SUBSCRIPTION \(fact.id.sql) CONNECTION '' PUBLICATION \(publications(fact)) WITH (\(options))"],
                reason: "connection strings are not read: set it with ALTER SUBSCRIPTION \(fact.id.sql) CONNECTION, "
                    + "then enable and refresh the subscription")
        ]
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        var statements: [String] = []
        if changed.contains(.publications) {
            statements.append(
                "ALTER SUBSCRIPTION \(after.id.sql) SET PUBLICATION \(publications(after)) WITH (refresh = false)")
        }
        let old = before[.options]?.object ?? [:]
        let new = (after[.options]?.object ?? [:]).filter { old[$0.key] != $0.value }
        if new["two_phase"] != nil || new["failover"] != nil {
            return .impossible("two_phase and failover of \(after.id) are agreed with its publisher: change them by hand")
        }
        if !new.isEmpty {
            let list = new.sorted { $0.key < $1.key }.map { setting($0.key, $0.value) }.joined(separator: ", ")
            statements.append("ALTER SUBSCRIPTION \(after.id.sql) SET (\(list))")
        }
        return statements.isEmpty ? .steps([]) : .steps([.alter(after, statements)])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let alter = "ALTER SUBSCRIPTION \(fact.id.sql)"
        return [
            .drop(
                fact, ["\(alter) DISABLE", "\(alter) SET (slot_name = NONE)", "DROP SUBSCRIPTION \(fact.id.sql)"],
                reason: "its slot stays on the publisher: drop it there with pg_drop_replication_slot")
        ]
    }

    func losesRowsWhenReplaced(_ before: Fact, _ after: Fact?) -> Bool { true }
}
