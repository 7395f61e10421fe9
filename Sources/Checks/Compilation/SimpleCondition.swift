import SchemaModel

/// A condition that is made of nothing but columns, literals and comparisons, which are NULL only where a column is.
///
/// PostgreSQL's prover says that a row cannot break a condition; that a condition cannot be NULL, it does not say.
struct SimpleCondition: Sendable, Hashable {
    /// The columns that it reads.
    let columns: Set<String>

    /// Reads SQL; nil when there is anything in it that might be NULL, or that is not known.
    init?(_ sql: String, of table: Set<String>) {
        var found: Set<String> = []
        var rest = sql[...]
        var afterCast = false
        var afterArray = false
        while let character = rest.first {
            // A subscript is NULL out of bounds.
            if character == "[", !afterArray, !rest.hasPrefix("[]") { return nil }
            if !character.isWhitespace { afterArray = false }
            if character.isWhitespace {
                rest = rest.dropFirst()
            } else if let match = rest.prefixMatch(of: /E?'(?:[^'\\]|''|\\.)*'/) {
                // An array may hold a NULL.
                if match.0.contains("{"), match.0.lowercased().contains("null") { return nil }
                rest = rest[match.range.upperBound...]
                afterCast = false
            } else if let match = rest.prefixMatch(of: /[0-9][0-9.]*/) {
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /"((?:[^"]|"")+)"/) {
                let name = String(match.1).replacing("\"\"", with: "\"")
                if afterCast { afterCast = false } else if table.contains(name) { found.insert(name) } else { return nil }
                rest = rest[match.range.upperBound...]
                if Self.isCall(rest) { return nil }
            } else if let match = rest.prefixMatch(of: /[a-z_][a-z0-9_]*/) {
                let word = String(match.0)
                if afterCast {
                    guard Self.types.contains(word) else { return nil }
                    afterCast = false
                } else if table.contains(word) {
                    found.insert(word)
                } else if Self.words.contains(word) {
                    afterArray = word == "array"
                } else {
                    return nil
                }
                rest = rest[match.range.upperBound...]
                if Self.isCall(rest), !Self.words.contains(word) { return nil }
            } else if let match = rest.prefixMatch(of: /[A-Z]+/) {
                guard Self.words.contains(match.0.lowercased()) else { return nil }
                afterArray = match.0 == "ARRAY"
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /[-+*\/<>=~!@#%^&|?:]+/) {
                // As long as it goes, since `->` is neither `-` nor `>`.
                guard Self.operators.contains(String(match.0)) else { return nil }
                afterCast = match.0 == "::"
                rest = rest[match.range.upperBound...]
            } else if "(),[]".contains(character) {
                rest = rest.dropFirst()
            } else {
                return nil
            }
        }
        guard !found.isEmpty else { return nil }
        columns = found
    }

    /// True when a name is that of a function, which may give NULL for what is not NULL, even where a column has the same name.
    private static func isCall(_ rest: Substring) -> Bool { rest.first { !$0.isWhitespace } == "(" }

    private static let words: Set = [
        "and", "or", "not", "in", "between", "like", "ilike", "any", "array", "true", "false",
    ]
    private static let operators: Set = [
        "::", "=", "<>", "!=", "<", ">", "<=", ">=", "~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*", "+", "-", "*", "/", "%",
    ]
    private static let types: Set = [
        "text", "integer", "bigint", "smallint", "numeric", "date", "timestamptz", "timestamp", "boolean", "uuid", "varchar",
    ]
    /// Types, by their names in the catalog, whose comparisons give NULL for nothing but NULL.
    static let columnTypes: Set = [
        "text", "varchar", "bpchar", "name", "int2", "int4", "int8", "numeric", "float4", "float8", "bool", "uuid", "date",
        "time",
        "timestamp", "timestamptz",
    ]

    /// The column of a condition that is only `column IS NOT NULL`, which is never NULL itself.
    static func notNullColumn(_ sql: String) -> String? {
        var text = sql[...]
        while text.hasPrefix("("), text.hasSuffix(")") { text = text.dropFirst().dropLast() }
        guard let match = text.wholeMatch(of: /(?:([a-z_][a-z0-9_]*)|"((?:[^"]|"")+)")\s+IS\s+NOT\s+NULL/) else { return nil }
        return match.1.map(String.init) ?? match.2.map { String($0).replacing("\"\"", with: "\"") }
    }
}
