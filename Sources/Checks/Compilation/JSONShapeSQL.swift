import SchemaModel

/// A ``JSONShape`` as SQL. No part of it can raise an error, whatever the document holds: casts stand behind a CASE that
/// has looked at the type, and dates are read by jsonpath, which answers false.
struct JSONShapeSQL {
    /// True for a good document, false for any other; NULL for none.
    let condition: String
    /// Of type text[]: what is wrong, by key.
    let problems: String

    init(_ shape: JSONShape, column: String) {
        let parts =
            shape.keys.map { key in (Self.rule(key, column), Self.complaint(key)) }
            + shape.rules.map { rule in (Self.rule(rule, column), Self.complaint(rule)) }
        let all = [("jsonb_typeof(\(column)) = 'object'", "not an object")] + parts
        condition = all.map { "(\($0.0))" }.joined(separator: "\n    AND ")
        problems =
            "array_remove(ARRAY[\n    "
            + all.map { "CASE WHEN (\($0.0)) IS NOT TRUE THEN \(SQL.literal($0.1)) END" }.joined(separator: ",\n    ")
            + "\n    ]::text[], NULL)"
    }

    private static func rule(_ key: JSONKey, _ column: String) -> String {
        let name = SQL.literal(key.name)
        let value = "\(column) -> \(name)"
        let text = "\(column) ->> \(name)"
        let test = "CASE jsonb_typeof(\(value)) WHEN '\(word(key.type))' THEN \(condition(key.type, value, text)) ELSE false END"
        return key.isRequired ? test : "NOT \(column) ? \(name) OR \(test)"
    }

    private static func word(_ type: JSONType) -> String {
        switch type {
        case .text, .oneOf, .format, .date, .timestamp: "string"
        case .boolean: "boolean"
        case .number, .integer: "number"
        case .texts: "array"
        }
    }

    private static func condition(_ type: JSONType, _ value: String, _ text: String) -> String {
        switch type {
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

    /// Whether the first ten characters are a day that the calendar has.
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

    private static func complaint(_ key: JSONKey) -> String {
        let expected =
            switch key.type {
            case .text: "a text"
            case .oneOf(let values): (values.count == 1 ? "" : "one of ") + values.joined(separator: ", ")
            case .format: "a text of the right form"
            case .boolean: "true or false"
            case .number(let least, let most):
                "a number" + between(least.map(plain), most.map(plain))
            case .integer(let least, let most):
                "a whole number" + between(least.map(String.init), most.map(String.init))
            case .date: "a date"
            case .timestamp: "a point in time with its zone"
            case .texts: "a list of texts"
            }
        return "\(key.name) is \(key.isRequired ? "missing or " : "")not \(expected)"
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

    private static func complaint(_ rule: JSONRule) -> String {
        switch rule {
        case .ascending(let first, let second): "\(first) is greater than \(second)"
        case .implies(let first, let second): "\(first) is there without \(second)"
        }
    }
}
