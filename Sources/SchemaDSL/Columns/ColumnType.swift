public import Foundation

/// The type of a column, an argument or a result, with the Swift type of its values.
///
/// Types are written as `format_type` writes them, so that a declaration reads as the catalog does.
public struct ColumnType<Value: SQLValue>: Sendable {
    let name: TypeName

    init(_ sql: String, bare: String? = nil, serial: Bool = false) {
        name = TypeName(fragment: SQLFragment(verbatim: sql), bare: bare.map(SQLFragment.init(verbatim:)), serial: serial)
    }

    init(_ name: TypeName) { self.name = name }

    /// A type that has no name here, as the catalog writes it: `.sql("bit(8)")`.
    public static func sql(_ type: SQLFragment) -> ColumnType<Value> { ColumnType(TypeName(fragment: type)) }

    /// The type without its length or precision.
    package var bareFragment: SQLFragment { name.bare }

    /// The type as the catalog writes it, such as `character varying(255)`; of an enum or domain, as a fragment.
    package var fragment: SQLFragment { name.fragment }
}

/// A type's name, with the form that signatures have (without its modifier).
struct TypeName: Sendable {
    let fragment: SQLFragment
    let bare: SQLFragment
    let serial: Bool

    init(fragment: SQLFragment, bare: SQLFragment? = nil, serial: Bool = false) {
        self.fragment = fragment
        self.bare = bare ?? fragment
        self.serial = serial
    }
}

extension ColumnType where Value == String {
    /// `text`.
    public static var text: ColumnType<String> { ColumnType("text") }
    /// `character varying`, of any length.
    public static var varchar: ColumnType<String> { ColumnType("character varying") }
    /// `character varying(length)`.
    public static func varchar(_ length: Int) -> ColumnType<String> {
        ColumnType("character varying(\(length))", bare: "character varying")
    }
    /// `character(length)`, padded with spaces.
    public static func char(_ length: Int) -> ColumnType<String> { ColumnType("character(\(length))", bare: "character") }
    /// `citext`, of the extension of that name, which is in this schema.
    public static func citext(schema: String) -> ColumnType<String> {
        ColumnType(TypeName(fragment: "\(identifier: schema).citext"))
    }
}

extension ColumnType where Value == UUID {
    /// `uuid`.
    public static var uuid: ColumnType<UUID> { ColumnType("uuid") }
}

extension ColumnType where Value == Bool {
    /// `boolean`.
    public static var boolean: ColumnType<Bool> { ColumnType("boolean") }
}

extension ColumnType where Value == Int16 {
    /// `smallint`: two bytes.
    public static var smallint: ColumnType<Int16> { ColumnType("smallint") }
    /// `smallint` with a default from a sequence that the column owns.
    public static var smallserial: ColumnType<Int16> { ColumnType("smallint", serial: true) }
}

extension ColumnType where Value == Int32 {
    /// `integer`: four bytes.
    public static var integer: ColumnType<Int32> { ColumnType("integer") }
    /// An `integer` with a sequence of its own; NOT NULL.
    public static var serial: ColumnType<Int32> { ColumnType("integer", serial: true) }
}

extension ColumnType where Value == Int64 {
    /// `bigint`: eight bytes.
    public static var bigint: ColumnType<Int64> { ColumnType("bigint") }
    /// A `bigint` with a sequence of its own; NOT NULL.
    public static var bigserial: ColumnType<Int64> { ColumnType("bigint", serial: true) }
}

extension ColumnType where Value == Float {
    /// `real`: four bytes.
    public static var real: ColumnType<Float> { ColumnType("real") }
}

extension ColumnType where Value == Double {
    /// `double precision`: eight bytes.
    public static var doublePrecision: ColumnType<Double> { ColumnType("double precision") }
}

extension ColumnType where Value == Decimal {
    /// `numeric`, of any precision.
    public static var numeric: ColumnType<Decimal> { ColumnType("numeric") }
    /// `numeric(precision, scale)`.
    public static func numeric(_ precision: Int, _ scale: Int = 0) -> ColumnType<Decimal> {
        ColumnType("numeric(\(precision),\(scale))", bare: "numeric")
    }
}

extension ColumnType where Value == Date {
    /// `timestamp with time zone`.
    public static var timestamptz: ColumnType<Date> { ColumnType("timestamp with time zone") }
    /// `timestamp(precision) with time zone`.
    public static func timestamptz(_ precision: Int) -> ColumnType<Date> {
        ColumnType("timestamp(\(precision)) with time zone", bare: "timestamp with time zone")
    }
}

