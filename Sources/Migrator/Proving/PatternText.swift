/// Texts that match a regular expression of PostgreSQL: enough of the syntax for what checks say of codes, names and addresses.
struct PatternText: Sendable {
    private indirect enum Node: Sendable {
        case empty
        case choice([Node])
        case sequence([Node])
        case oneOf([Character])
        case repeated(Node, Int, Int)
    }

    private let root: Node

    /// nil for a text that has nothing of a pattern, or is not one that this can read.
    init?(_ pattern: String) {
        guard pattern.contains(where: { "^$[(\\*+.|{?".contains($0) }) else { return nil }
        var reader = Reader(characters: Array(pattern))
        guard let node = reader.choice(), reader.isAtEnd else { return nil }
        root = node
    }

    /// A text that matches; other variants give other texts as far as the pattern lets them.
    func text(variant: Int) -> String {
        var rest = variant
        return Self.text(root, variant, &rest)
    }

    private static func text(_ node: Node, _ variant: Int, _ rest: inout Int) -> String {
        switch node {
        case .empty: return ""
        case .choice(let nodes):
            guard !nodes.isEmpty else { return "" }
            let index = rest % nodes.count
            rest /= nodes.count
            return text(nodes[index], variant, &rest)
        case .sequence(let nodes):
            // From the end, so that the last characters vary first, as in a count.
            var parts: [String] = []
            for node in nodes.reversed() { parts.append(text(node, variant, &rest)) }
            return parts.reversed().joined()
        case .oneOf(let characters):
            guard !characters.isEmpty else { return "" }
            let index = rest % characters.count
            rest /= characters.count
            return String(characters[index])
        case .repeated(let node, let least, let most):
            // Long enough for a few hundred different texts, where the pattern allows it.
            let count = min(most, max(least, min(most, 3)))
            let wanted = variant % 4 == 3 ? least : count
            return (0..<max(wanted, least)).map { _ in text(node, variant, &rest) }.joined()
        }
    }

    private struct Reader {
        let characters: [Character]
        var place = 0

        init(characters: [Character]) { self.characters = characters }

        var isAtEnd: Bool { place >= characters.count }
        private var next: Character? { place < characters.count ? characters[place] : nil }

        mutating func choice() -> Node? {
            var branches: [Node] = []
            while true {
                guard let branch = sequence() else { return nil }
                branches.append(branch)
                guard next == "|" else { break }
                place += 1
            }
            return branches.count == 1 ? branches[0] : .choice(branches)
        }

        private mutating func sequence() -> Node? {
            var nodes: [Node] = []
            while let character = next, character != "|", character != ")" {
                guard let atom = atom(character), let node = quantified(atom) else { return nil }
                nodes.append(node)
            }
            return .sequence(nodes)
        }

        private mutating func atom(_ character: Character) -> Node? {
            place += 1
            switch character {
            case "^", "$": return .empty
            case ".": return .oneOf(Self.letters)
            case "(":
                var isLookAround = false
                if next == "?" {
                    place += 1
                    while let mark = next, ":=!<".contains(mark) {
                        if mark != ":" { isLookAround = true }
                        place += 1
                    }
                }
                guard let inner = choice(), next == ")" else { return nil }
                place += 1
                return isLookAround ? .empty : inner
            case "[": return bracket()
            case "\\": return escape()
            case "*", "+", "?": return nil
            default: return .oneOf([character])
            }
        }

        private mutating func escape() -> Node? {
            guard let character = next else { return nil }
            place += 1
            switch character {
            case "d": return .oneOf(Self.digits)
            case "w": return .oneOf(Self.letters)
            case "s": return .oneOf([" "])
            case "S", "D": return .oneOf(Self.letters)
            case "W": return .oneOf(["-"])
            case "A", "Z", "m", "M", "y", "Y": return .empty
            case "n": return .oneOf(["\n"])
            case "t": return .oneOf(["\t"])
            default: return .oneOf([character])
            }
        }

        private mutating func bracket() -> Node? {
            var isNegated = false
            if next == "^" {
                isNegated = true
                place += 1
            }
            var found: [Character] = []
            var isFirst = true
            while let character = next, character != "]" || isFirst {
                isFirst = false
                place += 1
                if character == "[", next == ":" {
                    var name = ""
                    place += 1
                    while let letter = next, letter != ":" {
                        name.append(letter)
                        place += 1
                    }
                    place += 2
                    found += Self.named(name)
                } else if character == "\\", let escaped = next {
                    place += 1
                    found +=
                        escaped == "d" ? Self.digits : escaped == "w" ? Self.letters + ["_"] : escaped == "s" ? [" "] : [escaped]
                } else if next == "-", place + 1 < characters.count, characters[place + 1] != "]" {
                    let last = characters[place + 1]
                    place += 2
                    guard let low = character.unicodeScalars.first?.value, let high = last.unicodeScalars.first?.value,
                        low <= high
                    else { return nil }
                    found += (low...min(high, low + 127)).compactMap(Unicode.Scalar.init).map(Character.init)
                } else {
                    found.append(character)
                }
            }
            guard next == "]" else { return nil }
            place += 1
            guard isNegated else { return .oneOf(found) }
            let others = (Self.letters + Self.digits + ["-", " ", "."]).filter { !found.contains($0) }
            return others.isEmpty ? nil : .oneOf(others)
        }

        private static let letters = Array("abcdefghijklmnopqrstuvwxyz")
        private static let digits = Array("0123456789")

        private static func named(_ name: String) -> [Character] {
            switch name {
            case "alpha", "lower": letters
            case "upper": letters.map { Character($0.uppercased()) }
            case "digit": digits
            case "xdigit": digits + Array("abcdef")
            case "alnum": letters + digits
            case "space", "blank": [" "]
            case "punct": ["-", ".", "!"]
            default: []
            }
        }

        private mutating func quantified(_ atom: Node) -> Node? {
            var node = atom
            while let character = next {
                switch character {
                case "*": node = .repeated(node, 0, .max)
                case "+": node = .repeated(node, 1, .max)
                case "?": node = .repeated(node, 0, 1)
                case "{":
                    guard let close = characters[place...].firstIndex(of: "}") else { return nil }
                    let parts = String(characters[(place + 1)..<close]).split(separator: ",", omittingEmptySubsequences: false)
                    guard let least = parts.first.flatMap({ Int($0) }), least <= 1000 else { return nil }
                    let most = parts.count == 1 ? least : Int(parts[1]) ?? .max
                    node = .repeated(node, least, max(least, most))
                    place = close
                default: return node
                }
                place += 1
                // A lazy quantifier matches the same texts.
                if next == "?" { place += 1 }
            }
            return node
        }
    }
}
