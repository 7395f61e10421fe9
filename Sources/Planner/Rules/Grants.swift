import Catalog
import SchemaModel

extension Rule {
    static let grant = Rule(
        create: { fact, context in changes(before: nil, after: fact, context) },
        alter: { before, after, _, context in .steps(changes(before: before, after: after, context)) },
        drop: { fact, context in changes(before: fact, after: nil, context) },
        exists: { _ in "true" })

    private static func changes(before: Fact?, after: Fact?, _ context: RuleContext) -> [Step] {
        guard let id = (after ?? before)?.id, let object = id.parent else { return [] }
        let old = Set(before?.texts(.privileges) ?? [])
        let new = Set(after?.texts(.privileges) ?? [])
        let oldOptions = Set(before?.texts(.grantable) ?? [])
        let newOptions = Set(after?.texts(.grantable) ?? [])
        var steps: [Step] = []

        func add(_ verb: Step.Verb, _ privileges: Set<String>, _ sql: (String) -> String, todo: (String) -> String) {
            guard !privileges.isEmpty else { return }
            let list = PrivilegeText.list(privileges, object)
            steps.append(
                Step(
                    verb, id,
                    title:
                        "\(verb == .drop ? "revoke" : "grant") \(list) on \(object) \(verb == .drop ? "from" : "to") \(id.name)",
                    [sql(list)], guarded: .todo(todo(PrivilegeText.held(object, by: id.name, privileges)))))
        }

        let grantee = id.name == "PUBLIC" ? "PUBLIC" : SQL.identifier(id.name)
        let target = PrivilegeText.target(object, context)
        let count = { (set: Set<String>) in "\(set.count)" }
        let withOption = new.intersection(newOptions).subtracting(oldOptions)
        let withdrawn = oldOptions.intersection(new).subtracting(newOptions)
        let revoked = old.subtracting(new)
        let granted = new.subtracting(old).subtracting(withOption)
        add(.drop, revoked, { "REVOKE \($0) ON \(target) FROM \(grantee)" }, todo: { "\($0) > 0" })
        add(.drop, withdrawn, { "REVOKE GRANT OPTION FOR \($0) ON \(target) FROM \(grantee)" }, todo: { "\($0) > 0" })
        add(.create, granted, { "GRANT \($0) ON \(target) TO \(grantee)" }, todo: { "\($0) < \(count(granted))" })
        add(
            .create, withOption, { "GRANT \($0) ON \(target) TO \(grantee) WITH GRANT OPTION" },
            todo: { "\($0) < \(count(withOption))" })
        return steps
    }
}

/// How privileges are written and asked for.
enum PrivilegeText {
    static func list(_ privileges: Set<String>, _ object: ObjectID) -> String {
        let suffix = object.kind == .column ? " (\(SQL.identifier(object.name)))" : ""
        return privileges.sorted().map { $0 + suffix }.joined(separator: ", ")
    }

    static func target(_ object: ObjectID, _ context: RuleContext) -> String {
        switch object.kind {
        case .schema: return "SCHEMA \(object.sql)"
        case .sequence: return "SEQUENCE \(object.sql)"
        case .function:
            let fact = context.to[object] ?? context.from[object]
            return "\(fact?.text(.routine) == "procedure" ? "PROCEDURE" : "FUNCTION") \(object.sql)"
        case .enumType, .compositeType: return "TYPE \(object.sql)"
        case .domain: return "DOMAIN \(object.sql)"
        case .column: return "TABLE \(object.parent?.sql ?? "")"
        default: return "TABLE \(object.sql)"
        }
    }

    /// The number of privileges of a set that a role itself holds on an object.
    static func held(_ object: ObjectID, by grantee: String, _ privileges: Set<String>) -> String {
        let names = privileges.sorted().map { SQL.literal($0) }.joined(separator: ", ")
        return """
            (SELECT count(DISTINCT g.privilege_type) FROM \(source(object)) o, \
            LATERAL pg_catalog.aclexplode(o.acl) g WHERE g.grantee = \(Question.role(grantee)) \
            AND g.privilege_type IN (\(names)))
            """
    }

    private static func source(_ object: ObjectID) -> String {
        switch object.kind {
        case .schema:
            "(SELECT n.nspacl AS acl FROM pg_catalog.pg_namespace n WHERE n.nspname = \(SQL.literal(object.name)))"
        case .function:
            "(SELECT coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner)) AS acl FROM pg_catalog.pg_proc p "
                + "WHERE p.oid = \(Question.function(object)))"
        case .enumType, .domain, .compositeType:
            "(SELECT coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner)) AS acl FROM pg_catalog.pg_type t "
                + "WHERE t.oid = \(Question.type(object)))"
        case .column:
            "(SELECT a.attacl AS acl FROM pg_catalog.pg_attribute a "
                + "WHERE a.attrelid = \(object.parent.map(Question.relation) ?? "NULL") AND a.attname = \(SQL.literal(object.name)))"
        default:
            "(SELECT c.relacl AS acl FROM pg_catalog.pg_class c WHERE c.oid = \(Question.relation(object)))"
        }
    }
}
