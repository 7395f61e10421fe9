public import Foundation

/// The default of a column: a literal of the column's type, a function that is named here, or SQL.
public struct Default<Value: SQLValue>: Sendable {
    let sql: SQLFragment

    init(_ sql: SQLFragment) { self.sql = sql }

    /// An expression.
    public static func sql(_ expression: SQLFragment) -> Default { Default(expression) }
}

extension Default where Value: SQLLiteral {
    /// A value that is not a literal in Swift.
    public static func value(_ value: Value) -> Default { .sql(SQLFragment(verbatim: value.sqlLiteral)) }
}

extension Default where Value: TemporalValue {
    /// `now()`, the start of the transaction.
    public static var now: Default { .sql("now()") }
}

extension Default where Value == UUID {
    /// `gen_random_uuid()`.
    public static var genRandomUUID: Default { .sql("gen_random_uuid()") }
}

extension Default where Value == JSON {
    /// `'{}'::jsonb`.
    public static var emptyObject: Default { .sql("'{}'::jsonb") }
    /// `'[]'::jsonb`.
    public static var emptyList: Default { .sql("'[]'::jsonb") }
}

extension Default where Value: Collection {
    /// An empty array, `'{}'`.
    public static var emptyArray: Default { .sql("'{}'") }
}

extension Default: ExpressibleByUnicodeScalarLiteral where Value: TextLike {}
extension Default: ExpressibleByExtendedGraphemeClusterLiteral where Value: TextLike {}
extension Default: ExpressibleByStringLiteral where Value: TextLike {
    public init(stringLiteral value: String) { sql = SQLFragment(verbatim: value.sqlLiteral) }
}

extension Default: ExpressibleByIntegerLiteral where Value: NumericValue {
    public init(integerLiteral value: Int) { sql = SQLFragment(verbatim: value.sqlLiteral) }
}

extension Default: ExpressibleByFloatLiteral where Value: NumericValue & ExpressibleByFloatLiteral {
    public init(floatLiteral value: Double) { sql = SQLFragment(verbatim: value.sqlLiteral) }
}

extension Default: ExpressibleByBooleanLiteral where Value == Bool {
    public init(booleanLiteral value: Bool) { sql = SQLFragment(verbatim: value.sqlLiteral) }
}
