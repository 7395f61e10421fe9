import Foundation

/// A condition on the columns of a row.
public struct Predicate: Sendable {
    let sql: SQLFragment
    /// The condition as checks on data ask it: NaN, which PostgreSQL sorts above every number, passes no bound.
    private let strict: SQLFragment
    /// The columns that the condition bounds and that can hold NaN.
    private let bounded: [SQLFragment]

    init(_ sql: SQLFragment) { self.init(sql, strict: sql, bounded: []) }

    private init(_ sql: SQLFragment, strict: SQLFragment, bounded: [SQLFragment]) {
        self.sql = sql
        self.strict = strict
        self.bounded = bounded
    }

    /// A bound on columns of a type that has NaN; `guarded` are those of which a NaN would make the comparison true.
    fileprivate init(_ sql: SQLFragment, bounding columns: [SQLFragment], guarded: [SQLFragment]) {
        let strict = guarded.reduce(sql) { "\($0) AND \($1) <> 'NaN'" }
        self.init(sql, strict: strict, bounded: columns)
    }

    /// A condition in SQL: `Predicate(sql: "\(a) <= \(b)")`. It is taken as it is written.
    public init(sql: SQLFragment) { self.init(sql) }

    /// The condition, without parentheses around it.
    package var fragment: SQLFragment { sql }

    /// The condition without parentheses around it, false where a bound is compared with NaN.
    package var withoutNaN: SQLFragment { strict }

    /// `(self) AND (other)`.
    public func and(_ other: Predicate) -> Predicate {
        Predicate(
            "\(self) AND \(other)", strict: "(\(strict)) AND (\(other.strict))", bounded: bounded + other.bounded)
    }

    /// `(self) OR (other)`.
    public func or(_ other: Predicate) -> Predicate {
        Predicate("\(self) OR \(other)", strict: "(\(strict)) OR (\(other.strict))", bounded: bounded + other.bounded)
    }

    /// `NOT (self)`.
    public var negated: Predicate {
        guard !bounded.isEmpty else { return Predicate("NOT \(self)") }
        let strict = bounded.reduce("NOT \(self)" as SQLFragment) { "\($0) AND \($1) <> 'NaN'" }
        return Predicate("NOT \(self)", strict: strict, bounded: bounded)
    }

    /// True for every row.
    public static let always = Predicate("true")
}

extension Column {
    /// `column IS NULL`.
    public var isNull: Predicate { Predicate("\(self) IS NULL") }
    /// `column IS NOT NULL`.
    public var isNotNull: Predicate { Predicate("\(self) IS NOT NULL") }

    /// Equal to another column of the same type.
    public func equals(column: Column) -> Predicate { Predicate("\(self) = \(column)") }
    /// Not equal to another column of the same type.
    public func notEquals(column: Column) -> Predicate { Predicate("\(self) <> \(column)") }
    /// `column <= value`.
    public func atMost(column: Column) -> Predicate { compared("\(self) <= \(column)", with: column, above: column) }
    /// `column < value`.
    public func lessThan(column: Column) -> Predicate { compared("\(self) < \(column)", with: column, above: column) }
    /// `column >= value`.
    public func atLeast(column: Column) -> Predicate { compared("\(self) >= \(column)", with: column, above: self) }
    /// `column > value`.
    public func greaterThan(column: Column) -> Predicate { compared("\(self) > \(column)", with: column, above: self) }

    /// PostgreSQL takes NaN for greater than every number: a comparison would pass where the greater side is NaN.
    private func compared(_ sql: SQLFragment, with column: Column, above: Column) -> Predicate {
        guard Self.canHoldNaN else { return Predicate(sql) }
        return Predicate(sql, bounding: ["\(self)", "\(column)"], guarded: ["\(above)"])
    }

    fileprivate static var canHoldNaN: Bool {
        Value.self == Double.self || Value.self == Float.self || Value.self == Decimal.self
    }
}

extension Column where Value: SQLLiteral {
    /// `column = other`.
    public func equals(_ value: Value) -> Predicate { Predicate("\(self) = \(literal: value)") }
    /// `column <> other`.
    public func notEquals(_ value: Value) -> Predicate { Predicate("\(self) <> \(literal: value)") }
}

extension Column where Value == Bool {
    /// `column`, which is true or false itself.
    public var isTrue: Predicate { Predicate("\(self) = true") }
    /// `NOT column`.
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
    /// `column LIKE pattern`.
    public func like(_ pattern: String) -> Predicate { Predicate("\(self) LIKE \(literal: pattern)") }
}

extension Column where Value: Ordered {
    /// In a closed range.
    public func between(_ range: ClosedRange<Value>) -> Predicate {
        above("\(self) BETWEEN \(literal: range.lowerBound) AND \(literal: range.upperBound)")
    }
    /// `column >= other`.
    public func atLeast(_ value: Value) -> Predicate { below("\(self) >= \(literal: value)") }
    /// `column <= other`.
    public func atMost(_ value: Value) -> Predicate { above("\(self) <= \(literal: value)") }
    /// `column > other`.
    public func greaterThan(_ value: Value) -> Predicate { below("\(self) > \(literal: value)") }
    /// `column < other`.
    public func lessThan(_ value: Value) -> Predicate { above("\(self) < \(literal: value)") }

    /// A bound from below, which NaN satisfies in PostgreSQL.
    private func below(_ sql: SQLFragment) -> Predicate {
        Self.canHoldNaN ? Predicate(sql, bounding: ["\(self)"], guarded: ["\(self)"]) : Predicate(sql)
    }

    /// A bound from above, which NaN satisfies only when it is negated.
    private func above(_ sql: SQLFragment) -> Predicate {
        Self.canHoldNaN ? Predicate(sql, bounding: ["\(self)"], guarded: []) : Predicate(sql)
    }
}
