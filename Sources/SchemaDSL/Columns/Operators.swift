// Operators for the methods of ``Column`` and ``Predicate`` that give a condition.

extension Column where Value: SQLLiteral {
    /// `column = value`.
    @inline(never)
    public static func == (column: Column, value: Value) -> Predicate { column.equals(value) }
    /// `column <> value`.
    @inline(never)
    public static func != (column: Column, value: Value) -> Predicate { column.notEquals(value) }
}

extension Column where Value: Ordered {
    /// `column < value`.
    @inline(never)
    public static func < (column: Column, value: Value) -> Predicate { column.lessThan(value) }
    /// `column <= value`.
    @inline(never)
    public static func <= (column: Column, value: Value) -> Predicate { column.atMost(value) }
    /// `column > value`.
    @inline(never)
    public static func > (column: Column, value: Value) -> Predicate { column.greaterThan(value) }
    /// `column >= value`.
    @inline(never)
    public static func >= (column: Column, value: Value) -> Predicate { column.atLeast(value) }
}

extension Column {
    /// `column = other`.
    @inline(never)
    public static func == (column: Column, other: Column) -> Predicate { column.equals(column: other) }
    /// `column <> other`.
    @inline(never)
    public static func != (column: Column, other: Column) -> Predicate { column.notEquals(column: other) }
    /// `column < other`.
    @inline(never)
    public static func < (column: Column, other: Column) -> Predicate { column.lessThan(column: other) }
    /// `column <= other`.
    @inline(never)
    public static func <= (column: Column, other: Column) -> Predicate { column.atMost(column: other) }
    /// `column > other`.
    @inline(never)
    public static func > (column: Column, other: Column) -> Predicate { column.greaterThan(column: other) }
    /// `column >= other`.
    @inline(never)
    public static func >= (column: Column, other: Column) -> Predicate { column.atLeast(column: other) }
}

extension Predicate {
    /// `left AND right`.
    @inline(never)
    public static func && (left: Predicate, right: Predicate) -> Predicate { left.and(right) }
    /// `left OR right`.
    @inline(never)
    public static func || (left: Predicate, right: Predicate) -> Predicate { left.or(right) }
    /// `NOT condition`.
    @inline(never)
    public static prefix func ! (condition: Predicate) -> Predicate { condition.negated }
}
