import PostgresClient
import SchemaModel

/// One row of a ``CatalogQuery``: who the fact is, and its payload.
struct FactRow {
    /// The columns before the payload, in the order in which ``CatalogQuery`` selects them.
    enum Column: Int {
        case objectID, subID, schema, name, signature, parentClass, parentID, parentSub
        static let count = 8
    }

    let row: PostgresRow

    func text(_ column: Column) -> String? { row.text(column.rawValue) }

    /// The place of the fact in a catalog; nil for a fact without a row of its own.
    func address(_ catalog: UInt32?) -> Address? {
        guard let catalog, let object = number(.objectID) else { return nil }
        return Address(
            catalog: catalog, object: UInt32(truncatingIfNeeded: object), column: Int32(truncatingIfNeeded: number(.subID) ?? 0))
    }

    /// The place of its parent; nil for a root.
    var parent: Address? {
        guard let catalog = number(.parentClass), let object = number(.parentID) else { return nil }
        return Address(
            catalog: UInt32(truncatingIfNeeded: catalog), object: UInt32(truncatingIfNeeded: object),
            column: Int32(truncatingIfNeeded: number(.parentSub) ?? 0))
    }

    private func number(_ column: Column) -> Int? { row.number(column.rawValue) }

    /// The payload. Columns are read by their type: booleans, numbers, arrays of text, `jsonb`; everything else is text.
    /// - Throws: ``JSONTextError`` for a `jsonb` column that is not JSON.
    func attributes() throws -> [Attribute: Value] {
        var result: [Attribute: Value] = [:]
        for (index, column) in row.columns.enumerated().dropFirst(Column.count) {
            guard let value = try value(index, column.oid) else { continue }
            result[Attribute(rawValue: column.name)] = value
        }
        return result
    }

    private func value(_ index: Int, _ oid: UInt32) throws -> Value? {
        guard let text = row.text(index) else { return nil }
        switch oid {
        case 16: return text == "t" ? .bool(true) : nil
        case 20, 21, 23, 26, 700, 701, 1700: return .number(text)
        case 1003, 1009:
            return row.withBytes(index) { bytes in bytes.flatMap(ArrayText.elements) }.map { elements in
                .texts(elements.map { $0.map { String(decoding: $0, as: UTF8.self) } ?? "" })
            }
        case 114, 3802: return try Value(json: text)
        default: return .text(text)
        }
    }
}

extension PostgresRow {
    /// A column of digits as a number; nil for NULL.
    func number(_ column: Int) -> Int? {
        withBytes(column) { bytes in
            guard let bytes else { return nil }
            var result = 0
            var isNegative = false
            for byte in bytes {
                if byte == UInt8(ascii: "-") {
                    isNegative = true
                } else {
                    result = result &* 10 &+ Int(byte &- 48)
                }
            }
            return isNegative ? -result : result
        }
    }

    /// Three columns from an index on, as an address.
    func address(at index: Int) -> Address {
        Address(
            catalog: UInt32(truncatingIfNeeded: number(index) ?? 0), object: UInt32(truncatingIfNeeded: number(index + 1) ?? 0),
            column: Int32(truncatingIfNeeded: number(index + 2) ?? 0))
    }
}
