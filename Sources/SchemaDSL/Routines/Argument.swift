/// An argument of a function; SQL refers to it by interpolation.
public struct Argument<Value: SQLValue>: AnyArgument {
    public let argument: ArgumentDeclaration

    /// An input argument, with a default if it has one.
    @inline(never)
    public init(_ name: String, _ type: ColumnType<Value>, default value: SQLFragment? = nil, variadic: Bool = false) {
        argument = ArgumentDeclaration(name: name, type: type.name, defaultValue: value, variadic: variadic)
    }
}

/// An argument of any type.
public protocol AnyArgument: Sendable {
    /// The declaration of the argument.
    var argument: ArgumentDeclaration { get }
}

/// Name, type and default of an argument.
public struct ArgumentDeclaration: Sendable {
    package let name: String
    let type: TypeName
    let defaultValue: SQLFragment?
    let variadic: Bool
}

/// The result of a function.
public struct Returns: Sendable {
    let kind: Kind

    enum Kind: Sendable {
        case void
        case trigger
        case type(TypeName)
        case setOf(TypeName)
        case setOfRelation(any Relation)
        case table([any AnyColumn])
        case sql(SQLFragment)
    }

    var isTrigger: Bool { if case .trigger = kind { true } else { false } }

    /// `RETURNS void`.
    public static let void = Returns(kind: .void)
    /// `RETURNS trigger`, for functions that triggers execute.
    public static let trigger = Returns(kind: .trigger)
    /// `RETURNS type`.
    public static func value<V>(_ type: ColumnType<V>) -> Returns { Returns(kind: .type(type.name)) }
    /// `RETURNS SETOF type`.
    public static func set<V>(of type: ColumnType<V>) -> Returns { Returns(kind: .setOf(type.name)) }
    /// `RETURNS SETOF table`: rows of a table or view.
    public static func set(of relation: any Relation) -> Returns { Returns(kind: .setOfRelation(relation)) }
    /// The text after RETURNS, as the catalog writes it: `.sql("SETOF record")`.
    public static func sql(_ result: SQLFragment) -> Returns { Returns(kind: .sql(result)) }
    /// RETURNS TABLE; the columns are declared as those of tables are.
    public static func table(_ columns: any AnyColumn...) -> Returns { Returns(kind: .table(columns)) }
}
