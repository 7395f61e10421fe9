/// The form that a JSON object must have: keys, their types, and rules between them. Other keys are free.
public struct JSONShape: Sendable, Hashable {
    /// The last part of its checks' ids: lower-case letters, digits and `_`.
    package let name: String
    let keys: [JSONKey]
    let rules: [JSONRule]

    /// A shape with a name, which the titles of its checks use, and the keys that a document may or must have.
    public init(_ name: String, _ keys: [JSONKey], rules: [JSONRule] = []) {
        self.name = name
        self.keys = keys
        self.rules = rules
    }
}

/// A key of a ``JSONShape``.
public struct JSONKey: Sendable, Hashable {
    let name: String
    let type: JSONType
    let isRequired: Bool
    let allowsNull: Bool

    /// Must be there, with a value of the type, or with a JSON `null` where `orNull` says so.
    public static func required(_ name: String, _ type: JSONType, orNull: Bool = false) -> JSONKey {
        JSONKey(name: name, type: type, isRequired: true, allowsNull: orNull)
    }

    /// May be left out. When it is there, its value is of the type, or a JSON `null` where `orNull` says so.
    public static func optional(_ name: String, _ type: JSONType, orNull: Bool = false) -> JSONKey {
        JSONKey(name: name, type: type, isRequired: false, allowsNull: orNull)
    }
}

/// The type of a value in a JSON object.
public enum JSONType: Sendable, Hashable {
    /// Any string, the empty one too.
    case string
    /// Any string that is not blank.
    case text
    /// A string that is one of these.
    case oneOf([String])
    /// A text that matches a POSIX regular expression.
    case format(String)
    /// `true` or `false`.
    case boolean
    /// A number in this range.
    case number(atLeast: Double? = nil, atMost: Double? = nil)
    /// A number without a fraction.
    case integer(atLeast: Int? = nil, atMost: Int? = nil)
    /// A day of the calendar, as `2025-01-15`.
    case date
    /// A point in time, as `2025-01-15T10:30:00Z`, with a zone.
    case timestamp
    /// A list of texts that are not blank; an empty list is one too.
    case texts
}

/// A rule between the keys of a JSON object.
public enum JSONRule: Sendable, Hashable {
    /// Where both are numbers, the first is not greater than the second.
    case ascending(String, String)
    /// When the first key is there, the second is too.
    case implies(String, String)
}

extension JSONShape {
    /// The parts of the declaration that contradict each other.
    var contradictions: [String] {
        var found: [String] = []
        for (name, keys) in Dictionary(grouping: keys, by: \.name).sorted(by: { $0.key < $1.key }) where keys.count > 1 {
            found.append("the shape names the key \(name) \(keys.count) times")
        }
        for key in keys { if let problem = key.type.contradiction { found.append("the key \(key.name): \(problem)") } }
        return found
    }
}

extension JSONType {
    /// Nil where some value can be of the type.
    fileprivate var contradiction: String? {
        switch self {
        case .oneOf(let values): values.isEmpty ? "no value is one of an empty list" : nil
        case .format(let regex): regex.isEmpty ? "an empty pattern matches every text" : nil
        case .number(let least?, let most?): least <= most ? nil : "atLeast (\(least)) is greater than atMost (\(most))"
        case .integer(let least?, let most?): least <= most ? nil : "atLeast (\(least)) is greater than atMost (\(most))"
        case .string, .text, .boolean, .number, .integer, .date, .timestamp, .texts: nil
        }
    }
}