extension ColumnType where Value == LocalTimestamp {
    /// `timestamp without time zone`.
    public static var timestamp: ColumnType<LocalTimestamp> { ColumnType("timestamp without time zone") }
    /// `timestamp(precision) without time zone`.
    public static func timestamp(_ precision: Int) -> ColumnType<LocalTimestamp> {
        ColumnType("timestamp(\(precision)) without time zone", bare: "timestamp without time zone")
    }
}

extension ColumnType where Value == LocalDate {
    /// `date`.
    public static var date: ColumnType<LocalDate> { ColumnType("date") }
}

extension ColumnType where Value == LocalTime {
    /// `time without time zone`.
    public static var time: ColumnType<LocalTime> { ColumnType("time without time zone") }
}

extension ColumnType where Value == Interval {
    /// `interval`.
    public static var interval: ColumnType<Interval> { ColumnType("interval") }
}

extension ColumnType where Value == JSON {
    /// `json`, which keeps the text as it came.
    public static var json: ColumnType<JSON> { ColumnType("json") }
    /// `jsonb`, which is parsed when it is written and can be indexed.
    public static var jsonb: ColumnType<JSON> { ColumnType("jsonb") }
}

extension ColumnType where Value == Bytes {
    /// `bytea`.
    public static var bytea: ColumnType<Bytes> { ColumnType("bytea") }
}

extension ColumnType where Value == NetworkAddress {
    /// `inet`: an address, with or without its network.
    public static var inet: ColumnType<NetworkAddress> { ColumnType("inet") }
    /// `cidr`: a network.
    public static var cidr: ColumnType<NetworkAddress> { ColumnType("cidr") }
}

extension ColumnType where Value == TextSearchVector {
    /// `tsvector`: a document for text search.
    public static var tsvector: ColumnType<TextSearchVector> { ColumnType("tsvector") }
}

extension ColumnType where Value == Vector {
    /// pgvector's `vector(dimensions)`, in the schema that the extension is in.
    public static func vector(_ dimensions: Int, schema: String = "extensions") -> ColumnType<Vector> {
        ColumnType(
            TypeName(
                fragment: SQLFragment("\(identifier: schema).vector").appending("(\(dimensions))"),
                bare: "\(identifier: schema).vector"))
    }
}

extension ColumnType where Value == EnumLabel {
    /// An enum type of this declaration.
    public static func `enum`(_ type: EnumType) -> ColumnType<EnumLabel> { ColumnType(TypeName(fragment: "\(type)")) }
}

extension ColumnType where Value: SQLEnum {
    /// The enum type of a Swift enum.
    public static func `enum`(_ labels: Value.Type) -> ColumnType<Value> { ColumnType(TypeName(fragment: "\(labels.type)")) }
}

extension ColumnType where Value == SQLRange<Int32> {
    /// `int4range`.
    public static var int4range: ColumnType<SQLRange<Int32>> { ColumnType("int4range") }
}

extension ColumnType where Value == SQLRange<Int64> {
    /// `int8range`.
    public static var int8range: ColumnType<SQLRange<Int64>> { ColumnType("int8range") }
}

extension ColumnType where Value == SQLRange<Decimal> {
    /// `numrange`.
    public static var numrange: ColumnType<SQLRange<Decimal>> { ColumnType("numrange") }
}

extension ColumnType where Value == SQLRange<LocalDate> {
    /// `daterange`.
    public static var daterange: ColumnType<SQLRange<LocalDate>> { ColumnType("daterange") }
}

extension ColumnType where Value == SQLRange<LocalTimestamp> {
    /// `tsrange`: a range of times without a time zone.
    public static var tsrange: ColumnType<SQLRange<LocalTimestamp>> { ColumnType("tsrange") }
}

extension ColumnType where Value == SQLRange<Date> {
    /// `tstzrange`: a range of times with a time zone.
    public static var tstzrange: ColumnType<SQLRange<Date>> { ColumnType("tstzrange") }
}

extension ColumnType {
    /// A domain of this declaration.
    public static func domain(_ domain: Domain<Value>) -> ColumnType<Value> { ColumnType(TypeName(fragment: "\(domain)")) }

    /// An array of another type.
    public static func array<Element>(of element: ColumnType<Element>) -> ColumnType<[Element]> where Value == [Element] {
        ColumnType<[Element]>(
            TypeName(
                fragment: element.name.fragment.appending("[]"), bare: element.name.bare.appending("[]")))
    }
}
