import Foundation
package import SchemaModel

/// PostgreSQL writes one expression in two ways, by its history: `IN` over `varchar` is
/// `(a)::text = ANY ((ARRAY['x'::character varying])::text[])`, and what it writes reads back as
/// `(a)::text = ANY (ARRAY[('x'::character varying)::text])`. Both are the first form here.
package enum StableText {
    private static let texts: [Attribute] = [.definition, .expression, .body, .using, .withCheck, .filter, .generated]

    /// The one form of an expression, in the facts.
    static func canonical(_ attributes: inout [Attribute: Value], of kind: ObjectKind) {
        guard !kind.definition.hasOpaqueText else { return }
        rewrite(&attributes, containing: "::character varying)::text", readBack)
    }

    /// The text that PostgreSQL reads back as what the fact says.
    package static func rendered(_ fact: Fact) -> Fact {
        guard !fact.id.kind.definition.hasOpaqueText else { return fact }
        var result = fact
        rewrite(&result.attributes, containing: "])::text[])", asWritten)
        return result
    }

    private static func rewrite(
        _ attributes: inout [Attribute: Value], containing mark: String, _ change: (String) -> String
    ) {
        for attribute in texts {
            if case .text(let text) = attributes[attribute], text.contains(mark) { attributes[attribute] = .text(change(text)) }
        }
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
