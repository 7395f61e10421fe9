/// A text that the catalog gives, as tokens in their parentheses and brackets.
///
/// This is not a parser of SQL. PostgreSQL puts every operation that it gives back in parentheses, and uses no comment, no dollar quote
/// and no keyword of lower case, so that parentheses say what belongs together.
struct CatalogExpression: Equatable {
    enum Node: Equatable, Sendable {
        /// A word, a literal, a quoted name, an operator, a blank, or one other character.
        case token(String)
        case parentheses([Node])
        case brackets([Node])

        static let space = Node.token(" ")

        var children: [Node]? {
            switch self {
            case .token: nil
            case .parentheses(let nodes), .brackets(let nodes): nodes
            }
        }
    }

    var nodes: [Node]

    init(nodes: [Node]) {
        self.nodes = nodes
    }

    /// - Returns: nil for a text whose parentheses do not match, which is not one of the catalog's expressions.
    init?(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let nodes = scanner.group(until: nil) else { return nil }
        self.nodes = nodes
    }

    var text: String {
        var result = ""
        Self.write(nodes, to: &result)
        return result
    }

    private static func write(_ nodes: [Node], to text: inout String) {
        for node in nodes {
            switch node {
            case .token(let token): text += token
            case .parentheses(let nodes):
                text += "("
                write(nodes, to: &text)
                text += ")"
            case .brackets(let nodes):
                text += "["
                write(nodes, to: &text)
                text += "]"
            }
        }
    }

    /// Changes every list of nodes, the inner ones first.
    func mapped(_ change: ([Node]) -> [Node]) -> CatalogExpression {
        func mapped(_ nodes: [Node]) -> [Node] {
            change(
                nodes.map { node in
                    switch node {
                    case .token: node
                    case .parentheses(let nodes): .parentheses(mapped(nodes))
                    case .brackets(let nodes): .brackets(mapped(nodes))
                    }
                })
        }
        return CatalogExpression(nodes: mapped(nodes))
    }

    // MARK: Scanning

    private struct Scanner {
        let bytes: [UInt8]
        var place = 0

        mutating func group(until end: UInt8?) -> [Node]? {
            var nodes: [Node] = []
            while place < bytes.count {
                let byte = bytes[place]
                switch byte {
                case UInt8(ascii: "("):
                    place += 1
                    guard let inner = group(until: UInt8(ascii: ")")) else { return nil }
                    nodes.append(.parentheses(inner))
                case UInt8(ascii: "["):
                    place += 1
                    guard let inner = group(until: UInt8(ascii: "]")) else { return nil }
                    nodes.append(.brackets(inner))
                case UInt8(ascii: ")"), UInt8(ascii: "]"):
                    guard byte == end else { return nil }
                    place += 1
                    return nodes
                case UInt8(ascii: "'"), UInt8(ascii: "\""):
                    let isEscape = byte == UInt8(ascii: "'") && nodes.last == .token("E")
                    guard let quoted = quoted(byte, isEscape: isEscape) else { return nil }
                    nodes.append(.token(quoted))
                default:
                    nodes.append(.token(run(byte)))
                }
            }
            return end == nil ? nodes : nil
        }

        private mutating func quoted(_ quote: UInt8, isEscape: Bool) -> String? {
            let start = place
            place += 1
            while place < bytes.count {
                if isEscape, bytes[place] == UInt8(ascii: "\\") {
                    place += 2
                } else if bytes[place] != quote {
                    place += 1
                } else if place + 1 < bytes.count, bytes[place + 1] == quote {
                    place += 2
                } else {
                    place += 1
                    return String(decoding: bytes[start..<place], as: UTF8.self)
                }
            }
            return nil
        }

        /// As many bytes of one sort as follow each other.
        private mutating func run(_ first: UInt8) -> String {
            let start = place
            let sort = Sort(first)
            repeat { place += 1 } while place < bytes.count && sort != .single && Sort(bytes[place]) == sort
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }

        private enum Sort {
            case word, blank, symbol, single

            init(_ byte: UInt8) {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"), 0x80...:
                    self = .word
                case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"): self = .blank
                case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
                    UInt8(ascii: "]"),
                    UInt8(ascii: ","), UInt8(ascii: ";"):
                    self = .single
                default: self = .symbol
                }
            }
        }
    }
}
