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
}
