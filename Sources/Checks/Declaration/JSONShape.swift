/// The form that a JSON object must have: keys, their types, and rules between them. Other keys are free.
public struct JSONShape: Sendable, Hashable {
    /// What ids of its checks end in: lower-case letters, digits and `_`.
    public let name: String
    let keys: [JSONKey]
    let rules: [JSONRule]

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

    /// Must be there, with a value of the type. A JSON `null` is no value.
    public static func required(_ name: String, _ type: JSONType) -> JSONKey {
        JSONKey(name: name, type: type, isRequired: true)
    }

    /// May be left out; when it is there, its value is of the type. A JSON `null` is not: leave the key out.
    public static func optional(_ name: String, _ type: JSONType) -> JSONKey {
        JSONKey(name: name, type: type, isRequired: false)
    }
}

/// What a value in a JSON object may be.
public enum JSONType: Sendable, Hashable {
    /// Any text that is not blank.
    case text
    case oneOf([String])
    /// A text that matches a POSIX regular expression.
    case format(String)
    case boolean
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
