import PostgresClient
import SchemaEngine
import SchemaModel

/// The tables of a scratch database and their types, as ``RowFiller`` and ``RowDigest`` need them, read from the catalog with SQL.
struct FillCatalog: Sendable {
    /// A data type, with what its values are made of.
    struct DataType: Sendable {
        let oid: UInt32
        let schema: String
        let name: String
        /// The type's name in SQL, without a length or precision.
        let sql: String
        /// `typtype`: b, c, d, e, m, p or r.
        let form: String
        /// `typcategory`: A for true arrays, S for strings, and so on.
        let category: String
        /// The element type of a true array; 0 for what is not one.
        let element: UInt32
        /// The type that a domain stands on, and its length or precision.
        let base: UInt32
        let baseModifier: Int
        let refusesNull: Bool
        /// The subtype of a range; for a multirange, its range type.
        let subtype: UInt32
        let labels: [String]
        /// The expressions of a domain's checks.
        let checks: [String]
        /// The types of a composite type's attributes, with their lengths.
        let attributes: [(type: UInt32, modifier: Int)]
    }

    /// A column that is not dropped.
    struct Column: Sendable {
        let number: Int
        let name: String
        let type: UInt32
        let modifier: Int
        /// The type as `format_type` writes it, with its length or precision.
        let typeSQL: String
        let refusesNull: Bool
        let isIdentity: Bool
        let isGenerated: Bool
        /// The expression of the default.
        let defaultValue: String?

        var sql: String { SQL.quoted(identifier: name) }
        /// True when the server numbers the rows by a sequence.
        var isNumbered: Bool { isIdentity || defaultValue?.contains("nextval(") == true }
    }

    struct ForeignKey: Sendable {
        let name: String
        let columns: [Int]
        let target: UInt32
        /// The table that it refers to as FROM takes it, and the columns there.
        let targetSQL: String
        let targetColumns: [Int]
        let targetNames: [String]
    }

    struct Check: Sendable {
        let name: String
        let expression: String
        let columns: [Int]
    }

    /// A partition at any depth below a table.
    struct Partition: Sendable {
        let oid: UInt32
        let parent: UInt32
        /// `FOR VALUES …` or `DEFAULT`.
        let bound: String
        /// The columns of its own partition key, when it is partitioned again.
        let keys: [Int]
    }

    /// A table that is not a partition.
    struct Table: Sendable {
        let oid: UInt32
        let schema: String
        let name: String
        let isPartitioned: Bool
        let isForeign: Bool
        let isInQuarantine: Bool
        /// The columns of its partition key; 0 stands for an expression.
        let partitionKeys: [Int]
        let hasTriggers: Bool
        var columns: [Column] = []
        /// The columns of each primary key, unique constraint, unique index and exclusion constraint.
        var keys: [[Int]] = []
        var foreignKeys: [ForeignKey] = []
        var checks: [Check] = []
        var partitions: [Partition] = []

        var sql: String { SQL.quoted(identifier: schema) + "." + SQL.quoted(identifier: name) }
        /// The relation as SELECT and DELETE read it: without the children of plain inheritance, which are tables of their own.
        var only: String { isPartitioned ? sql : "ONLY " + sql }
        var id: ObjectID { .table(schema, name) }

        func column(_ number: Int) -> Column? { columns.first { $0.number == number } }
    }

    var tables: [Table]
    var types: [UInt32: DataType]

    func table(_ oid: UInt32) -> Table? { tables.first { $0.oid == oid } }
}

extension FillCatalog {
    /// Which relations are filled and compared: not the system's, not Plumbline's, not what an extension brought, and not pg_cron's
    /// jobs, whose rows are part of the schema.
    private static func filter(_ scope: Scope) -> String {
        """
        n.nspname NOT IN ('pg_catalog', 'information_schema', 'plumbline') AND n.nspname !~ '^pg_'
        AND (n.nspname !~ '^plumbline_'\(scope == .withQuarantine ? " OR n.nspname ~ '\(Quarantine.pattern)'" : ""))
        AND NOT (n.nspname = 'cron') AND c.relpersistence <> 't'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            AND d.objid = c.oid AND d.deptype = 'e')
        """
    }

    /// Which tables are read beside those of the schema.
    enum Scope: Sendable {
        case schema
        /// Also the tables that a migration moved to quarantine. Their rows come back with the next run.
        case withQuarantine
    }

    private static let relations = "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"

