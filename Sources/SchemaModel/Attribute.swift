/// The name of an attribute of a fact: a key of its payload.
///
/// Extraction queries use the raw values as keys of the `jsonb` they return, and the DSL makes facts with the same
/// keys. Which kind has which is listed below; a boolean that is false, and a null, are left out.
public struct Attribute: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    public static func < (a: Attribute, b: Attribute) -> Bool { a.rawValue < b.rawValue }
    public var description: String { rawValue }

    // MARK: extension
    /// The schema that the extension's objects are in. Text.
    public static let schema = Attribute("schema")

    // MARK: enum type
    /// Texts, in order.
    public static let labels = Attribute("labels")

    // MARK: column, domain, sequence
    /// The type as `format_type` writes it with an empty search_path: `character varying(255)`, `extensions.vector(1536)`. Text.
    public static let type = Attribute("type")
    /// Boolean.
    public static let notNull = Attribute("not_null")
    /// The qualified collation, where it is not the type's own. Text.
    public static let collation = Attribute("collation")
    /// `always` or `by default`. Text.
    public static let identity = Attribute("identity")
    /// The sequence options of an identity column that differ from the defaults, such as `start`: number.
    public static let identityOptions = Attribute("identity_options")
    /// The expression of a generated column. Text.
    public static let generated = Attribute("generated")
    /// `stored` or `virtual`. Text.
    public static let generatedKind = Attribute("generated_kind")
    /// `plain`, `external`, `extended`, `main`, where it is not the type's own. Text.
    public static let storage = Attribute("storage")
    /// The storage of the column's type, where ``storage`` differs from it. Text. Only to go back to; never compared.
    public static let typeStorage = Attribute("type_storage")
    /// `pglz` or `lz4`. Text.
    public static let compression = Attribute("compression")
    /// The statistics target. Number.
    public static let statisticsTarget = Attribute("statistics_target")
    /// The place of a column in its table, from 1. Number. Orders columns in CREATE TABLE; never compared.
    public static let position = Attribute("position")

    // MARK: column default; domain (its default)
    /// SQL text, as `pg_get_expr` writes it.
    public static let expression = Attribute("expression")

    // MARK: sequence
    public static let start = Attribute("start")
    public static let increment = Attribute("increment")
    public static let minimum = Attribute("minimum")
    public static let maximum = Attribute("maximum")
    public static let cache = Attribute("cache")
    public static let cycle = Attribute("cycle")
    /// Texts: schema, table, column of the column that owns the sequence (a `serial`).
    public static let ownedBy = Attribute("owned_by")

    // MARK: table
    /// `unlogged`, where it is not permanent. Text.
    public static let persistence = Attribute("persistence")
    /// Such as `RANGE (created_at)`. Text.
    public static let partitionBy = Attribute("partition_by")
    /// Texts: schema and name of the partitioned table.
    public static let partitionOf = Attribute("partition_of")
    /// Such as `FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')` or `DEFAULT`. Text.
    public static let partitionBound = Attribute("partition_bound")
    /// Texts, each schema and name joined as quoted identifiers, of the tables inherited from.
    public static let inherits = Attribute("inherits")
    /// Storage parameters, an object of texts. Also of views (`security_invoker`) and materialized views.
    public static let options = Attribute("options")
    public static let rowSecurity = Attribute("row_security")
    public static let forceRowSecurity = Attribute("force_row_security")
    /// `full`, `nothing`, or `index NAME`, where it is not the default. Text.
    public static let replicaIdentity = Attribute("replica_identity")

    // MARK: constraint
    /// `primary key`, `unique`, `check`, `foreign key`, `exclude`, `not null`. Text, in ``constraintType``.
    public static let constraintType = Attribute("constraint_type")
    /// As `pg_get_constraintdef`, `pg_get_triggerdef`, `pg_get_viewdef`, `pg_get_statisticsobjdef` write it. Text.
    /// A constraint's begins with `CHECK (`, `UNIQUE (`, `FOREIGN KEY (`; a trigger's with `CREATE TRIGGER`;
    /// a view's with `SELECT` and has no closing semicolon.
    public static let definition = Attribute("definition")
    /// Texts: the constraint's own columns, in order.
    public static let columns = Attribute("columns")

    // MARK: index
    public static let unique = Attribute("unique")
    /// From ` USING` on, as `pg_get_indexdef` writes it: `USING btree (a DESC) INCLUDE (b) WHERE (c > 0)`. Text.
    public static let body = Attribute("body")
    /// True where a build was broken off. Boolean.
    public static let invalid = Attribute("invalid")
    /// Texts: schema and name of the partitioned index that it is attached to.
    public static let attachedTo = Attribute("attached_to")

    // MARK: view, materialized view
    /// A list of objects with `name` and `type`, in order.
    public static let viewColumns = Attribute("view_columns")
    /// The access method of a materialized view or table, where it is not `heap`. Text.
    public static let accessMethod = Attribute("access_method")

    // MARK: function
    /// `function` or `procedure`. Text.
    public static let routine = Attribute("routine")
    public static let language = Attribute("language")
    /// The argument list with names and defaults, as `pg_get_function_arguments` writes it. Text.
    public static let arguments = Attribute("arguments")
    /// As `pg_get_function_result` writes it. Text; none for a procedure.
    public static let result = Attribute("result")
    /// The body as a string (`prosrc`). Text. Of an index: see above.
    public static let source = Attribute("source")
    /// The body as `pg_get_function_sqlbody` writes it, where it is not a string. Text.
    public static let sqlBody = Attribute("sql_body")
    /// `immutable` or `stable`, where it is not volatile. Text.
    public static let volatility = Attribute("volatility")
    public static let strict = Attribute("strict")
    public static let securityDefiner = Attribute("security_definer")
    public static let leakproof = Attribute("leakproof")
    /// `safe` or `restricted`, where it is not unsafe. Text.
    public static let parallel = Attribute("parallel")
    /// Numbers, where they differ from the defaults.
    public static let cost = Attribute("cost")
    public static let rows = Attribute("rows")
    /// The file of a function in C. Text.
    public static let library = Attribute("library")
    /// A window function. Boolean.
    public static let window = Attribute("window")
    /// Settings, as `proconfig` holds them: `search_path=""`. Texts.
    public static let configuration = Attribute("configuration")

    // MARK: trigger
    /// `disabled`, `replica`, `always`, where it is not enabled for origin. Text.
    public static let enabled = Attribute("enabled")

    // MARK: policy
    public static let restrictive = Attribute("restrictive")
    /// `select`, `insert`, `update`, `delete`, `all`. Text. Of a cron job: the SQL.
    public static let command = Attribute("command")
    /// Texts, sorted; `PUBLIC` for everyone.
    public static let roles = Attribute("roles")
    public static let using = Attribute("using")
    public static let withCheck = Attribute("with_check")

    // MARK: grant
    /// Texts, sorted, in upper case: `SELECT`, `USAGE`, `EXECUTE`.
    public static let privileges = Attribute("privileges")
    /// Those of them that were given WITH GRANT OPTION. Texts, sorted.
    public static let grantable = Attribute("grantable")

    // MARK: comment; owner
    public static let text = Attribute("text")
    public static let role = Attribute("role")

    // MARK: publication, publication table
    public static let allTables = Attribute("all_tables")
    /// Texts, sorted: `delete`, `insert`, `truncate`, `update`.
    public static let operations = Attribute("operations")
    public static let filter = Attribute("filter")

    // MARK: cron job
    public static let schedule = Attribute("schedule")
    /// False where the job is switched off. Boolean, always there.
    public static let active = Attribute("active")
    /// The database and the user that it runs in and as; user only where declared.
    public static let database = Attribute("database")
    public static let username = Attribute("username")

    // MARK: reference row
    /// An object: column to value, of the key.
    public static let key = Attribute("key")
    /// An object: column to value, of what is kept equal beyond the key.
    public static let values = Attribute("values")
    /// An object: column to SQL expression, given at insertion and then left alone; never compared.
    public static let insertOnly = Attribute("insert_only")
}
