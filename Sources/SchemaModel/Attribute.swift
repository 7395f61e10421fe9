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

    /// The installed version. Text; compared only where both sides know it.
    public static let version = Attribute("version")
    /// The installed version is not the server's default one. Boolean, never compared.
    package static let otherVersion = Attribute("other_version")
    /// The name of the NOT NULL constraint that a partition's column has from its parent, since PostgreSQL 18. Text; compared only
    /// where both sides know it.
    package static let notNullName = Attribute("not_null_name")

    // MARK: enum type
    /// Texts, in order.
    public static let labels = Attribute("labels")

    // MARK: column, domain, sequence
    /// The type as `format_type` writes it with an empty search_path: `character varying(255)`, `extensions.vector(1536)`. Text.
    public static let type = Attribute("type")
    /// The type without its modifier, and the modifier (`atttypmod`). Text, number. Follow from ``type``; never compared.
    package static let typeName = Attribute("type_name")
    package static let typeModifier = Attribute("type_modifier")
    /// A column that the table has from a parent; the payload holds what differs from the parent's. Boolean. Also of a trigger.
    package static let inherited = Attribute("inherited")
    /// An inherited column that the table declares as well. Boolean.
    package static let declaredHere = Attribute("declared_here")
    /// An inherited column without the default that its parent has. Boolean.
    package static let noDefault = Attribute("no_default")
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
    /// True when a default gives each row another value. Boolean; never compared.
    package static let volatileExpression = Attribute("volatile_expression")

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
    /// Lists of schema and name, in order, of the tables inherited from.
    public static let inherits = Attribute("inherits")
    /// Storage parameters, an object of texts. Also of views (`security_invoker`) and materialized views.
    public static let options = Attribute("options")
    /// Storage parameters of the TOAST table, an object of texts.
    package static let toastOptions = Attribute("toast_options")
    /// The composite type that a typed table is of. Text.
    package static let ofType = Attribute("of_type")
    /// The tablespace, where it is not the database's. Text. Also of indexes and constraints.
    package static let tablespace = Attribute("tablespace")
    public static let rowSecurity = Attribute("row_security")
    public static let forceRowSecurity = Attribute("force_row_security")
    /// `full`, `nothing`, or `index`, where it is not the default. Text.
    public static let replicaIdentity = Attribute("replica_identity")
    /// An index, or the one behind a constraint, that identifies rows for replication. Boolean.
    public static let isReplicaIdentity = Attribute("is_replica_identity")
    /// An index that CLUSTER follows. Boolean.
    package static let clustered = Attribute("clustered")

    // MARK: constraint
    /// `primary key`, `unique`, `check`, `foreign key`, `exclude`, `not null`. Text, in ``constraintType``.
    public static let constraintType = Attribute("constraint_type")
    /// As `pg_get_constraintdef`, `pg_get_triggerdef`, `pg_get_viewdef`, `pg_get_statisticsobjdef` write it. Text.
    /// A constraint's begins with `CHECK (`, `UNIQUE (`, `FOREIGN KEY (`; a trigger's with `CREATE TRIGGER`;
    /// a view's with `SELECT` and has no closing semicolon.
    public static let definition = Attribute("definition")
    /// Texts: the constraint's own columns, in order.
    public static let columns = Attribute("columns")
    /// The instructions of a declaration for values when a column comes, becomes NOT NULL or changes its type; no catalog has it.
    package static let backfill = Attribute("backfill")
    package static let backfillsInBatches = Attribute("backfills_in_batches")
    package static let backfillsQuietly = Attribute("backfills_quietly")
    package static let conversion = Attribute("conversion")
    package static let reverseConversion = Attribute("reverse_conversion")
    /// `public` or `personal`: what a declaration says of showing a column's values to people. Text.
    package static let exposure = Attribute("exposure")
    /// The labels that an enum loses, and those that take their place: old to new.
    package static let replacedLabels = Attribute("replaced_labels")
    /// The expression of a check of a table.
    package static let checkExpression = Attribute("check_expression")
    /// The columns that a foreign key refers to, in the order of its own.
    package static let referencedColumns = Attribute("referenced_columns")
    /// The keys of a unique index as expressions, and the condition of a partial one.
    package static let keyExpressions = Attribute("key_expressions")
    package static let predicate = Attribute("predicate")
    /// True when NULLs count as equal.
    /// The operators of an EXCLUDE constraint, one for each key, such as `=` and `&&`.
    package static let operators = Attribute("operators")
    /// The condition that a partition's rows meet, as `pg_get_partition_constraintdef` writes it.
    package static let partitionCondition = Attribute("partition_condition")
    /// Whether NULLs count as equal.
    package static let nullsNotDistinct = Attribute("nulls_not_distinct")
    /// Booleans, where they differ from the default.
    package static let notValid = Attribute("not_valid")
    package static let notEnforced = Attribute("not_enforced")
    package static let deferrable = Attribute("deferrable")
    package static let deferred = Attribute("deferred")
    /// WITHOUT OVERLAPS or PERIOD. Boolean.
    package static let period = Attribute("period")
    /// The definition of the index behind a key, as ``body``. Text.
    package static let indexBody = Attribute("index_body")
    /// The names of an index's columns. Texts. Of parts of partitions; never compared.
    package static let indexColumns = Attribute("index_columns")

    // MARK: index
    public static let unique = Attribute("unique")
    /// From ` USING` on, as `pg_get_indexdef` writes it: `USING btree (a DESC) INCLUDE (b) WHERE (c > 0)`. Text.
    public static let body = Attribute("body")
    /// True where a build was broken off. Boolean.
    public static let invalid = Attribute("invalid")
    /// Texts: schema, table and name of the parent's index or key that it belongs to.
    public static let attachedTo = Attribute("attached_to")

    /// Statistics targets of the expressions of an index: column number to target.
    package static let columnStatistics = Attribute("column_statistics")

    // MARK: view, materialized view
    /// WITH NO DATA. Boolean.
    package static let unpopulated = Attribute("unpopulated")
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
    /// The names, modes and number of defaults of the arguments; they follow from ``arguments`` and are never compared.
    package static let argumentNames = Attribute("argument_names")
    package static let argumentModes = Attribute("argument_modes")
    package static let defaultCount = Attribute("default_count")
    /// The types that a transform is applied to. Texts.
    package static let transforms = Attribute("transforms")
    /// The planner support function. Text.
    package static let support = Attribute("support")
    /// As `pg_get_function_result` writes it. Text; none for a procedure.
    public static let result = Attribute("result")
    /// The body as a string (`prosrc`). Text.
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

    /// A constraint trigger. Boolean.
    package static let isConstraint = Attribute("is_constraint")

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

    // MARK: extension member
    /// The owner's name and the privileges that the object came with. Object; never compared.
    package static let initialPrivileges = Attribute("initial_privileges")

    // MARK: comment; owner
    public static let text = Attribute("text")
    public static let role = Attribute("role")

    // MARK: publication, publication table
    public static let allTables = Attribute("all_tables")
    /// Texts, sorted: `delete`, `insert`, `truncate`, `update`.
    public static let operations = Attribute("operations")
    public static let filter = Attribute("filter")
    /// `stored`, where generated columns are published. Text.
    package static let generatedColumns = Attribute("generated_columns")

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
