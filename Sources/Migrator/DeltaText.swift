package import SchemaEngine
import SchemaModel

/// A difference in words.
package enum DeltaText {
    /// One line, from what is wanted to what is found.
    package static func line(_ delta: Delta) -> String {
        switch delta.kind {
        case .create: return "\(delta.id): exists but is not declared"
        case .drop: return "\(delta.id): declared but missing"
        case .alter:
            let parts = delta.changed.sorted().map { attribute in
                let wanted = text(delta.before?[attribute])
                let found = text(delta.after?[attribute])
                return "\(words(attribute)) is \(found), declared \(wanted)"
            }
            return "\(delta.id): \(parts.joined(separator: "; "))"
        }
    }

    private static func words(_ attribute: Attribute) -> String { attribute.rawValue.replacing("_", with: " ") }

    private static func text(_ value: Value?) -> String {
        guard let value else { return "not set" }
        let text = value.text ?? value.json
        let oneLine = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return oneLine.count > 120 ? "`\(oneLine.prefix(117))…`" : "`\(oneLine)`"
    }
}
