/// Hints of the expressions of checks at values that they accept: their literals, the numbers beside them, and texts that match
/// their patterns. Guesses only; the server decides.
struct ExpressionHints: Sendable {
    /// Literals, and texts that patterns match.
    var texts: [String] = []
    /// Numbers and their neighbors.
    var numbers: [String] = []
    /// Lengths that an expression may compare with, and their neighbors.
    var lengths: [Int] = []
    var patterns: [PatternText] = []
    /// JSON texts with the literals as keys and values.
    var documents: [String] = []

    init() {}

    init(_ expressions: [String]) {
        var literals: [String] = []
        for expression in expressions {
            let found = Self.literals(expression)
            literals += found.texts
            for number in found.numbers {
                numbers += Self.neighbors(number)
                if let length = Int(number), length >= 0 { lengths += [length, max(0, length - 1), length + 1] }
            }
            for text in found.texts {
                let isLike = expression.contains("~~") && text.contains { $0 == "%" || $0 == "_" }
                if isLike {
                    let plain = text.replacing("%", with: "").replacing("_", with: "a")
                    texts += [plain, text.replacing("%", with: "x").replacing("_", with: "b")]
                    if let pattern = PatternText(Self.regularExpression(like: text)) { patterns.append(pattern) }
                    continue
                }
                guard expression.contains("~"), let pattern = PatternText(text) else { continue }
                patterns.append(pattern)
                texts += (0..<4).map { pattern.text(variant: $0) }
            }
            let words = found.texts.prefix(6).map(Self.json)
            if expression.contains("->") || expression.contains("?") || expression.contains("json") {
                documents += words.map { "{\($0): 1}" } + words.map { "{\($0): \"x\"}" }
                if let key = words.first { documents += words.dropFirst().map { "{\(key): \($0)}" } }
                if words.count > 1 { documents.append("{" + words.map { "\($0): 1" }.joined(separator: ", ") + "}") }
            }
        }
        texts += literals
        texts = Self.unique(texts, 24)
        numbers = Self.unique(numbers, 12)
        lengths = Array(Set(lengths)).sorted().prefix(8).map { $0 }
    }

    func merged(_ other: ExpressionHints) -> ExpressionHints {
        var result = self
        result.texts = Self.unique(texts + other.texts, 24)
        result.numbers = Self.unique(numbers + other.numbers, 12)
        result.lengths = Array(Set(lengths + other.lengths)).sorted()
        result.patterns += other.patterns
        result.documents = Self.unique(documents + other.documents, 24)
        return result
    }

    private static func unique(_ list: [String], _ limit: Int) -> [String] {
        var seen: Set<String> = []
        return Array(list.filter { seen.insert($0).inserted }.prefix(limit))
    }

    private static func regularExpression(like text: String) -> String {
        text.map { character in
            switch character {
            case "%": "[a-z]{3}"
            case "_": "[a-z]"
            default: "\\^$.[]|()*+?{}".contains(character) ? "\\\(character)" : String(character)
            }
        }.joined()
    }

    private static func json(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    /// A number, and those beside it: the boundary of a comparison and both of its sides.
    private static func neighbors(_ number: String) -> [String] {
        guard let value = Int(number) else { return [number] }
        return [number] + (value < Int.max ? [String(value + 1)] : []) + (value > Int.min ? [String(value - 1)] : [])
    }

    /// The string and number literals of an expression, as `pg_get_expr` writes it.
    static func literals(_ expression: String) -> (texts: [String], numbers: [String]) {
        var texts: [String] = []
        var numbers: [String] = []
        let characters = Array(expression)
        var place = 0
        while place < characters.count {
            let character = characters[place]
            if character == "'" {
                let isEscaped = place > 0 && characters[place - 1] == "E"
                var text = ""
                place += 1
                while place < characters.count {
                    if characters[place] == "'" {
                        guard place + 1 < characters.count, characters[place + 1] == "'" else { break }
                        place += 1
                    } else if isEscaped, characters[place] == "\\", place + 1 < characters.count {
                        place += 1
                    }
                    text.append(characters[place])
                    place += 1
                }
                // A number of another type than integer is written as a string with a cast.
                if Double(text) != nil, !text.isEmpty { numbers.append(text) }
                texts.append(text)
            } else if character == "\"" {
                place += 1
                while place < characters.count, characters[place] != "\"" { place += 1 }
            } else if character.isNumber, place == 0 || !(characters[place - 1].isLetter || "_.".contains(characters[place - 1]))
            {
                var text = place > 0 && characters[place - 1] == "-" ? "-" : ""
                while place < characters.count, characters[place].isNumber || characters[place] == "." {
                    text.append(characters[place])
                    place += 1
                }
                numbers.append(text)
                continue
            }
            place += 1
        }
        return (texts, numbers)
    }
}
