import SchemaModel

/// Finds risky patterns in the text of a policy's condition, as `pg_get_expr` writes it.
enum PolicyText {
    /// Patterns of a condition one of whose alternatives is that something IS NULL: at the beginning, at the end, anywhere when
    /// nothing is joined with AND, and alone. pg_get_expr puts every operand in parentheses, so that these places are those of the
    /// outermost OR.
    private static let nullFirst = #"^\(\#(test) OR "#
    private static let nullLast = #" OR \#(test)\)$"#
    private static let nullAmong = #" OR \#(test) OR "#
    private static let nullAlone = "^\(test)$"

    private static let test: String = {
        let name = #"[\w".]+"#
        let call = #"\#(name)(\([^()]*\))?"#
        let value = #"(\#(call)|\( SELECT \#(call)( AS [\w"]+)?\)|\(\#(call)\)::[\w ]+|NULLIF\(\#(call), [^()]*\)(::[\w ]+)?)"#
        return #"\(\#(value) IS NULL\)"#
    }()

    /// SQL that is true where the condition in this SQL expression is open because something is NULL.
    static func opensWhereNull(_ text: String) -> String {
        let parts = [nullFirst, nullLast, nullAmong, nullAlone].map(SQL.literal)
        return "(\(text) ~ \(parts[0]) OR \(text) ~ \(parts[1]) OR (\(text) !~ ' AND ' AND \(text) ~ \(parts[2])) "
            + "OR \(text) ~ \(parts[3]))"
    }

    /// The first of these functions that a condition calls outside of a `(SELECT …)`, which would be worked out once for all rows.
    static func calledPerRow(_ condition: String, _ functions: [String]) -> String? {
        functions.first { name in
            var rest = condition[...]
            while let place = rest.firstRange(of: "\(name)(") {
                let before = condition[..<place.lowerBound]
                rest = rest[place.upperBound...]
                // The end of a longer name is another function.
                if let last = before.last, last.isLetter || last.isNumber || "_.\"".contains(last) { continue }
                let opened = before.reversed().drop { $0 == "(" }
                if !String(opened.prefix(7).reversed()).hasSuffix("SELECT ") { return true }
            }
            return false
        }
    }
}
