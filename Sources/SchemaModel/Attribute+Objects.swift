/// The attributes of the less common kinds of objects.
extension Attribute {
    // MARK: event trigger
    /// Such as `ddl_command_end`. Text.
    package static let event = Attribute(rawValue: "event")
    /// The command tags, in the order written. Texts.
    package static let tags = Attribute(rawValue: "tags")

    // MARK: collation
    /// `libc`, `icu`, `builtin`. Text.
    package static let provider = Attribute(rawValue: "provider")
    package static let nondeterministic = Attribute(rawValue: "nondeterministic")
    package static let collate = Attribute(rawValue: "collate")
    package static let characterType = Attribute(rawValue: "character_type")
    package static let locale = Attribute(rawValue: "locale")
    /// The tailoring rules of ICU. Text.
    package static let rules = Attribute(rawValue: "rules")

    // MARK: range type
    package static let subtype = Attribute(rawValue: "subtype")
    /// The operator class, where it is not the subtype's default. Text.
    package static let operatorClass = Attribute(rawValue: "operator_class")
    package static let canonical = Attribute(rawValue: "canonical")
    package static let subtypeDifference = Attribute(rawValue: "subtype_difference")
    /// Texts: schema and name of the multirange type.
    package static let multirange = Attribute(rawValue: "multirange")

    // MARK: base type
    /// A type of which only the name is known. Boolean.
    package static let shell = Attribute(rawValue: "shell")
    /// The number of bytes; -1 for a variable length.
    package static let length = Attribute(rawValue: "length")
    package static let passedByValue = Attribute(rawValue: "passed_by_value")
    package static let alignment = Attribute(rawValue: "alignment")
    package static let input = Attribute(rawValue: "input")
    package static let output = Attribute(rawValue: "output")
    package static let receive = Attribute(rawValue: "receive")
    package static let send = Attribute(rawValue: "send")
    package static let modifierInput = Attribute(rawValue: "modifier_input")
    package static let modifierOutput = Attribute(rawValue: "modifier_output")
    package static let analyze = Attribute(rawValue: "analyze")
    package static let `subscript` = Attribute(rawValue: "subscript")
    package static let element = Attribute(rawValue: "element")
    package static let delimiter = Attribute(rawValue: "delimiter")
    package static let category = Attribute(rawValue: "category")
    package static let preferred = Attribute(rawValue: "preferred")
    package static let collatable = Attribute(rawValue: "collatable")

    // MARK: text search
    package static let token = Attribute(rawValue: "token")
    package static let end = Attribute(rawValue: "end")
    package static let headline = Attribute(rawValue: "headline")
    package static let tokenTypes = Attribute(rawValue: "token_types")
    package static let initialization = Attribute(rawValue: "initialization")
    package static let lexize = Attribute(rawValue: "lexize")
    package static let template = Attribute(rawValue: "template")
    /// The options of a dictionary as SQL, as the catalog keeps them. Text.
    package static let optionList = Attribute(rawValue: "option_list")
    package static let parser = Attribute(rawValue: "parser")
    /// An object: the alias of a token type to the dictionaries that look at it, in order.
    package static let mappings = Attribute(rawValue: "mappings")
}

extension Attribute {
    // MARK: foreign-data wrapper, server, user mapping, foreign table
    package static let wrapper = Attribute(rawValue: "wrapper")
    package static let serverType = Attribute(rawValue: "server_type")
    package static let serverVersion = Attribute(rawValue: "server_version")
    package static let server = Attribute(rawValue: "server")
    /// The options of a foreign table or of its column, an object of texts.
    package static let foreignOptions = Attribute(rawValue: "foreign_options")
    /// The options of a user mapping that may be read, an object of texts; compared only where both sides could read them.
    package static let mappingOptions = Attribute(rawValue: "mapping_options")
    /// The names of options whose values may be secret. Texts; never compared.
    package static let secretOptions = Attribute(rawValue: "secret_options")

    // MARK: subscription
    /// Texts, sorted.
    package static let publications = Attribute(rawValue: "publications")

    // MARK: constraint
    /// A CHECK or NOT NULL constraint that children do not have. Boolean.
    package static let noInherit = Attribute(rawValue: "no_inherit")

    // MARK: identity sequence
    /// Schema and name. Texts; never compared, since the column's identity has them.
    package static let sequenceName = Attribute(rawValue: "sequence_name")

    // MARK: extension
    /// The extension has tables whose rows belong to the user. Boolean; never compared.
    package static let keepsRows = Attribute(rawValue: "keeps_rows")

    // MARK: role, membership, setting
    package static let superuser = Attribute(rawValue: "superuser")
    package static let withoutInherit = Attribute(rawValue: "without_inherit")
    package static let createRole = Attribute(rawValue: "create_role")
    package static let createDatabase = Attribute(rawValue: "create_database")
    package static let login = Attribute(rawValue: "login")
    package static let replication = Attribute(rawValue: "replication")
    package static let bypassRowSecurity = Attribute(rawValue: "bypass_row_security")
    package static let connectionLimit = Attribute(rawValue: "connection_limit")
    package static let validUntil = Attribute(rawValue: "valid_until")
    package static let adminOption = Attribute(rawValue: "admin_option")
    /// `true` or `false` where a membership says otherwise than its member's attribute. Text.
    package static let inheritOption = Attribute(rawValue: "inherit_option")
    /// The member may not SET ROLE to the role. Boolean.
    package static let withoutSet = Attribute(rawValue: "without_set")
    /// A parameter with its value, as the catalog keeps them: `name=value`.
    package static let setting = Attribute(rawValue: "setting")

    // MARK: partition set
    /// The column that decides the partition of a row.
    package static let control = Attribute(rawValue: "control")
    /// The range of one partition, as pg_partman stores it: `1 mon`, `1000`.
    package static let interval = Attribute(rawValue: "interval")
    package static let partitioning = Attribute(rawValue: "partitioning")
    /// Further columns of the configuration that do not have their defaults, an object.
    package static let setOptions = Attribute(rawValue: "set_options")
    /// How the partitions are partitioned in their turn: an object of columns of `part_config_sub`.
    package static let subpartitions = Attribute(rawValue: "subpartitions")
    /// The table whose properties new partitions get; nil where pg_partman made one itself. Schema and name.
    package static let templateTable = Attribute(rawValue: "template_table")
    /// The set has no default partition; only its creation looks at it. Boolean.
    package static let withoutDefault = Attribute(rawValue: "without_default")
    /// Where pg_partman is installed, and in which version; never compared.
    package static let extensionSchema = Attribute(rawValue: "extension_schema")
    package static let extensionVersion = Attribute(rawValue: "extension_version")
}
