import SchemaModel

/// One query to the catalog whose rows are facts of one kind.
///
/// The columns that say who a fact is come first; every further column is an attribute of that name. A NULL and a false boolean have
/// PostgreSQL's default and are left out. See ``FactRow`` for the types.
struct CatalogQuery: Sendable {
    let kind: ObjectKind
    /// The catalog that the rows of the query are in; nil for facts without a row of their own, such as a comment.
    let catalog: String?
    private let head: [String]
    private let payload: [(attribute: Attribute, expression: String)]
    private let from: String

    /// The query's text, with every attribute.
    var sql: String { text(payload) }

    /// The same query without the attributes that two facts never differ in; what only they need is not computed then.
    var comparison: CatalogQuery {
        CatalogQuery(
            kind: kind, catalog: catalog, head: head, payload: payload.filter { !Fact.notCompared.contains($0.attribute) },
            from: from)
    }

    private init(
        kind: ObjectKind, catalog: String?, head: [String], payload: [(attribute: Attribute, expression: String)], from: String
    ) {
        self.kind = kind
        self.catalog = catalog
        self.head = head
        self.payload = payload
        self.from = from
    }

    private func text(_ payload: [(attribute: Attribute, expression: String)]) -> String {
        let columns = head + payload.map { "\($0.expression) AS \(SQL.quoted(identifier: $0.attribute.rawValue))" }
        return "SELECT \(columns.joined(separator: ",\n    "))\nFROM \(from)"
    }

    /// A row of a catalog, as SQL expressions.
    struct Row {
        let catalog: String
        let oid: String
        var column = "0"
    }

    /// - Parameters:
    ///   - row: where `pg_depend` finds the object.
    ///   - parent: where it finds the object that this one is a part of.
    ///   - schema: an expression of the schema that the object itself lives in.
    ///   - attributes: an SQL expression for each attribute.
    ///   - from: what follows FROM, conditions included.
    init(
        _ kind: ObjectKind, at row: Row?, in parent: Row? = nil, schema: String? = nil, name: String, signature: String? = nil,
        _ attributes: KeyValuePairs<Attribute, String>, from: String
    ) {
        let head = [
            "\(row?.oid ?? "NULL")::oid AS object_id", "(\(row?.column ?? "0"))::int4 AS sub_id",
            "(\(schema ?? "NULL"))::text AS schema",
            "(\(name))::text AS name", "(\(signature ?? "NULL"))::text AS signature",
            "\(parent.map { CatalogQuery.classID($0.catalog) } ?? "NULL::oid") AS parent_class",
            "(\(parent?.oid ?? "NULL"))::oid AS parent_id", "(\(parent?.column ?? "0"))::int4 AS parent_sub",
        ]
        self.init(
            kind: kind, catalog: row?.catalog, head: head, payload: attributes.map { ($0.key, $0.value) }, from: from)
    }

    /// A query whose rows are parts of objects of several catalogs: `head` is an expression of the parent's class.
    init(
        _ kind: ObjectKind, parentClass: String, parentID: String, parentColumn: String, name: String,
        signature: String? = nil, _ attributes: KeyValuePairs<Attribute, String>, from: String
    ) {
        let head = [
            "NULL::oid AS object_id", "0 AS sub_id", "NULL::text AS schema", "(\(name))::text AS name",
            "(\(signature ?? "NULL"))::text AS signature",
            "(\(parentClass))::oid AS parent_class", "(\(parentID))::oid AS parent_id", "(\(parentColumn))::int4 AS parent_sub",
        ]
        self.init(kind: kind, catalog: nil, head: head, payload: attributes.map { ($0.key, $0.value) }, from: from)
    }

    /// The oid of a catalog, as an expression.
    static func classID(_ catalog: String) -> String { "'pg_catalog.\(catalog)'::regclass::oid" }

    /// The queries of all kinds, for a server; with those for roles and what belongs to them, or without.
    static func all(_ version: Int, includesRoles: Bool) -> [CatalogQuery] {
        ObjectKind.allCases.flatMap {
            $0.definition.queries(version) + (includesRoles ? $0.definition.clusterQueries(version) : [])
        }
    }
}

/// A query that is run only where the database has what it reads, such as the table of an extension.
struct OptionalQuery {
    /// An SQL condition.
    let isPresent: String
    /// An SQL expression of the text of a query that returns one value: a `jsonb` array.
    let query: String
    /// The fact of an element of that array; nil for what is not a fact.
    let fact: (Value) -> Fact?
}

/// Conditions and expressions that the queries share.
enum Where {
    /// Schemas that belong to a user: not the system's, and not Plumbline's own (history and quarantine).
    static func userSchema(_ alias: String = "n") -> String {
        "(\(alias).nspname !~ '^(pg_|information_schema$|plumbline($|_))')"
    }

    /// Not a member of an extension: what an extension brings is the extension's.
    ///
    /// `IN` inside of `IS NOT TRUE` is a hashed subplan. It asks by extension, which has an index, and is read once per query; an
    /// anti join would read the whole of `pg_depend`, and could compare each row with each member.
    static func own(_ catalog: String, _ oid: String) -> String {
        """
        ((\(oid)) IN (SELECT x.objid FROM pg_catalog.pg_depend x WHERE x.refclassid = 'pg_catalog.pg_extension'::regclass
            AND x.classid = 'pg_catalog.\(catalog)'::regclass AND x.deptype = 'e') IS NOT TRUE)
        """
    }

    /// Storage parameters as an object. `pg_attver` is no parameter but a counter that some builds of PostgreSQL 18 keep.
    static func options(_ column: String) -> String {
        """
        CASE WHEN \(column) IS NOT NULL THEN
            (SELECT jsonb_object_agg(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)) FROM unnest(\(column)) o
            WHERE o NOT LIKE 'pg\\_attver=%') END
        """
    }

    /// A qualified name, each part quoted where it must be.
    static func qualified(_ schema: String, _ name: String) -> String { "quote_ident(\(schema)) || '.' || quote_ident(\(name))" }
}
