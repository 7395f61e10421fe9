import SchemaModel

/// The pieces of literals that more than one value writes.
enum SQLText {
    static func literal(_ text: String) -> String { SQL.literal(text) }
    static func identifier(_ name: String) -> String { SQL.identifier(name) }

    static func floating(_ value: Double, _ text: String) -> String {
        if value.isNaN { return "'NaN'" }
        return value.isInfinite ? (value < 0 ? "'-Infinity'" : "'Infinity'") : text
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
