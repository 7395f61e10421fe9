import Yams

extension DecodingError {
    /// The keys that lead to the problem.
    var path: [String] {
        switch self {
        case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.map { key in key.intValue.map(String.init) ?? key.stringValue }
        @unknown default: []
        }
    }

    /// The problem, in words; never a value of the file, which can hold a password.
    var reason: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.place(context))has no \(key.stringValue)"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "\(Self.place(context))has the wrong type\(Self.wanted(type).map { ": it must be \($0)" } ?? "")"
        case .dataCorrupted(let context): (context.underlyingError as? YamlError)?.reason ?? context.debugDescription
        @unknown default: "it cannot be decoded"
        }
    }

    /// The type that a setting must have, as a person writes it in YAML; nil for one that has no word.
    private static func wanted(_ type: any Any.Type) -> String? {
        switch type {
        case is Node.Sequence.Type: "a list, as in `[one, two]`"
        case is Node.Mapping.Type: "a mapping, `key: value` on lines of its own"
        case is Node.Scalar.Type, is String.Type: "a text"
        case is Bool.Type: "`true` or `false`"
        case is Int.Type: "a whole number"
        case is Double.Type: "a number"
        default: nil
        }
    }

    private static func place(_ context: Context) -> String {
        let names = context.codingPath.enumerated().map { place, key in
            key.intValue.map { "[\($0 + 1)]" } ?? (place == 0 ? "" : ".") + key.stringValue
        }
        return names.isEmpty ? "it " : names.joined() + " "
    }
}

extension YamlError {
    /// The place and the problem, without the line itself.
    var reason: String {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            "line \(context.mark.line): the key \(duplicates.joined(separator: ", ")) is given twice"
        default: "it is not YAML"
        }
    }
}
