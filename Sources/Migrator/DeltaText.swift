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
                let (wanted, found) = texts(delta.before?[attribute], delta.after?[attribute])
                return "\(words(attribute)) is \(found), declared \(wanted)"
            }
            return "\(delta.id): \(parts.joined(separator: "; "))"
        }
    }

    private static func words(_ attribute: Attribute) -> String { attribute.rawValue.replacing("_", with: " ") }

    /// Two values, each on one line; of long ones, the part around their first difference.
    private static func texts(_ first: Value?, _ second: Value?) -> (String, String) {
        let (one, other) = (oneLine(first), oneLine(second))
        let common = zip(one ?? "", other ?? "").prefix { $0 == $1 }.count
        return (text(one, from: common), text(other, from: common))
    }

    private static func oneLine(_ value: Value?) -> String? {
        value.map { ($0.text ?? $0.json).split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// - Parameter place: the first character that the reader must see.
    private static func text(_ text: String?, from place: Int) -> String {
        guard let text else { return "not set" }
        guard text.count > 120 else { return "`\(text)`" }
        let start = place < 100 ? 0 : place - 40
        let shown = text.dropFirst(start)
        return "`\(start > 0 ? "…" : "")\(shown.prefix(117))\(shown.count > 117 ? "…" : "")`"
    }
}
