import SchemaModel

/// A type of a column in Swift: how it is written, and the Swift type of its values.
struct TypeText: Equatable {
    var expression: String
    var value: String
    /// True when the Swift type of the values does not follow from the expression.
    var isOpaque = false

    /// The text before the arguments of `Column`: nothing, or the type of its values.
    var generic: String { isOpaque ? "<Opaque>" : "" }
}

extension TypeText {
    private static let named: [String: TypeText] = [
        "text": TypeText(expression: ".text", value: "String"),
        "character varying": TypeText(expression: ".varchar", value: "String"),
        "uuid": TypeText(expression: ".uuid", value: "UUID"), "boolean": TypeText(expression: ".boolean", value: "Bool"),
        "smallint": TypeText(expression: ".smallint", value: "Int16"),
        "integer": TypeText(expression: ".integer", value: "Int32"),
        "bigint": TypeText(expression: ".bigint", value: "Int64"), "real": TypeText(expression: ".real", value: "Float"),
        "double precision": TypeText(expression: ".doublePrecision", value: "Double"),
        "numeric": TypeText(expression: ".numeric", value: "Decimal"),
        "timestamp with time zone": TypeText(expression: ".timestamptz", value: "Date"),
        "timestamp without time zone": TypeText(expression: ".timestamp", value: "LocalTimestamp"),
        "date": TypeText(expression: ".date", value: "LocalDate"),
        "time without time zone": TypeText(expression: ".time", value: "LocalTime"),
        "interval": TypeText(expression: ".interval", value: "Interval"), "json": TypeText(expression: ".json", value: "JSON"),
        "jsonb": TypeText(expression: ".jsonb", value: "JSON"), "bytea": TypeText(expression: ".bytea", value: "Bytes"),
        "inet": TypeText(expression: ".inet", value: "NetworkAddress"),
        "cidr": TypeText(expression: ".cidr", value: "NetworkAddress"),
        "tsvector": TypeText(expression: ".tsvector", value: "TextSearchVector"),
        "int4range": TypeText(expression: ".int4range", value: "SQLRange<Int32>"),
        "int8range": TypeText(expression: ".int8range", value: "SQLRange<Int64>"),
        "numrange": TypeText(expression: ".numrange", value: "SQLRange<Decimal>"),
        "daterange": TypeText(expression: ".daterange", value: "SQLRange<LocalDate>"),
        "tsrange": TypeText(expression: ".tsrange", value: "SQLRange<LocalTimestamp>"),
        "tstzrange": TypeText(expression: ".tstzrange", value: "SQLRange<Date>"),
    ]

    /// A type as `format_type` writes it. `declared` are the types of the declaration by their qualified names.
    static func of(_ text: String, declared: [String: TypeText]) -> TypeText {
        if let type = known(text, declared) { return type }
        return TypeText(expression: ".sql(\(SwiftText.literal(text)))", value: "Opaque", isOpaque: true)
    }

    private static func known(_ text: String, _ declared: [String: TypeText]) -> TypeText? {
        if let type = named[text] ?? declared[text] { return type }
        if text.hasSuffix("[]") {
            guard let element = known(String(text.dropLast(2)), declared) else { return nil }
            return TypeText(expression: ".array(of: \(element.expression))", value: "[\(element.value)]", isOpaque: false)
        }
        if let match = text.wholeMatch(of: #/character varying\((\d+)\)/#) {
            return TypeText(expression: ".varchar(\(match.1))", value: "String")
        }
        if let match = text.wholeMatch(of: #/character\((\d+)\)/#) {
            return TypeText(expression: ".char(\(match.1))", value: "String")
        }
        if let match = text.wholeMatch(of: #/numeric\((\d+),(-?\d+)\)/#) {
            return TypeText(
                expression: match.2 == "0" ? ".numeric(\(match.1))" : ".numeric(\(match.1), \(match.2))", value: "Decimal")
        }
        if let match = text.wholeMatch(of: #/timestamp\((\d)\) (with|without) time zone/#) {
            return match.2 == "with"
                ? TypeText(expression: ".timestamptz(\(match.1))", value: "Date")
                : TypeText(expression: ".timestamp(\(match.1))", value: "LocalTimestamp")
        }
        return ofExtension(text)
    }

    private static func ofExtension(_ text: String) -> TypeText? {
        let base = String(text.prefix { $0 != "(" })
        guard let parts = SQL.parts(ofQualifiedName: base), parts.count == 2 else { return nil }
        if parts[1] == "citext", base == text {
            return TypeText(expression: ".citext(schema: \(SwiftText.literal(parts[0])))", value: "String")
        }
        if parts[1] == "vector", let match = text.dropFirst(base.count).wholeMatch(of: #/\((\d+)\)/#) {
            return TypeText(expression: ".vector(\(match.1), schema: \(SwiftText.literal(parts[0])))", value: "Vector")
        }
        return nil
    }
}
