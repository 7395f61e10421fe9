import SchemaModel

/// One query to the catalog whose rows are facts of one kind.
///
/// The columns that say who a fact is come first; every further column is an attribute of that name. A NULL and a false boolean have
/// PostgreSQL's default and are left out. See ``FactRow`` for the types.
struct CatalogQuery: Sendable {
    let kind: ObjectKind
    /// The catalog that the rows of the query are in; nil for facts without a row of their own, such as a comment.
    let catalog: String?
    /// How a row's facts are found to be equal to another's, where that is cheaper than to read them.
    let comparison: Comparison
    /// The catalog that has no rows in most databases, and without whose rows the query has none; nil if there is none.
    let sparseCatalog: SparseCatalog?
    private let head: Head
    private let payload: [(attribute: Attribute, expression: String)]
    private let from: String

    /// The columns that say who a fact is, as SQL expressions.
    private struct Head {
        let objectID: String
        let subID: String
        let schema: String
        let name: String
        let signature: String
        let parentClass: String
        let parentID: String
        let parentColumn: String
    }

    /// Replacements for attributes and identities when two databases are only compared.
    ///
    /// Whatever stands for something must determine it, given the rest of the row and the columns of tables, in all databases of one
    /// major version: an oid of PostgreSQL's own objects (``Where/builtIn``) does, another does not. Two facts that are equal may
    /// differ in it; the databases are then read in full.
    struct Comparison: Sendable {
        /// SQL expressions that stand for an attribute.
        var attributes: [Attribute: [String]] = [:]
        /// SQL expressions that stand for the signature.
        var signature: [String]?
        /// The replacement for FROM and the rest of the query.
        var from: String?
        /// Columns that are named by their numbers, and that stand for their names.
        var columns: [Columns] = []

        /// A relation, and some of its columns: an oid, and an array or vector of `int2`. Zero in it is an expression; NULL for the
        /// relation names nothing.
        struct Columns: Sendable {
            let relation: String
            let numbers: String
        }
    }

    /// The query's text, with every attribute.
    var sql: String {
        let columns =
            [
                "\(head.objectID) AS object_id", "\(head.subID) AS sub_id", "\(head.schema) AS schema", "\(head.name) AS name",
                "\(head.signature) AS signature", "\(head.parentClass) AS parent_class", "\(head.parentID) AS parent_id",
                "\(head.parentColumn) AS parent_sub",
            ] + payload.map { "\($0.expression) AS \(SQL.quoted(identifier: $0.attribute.rawValue))" }
        return "SELECT \(columns.joined(separator: ",\n    "))\nFROM \(from)"
    }

    /// A query whose rows are a digest of each fact, where it is, and where its parent is; see ``DigestRow``.
    ///
    /// Attributes in which two facts never differ are not computed.
    var digestSQL: String {
        var hashed = [head.schema, head.name] + (comparison.signature ?? [head.signature])
        for item in payload where !Fact.notCompared.contains(item.attribute) {
            hashed += comparison.attributes[item.attribute] ?? [item.expression]
        }
        var columns = [
            "\(head.objectID) AS object_id", "\(head.subID) AS sub_id", "\(head.parentClass) AS parent_class",
            "\(head.parentID) AS parent_id", "\(head.parentColumn) AS parent_sub",
        ]
        var outer = ["object_id", "sub_id", "parent_class", "parent_id", "parent_sub"].map { "q.\($0)" }
        columns += hashed.enumerated().map { "\($1) AS h\($0)" }
        outer.append(
            "pg_catalog.hash_record_extended(ROW(\(hashed.indices.map { "q.h\($0)" }.joined(separator: ", "))), 0) AS digest")
        for (number, item) in comparison.columns.enumerated() {
            columns += ["\(item.relation) AS r\(number)", "\(item.numbers) AS n\(number)"]
            outer += ["q.r\(number)", "q.n\(number)"]
        }
        // In a subquery, literals of no type become text, which has a hash function.
        return """
            SELECT \(outer.joined(separator: ", "))
            FROM (SELECT \(columns.joined(separator: ",\n    "))
            FROM \(comparison.from ?? from)) q
            """
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
    ///   - comparison: what is cheaper to compare.
    init(
        _ kind: ObjectKind, at row: Row?, in parent: Row? = nil, schema: String? = nil, name: String, signature: String? = nil,
        _ attributes: KeyValuePairs<Attribute, String>, from: String, comparison: Comparison = Comparison()
    ) {
        self.kind = kind
        catalog = row?.catalog
        sparseCatalog = (row ?? parent).flatMap { SparseCatalog(rawValue: $0.catalog) }
        head = Head(
            objectID: "\(row?.oid ?? "NULL")::oid", subID: "(\(row?.column ?? "0"))::int4", schema: "(\(schema ?? "NULL"))::text",
            name: "(\(name))::text", signature: "(\(signature ?? "NULL"))::text",
            parentClass: parent.map { CatalogQuery.classID($0.catalog) } ?? "NULL::oid",
            parentID: "(\(parent?.oid ?? "NULL"))::oid", parentColumn: "(\(parent?.column ?? "0"))::int4")
        payload = attributes.map { ($0.key, $0.value) }
        self.from = from
        self.comparison = comparison
    }

    /// A query whose rows are parts of objects of several catalogs: `parentClass` is an expression of the parent's class.
    init(
        _ kind: ObjectKind, parentClass: String, parentID: String, parentColumn: String, name: String,
        signature: String? = nil, _ attributes: KeyValuePairs<Attribute, String>, from: String,
        comparison: Comparison = Comparison()
    ) {
        self.kind = kind
        catalog = nil
        sparseCatalog = nil
        head = Head(
            objectID: "NULL::oid", subID: "0", schema: "NULL::text", name: "(\(name))::text",
            signature: "(\(signature ?? "NULL"))::text", parentClass: "(\(parentClass))::oid", parentID: "(\(parentID))::oid",
            parentColumn: "(\(parentColumn))::int4")
        payload = attributes.map { ($0.key, $0.value) }
        self.from = from
        self.comparison = comparison
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
    /// A query for a boolean, run where the condition is true: whether there are rows at all, which most databases do not have.
    var hasRows: String?
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

    /// An object that PostgreSQL's own source gives its oid, which is the same in all databases of one major version; initdb gives
    /// those from 12000 on.
    static func builtIn(_ oid: String) -> String { "(\(oid)) < 12000" }

    /// True for a row of `pg_type` that is an array, whose text form ends with brackets.
    static func isArray(_ type: String) -> String {
        "\(type).typelem <> 0 AND \(type).typsubscript = 'pg_catalog.array_subscript_handler'::regproc AND \(type).typstorage <> 'p'"
    }

    /// The same of all elements of an `oidvector` or an array of `oid`.
    static func allBuiltIn(_ oids: String) -> String { "12000 > ALL ((\(oids))::oid[])" }

    /// Storage parameters as an object. `pg_attver` is no parameter but a counter that some builds of PostgreSQL keep for every column;
    /// where it is alone, nothing is unnested.
    static func options(_ column: String) -> String {
        """
        CASE WHEN (\(column))[2] IS NOT NULL OR (\(column))[1] NOT LIKE 'pg\\_attver=%' THEN
            (SELECT jsonb_object_agg(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)) FROM unnest(\(column)) o
            WHERE o NOT LIKE 'pg\\_attver=%') END
        """
    }

    /// A qualified name, each part quoted where it must be.
    static func qualified(_ schema: String, _ name: String) -> String { "quote_ident(\(schema)) || '.' || quote_ident(\(name))" }
}
