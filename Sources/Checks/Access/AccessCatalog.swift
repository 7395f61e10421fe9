import PostgresClient
import SchemaModel

/// A table or view that `plumb access` looks at, as the catalog describes it.
struct AccessRelation: Sendable {
    enum Kind: String {
        case table = "r"
        case partitioned = "p"
        case view = "v"
        case materializedView = "m"
    }

    let table: ObjectID
    let kind: Kind
    let hasRowSecurity: Bool
    let hasPolicies: Bool
    /// True for a partition without policies whose parent has some.
    let parentHasPolicies: Bool
    /// The tried roles that may read it, those that may write to it, and those that have its owner's rights. Roles that no policy
    /// applies to (superusers, BYPASSRLS) are left out, here and for policies.
    let readers: [String]
    let writers: [String]
    let owners: [String]
    let isForced: Bool
    /// Of a view with its owner's rights and of a materialized view: the tables below it whose policies do not apply to its readers.
    let bypassed: [String]

    var isTable: Bool { kind == .table || kind == .partitioned }

    var name: String { SQL.qualified(table.schema, table.name) }
}

/// A policy, in the words of the catalog.
struct AccessPolicy: Sendable {
    let table: ObjectID
    let name: String
    let command: Command
    let isPermissive: Bool
    /// True where other policies restrict what this one opens.
    let isRestricted: Bool
    /// The tried roles that it is for, and which have a privilege that it matters to.
    let roles: [String]
    /// The conditions on rows that exist, and on rows that are written: USING and WITH CHECK.
    let existing: String?
    let written: String?
    let opensWhereNull: Bool
    /// Functions without arguments that it calls and whose result is the same for every row, as the condition writes them.
    let functions: [String]

    /// `pg_policy.polcmd`.
    enum Command: String {
        case select = "r"
        case insert = "a"
        case update = "w"
        case delete = "d"
        case all = "*"

        var words: String {
            switch self {
            case .select: "SELECT"
            case .insert: "INSERT"
            case .update: "UPDATE"
            case .delete: "DELETE"
            case .all: "all commands"
            }
        }
    }
}

/// The queries that read what row-level security is about.
enum AccessCatalog {
    private static func roles(_ suite: AccessSuite) -> String {
        "ARRAY[\(Set(suite.identities.map(\.role)).sorted().map(SQL.literal).joined(separator: ", "))]::text[]"
    }

    /// The relations of the chosen schemas; without any, of those that one of the roles may use, but PostgreSQL's own.
    private static func isChosen(_ suite: AccessSuite) -> String {
        guard suite.schemas.isEmpty else {
            return "n.nspname IN (\(suite.schemas.map(SQL.literal).joined(separator: ", ")))"
        }
        return """
            n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND EXISTS (
              SELECT FROM pg_catalog.pg_roles AS r
              WHERE r.rolname = ANY (\(roles(suite))) AND has_schema_privilege(r.oid, n.oid, 'USAGE'))
            """
    }

    static func relations(_ suite: AccessSuite) -> String {
        func allowed(_ test: String) -> String {
            """
            ARRAY(SELECT r.rolname::text FROM pg_catalog.pg_roles AS r
              WHERE r.rolname = ANY (\(roles(suite))) AND NOT (r.rolsuper OR r.rolbypassrls)
                AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND \(test) ORDER BY 1)
            """
        }
        return """
            SELECT n.nspname::text, c.relname::text, c.relkind::text, c.relrowsecurity,
              EXISTS (SELECT FROM pg_catalog.pg_policy AS o WHERE o.polrelid = c.oid),
              c.relispartition AND EXISTS (
                SELECT FROM pg_catalog.pg_partition_ancestors(c.oid) AS a
                JOIN pg_catalog.pg_policy AS o ON o.polrelid = a.relid WHERE a.relid <> c.oid),
              \(allowed("has_any_column_privilege(r.oid, c.oid, 'SELECT')")),
              \(allowed("(has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE') OR has_table_privilege(r.oid, c.oid, 'DELETE'))")),
              \(allowed("pg_has_role(r.oid, c.relowner, 'USAGE')")),
              c.relforcerowsecurity,
              ARRAY(
                SELECT DISTINCT t.oid::regclass::text
                FROM pg_catalog.pg_rewrite AS w
                JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
                  AND d.refclassid = 'pg_catalog.pg_class'::regclass
                JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p') AND t.relrowsecurity
                JOIN pg_catalog.pg_roles AS v ON v.oid = c.relowner
                WHERE w.ev_class = c.oid
                  AND (v.rolsuper OR v.rolbypassrls OR (pg_has_role(v.oid, t.relowner, 'USAGE') AND NOT t.relforcerowsecurity))
                  AND (c.relkind = 'm' OR c.relkind = 'v' AND NOT coalesce((
                    SELECT o.option_value::boolean FROM pg_catalog.pg_options_to_table(c.reloptions) AS o
                    WHERE o.option_name = 'security_invoker'), false))
                ORDER BY 1)
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm') AND \(isChosen(suite))
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1, 2
            """
    }

