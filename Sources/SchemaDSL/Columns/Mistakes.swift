// Likely mistakes, declared so that the compiler's first error says what to write instead.

public import Foundation

extension ColumnType where Value == Int16 {
    @available(*, unavailable, renamed: "smallint")
    public static var int2: ColumnType<Int16> { .smallint }
}

extension ColumnType where Value == Int32 {
    @available(*, unavailable, renamed: "integer")
    public static var int: ColumnType<Int32> { .integer }
    @available(*, unavailable, renamed: "integer")
    public static var int4: ColumnType<Int32> { .integer }
}

extension ColumnType where Value == Int64 {
    @available(*, unavailable, renamed: "bigint")
    public static var int8: ColumnType<Int64> { .bigint }
}

extension ColumnType where Value == String {
    @available(*, unavailable, renamed: "text")
    public static var string: ColumnType<String> { .text }
}

extension ColumnType where Value == Bool {
    @available(*, unavailable, renamed: "boolean")
    public static var bool: ColumnType<Bool> { .boolean }
}

extension ColumnType where Value == Double {
    @available(*, unavailable, renamed: "doublePrecision")
    public static var double: ColumnType<Double> { .doublePrecision }
    @available(*, unavailable, renamed: "doublePrecision")
    public static var float: ColumnType<Double> { .doublePrecision }
}

extension ColumnType where Value == Decimal {
    @available(*, unavailable, renamed: "numeric")
    public static var decimal: ColumnType<Decimal> { .numeric }
    @available(*, unavailable, renamed: "numeric(_:_:)")
    public static func decimal(_ precision: Int, _ scale: Int = 0) -> ColumnType<Decimal> { .numeric(precision, scale) }
}

extension ColumnType where Value == Date {
    @available(*, unavailable, message: "write .timestamptz, or .timestamp for a time without a zone")
    public static var datetime: ColumnType<Date> { .timestamptz }
}

extension ColumnType where Value == Bytes {
    @available(*, unavailable, renamed: "bytea")
    public static var blob: ColumnType<Bytes> { .bytea }
}

extension ColumnType where Value == Opaque {
    @available(*, unavailable, message: "write Column<Opaque>(\"…\", .sql(\"money\"))")
    public static var money: ColumnType<Opaque> { .sql("money") }
}

extension Column {
    @available(*, unavailable, message: "a foreign key refers to a column of the same type; change the type of one of the two")
    public func references<Other>(
        _ column: Column<Other>, onDelete: ReferentialAction = .noAction, onUpdate: ReferentialAction = .noAction,
        deferrable: Deferrable? = nil, name: String? = nil
    ) -> Column { self }
}

extension Column where Value: NumericValue {
    @available(*, unavailable, message: "write the number without quotes, or .default(.sql(\"…\")) for an expression")
    public func `default`(_ text: String) -> Column { self }
}

extension Column where Value: TemporalValue {
    @available(*, unavailable, message: "write .default(.now), or .default(.sql(\"…\")) for another expression")
    public func `default`(_ text: String) -> Column { self }
}

extension Check {
    @available(*, unavailable, message: "write Check(sql: \"…\") for a condition in SQL")
    public init(_ sql: String, name: String? = nil) { self.init(sql: SQLFragment(verbatim: sql), name: name) }
}

extension TableBodyBuilder {
    @available(*, unavailable, message: "a column is a stored property of the class: let name = Column(…)")
    public static func buildExpression(_ column: any AnyColumn) -> [any TableItem] { [] }
}

extension SQLFragment.StringInterpolation {
    @available(*, unavailable, message: "write \\(literal: …) for a value, or \\(identifier: …) for a name")
    public mutating func appendInterpolation(_ text: String) { appendInterpolation(literal: text) }
}
