/// The value of an attribute of a fact: the values that `jsonb` can hold, with numbers kept as written.
package enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    case list([Value])
    case object([String: Value])

    package static func integer(_ value: some BinaryInteger) -> Value { .number(String(value)) }
    package static func texts(_ values: [String]) -> Value { .list(values.map(Value.text)) }
}

extension Value {
    package static func == (a: Value, b: Value) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.text(let a), .text(let b)): a.hasBytes(of: b)
        case (.list(let a), .list(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        case (.null, _), (.bool, _), (.number, _), (.text, _), (.list, _), (.object, _): false
        }
    }
}

extension Value {
    package var text: String? { if case .text(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var integer: Int? { if case .number(let value) = self { Int(value) } else { nil } }
    package var list: [Value]? { if case .list(let value) = self { value } else { nil } }
    package var object: [String: Value]? { if case .object(let value) = self { value } else { nil } }
    /// The texts of a list of texts; nil when this is not one.
    package var texts: [String]? {
        guard let list else { return nil }
        let texts = list.compactMap(\.text)
        return texts.count == list.count ? texts : nil
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
}
