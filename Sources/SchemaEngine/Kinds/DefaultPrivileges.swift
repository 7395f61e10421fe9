import SchemaModel

/// The privileges that new objects of one role and one type get: for all schemas, or besides those in one schema.
///
/// An entry for all schemas starts from PostgreSQL's defaults, of which it can take something away; one for a schema starts from nothing.
/// The facts below it are grants, of every grantee; the role itself is one of them.
struct DefaultPrivilegesKind: Kind {
    let kind = ObjectKind.defaultPrivileges

    /// The kind of object that the entry is for; the raw value is the signature of the identity, and the word in ALTER DEFAULT PRIVILEGES.
    enum ObjectType: String, CaseIterable {
        case tables = "TABLES"
        case sequences = "SEQUENCES"
        case functions = "FUNCTIONS"
        case types = "TYPES"
        case schemas = "SCHEMAS"
        case largeObjects = "LARGE OBJECTS"

        init?(_ id: ObjectID) { self.init(rawValue: id.signature ?? "") }

        init?(_ privileges: PrivilegeType) {
            guard let type = Self.allCases.first(where: { $0.privileges == privileges }) else { return nil }
            self = type
        }

        var privileges: PrivilegeType {
            switch self {
            case .tables: .relation
            case .sequences: .sequence
            case .functions: .routine
            case .types: .type
            case .schemas: .schema
            case .largeObjects: .largeObject
            }
        }

        /// `pg_default_acl.defaclobjtype`; a sequence's is not the letter of `acldefault`.
        var letter: Character { self == .sequences ? "S" : privileges.rawValue }
    }

    func queries(_ version: Int) -> [CatalogQuery] {
        let types = ObjectType.allCases.map { "WHEN '\($0.letter)' THEN \(SQL.literal($0.rawValue))" }.joined(separator: " ")
        return [
            CatalogQuery(
                kind, at: .init(catalog: "pg_default_acl", oid: "d.oid"), schema: "n.nspname",
                name: "pg_catalog.pg_get_userbyid(d.defaclrole)", signature: "CASE d.defaclobjtype \(types) END", [:],
                from: "pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace")
        ]
    }

    /// The lists of the entries, for ``GrantKind``: without an owner, so that the role is a grantee as others are.
    static let list = """
        SELECT \(CatalogQuery.classID("pg_default_acl")) AS class_id, d.oid AS object_id, 0 AS sub_id, NULL::oid AS owner,
            d.defaclrole AS grantor, d.defaclacl AS acl, NULL::"char" AS type
        FROM pg_catalog.pg_default_acl d
        """

    private func row(_ id: ObjectID, _ expression: String) -> String {
        let schema = id.schema.map { "\(CatalogCheck.namespace($0))::oid" } ?? "0"
        return CatalogCheck.oid(
            "pg_default_acl d", expression,
            where: """
                d.defaclrole = \(CatalogCheck.role(id.name)) AND d.defaclnamespace = \(schema) \
                AND d.defaclobjtype = '\(ObjectType(id)?.letter ?? "r")'
                """)
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_default_acl", oid: row(id, "d.oid")) }

    /// The list that is in force, as an expression.
    static func current(_ id: ObjectID) -> String {
        let entry = DefaultPrivilegesKind().row(id, "d.defaclacl")
        guard id.schema == nil, let type = ObjectType(id)?.privileges else { return entry }
        return "coalesce(\(entry), pg_catalog.acldefault('\(type.rawValue)', \(CatalogCheck.role(id.name))))"
    }

    static func target(_ id: ObjectID) -> (prefix: String, object: String) {
        let schema = id.schema.map { "IN SCHEMA \(SQL.identifier($0)) " } ?? ""
        return ("ALTER DEFAULT PRIVILEGES FOR ROLE \(SQL.identifier(id.name)) \(schema)", id.signature ?? "")
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(group: .defaults, rank: 0)

    // The entry is there when its privileges are, and goes when they are the default again.
    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }
    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration { .steps([]) }
    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { [] }

    let actsOnOthers = true

    /// Without an entry, PostgreSQL's defaults are in force.
    func complete(_ state: inout CatalogState, with other: CatalogState) {
        let version = state.serverVersion == 0 ? other.serverVersion : state.serverVersion
        for fact in other.facts.values where fact.id.kind == kind && state.facts[fact.id] == nil {
            let id = fact.id
            if let schema = id.schema {
                // It comes and goes with its schema.
                if state.facts[.schema(schema)] != nil { state.facts[id] = fact }
                continue
            }
            guard let type = ObjectType(id)?.privileges else { continue }
            state.facts[id] = fact
            for (role, privileges) in [(id.name, type.all(version)), ("PUBLIC", type.ofPublic)] where !privileges.isEmpty {
                let grant = ObjectID.grant(to: role, on: id)
                state.facts[grant] = Fact(grant, [.privileges: .texts(privileges)])
            }
        }
    }
}
