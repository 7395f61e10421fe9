import SchemaModel

/// One question to the catalog whose rows are facts.
///
/// Every query returns the same columns: `class_id`, `object_id`, `sub_id` (the address that `pg_depend` uses),
/// `kind`, `schema`, `name`, `signature`, `parent_class`, `parent_id`, `parent_sub`, and `attributes` as `jsonb` text.
/// A fact without an address of its own (a grant, a comment) leaves `object_id` null.
struct ExtractionQuery: Sendable {
    let kind: ObjectKind
    let sql: String

    init(_ kind: ObjectKind, _ sql: String) {
        self.kind = kind
        self.sql = sql
    }

    /// Every kind that is modelled. To support a new one: a query here and a rule in the Planner.
    static let all: [ExtractionQuery] =
        containers + types + relations + tableParts + programs + access + replication
}

/// Conditions that the queries share.
enum Where {
    /// Schemas that belong to a user: not the system's, and not Plumbline's own (ledger and quarantine).
    static func userSchema(_ alias: String = "n") -> String {
        "(\(alias).nspname !~ '^(pg_|information_schema$|plumbline($|_))')"
    }

    /// Not a member of an extension: what an extension brings is the extension's.
    static func own(_ catalog: String, _ oid: String) -> String {
        """
        NOT EXISTS (SELECT FROM pg_catalog.pg_depend x WHERE x.classid = 'pg_catalog.\(catalog)'::regclass
            AND x.objid = \(oid) AND x.deptype = 'e')
        """
    }

    /// The first columns of a fact that has an address and lives in a schema.
    static func head(_ catalog: String, _ kind: String, _ oid: String, schema: String = "n.nspname", name: String) -> String {
        """
        'pg_catalog.\(catalog)'::regclass::oid::int8 AS class_id, \(oid)::int8 AS object_id, 0 AS sub_id,
        \(kind) AS kind, \(schema)::text AS schema, \(name)::text AS name, NULL::text AS signature,
        NULL::int8 AS parent_class, NULL::int8 AS parent_id, 0 AS parent_sub
        """
    }

    /// The first columns of a fact that hangs on a relation.
    static func child(_ catalog: String, _ kind: String, _ oid: String, name: String, relation: String) -> String {
        """
        'pg_catalog.\(catalog)'::regclass::oid::int8 AS class_id, \(oid)::int8 AS object_id, 0 AS sub_id,
        \(kind) AS kind, NULL::text AS schema, \(name)::text AS name, NULL::text AS signature,
        'pg_catalog.pg_class'::regclass::oid::int8 AS parent_class, \(relation)::int8 AS parent_id, 0 AS parent_sub
        """
    }

    /// `jsonb` text of pairs, without nulls.
    static func attributes(_ pairs: String) -> String {
        "jsonb_strip_nulls(jsonb_build_object(\(pairs)))::text AS attributes"
    }

    /// Storage parameters as an object. `pg_attver` is no parameter but a counter that some builds of PostgreSQL 18 keep.
    static func options(_ column: String) -> String {
        """
        (SELECT jsonb_object_agg(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)) FROM unnest(\(column)) o
        WHERE o NOT LIKE 'pg\\_attver=%')
        """
    }
}
