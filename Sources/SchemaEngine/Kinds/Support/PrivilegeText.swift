import SchemaModel

/// The kinds of objects that have privileges, by the letter of `acldefault` (PostgreSQL's manual, "Privileges").
enum PrivilegeType: Character {
    case relation = "r"
    case column = "c"
    case sequence = "s"
    case routine = "f"
    case type = "T"
    case schema = "n"
    case language = "l"
    case foreignDataWrapper = "F"
    case foreignServer = "S"
    case largeObject = "L"
    case parameter = "p"

    /// The type of an object; nil for what has no privileges.
    static func of(_ object: ObjectID) -> PrivilegeType? {
        if object.kind == .defaultPrivileges { return DefaultPrivilegesKind.ObjectType(object)?.privileges }
        if object.kind == .extensionMember { return ExtensionMemberKind.ObjectType(object)?.privileges }
        return object.kind.definition.security?.acl.flatMap { PrivilegeType(rawValue: $0.type) }
    }

    /// True when an identity is that of privileges on a relation that has columns.
    static func ofRelation(_ grant: ObjectID) -> Bool {
        guard grant.kind == .grant, let object = grant.parent, object.kind != .defaultPrivileges else { return false }
        return of(object) == .relation
    }

    /// All privileges, on a server of a version as `server_version_num`; zero for the newest.
    func all(_ version: Int) -> [String] {
        switch self {
        case .relation:
            ["DELETE", "INSERT"] + (version == 0 || version >= 170_000 ? ["MAINTAIN"] : [])
                + ["REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"]
        case .column: ["INSERT", "REFERENCES", "SELECT", "UPDATE"]
        case .sequence: ["SELECT", "UPDATE", "USAGE"]
        case .routine: ["EXECUTE"]
        case .type, .language, .foreignDataWrapper, .foreignServer: ["USAGE"]
        case .schema: ["CREATE", "USAGE"]
        case .largeObject: ["SELECT", "UPDATE"]
        case .parameter: ["ALTER SYSTEM", "SET"]
        }
    }

    /// The privileges that PostgreSQL gives PUBLIC on a new object.
    var ofPublic: [String] {
        switch self {
        case .routine: ["EXECUTE"]
        case .type, .language: ["USAGE"]
        case .relation, .column, .sequence, .schema, .foreignDataWrapper, .foreignServer, .largeObject, .parameter: []
        }
    }
}

/// How privileges are written and looked up.
///
/// Lists are always written out: what `ALL` gives depends on the version of the server that runs the statement, and `REVOKE ALL` on a table
/// takes the privileges on its columns along.
enum PrivilegeText {
    static func list(_ privileges: Set<String>, _ object: ObjectID) -> String {
        let suffix = object.kind == .column ? " (\(SQL.identifier(object.name)))" : ""
        return privileges.sorted().map { $0 + suffix }.joined(separator: ", ")
    }

    /// The words before GRANT or REVOKE, and those after ON.
    static func target(_ object: ObjectID, _ context: PlanContext) -> (prefix: String, object: String) {
        if object.kind == .column { return ("", "TABLE \(object.parent?.sql ?? "")") }
        if object.kind == .defaultPrivileges { return DefaultPrivilegesKind.target(object) }
        // The catalog writes the identity of such an object as SQL.
        if object.kind == .extensionMember { return ("", "\(object.signature ?? "TABLE") \(object.name)") }
        // GRANT takes every relation that has rows or a query for a table.
        if PrivilegeType.of(object) == .relation { return ("", "TABLE \(object.sql)") }
        return ("", object.kind.definition.privilegeReference(object, context.fact(object)) ?? "TABLE \(object.sql)")
    }

    /// The numbers of privileges of a set that a role itself holds on an object: with the grant option or without, and with it.
    static func held(
        _ object: ObjectID, by grantee: String, from grantor: String?, _ privileges: Set<String>, _ type: PrivilegeType
    ) -> (any: String, grantable: String) {
        let names = privileges.sorted().map { SQL.literal($0) }.joined(separator: ", ")
        let from: String
        let condition: String
        if object.kind == .defaultPrivileges {
            from = "(SELECT \(DefaultPrivilegesKind.current(object)) AS acl) d"
            condition = ""
        } else if object.kind == .extensionMember {
            from = "(SELECT \(ExtensionMemberKind.current(object)) AS acl) d"
            condition = ""
        } else {
            let kind = object.kind.definition
            guard let source = kind.security, let acl = source.acl, let location = kind.location(object) else {
                return ("0", "0")
            }
            from = """
                (SELECT coalesce(\(acl.column), pg_catalog.acldefault('\(acl.type)', \(source.owner))) AS acl FROM \(source.from) \
                WHERE \(source.locatedOID ?? source.oid) = \(location.oid)\
                \(location.column == "0" ? "" : " AND \(source.column) = \(location.column)")) d
                """
            condition = ""
        }
        let by = grantor.map { " AND g.grantor = \(CatalogCheck.role($0))" } ?? ""
        func count(_ extra: String) -> String {
            """
            (SELECT count(DISTINCT g.privilege_type) FROM \(from), LATERAL pg_catalog.aclexplode(d.acl) g \
            WHERE g.grantee = \(CatalogCheck.role(grantee)) AND g.privilege_type IN (\(names))\(by)\(condition)\(extra))
            """
        }
        return (count(""), count(" AND g.is_grantable"))
    }
}