    static func relation(_ row: PostgresRow) throws(PostgresError) -> AccessRelation {
        let kind: String = try row.decode(2)
        guard let kind = AccessRelation.Kind(rawValue: kind) else {
            throw PostgresError(.decoding, "the catalog has a relation of the kind `\(kind)`, which was not asked for")
        }
        return AccessRelation(
            table: .table(try row.decode(0, as: String.self), try row.decode(1)), kind: kind, hasRowSecurity: try row.decode(3),
            hasPolicies: try row.decode(4), parentHasPolicies: try row.decode(5), readers: try row.decode(6),
            writers: try row.decode(7), owners: try row.decode(8), isForced: try row.decode(9), bypassed: try row.decode(10))
    }

    /// Names in the answer are qualified when `search_path` is empty.
    static func policies(_ suite: AccessSuite) -> String {
        """
        SELECT n.nspname::text, c.relname::text, o.polname::text, o.polcmd::text, o.polpermissive,
          EXISTS (SELECT FROM pg_catalog.pg_policy AS p WHERE p.polrelid = o.polrelid AND NOT p.polpermissive),
          ARRAY(SELECT r.rolname::text FROM pg_catalog.pg_roles AS r
            WHERE r.rolname = ANY (\(roles(suite))) AND NOT (r.rolsuper OR r.rolbypassrls)
              AND has_schema_privilege(r.oid, n.oid, 'USAGE')
              AND (0 = ANY (o.polroles) OR EXISTS (SELECT FROM unnest(o.polroles) AS p (role) WHERE pg_has_role(r.oid, p.role, 'USAGE')))
              AND CASE o.polcmd
                WHEN 'r' THEN has_any_column_privilege(r.oid, c.oid, 'SELECT')
                WHEN 'a' THEN has_any_column_privilege(r.oid, c.oid, 'INSERT')
                WHEN 'w' THEN has_any_column_privilege(r.oid, c.oid, 'UPDATE')
                WHEN 'd' THEN has_table_privilege(r.oid, c.oid, 'DELETE')
                ELSE has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege(r.oid, c.oid, 'DELETE') END
            ORDER BY 1),
          pg_get_expr(o.polqual, c.oid), pg_get_expr(o.polwithcheck, c.oid),
          coalesce((SELECT bool_or(\(PolicyText.opensWhereNull("e.text")))
            FROM unnest(ARRAY[pg_get_expr(o.polqual, c.oid), pg_get_expr(o.polwithcheck, c.oid)]) AS e (text)), false),
          ARRAY(SELECT DISTINCT quote_ident(m.nspname) || '.' || quote_ident(f.proname)
            FROM pg_catalog.pg_depend AS d
            JOIN pg_catalog.pg_proc AS f ON f.oid = d.refobjid AND f.pronargs = 0 AND f.provolatile <> 'v'
            JOIN pg_catalog.pg_namespace AS m ON m.oid = f.pronamespace
            WHERE d.classid = 'pg_catalog.pg_policy'::regclass AND d.objid = o.oid AND d.refclassid = 'pg_catalog.pg_proc'::regclass
            ORDER BY 1)
        FROM pg_catalog.pg_policy AS o
        JOIN pg_catalog.pg_class AS c ON c.oid = o.polrelid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE \(isChosen(suite))
        ORDER BY 1, 2, 3
        """
    }

    static func policy(_ row: PostgresRow) throws(PostgresError) -> AccessPolicy {
        let command: String = try row.decode(3)
        guard let command = AccessPolicy.Command(rawValue: command) else {
            throw PostgresError(
                .decoding, "the catalog has a policy for the command `\(command)`, which this version does not know")
        }
        return AccessPolicy(
            table: .table(try row.decode(0, as: String.self), try row.decode(1)), name: try row.decode(2), command: command,
            isPermissive: try row.decode(4), isRestricted: try row.decode(5), roles: try row.decode(6),
            existing: try row.decode(7), written: try row.decode(8), opensWhereNull: try row.decode(9),
            functions: try row.decode(10))
    }
}
