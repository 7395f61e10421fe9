import SchemaModel

/// A ``JSONShape`` as SQL. No part of it can raise an error, whatever the document holds: casts stand behind a CASE that
/// has looked at the type, and dates are read by jsonpath, which answers false.
struct JSONShapeSQL {
    /// True for a good document, false for any other; NULL for none.
    let condition: String
    /// Of type text[]: what is wrong, by key.
    let problems: String

    /// - Parameter column: The column as SQL of type `jsonb`.
    init(_ shape: JSONShape, column: String, onNull: NullMeaning) {
        let parts = shape.keys.map { Self.rule($0, column) } + shape.rules.map { Self.rule($0, column) }
        let all = (["jsonb_typeof(\(column)) = 'object'"] + parts).map { "(\($0))" }.joined(separator: "\n    AND ")
        condition = "CASE WHEN \(column) IS NOT NULL THEN\n    \(all)\n  END"
        let complaints = shape.keys.map { Self.complaint($0, column) } + shape.rules.map { Self.complaint($0, column) }
        let missing = onNull == .fails ? "ARRAY['there is no document']" : "'{}'"
        problems = """
            CASE
                WHEN \(column) IS NULL THEN \(missing)
                WHEN jsonb_typeof(\(column)) <> 'object'
                  THEN ARRAY['the document is of type ' || jsonb_typeof(\(column)) || ', not object']
                ELSE array_remove(ARRAY[
                  \(complaints.joined(separator: ",\n      "))
                ]::text[], NULL)
              END
            """
    }

    private static func rule(_ key: JSONKey, _ column: String) -> String {
        let name = SQL.literal(key.name)
        let value = "\(column) -> \(name)"
        let text = "\(column) ->> \(name)"
        let null = key.allowsNull ? " WHEN 'null' THEN true" : ""
        let test =
            "CASE jsonb_typeof(\(value)) WHEN '\(word(key.type))' THEN \(condition(key.type, value, text))\(null) ELSE false END"
        return key.isRequired ? test : "NOT \(column) ? \(name) OR \(test)"
    }

    /// The problem of a key of an object: missing, null, of another type, or not what it must be. NULL when nothing is.
    private static func complaint(_ key: JSONKey, _ column: String) -> String {
        let name = SQL.literal(key.name)
        let value = "\(column) -> \(name)"
        let type = "jsonb_typeof(\(value))"
        let missing = key.isRequired ? SQL.literal("\(key.name) is missing") : "NULL"
        let null = key.allowsNull ? "NULL" : SQL.literal("\(key.name) is null")
        var cases = [
            "WHEN NOT \(column) ? \(name) THEN \(missing)", "WHEN \(type) = 'null' THEN \(null)",
            "WHEN \(type) <> '\(word(key.type))' THEN \(SQL.literal("\(key.name) is of type ")) || \(type) || "
                + SQL.literal(", not \(word(key.type))"),
        ]
        let test = condition(key.type, value, "\(column) ->> \(name)")
        if test != "true" {
            cases.append("WHEN (\(test)) IS NOT TRUE THEN \(SQL.literal("\(key.name) is not \(expected(key.type))"))")
        }
        return "CASE " + cases.joined(separator: "\n        ") + " END"
    }

    private static func word(_ type: JSONType) -> String {
        switch type {
        case .string, .text, .oneOf, .format, .date, .timestamp: "string"
        case .boolean: "boolean"
        case .number, .integer: "number"
        case .texts: "array"
        }
    }

    private static func condition(_ type: JSONType, _ value: String, _ text: String) -> String {
        switch type {
        case .string: return "true"
        case .text: return "\(text) ~ '\\S'"
        case .oneOf(let values): return "\(text) IN (\(values.map(SQL.literal).joined(separator: ", ")))"
        case .format(let regex): return "\(text) ~ \(SQL.literal(regex))"
        case .boolean: return "true"
        case .number(let least, let most):
            return range(value, least.map(plain), most.map(plain), and: [])
        case .integer(let least, let most):
            return range(value, least.map(String.init), most.map(String.init), and: ["(\(value))::numeric % 1 = 0"])
        case .date:
            return "\(text) ~ '^[0-9]{4}-[0-9][0-9]-[0-9][0-9]$' AND \(calendar(text))"
        case .timestamp:
            let clock = "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])$"
            return "\(text) ~ '^[0-9]{4}-[0-9][0-9]-[0-9][0-9]\(clock)' AND \(calendar(text))"
        case .texts:
            return "NOT jsonb_path_exists(\(value), 'strict $[*] ? (@.type() != \"string\" || !(@ like_regex \"\\\\S\"))')"
        }
    }

    /// True when the first ten characters are a day that the calendar has.
    private static func calendar(_ text: String) -> String {
        "jsonb_path_exists(to_jsonb(left(\(text), 10)), '$.datetime(\"YYYY-MM-DD\")', silent => true) IS TRUE"
    }

    private static func range(_ value: String, _ least: String?, _ most: String?, and more: [String]) -> String {
        let bounds =
            (least.map { ["(\(value))::numeric >= \($0)"] } ?? []) + (most.map { ["(\(value))::numeric <= \($0)"] } ?? [])
        let all = bounds + more
        return all.isEmpty ? "true" : all.joined(separator: " AND ")
    }

    /// `10`, not `10.0`.
    private static func plain(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? String(Int(number)) : String(number)
    }

    private static func expected(_ type: JSONType) -> String {
        switch type {
        case .string: "a string"
        case .text: "a text that is not blank"
        case .oneOf(let values): (values.count == 1 ? "" : "one of ") + values.joined(separator: ", ")
        case .format: "a text of the right form"
        case .boolean: "true or false"
        case .number(let least, let most): "a number" + between(least.map(plain), most.map(plain))
        case .integer(let least, let most):
            "a whole number" + between(least.map(String.init), most.map(String.init))
        case .date: "a date"
        case .timestamp: "a point in time with its zone"
        case .texts: "a list of texts that are not blank"
        }
    }

    private static func between(_ least: String?, _ most: String?) -> String {
        switch (least, most) {
        case (let least?, let most?): " from \(least) to \(most)"
        case (let least?, nil): " of at least \(least)"
        case (nil, let most?): " of at most \(most)"
        case (nil, nil): ""
        }
    }

    private static func rule(_ rule: JSONRule, _ column: String) -> String {
        switch rule {
        case .ascending(let first, let second):
            let (a, b) = ("\(column) -> \(SQL.literal(first))", "\(column) -> \(SQL.literal(second))")
            return "CASE WHEN jsonb_typeof(\(a)) = 'number' AND jsonb_typeof(\(b)) = 'number' "
                + "THEN (\(a))::numeric <= (\(b))::numeric ELSE true END"
        case .implies(let first, let second):
            return "NOT \(column) ? \(SQL.literal(first)) OR \(column) ? \(SQL.literal(second))"
        }
    }

    private static func complaint(_ rule: JSONRule, _ column: String) -> String {
        let text =
            switch rule {
            case .ascending(let first, let second): "\(first) is greater than \(second)"
            case .implies(let first, let second): "\(first) is there without \(second)"
            }
        return "CASE WHEN (\(Self.rule(rule, column))) IS NOT TRUE THEN \(SQL.literal(text)) END"
    }
}
