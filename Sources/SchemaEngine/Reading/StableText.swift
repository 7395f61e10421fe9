package import SchemaModel

/// The one form of an expression that PostgreSQL words in two ways.
///
/// The parser reads SQL and its own wording of it differently in two places:
/// - `IN` over `varchar` is stored as `(a)::text = ANY ((ARRAY['x'::character varying])::text[])`, which reads back as
///   `(a)::text = ANY (ARRAY[('x'::character varying)::text])`. The first form stands for both.
/// - `a BETWEEN 1 AND 2 AND b` is stored as `(((a >= 1) AND (a <= 2)) AND b)`, which reads back as `((a >= 1) AND (a <= 2) AND b)`, since the
///   parser takes an AND (or an OR) into another that begins with it. The second form stands for both.
package enum StableText {
    private static let attributes: [Attribute] = [
        .definition, .expression, .body, .using, .withCheck, .filter, .generated, .checkExpression, .predicate, .indexBody,
        .sqlBody,
        .keyExpressions,
    ]

    /// Gives the expressions their one form, and returns those that had another.
    static func canonical(_ values: inout [Attribute: Value]) -> [Attribute: Value] {
        var others: [Attribute: Value] = [:]
        for attribute in attributes {
            guard let value = values[attribute] else { continue }
            let stable = changed(value, stable)
            guard stable != value else { continue }
            values[attribute] = stable
            others[attribute] = value
        }
        return others
    }

    /// The text that PostgreSQL reads back as what the fact says, in the catalog's words where they are known.
    package static func rendered(_ fact: Fact) -> Fact {
        var result = fact
        for attribute in attributes {
            guard let value = fact[attribute] else { continue }
            // A text that a plan has changed is not the one that the catalog had.
            let known = fact.wordings.values[attribute].flatMap { changed($0, stable) == value ? $0 : nil }
            result.attributes[attribute] = changed(known ?? value, written)
        }
        return result
    }

    private static func changed(_ value: Value, _ change: (String) -> String) -> Value {
        switch value {
        case .text(let text): .text(change(text))
        case .list(let items): .list(items.map { changed($0, change) })
        case .null, .bool, .number, .object: value
        }
    }

    private static func stable(_ text: String) -> String {
        // Most texts have neither, and are not looked at again.
        guard text.contains("::character varying)::text") || text.contains(") AND ") || text.contains(") OR "),
            let expression = CatalogExpression(text)
        else { return text }
        return expression.mapped { joined(castedAsOne($0)) }.text
    }

    private static func written(_ text: String) -> String {
        guard text.contains("])::text[])") || text.contains(")) AND ") || text.contains(")) OR "),
            let expression = CatalogExpression(text)
        else { return text }
        return expression.mapped { asRange(uncasted($0)) }.text
    }

    // MARK: IN over varchar

    private typealias Node = CatalogExpression.Node

    /// `ARRAY[('x'::character varying)::text, …]` as `(ARRAY['x'::character varying, …])::text[]`.
    private static func castedAsOne(_ nodes: [Node]) -> [Node] {
        var result: [Node] = []
        for node in nodes {
            guard case .brackets(let elements) = node, result.last == .token("ARRAY"), !elements.isEmpty,
                let items = items(
                    elements,
                    { item in
                        guard item.count == 3, case .parentheses(let literal) = item[0], isLiteral(literal),
                            item[1] == .token("::"),
                            item[2] == .token("text")
                        else { return nil }
                        return literal
                    })
            else {
                result.append(node)
                continue
            }
            result.removeLast()
            result += [.parentheses([.token("ARRAY"), .brackets(items)]), .token("::"), .token("text"), .brackets([])]
        }
        return result
    }

    /// `(a)::text = ANY ((ARRAY[…])::text[])` as `a = ANY (ARRAY[…])`, which PostgreSQL casts in the same way.
    private static func uncasted(_ nodes: [Node]) -> [Node] {
        var result: [Node] = []
        for node in nodes {
            let head = Array(result.suffix(8))
            if let array = castedArray(node), head.count == 8, case .parentheses(let value) = head[0],
                value.allSatisfy({ $0.children == nil }), Array(head[1...3]) == [.token("::"), .token("text"), .space],
                comparisons.contains(Array(head[4...]))
            {
                result.removeLast(8)
                result += value + [.space] + head[4...] + [.parentheses(array)]
            } else {
                result.append(node)
            }
        }
        return result
    }

    private static let comparisons: [[Node]] = [("=", "ANY"), ("<>", "ALL")].map { [.token($0), .space, .token($1), .space] }

    /// The array of `((ARRAY['x'::character varying, …])::text[])`.
    private static func castedArray(_ node: Node) -> [Node]? {
        guard case .parentheses(let cast) = node, cast.count == 4, case .parentheses(let array) = cast[0],
            Array(cast[1...]) == [.token("::"), .token("text"), .brackets([])], array.count == 2, array[0] == .token("ARRAY"),
            case .brackets(let elements) = array[1], items(elements, { isLiteral($0) ? $0 : nil }) != nil
        else { return nil }
        return array
    }

    /// True for `'x'::character varying`, with or without a length.
    private static func isLiteral(_ nodes: [Node]) -> Bool {
        guard nodes.count >= 5, case .token(let literal) = nodes[0], literal.hasPrefix("'"),
            Array(nodes[1...4]) == [.token("::"), .token("character"), .space, .token("varying")]
        else { return false }
        return nodes.count == 5 || nodes.count == 6 && nodes[5].children?.count == 1
    }

    /// The elements of a list, each changed, with what separates them; nil where one cannot be changed.
    private static func items(_ nodes: [Node], _ change: ([Node]) -> [Node]?) -> [Node]? {
        let elements = nodes.split(separator: .token(","), omittingEmptySubsequences: false).map(Array.init)
        var result: [Node] = []
        for (number, element) in elements.enumerated() {
            guard let item = change(number == 0 ? element : Array(element.drop { $0 == .space })) else { return nil }
            result += (number == 0 ? [] : [.token(","), .space]) + item
        }
        return result
    }

    // MARK: AND and OR

    /// `((a AND b) AND c)`, without the parentheses, as `(a AND b AND c)`.
    private static func joined(_ nodes: [Node]) -> [Node] {
        guard nodes.count > 3, case .parentheses(let inner) = nodes[0], let word = connective(nodes), inner.contains(word) else {
            return nodes
        }
        return inner + nodes.dropFirst()
    }

    /// `(((a >= 1) AND (a <= 2)) AND b)` as `(a BETWEEN 1 AND 2 AND b)`: the only words that PostgreSQL stores as it stored this.
    private static func asRange(_ nodes: [Node]) -> [Node] {
        guard nodes.count > 3, case .parentheses(let inner) = nodes[0], let word = connective(nodes), inner.count == 5,
            inner[1...3] == [.space, word, .space], case .parentheses(let low) = inner[0], case .parentheses(let high) = inner[4]
        else { return nodes }
        let isInside = word == .token("AND")
        guard let from = sides(low, isInside ? ">=" : "<"), let to = sides(high, isInside ? "<=" : ">"), from.left == to.left
        else {
            return nodes
        }
        let between: [Node] = isInside ? [.token("BETWEEN")] : [.token("NOT"), .space, .token("BETWEEN")]
        let range = from.left + [.space] + between + [.space] + from.right + [.space, .token("AND"), .space] + to.right
        return [.parentheses(range)] + nodes.dropFirst()
    }

    /// The AND or OR after the first operand.
    private static func connective(_ nodes: [Node]) -> Node? {
        guard nodes[1] == .space, nodes[3] == .space, [.token("AND"), .token("OR")].contains(nodes[2]) else { return nil }
        return nodes[2]
    }

    /// The operands of a comparison.
    private static func sides(_ nodes: [Node], _ comparison: String) -> (left: [Node], right: [Node])? {
        guard let place = nodes.firstIndex(of: .token(comparison)), place > 1, place < nodes.count - 2,
            nodes[place - 1] == .space,
            nodes[place + 1] == .space
        else { return nil }
        return (Array(nodes[..<(place - 1)]), Array(nodes[(place + 2)...]))
    }
}
