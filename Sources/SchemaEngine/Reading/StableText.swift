import Foundation
package import SchemaModel

/// PostgreSQL writes one expression in two ways, by its history: `IN` over `varchar` is
/// `(a)::text = ANY ((ARRAY['x'::character varying])::text[])`, and what it writes reads back as
/// `(a)::text = ANY (ARRAY[('x'::character varying)::text])`. Both are the first form here.
package enum StableText {
    private static let texts: [Attribute] = [.definition, .expression, .body, .using, .withCheck, .filter, .generated]

    /// Gives the expressions their one form, and returns those that had another.
    static func canonical(_ attributes: inout [Attribute: Value], of kind: ObjectKind) -> [Attribute: String] {
        guard !kind.definition.hasOpaqueText else { return [:] }
        var others: [Attribute: String] = [:]
        for attribute in texts {
            guard let text = attributes[attribute]?.text, text.contains("::character varying)::text") else { continue }
            let stable = readBack(text)
            guard stable != text else { continue }
            attributes[attribute] = .text(stable)
            others[attribute] = text
        }
        return others
    }

    /// The text that PostgreSQL reads back as what the fact says, in the catalog's words where they are known.
    package static func rendered(_ fact: Fact) -> Fact {
        guard !fact.id.kind.definition.hasOpaqueText else { return fact }
        var result = fact
        for attribute in texts {
            guard let text = fact.text(attribute), text.contains("])::text[])") else { continue }
            var words = text
            // A text that a plan has changed is not the one that the catalog had.
            if let known = fact.wordings.texts[attribute], readBack(known) == text { words = known }
            result.attributes[attribute] = .text(asWritten(words))
        }
        return result
    }

    private static let literal = "'(?:[^']|'')*'::character varying(?:\\(\\d+\\))?"

    private static func readBack(_ text: String) -> String {
        let items = "ARRAY\\[(\\(\(literal)\\)::text(?:, \\(\(literal)\\)::text)*)\\]"
        return replacing(items, in: text) { groups in
            let inner = replacing("\\((\(literal))\\)::text", in: groups[1]) { $0[1] }
            return "(ARRAY[\(inner)])::text[]"
        }
    }

    private static func asWritten(_ text: String) -> String {
        let items = "\\(([^()]+)\\)::text (= ANY|<> ALL) \\(\\(ARRAY\\[(\(literal)(?:, \(literal))*)\\]\\)::text\\[\\]\\)"
        return replacing(items, in: text) { "\($0[1]) \($0[2]) (ARRAY[\($0[3])])" }
    }

    private static func replacing(_ pattern: String, in text: String, _ body: ([String]) -> String) -> String {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return text }
        var result = ""
        var last = text.startIndex
        for match in expression.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
            guard let range = Range(match.range, in: text) else { continue }
            result += text[last..<range.lowerBound]
            result += body((0..<match.numberOfRanges).map { Range(match.range(at: $0), in: text).map { String(text[$0]) } ?? "" })
            last = range.upperBound
        }
        return result + text[last...]
    }
}