    /// Reads the catalog of the database that a connection is to, in one round trip.
    ///
    /// - Parameter typeNames: types that are read beside those of the columns, where they exist.
    static func read(
        _ connection: PostgresConnection, _ scope: Scope = .schema, typeNames: [String] = []
    ) async throws -> FillCatalog {
        try await connection.run(script: "SET search_path = ''")
        let results = try await connection.pipeline([
            tableQuery(scope), columnQuery(scope), keyQuery(scope), constraintQuery(scope), partitionQuery(scope),
            typeQuery(scope, typeNames),
        ])
        try await connection.run(script: "RESET search_path")
        var tables: [UInt32: Table] = [:]
        for row in results[0] {
            let oid = try row.decode("oid", as: UInt32.self)
            tables[oid] = Table(
                oid: oid, schema: try row.decode("schema"), name: try row.decode("name"),
                isPartitioned: try row.decode("kind", as: String.self) == "p",
                isForeign: try row.decode("kind", as: String.self) == "f",
                isInQuarantine: try row.decode("quarantined"),
                partitionKeys: try row.decode("keys", as: [Int].self), hasTriggers: try row.decode("triggers"))
        }
        for row in results[1] {
            let column = Column(
                number: try row.decode("number"), name: try row.decode("name"), type: try row.decode("type"),
                modifier: try row.decode("modifier"), typeSQL: try row.decode("type_sql"),
                refusesNull: try row.decode("not_null"), isIdentity: try row.decode("identity"),
                isGenerated: try row.decode("generated"), defaultValue: row.text("default"))
            tables[try row.decode("oid", as: UInt32.self)]?.columns.append(column)
        }
        for row in results[2] {
            tables[try row.decode("oid", as: UInt32.self)]?.keys.append(try row.decode("columns", as: [Int].self))
        }
        for row in results[3] {
            let oid = try row.decode("oid", as: UInt32.self)
            let name = try row.decode("name", as: String.self)
            let columns = try row.decode("columns", as: [Int].self)
            if let expression = row.text("expression") {
                tables[oid]?.checks.append(Check(name: name, expression: expression, columns: columns))
            } else {
                tables[oid]?.foreignKeys.append(
                    ForeignKey(
                        name: name, columns: columns, target: try row.decode("target"),
                        targetSQL: try row.decode("target_sql"), targetColumns: try row.decode("target_columns"),
                        targetNames: try row.decode("target_names")))
            }
        }
        for row in results[4] {
            tables[try row.decode("root", as: UInt32.self)]?.partitions.append(
                Partition(
                    oid: try row.decode("oid"), parent: try row.decode("parent"), bound: try row.decode("bound"),
                    keys: try row.decode("keys")))
        }
        let types = try results[5].map { row in
            let attributes = try zip(
                row.decode("attribute_types", as: [Int].self), row.decode("attribute_modifiers", as: [Int].self))
            return DataType(
                oid: try row.decode("oid"), schema: try row.decode("schema"), name: try row.decode("name"),
                sql: try row.decode("sql"), form: try row.decode("form"), category: try row.decode("category"),
                element: try row.decode("element"), base: try row.decode("base"), baseModifier: try row.decode("base_modifier"),
                refusesNull: try row.decode("not_null"), subtype: try row.decode("subtype"),
                labels: try row.decode("labels"), checks: try row.decode("checks"),
                attributes: attributes.map { (UInt32(truncatingIfNeeded: $0.0), $0.1) })
        }
        return FillCatalog(
            tables: tables.values.sorted { ($0.schema, $0.name) < ($1.schema, $1.name) },
            types: Dictionary(types.map { ($0.oid, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    private static func tableQuery(_ scope: Scope) -> PostgresQuery {
        PostgresQuery(
            """
            SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
                n.nspname ~ '^plumbline_' AS quarantined,
                coalesce(p.partattrs::pg_catalog.int2[]::integer[], '{}') AS keys,
                EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
                    OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid) AS triggers
            FROM \(relations) LEFT JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
            WHERE c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition AND \(filter(scope))
            """)
    }

    private static func columnQuery(_ scope: Scope) -> PostgresQuery {
        PostgresQuery(
            """
            SELECT c.oid, a.attnum::integer AS number, a.attname AS name, a.atttypid AS type, a.atttypmod AS modifier,
                pg_catalog.format_type(a.atttypid, a.atttypmod) AS type_sql, a.attnotnull AS not_null, a.attidentity <> '' AS identity,
                a.attgenerated <> '' AS generated,
                CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS default
            FROM \(relations) JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition AND \(filter(scope)) ORDER BY c.oid, a.attnum
            """)
    }

    private static func keyQuery(_ scope: Scope) -> PostgresQuery {
        PostgresQuery(
            """
            SELECT c.oid, array_remove(i.indkey::pg_catalog.int2[]::integer[], 0) AS columns
            FROM \(relations) JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion)
            WHERE \(filter(scope)) ORDER BY c.oid, i.indexrelid
            """)
    }

    private static func constraintQuery(_ scope: Scope) -> PostgresQuery {
        PostgresQuery(
            """
            SELECT c.oid, k.conname AS name, coalesce(k.conkey::integer[], '{}') AS columns, k.confrelid AS target,
                coalesce(k.confkey::integer[], '{}') AS target_columns,
                CASE WHEN k.contype = 'f' THEN (SELECT CASE WHEN t.relkind = 'p' THEN '' ELSE 'ONLY ' END FROM pg_catalog.pg_class t
                    WHERE t.oid = k.confrelid) || k.confrelid::pg_catalog.regclass::text ELSE '' END AS target_sql,
                ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number ORDER BY u.place) AS target_names,
                CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END AS expression
            FROM \(relations) JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid
            WHERE k.contype IN ('c', 'f') AND NOT c.relispartition AND k.conparentid = 0 AND \(filter(scope)) ORDER BY c.oid, k.conname
            """)
    }

    private static func partitionQuery(_ scope: Scope) -> PostgresQuery {
        PostgresQuery(
            """
            WITH RECURSIVE tree AS (
                SELECT c.oid AS root, i.inhrelid AS oid, c.oid AS parent
                FROM \(relations) JOIN pg_catalog.pg_inherits i ON i.inhparent = c.oid
                WHERE c.relkind = 'p' AND NOT c.relispartition AND \(filter(scope))
                UNION ALL SELECT t.root, i.inhrelid, t.oid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
                JOIN pg_catalog.pg_class c ON c.oid = t.oid AND c.relkind = 'p')
            SELECT t.root, t.oid, t.parent, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound,
                coalesce(p.partattrs::pg_catalog.int2[]::integer[], '{}') AS keys
            FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid
            LEFT JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
            WHERE c.relpartbound IS NOT NULL ORDER BY t.root, c.relname
            """)
    }

    /// The types of the columns, and those that they are made of.
    private static func typeQuery(_ scope: Scope, _ names: [String]) -> PostgresQuery {
        PostgresQuery(
            """
            WITH RECURSIVE used AS (
                SELECT a.atttypid AS oid FROM \(relations) JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                WHERE c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition AND \(filter(scope))
                UNION SELECT t.oid FROM pg_catalog.pg_type t WHERE pg_catalog.format_type(t.oid, NULL) = ANY ($1::text[])
                UNION SELECT p.oid FROM used u JOIN pg_catalog.pg_type t ON t.oid = u.oid CROSS JOIN LATERAL (
                    SELECT t.typbasetype AS oid UNION ALL SELECT t.typelem WHERE t.typcategory = 'A' AND t.typtype = 'b'
                    UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid
                    UNION ALL SELECT r.rngtypid FROM pg_catalog.pg_range r WHERE r.rngmultitypid = t.oid
                    UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0) p
                WHERE p.oid <> 0)
            SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_catalog.format_type(t.oid, -1) AS sql, t.typtype AS form,
                t.typcategory AS category,
                CASE WHEN t.typcategory = 'A' AND t.typtype = 'b' THEN t.typelem ELSE 0 END::pg_catalog.oid AS element,
                t.typbasetype AS base, t.typtypmod AS base_modifier, t.typnotnull AS not_null,
                coalesce(CASE t.typtype WHEN 'r' THEN (SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid)
                    WHEN 'm' THEN (SELECT r.rngtypid FROM pg_catalog.pg_range r WHERE r.rngmultitypid = t.oid) END, 0) AS subtype,
                ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
                ARRAY(SELECT pg_catalog.pg_get_expr(k.conbin, 0) FROM pg_catalog.pg_constraint k
                    WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname) AS checks,
                ARRAY(SELECT a.atttypid::bigint FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0
                    AND NOT a.attisdropped AND t.typtype = 'c' ORDER BY a.attnum) AS attribute_types,
                ARRAY(SELECT a.atttypmod FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0
                    AND NOT a.attisdropped AND t.typtype = 'c' ORDER BY a.attnum) AS attribute_modifiers
            FROM used u JOIN pg_catalog.pg_type t ON t.oid = u.oid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            """, [names])
    }
}
