import SchemaModel

/// An object of an extension, or a language, whose privileges differ from those that it came with.
///
/// The extension's script makes the object; what was granted and revoked since is ours. The facts below it are grants.
struct ExtensionMemberKind: Kind {
    let kind = ObjectKind.extensionMember

    /// The raw value is the signature of the identity, and the word in GRANT; routines of every kind have the same.
    enum ObjectType: String, CaseIterable {
        case table = "TABLE"
        case sequence = "SEQUENCE"
        case routine = "ROUTINE"
        case type = "TYPE"
        case schema = "SCHEMA"
        case language = "LANGUAGE"
        case foreignDataWrapper = "FOREIGN DATA WRAPPER"
        case foreignServer = "FOREIGN SERVER"

        init?(_ id: ObjectID) { self.init(rawValue: id.signature ?? "") }

        var privileges: PrivilegeType {
            switch self {
            case .table: .relation
            case .sequence: .sequence
            case .routine: .routine
            case .type: .type
            case .schema: .schema
            case .language: .language
            case .foreignDataWrapper: .foreignDataWrapper
            case .foreignServer: .foreignServer
            }
        }

        /// The catalog, and its columns of the owner and of the list.
        var source: (catalog: String, owner: String, acl: String) {
            switch self {
            case .table, .sequence: ("pg_class", "relowner", "relacl")
            case .routine: ("pg_proc", "proowner", "proacl")
            case .type: ("pg_type", "typowner", "typacl")
            case .schema: ("pg_namespace", "nspowner", "nspacl")
            case .language: ("pg_language", "lanowner", "lanacl")
            case .foreignDataWrapper: ("pg_foreign_data_wrapper", "fdwowner", "fdwacl")
            case .foreignServer: ("pg_foreign_server", "srvowner", "srvacl")
            }
        }

        var condition: String {
            switch self {
            case .table: " AND m.relkind IN ('r', 'p', 'v', 'm', 'f')"
            case .sequence: " AND m.relkind = 'S'"
            case .routine, .type, .schema, .language, .foreignDataWrapper, .foreignServer: ""
            }
        }

        /// FROM, with the member as `m`, what it came with as `i`, and its extension as `e`.
        var from: String {
            let (catalog, _, acl) = source
            return """
                pg_catalog.\(catalog) m LEFT JOIN pg_catalog.pg_init_privs i
                    ON i.classoid = \(CatalogQuery.classID(catalog)) AND i.objoid = m.oid AND i.objsubid = 0
                LEFT JOIN (pg_catalog.pg_depend x JOIN pg_catalog.pg_extension e ON e.oid = x.refobjid
                        AND x.refclassid = 'pg_catalog.pg_extension'::regclass)
                    ON x.classid = \(CatalogQuery.classID(catalog)) AND x.objid = m.oid AND x.deptype = 'e'
                WHERE m.\(acl) IS DISTINCT FROM i.initprivs AND (e.oid IS NOT NULL\(self == .language ? " OR m.oid < 16384" : ""))\(condition)
                """
        }

        func list(_ acl: String) -> String {
            "coalesce(\(acl), pg_catalog.acldefault('\(privileges.rawValue)', m.\(source.owner)))"
        }
    }

    func queries(_ version: Int) -> [CatalogQuery] {
        ObjectType.allCases.map { type in
            let source = type.source
            let initial = """
                jsonb_build_object('owner', pg_catalog.pg_get_userbyid(m.\(source.owner)), 'grants', (
                    SELECT jsonb_agg(jsonb_build_object('role', CASE WHEN g.grantee = 0 THEN 'PUBLIC' WHEN g.grantee <> m.\(source.owner)
                        THEN pg_catalog.pg_get_userbyid(g.grantee)::text END, 'privilege', g.privilege_type, 'grantable', g.is_grantable))
                    FROM pg_catalog.aclexplode(\(type.list("i.initprivs"))) g))
                """
            return CatalogQuery(
                kind, at: .init(catalog: source.catalog, oid: "m.oid"), in: .init(catalog: "pg_extension", oid: "parent"),
                name: "identity", signature: SQL.literal(type.rawValue), [.initialPrivileges: "initial"],
                from: """
                    (SELECT m.oid, CASE WHEN e.extname <> 'plpgsql' THEN e.oid END AS parent, \(initial) AS initial,
                        (pg_catalog.pg_identify_object(\(CatalogQuery.classID(source.catalog)), m.oid, 0)).identity AS identity
                    FROM \(type.from)) m
                    """)
        }
    }

    /// The lists of the members, for ``GrantKind``.
    static let lists = ObjectType.allCases.map { type in
        let source = type.source
        return """
            SELECT \(CatalogQuery.classID(source.catalog)), m.oid, 0, m.\(source.owner), m.\(source.owner), \(type.list("m.\(source.acl)")), \
            '\(type.privileges.rawValue)'::"char" FROM \(type.from)
            """
    }

    /// The list that is in force, as an expression.
    static func current(_ id: ObjectID) -> String {
        guard let type = ObjectType(id) else { return "NULL::aclitem[]" }
        let source = type.source
        return """
            (SELECT \(type.list("m.\(source.acl)")) FROM pg_catalog.\(source.catalog) m WHERE (pg_catalog.pg_identify_object(\
            \(CatalogQuery.classID(source.catalog)), m.oid, 0)).identity = \(SQL.literal(id.name))\(type.condition))
            """
    }

    /// The privileges that the member of a fact came with.
    static func initial(_ fact: Fact) -> [Fact] {
        var privileges: [String: Set<String>] = [:]
        var grantable: [String: Set<String>] = [:]
        for item in fact[.initialPrivileges]?.object?["grants"]?.list ?? [] {
            guard let grant = item.object, let privilege = grant["privilege"]?.text else { continue }
            let role = grant["role"]?.text ?? ""
            privileges[role, default: []].insert(privilege)
            if grant["grantable"]?.bool == true { grantable[role, default: []].insert(privilege) }
        }
        if privileges[""] == nil { privileges[""] = [] }
        return privileges.compactMap { role, held in
            // An owner that has everything is no fact.
            if role.isEmpty, grantable[role] == nil, held == ObjectType(fact.id).map({ Set($0.privileges.all(0)) }) { return nil }
            let id = ObjectID(.grant, role, signature: role.isEmpty ? GrantKind.owner : nil, parent: fact.id)
            return Fact(
                id,
                [
                    .privileges: .texts(held.sorted()),
                    .grantable: grantable[role].map { .texts($0.sorted()) } ?? .null,
                ])
        }
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 1)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }
    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration { .steps([]) }
    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }

    /// A member that is no fact has the privileges that it came with.
    func complete(_ state: inout CatalogState, with other: CatalogState) {
        for fact in other.facts.values where fact.id.kind == kind && state.facts[fact.id] == nil {
            guard fact.id.parent.map({ state.facts[$0] != nil }) ?? true else { continue }
            state.facts[fact.id] = fact
            for grant in Self.initial(fact) { state.facts[grant.id] = grant }
        }
    }
}
