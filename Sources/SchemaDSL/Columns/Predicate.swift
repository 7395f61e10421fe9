/// A condition on the columns of a row.
public struct Predicate: Sendable {
    let sql: SQLFragment

    init(_ sql: SQLFragment) { self.sql = sql }

    /// A condition in SQL: `Predicate(sql: "\(a) <= \(b)")`.
    public init(sql: SQLFragment) { self.sql = sql }

    /// The condition, without parentheses around it.
    public var fragment: SQLFragment { sql }

    public func and(_ other: Predicate) -> Predicate { Predicate("\(self) AND \(other)") }
    public func or(_ other: Predicate) -> Predicate { Predicate("\(self) OR \(other)") }
    public var negated: Predicate { Predicate("NOT \(self)") }

    /// True for every row.
    public static let always = Predicate("true")
}

extension Column {
    public var isNull: Predicate { Predicate("\(self) IS NULL") }
    public var isNotNull: Predicate { Predicate("\(self) IS NOT NULL") }

    /// Equal to another column of the same type.
    public func equals(column: Column) -> Predicate { Predicate("\(self) = \(column)") }
    public func atMost(column: Column) -> Predicate { Predicate("\(self) <= \(column)") }
    public func lessThan(column: Column) -> Predicate { Predicate("\(self) < \(column)") }
    public func atLeast(column: Column) -> Predicate { Predicate("\(self) >= \(column)") }
    public func greaterThan(column: Column) -> Predicate { Predicate("\(self) > \(column)") }
}

extension Column where Value: SQLLiteral {
    public func equals(_ value: Value) -> Predicate { Predicate("\(self) = \(literal: value)") }
    public func notEquals(_ value: Value) -> Predicate { Predicate("\(self) <> \(literal: value)") }
}

extension Column where Value == Bool {
    public var isTrue: Predicate { Predicate("\(self) = true") }
    public var isFalse: Predicate { Predicate("\(self) = false") }
}

extension Column where Value: SQLLiteral {
    /// One of the values.
    @inline(never)
    public func `in`(_ values: Value...) -> Predicate { list("IN", values) }

    /// None of the values.
    @inline(never)
    public func notIn(_ values: Value...) -> Predicate { list("NOT IN", values) }

    private func list(_ word: String, _ values: [Value]) -> Predicate {
        let literals = values.map(\.sqlLiteral).joined(separator: ", ")
        return Predicate(SQLFragment("\(self)").appending(" \(word) (\(literals))"))
    }

}

extension Column where Value: TextLike {
    /// Matches a POSIX regular expression.
    public func matches(regex: String) -> Predicate { Predicate("\(self) ~ \(literal: regex)") }
    public func like(_ pattern: String) -> Predicate { Predicate("\(self) LIKE \(literal: pattern)") }
}

extension Column where Value: Ordered {
    /// In a closed range.
    public func between(_ range: ClosedRange<Value>) -> Predicate {
        Predicate("\(self) BETWEEN \(literal: range.lowerBound) AND \(literal: range.upperBound)")
    }
    public func atLeast(_ value: Value) -> Predicate { Predicate("\(self) >= \(literal: value)") }
    public func atMost(_ value: Value) -> Predicate { Predicate("\(self) <= \(literal: value)") }
    public func greaterThan(_ value: Value) -> Predicate { Predicate("\(self) > \(literal: value)") }
    public func lessThan(_ value: Value) -> Predicate { Predicate("\(self) < \(literal: value)") }
}
