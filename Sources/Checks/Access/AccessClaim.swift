import SchemaModel

/// A claim of a token: a value that JSON has. Literals are enough: `["sub": "6f0c…", "app_metadata": ["org": 7]]`.
public enum AccessClaim: Sendable, Hashable {
    /// A text.
    case text(String)
    /// A whole number.
    case number(Int)
    /// True or false.
    case flag(Bool)
    /// A list of values.
    case list([AccessClaim])
    /// Values by name.
    case object([String: AccessClaim])
    /// JSON's null.
    case null
}

extension AccessClaim: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .number(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    /// A list of values.
    public init(arrayLiteral elements: AccessClaim...) { self = .list(elements) }
    /// Values by name; of a name that is there twice, the first.
    public init(dictionaryLiteral elements: (String, AccessClaim)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { first, _ in first }))
    }
    /// JSON's null.
    public init(nilLiteral: ()) { self = .null }
}

extension AccessClaim: Codable {
    /// Reads any value of JSON or YAML; a number with a fraction is taken as text, as no policy compares it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Each attempt fails for values of another kind; the last one says why none fits.
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let list = try? container.decode([AccessClaim].self) {
            self = .list(list)
        } else if let object = try? container.decode([String: AccessClaim].self) {
            self = .object(object)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Writes the value as JSON has it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        case .null: try container.encodeNil()
        }
    }
}

extension AccessClaim {
    /// The value as SQL gets it; `Value` alone is the type of the dictionary literal.
    var value: SchemaModel.Value {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): .integer(number)
        case .flag(let flag): .bool(flag)
        case .list(let values): .list(values.map(\.value))
        case .object(let values): .object(values.mapValues(\.value))
        case .null: .null
        }
    }
}
