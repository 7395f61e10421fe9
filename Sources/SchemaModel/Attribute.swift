/// The name of an attribute of a fact: a key of its payload.
///
/// Extraction queries use the raw values as keys of the `jsonb` they return, and the DSL makes facts with the same
/// keys. Which kind has which is listed below; a boolean that is false, and a null, are left out.
package struct Attribute: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    package static func < (a: Attribute, b: Attribute) -> Bool { a.rawValue < b.rawValue }
    package var description: String { rawValue }

    // MARK: extension
    /// The schema that the extension's objects are in. Text.
    package static let schema = Attribute("schema")

    /// The installed version. Text; compared only where both sides know it.
    package static let version = Attribute("version")
    /// The installed version is not the server's default one. Boolean, never compared.
    package static let otherVersion = Attribute("other_version")
    /// The name of the NOT NULL constraint that a partition's column has from its parent, since PostgreSQL 18. Text; compared only
    /// where both sides know it.
    package static let notNullName = Attribute("not_null_name")
    /// A partition has declared its parent's NOT NULL constraint too, which then outlives the parent's, since PostgreSQL 18. Boolean;
    /// never compared, because `pg_dump` loses it and PostgreSQL sets it by the order of statements.
    package static let notNullDeclared = Attribute("not_null_declared")
    /// The comment on the NOT NULL constraint that a column has from its parents, since PostgreSQL 18. Text.
    package static let notNullComment = Attribute("not_null_comment")

    // MARK: enum type
    /// Texts, in order.
    package static let labels = Attribute("labels")

    // MARK: column, domain, sequence
    /// The type as `format_type` writes it with an empty search_path: `character varying(255)`, `extensions.vector(1536)`. Text.
    package static let type = Attribute("type")
    /// The type without its modifier, and the modifier (`atttypmod`). Text, number. Follow from ``type``; never compared.
    package static let typeName = Attribute("type_name")
    package static let typeModifier = Attribute("type_modifier")
    /// The type of the elements without its modifier, where ``type`` is an array; also of a domain. Text. Follows from ``type``; never
    /// compared.
    package static let elementType = Attribute("element_type")
    /// The schema of a type that is not PostgreSQL's own, and its name there. Texts. Follow from ``type``; never compared.
    package static let typeSchema = Attribute("type_schema")
    package static let bareTypeName = Attribute("bare_type_name")
    /// A column that the table has from a parent; the payload holds what differs from the parent's. Boolean. Also of a trigger.
    package static let inherited = Attribute("inherited")
    /// An inherited column that the table declares as well. Boolean.
    package static let declaredHere = Attribute("declared_here")
    /// An inherited column without the default that its parent has. Boolean.
    package static let noDefault = Attribute("no_default")
    /// Boolean.
    package static let notNull = Attribute("not_null")
    /// The qualified collation, where it is not the type's own. Text.
    package static let collation = Attribute("collation")
    /// `always` or `by default`. Text.
    package static let identity = Attribute("identity")
    /// The sequence options of an identity column that differ from the defaults, such as `start`: number.
    package static let identityOptions = Attribute("identity_options")
    /// The expression of a generated column. Text.
    package static let generated = Attribute("generated")
    /// `stored` or `virtual`. Text.
    package static let generatedKind = Attribute("generated_kind")
    /// `plain`, `external`, `extended`, `main`, where it is not the type's own. Text.
    package static let storage = Attribute("storage")
    /// The storage of the column's type, where ``storage`` differs from it. Text. Only to go back to; never compared.
    package static let typeStorage = Attribute("type_storage")
    /// `pglz` or `lz4`. Text.
    package static let compression = Attribute("compression")
    /// The statistics target. Number.
    package static let statisticsTarget = Attribute("statistics_target")
    /// The place of a column in its table, from 1. Number. Orders columns in CREATE TABLE; never compared.
    package static let position = Attribute("position")

    // MARK: column default; domain (its default)
    /// SQL text, as `pg_get_expr` writes it.
    package static let expression = Attribute("expression")
    /// True when a default gives each row another value. Boolean; never compared.
    package static let volatileExpression = Attribute("volatile_expression")

    // MARK: sequence
    package static let start = Attribute("start")
    package static let increment = Attribute("increment")
    package static let minimum = Attribute("minimum")
    package static let maximum = Attribute("maximum")
    package static let cache = Attribute("cache")
    package static let cycle = Attribute("cycle")
    /// Texts: schema, table, column of the column that owns the sequence (a `serial`).
    package static let ownedBy = Attribute("owned_by")

    // MARK: table
    /// `unlogged`, where it is not permanent. Text.
    package static let persistence = Attribute("persistence")
    /// Such as `RANGE (created_at)`. Text.
    package static let partitionBy = Attribute("partition_by")
    /// Texts: schema and name of the partitioned table.
    package static let partitionOf = Attribute("partition_of")
    /// Such as `FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')` or `DEFAULT`. Text.
    package static let partitionBound = Attribute("partition_bound")
    /// Lists of schema and name, in order, of the tables inherited from.
    package static let inherits = Attribute("inherits")
    /// Storage parameters, an object of texts. Also of views (`security_invoker`) and materialized views.
    package static let options = Attribute("options")
    /// Storage parameters of the TOAST table, an object of texts.
    package static let toastOptions = Attribute("toast_options")
    /// The composite type that a typed table is of. Text.
    package static let ofType = Attribute("of_type")
    /// The tablespace, where it is not the database's. Text. Also of indexes and constraints.
    package static let tablespace = Attribute("tablespace")
    package static let rowSecurity = Attribute("row_security")
    package static let forceRowSecurity = Attribute("force_row_security")
    /// `full`, `nothing`, or `index`, where it is not the default. Text.
    package static let replicaIdentity = Attribute("replica_identity")
    /// An index, or the one behind a constraint, that identifies rows for replication. Boolean.
    package static let isReplicaIdentity = Attribute("is_replica_identity")
    /// An index that CLUSTER follows. Boolean.
    package static let clustered = Attribute("clustered")

    // MARK: constraint
    /// `primary key`, `unique`, `check`, `foreign key`, `exclude`, `not null`. Text, in ``constraintType``.
    package static let constraintType = Attribute("constraint_type")
    /// As `pg_get_constraintdef`, `pg_get_triggerdef`, `pg_get_viewdef`, `pg_get_statisticsobjdef` write it. Text.
    /// A constraint's begins with `CHECK (`, `UNIQUE (`, `FOREIGN KEY (`; a trigger's with `CREATE TRIGGER`;
    /// a view's with `SELECT` and has no closing semicolon.
    package static let definition = Attribute("definition")
    /// Texts: the constraint's own columns, in order.
    package static let columns = Attribute("columns")
    /// The instructions of a declaration for values when a column comes, becomes NOT NULL or changes its type; no catalog has it.
    package static let backfill = Attribute("backfill")
    package static let backfillsInBatches = Attribute("backfills_in_batches")
    package static let backfillsQuietly = Attribute("backfills_quietly")
    package static let backfillKeeps = Attribute("backfill_keeps")
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
    /// True when NULLs count as equal.
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
    package static let unique = Attribute("unique")
    /// From ` USING` on, as `pg_get_indexdef` writes it: `USING btree (a DESC) INCLUDE (b) WHERE (c > 0)`. Text.
    package static let body = Attribute("body")
    /// True where a build was broken off. Boolean.
    package static let invalid = Attribute("invalid")
    /// Texts: schema, table and name of the parent's index or key that it belongs to.
    package static let attachedTo = Attribute("attached_to")

    /// Statistics targets of the expressions of an index: column number to target.
    package static let columnStatistics = Attribute("column_statistics")

    // MARK: view, materialized view
    /// WITH NO DATA. Boolean.
    package static let unpopulated = Attribute("unpopulated")
    /// A list of objects with `name` and `type`, and `collation` where it is not the type's own, in order.
    package static let viewColumns = Attribute("view_columns")
    /// The query of a view reads the view itself. Boolean; follows from ``definition``, never compared.
    package static let readsItself = Attribute("reads_itself")
    /// The access method of a materialized view or table, where it is not `heap`. Text.
    package static let accessMethod = Attribute("access_method")

    // MARK: function
    /// `function` or `procedure`. Text.
    package static let routine = Attribute("routine")
    package static let language = Attribute("language")
    /// The argument list with names and defaults, as `pg_get_function_arguments` writes it. Text.
    package static let arguments = Attribute("arguments")
    /// The names, modes and number of defaults of the arguments; they follow from ``arguments`` and are never compared.
    package static let argumentNames = Attribute("argument_names")
    package static let argumentModes = Attribute("argument_modes")
    package static let defaultCount = Attribute("default_count")
    /// The types of the input arguments of a function with settings of its own. Texts; never compared.
    package static let argumentTypes = Attribute("argument_types")
    /// The types that a transform is applied to. Texts.
    package static let transforms = Attribute("transforms")
    /// The planner support function. Text.
    package static let support = Attribute("support")
    /// As `pg_get_function_result` writes it. Text; none for a procedure.
    package static let result = Attribute("result")
    /// The body as a string (`prosrc`). Text.
    package static let source = Attribute("source")
    /// The body as `pg_get_function_sqlbody` writes it, where it is not a string. Text.
    package static let sqlBody = Attribute("sql_body")
    /// `immutable` or `stable`, where it is not volatile. Text.
    package static let volatility = Attribute("volatility")
    package static let strict = Attribute("strict")
    package static let securityDefiner = Attribute("security_definer")
    package static let leakproof = Attribute("leakproof")
    /// `safe` or `restricted`, where it is not unsafe. Text.
    package static let parallel = Attribute("parallel")
    /// Numbers, where they differ from the defaults.
    package static let cost = Attribute("cost")
    package static let rows = Attribute("rows")
    /// The file of a function in C. Text.
    package static let library = Attribute("library")
    /// A window function. Boolean.
    package static let window = Attribute("window")
    /// Settings, as `proconfig` holds them: `search_path=""`. Texts.
    package static let configuration = Attribute("configuration")

    // MARK: trigger
    /// `disabled`, `replica`, `always`, where it is not enabled for origin. Text.
    package static let enabled = Attribute("enabled")

    /// A constraint trigger. Boolean.
    package static let isConstraint = Attribute("is_constraint")

    // MARK: policy
    package static let restrictive = Attribute("restrictive")
    /// `select`, `insert`, `update`, `delete`, `all`. Text. Of a cron job: the SQL.
    package static let command = Attribute("command")
    /// Texts, sorted; `PUBLIC` for everyone.
    package static let roles = Attribute("roles")
    package static let using = Attribute("using")
    package static let withCheck = Attribute("with_check")

    // MARK: grant
    /// Texts, sorted, in upper case: `SELECT`, `USAGE`, `EXECUTE`.
    package static let privileges = Attribute("privileges")
    /// Those of them that were given WITH GRANT OPTION. Texts, sorted.
    package static let grantable = Attribute("grantable")

    // MARK: extension member
    /// The owner's name and the privileges that the object came with. Object; never compared.
    package static let initialPrivileges = Attribute("initial_privileges")

    // MARK: comment; owner
    package static let text = Attribute("text")
    package static let role = Attribute("role")

    // MARK: publication, publication table
    package static let allTables = Attribute("all_tables")
    /// Texts, sorted: `delete`, `insert`, `truncate`, `update`.
    package static let operations = Attribute("operations")
    package static let filter = Attribute("filter")
    /// `stored`, where generated columns are published. Text.
    package static let generatedColumns = Attribute("generated_columns")

    // MARK: cron job
    package static let schedule = Attribute("schedule")
    /// False where the job is switched off. Boolean, always there.
    package static let active = Attribute("active")
    /// The database and the user that it runs in and as; user only where declared.
    package static let database = Attribute("database")
    package static let username = Attribute("username")

    // MARK: reference row
    /// An object: column to value, of the key.
    package static let key = Attribute("key")
    /// An object: column to value, of what is kept equal beyond the key.
    package static let values = Attribute("values")
    /// An object: column to SQL expression, given at insertion and then left alone; never compared.
    package static let insertOnly = Attribute("insert_only")
}
