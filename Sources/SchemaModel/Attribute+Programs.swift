extension Attribute {
    // MARK: aggregate
    /// `ordered-set` or `hypothetical-set`, where it is not a normal one. Text.
    package static let aggregateKind = Attribute(rawValue: "aggregate_kind")
    /// The number of arguments before ORDER BY. Number.
    package static let directArguments = Attribute(rawValue: "direct_arguments")
    /// Names of functions, as `regproc` writes them. Texts.
    package static let stateFunction = Attribute(rawValue: "state_function")
    package static let finalFunction = Attribute(rawValue: "final_function")
    package static let combineFunction = Attribute(rawValue: "combine_function")
    package static let serialFunction = Attribute(rawValue: "serial_function")
    package static let deserialFunction = Attribute(rawValue: "deserial_function")
    package static let movingFunction = Attribute(rawValue: "moving_function")
    package static let inverseFunction = Attribute(rawValue: "inverse_function")
    package static let movingFinalFunction = Attribute(rawValue: "moving_final_function")
    /// Types of a state. Texts.
    package static let stateType = Attribute(rawValue: "state_type")
    package static let movingType = Attribute(rawValue: "moving_type")
    /// Expected sizes of a state in bytes. Numbers.
    package static let stateSpace = Attribute(rawValue: "state_space")
    package static let movingSpace = Attribute(rawValue: "moving_space")
    /// The first value of a state; an empty text is one, NULL is none. Texts.
    package static let initialCondition = Attribute(rawValue: "initial_condition")
    package static let movingInitialCondition = Attribute(rawValue: "moving_initial_condition")
    /// True when a final function takes the aggregate's arguments too. Booleans.
    package static let finalExtra = Attribute(rawValue: "final_extra")
    package static let movingFinalExtra = Attribute(rawValue: "moving_final_extra")
    /// The effect of a final function on the state, where it is not the default: `read_only`, `shareable`, `read_write`. Texts.
    package static let finalModify = Attribute(rawValue: "final_modify")
    package static let movingFinalModify = Attribute(rawValue: "moving_final_modify")
    /// Such as `OPERATOR(pg_catalog.>)`. Text.
    package static let sortOperator = Attribute(rawValue: "sort_operator")

    // MARK: operator
    /// The types of the operands; a prefix operator has no left one. Texts.
    package static let leftType = Attribute(rawValue: "left_type")
    package static let rightType = Attribute(rawValue: "right_type")
    /// Texts: schema and name of another operator.
    package static let commutator = Attribute(rawValue: "commutator")
    package static let negator = Attribute(rawValue: "negator")
    /// Names of functions. Texts. ``function`` is also of a cast, with its arguments, and of a conversion.
    package static let function = Attribute(rawValue: "function")
    package static let restrictionFunction = Attribute(rawValue: "restriction_function")
    package static let joinFunction = Attribute(rawValue: "join_function")
    /// Booleans.
    package static let hashes = Attribute(rawValue: "hashes")
    package static let merges = Attribute(rawValue: "merges")

    // MARK: operator class
    /// The qualified name of the family. Text.
    package static let family = Attribute(rawValue: "family")
    /// The type that is stored, where it is not the type that is indexed. Text.
    package static let keyType = Attribute(rawValue: "key_type")
    /// Clauses of CREATE OPERATOR CLASS, in order. Texts.
    package static let members = Attribute(rawValue: "members")
    /// The operator or function of a loose member of a family, as a clause after its number. Text.
    package static let memberClause = Attribute(rawValue: "member_clause")
    /// Also of a conversion. Boolean.
    package static let isDefault = Attribute(rawValue: "is_default")

    // MARK: cast
    /// `inout` or `binary`, where it has no function. Text.
    package static let method = Attribute(rawValue: "method")
    /// `assignment` or `implicit`, where it is not explicit only. Text.
    package static let castContext = Attribute(rawValue: "cast_context")

    // MARK: conversion
    /// The encoding that it leads to; ``source`` is where it starts. Text.
    package static let target = Attribute(rawValue: "target")

    // MARK: language, transform, access method
    package static let trusted = Attribute(rawValue: "trusted")
    /// Names of functions. Texts.
    package static let handler = Attribute(rawValue: "handler")
    package static let inlineHandler = Attribute(rawValue: "inline_handler")
    package static let validator = Attribute(rawValue: "validator")
    package static let fromSQL = Attribute(rawValue: "from_sql")
    package static let toSQL = Attribute(rawValue: "to_sql")
}
