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
    /// Whether a final function takes the aggregate's arguments too. Booleans.
    package static let finalExtra = Attribute(rawValue: "final_extra")
    package static let movingFinalExtra = Attribute(rawValue: "moving_final_extra")
    /// What a final function does to the state, where it is not the default: `read_only`, `shareable`, `read_write`. Texts.
    package static let finalModify = Attribute(rawValue: "final_modify")
    package static let movingFinalModify = Attribute(rawValue: "moving_final_modify")
    /// Such as `OPERATOR(pg_catalog.>)`. Text.
    package static let sortOperator = Attribute(rawValue: "sort_operator")
}
