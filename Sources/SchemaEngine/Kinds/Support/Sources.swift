import SchemaModel

extension SecuritySource {
    /// Relations of some `relkind`s, as `c`.
    static func relation(_ condition: String, type: Character = "r") -> SecuritySource {
        SecuritySource(
            catalog: "pg_class", from: "pg_catalog.pg_class c", oid: "c.oid", owner: "c.relowner", condition: condition,
            acl: ("c.relacl", type))
    }

    /// Types that a condition on `t` selects.
    static func type(_ condition: String) -> SecuritySource {
        SecuritySource(
            catalog: "pg_type", from: "pg_catalog.pg_type t", oid: "t.oid", owner: "t.typowner", condition: condition,
            acl: ("t.typacl", "T"))
    }

    /// Routines that a condition on `p` selects.
    static func routine(_ condition: String) -> SecuritySource {
        SecuritySource(
            catalog: "pg_proc", from: "pg_catalog.pg_proc p", oid: "p.oid", owner: "p.proowner", condition: condition,
            acl: ("p.proacl", "f"))
    }
}

extension Namespace {
    /// The name of a table, view, sequence, index or type in its schema.
    static func relation(_ id: ObjectID) -> Namespace {
        Namespace(space: .relation, schema: id.enclosingSchema ?? "", name: id.name)
    }

    /// The name and the argument types of a routine.
    static func routine(_ id: ObjectID) -> Namespace {
        Namespace(space: .function, schema: id.schema ?? "", name: id.name, signature: id.signature ?? "")
    }

    /// A name among the objects of one kind.
    static func own(_ id: ObjectID) -> Namespace {
        Namespace(space: .other(id.kind), schema: id.schema ?? "", name: id.name, signature: id.signature ?? "")
    }
}
