/// A parameter of a declared query; SQL refers to it by interpolation, and its value travels beside the statement.
///
///     let start = Parameter("start", .timestamptz)
///     var sql: SQLFragment { "SELECT count(*) FROM \(m) WHERE \(m.createdAt) >= \(start)" }
public struct Parameter<Value: SQLValue>: AnyParameter {
    public let parameter: ParameterDeclaration

    /// A parameter, with the value that it has when none is given: `default: "now() - interval '7 days'"`.
    @inline(never)
    public init(
        _ name: String, _ type: ColumnType<Value>, default value: SQLFragment? = nil, about purpose: String? = nil
    ) {
        parameter = ParameterDeclaration(name: name, type: type.name, defaultValue: value, purpose: purpose)
    }
}

/// A parameter of any type.
public protocol AnyParameter: Sendable {
    /// The declaration of the parameter.
    var parameter: ParameterDeclaration { get }
}

/// Name, type and default of a parameter.
public struct ParameterDeclaration: Sendable {
    package let name: String
    let type: TypeName
    /// The expression that stands for it when no value is given; nil where one must be.
    package let defaultValue: SQLFragment?
    /// The meaning of the value, for help texts.
    package let purpose: String?

    /// The type without its length or precision: a cast to `varchar(3)` would cut a value short in silence.
    package var typeFragment: SQLFragment { type.bare }
}

extension SQLFragment.StringInterpolation {
    /// A query's parameter.
    public mutating func appendInterpolation(_ parameter: any AnyParameter) {
        segments.append(.parameter(parameter.parameter))
    }
}
