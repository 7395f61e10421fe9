import SchemaModel

/// A fact about one value of a column, which the server tests; several can hold of one value.
enum ValueTrait: Int, CaseIterable, Sendable {
    case null, empty, blank, padded, quoted, placeholder, broken
    // At most one of these holds of a text.
    case integer, decimal, leadingZero, isoDate, invalidDate, otherDate, timestamp, json, invalidJSON, uuid, email, phone, iban,
        card
    case socialSecurity, address, url, boolean
    case upper, lower
    // Of numbers and times.
    case zero, negative, whole, nan, infinite, lowOutlier, highOutlier, future, placeholderTime

    var bit: Int64 { 1 << Int64(rawValue) }
}

/// The traits of a value, as one number.
struct ValueTraits: Hashable, Sendable {
    var bits: Int64

    func has(_ trait: ValueTrait) -> Bool { bits & trait.bit != 0 }
}

/// SQL of type bigint that computes the traits of a value.
enum TraitSQL {
    /// Whitespace, with the spaces that PostgreSQL's `btrim` leaves.
    private static let space = #"[\s\u00a0\u200b\ufeff]"#

    /// Matches a text with spaces around it, or of nothing else.
    static let padding = "^\(space)|\(space)$"
    /// Matches a text with anything but spaces.
    static let notBlank = #"[^\s\u00a0\u200b\ufeff]"#

    /// The days of the calendar, leap years and all: one pattern for the profile and for the check that it suggests.
    static let datePattern =
        "^(?!0000)([0-9]{4}-((0?[13578]|1[02])-(0?[1-9]|[12][0-9]|3[01])|(0?[469]|11)-(0?[1-9]|[12][0-9]|30)"
        + "|0?2-(0?[1-9]|1[0-9]|2[0-8]))"
        + "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-0?2-29)$"

    private static func matches(_ value: String, _ regex: String) -> String { "\(value) ~ \(SQL.literal(regex))" }

    private static func flag(_ trait: ValueTrait, _ condition: String) -> String {
        "CASE WHEN \(condition) THEN \(trait.bit) ELSE 0 END"
    }

    /// The traits of a text. The first character decides which patterns are tried, so that most values are tried against few.
    ///
    /// - Parameter version: The server's; before 16 it cannot say whether a text is a valid date or valid JSON without an error.
    static func ofText(_ value: String, version: Int) -> String {
        let bare = "regexp_replace(\(value), \(SQL.literal("^\(space)+|\(space)+$")), '', 'g')"
        let trimmed = "(CASE WHEN \(matches(value, padding)) THEN \(bare) ELSE \(value) END)"
        let quote = "left(\(value), 1) IN ('\"', '''') AND right(\(value), 1) = left(\(value), 1) AND char_length(\(value)) > 1"
        let placeholders = ["null", "(null)", "none", "nil", "n/a", "na", "#n/a", "nan", "undefined", "tbd", "-", "--", "?", "."]
        let words = placeholders.map(SQL.literal).joined(separator: ", ")
        let parts = [
            flag(.padded, matches(value, padding)),
            flag(.quoted, quote),
            flag(.placeholder, "char_length(\(value)) < 12 AND lower(\(trimmed)) IN (\(words))"),
            flag(.broken, matches(value, #"[\u0001-\u0008\u000e-\u001f\ufffd]|Ã[\u0080-\u00bf]|â€"#)),
            flag(.upper, "lower(\(value)) <> \(value)"),
            flag(.lower, "upper(\(value)) <> \(value)"),
            shape(trimmed, version),
        ]
        return """
            CASE WHEN \(value) IS NULL THEN \(ValueTrait.null.bit) WHEN \(value) = '' THEN \(ValueTrait.empty.bit) \
            WHEN NOT \(matches(value, notBlank)) THEN \(ValueTrait.blank.bit) \
            ELSE \(parts.map { "(\($0))" }.joined(separator: " + ")) END
            """
    }

    private static func shape(_ value: String, _ version: Int) -> String {
        let knowsInput = version >= 160_000
        let isDate = matches(value, datePattern)
        let isJSON =
            knowsInput ? "pg_input_is_valid(\(value), 'jsonb')" : matches(value, #"^(\{.*\}|\[.*\])$"#)
        func when(_ regex: String, _ trait: ValueTrait) -> String { "WHEN \(matches(value, regex)) THEN \(trait.bit)" }
        let numeric = [
            when("^0[0-9]+$", .leadingZero),
            "WHEN \(matches(value, "^[3-6][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{1,7}$")) AND \(luhn(value)) THEN \(ValueTrait.card.bit)",
            when("^[+-]?[0-9]{1,18}$", .integer),
            when(#"^[+-]?[0-9]*[.,][0-9]+([eE][+-]?[0-9]{1,3})?$|^[+-]?[0-9]{1,3}([.,][0-9]{3})+([.,][0-9]+)?$"#, .decimal),
            """
            WHEN \(matches(value, "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$")) THEN \
            CASE WHEN \(isDate) THEN \(ValueTrait.isoDate.bit) ELSE \(ValueTrait.invalidDate.bit) END
            """,
            when("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9]{1,2}:[0-9]{2}", .timestamp),
            when("^[0-9]{3}-[0-9]{2}-[0-9]{4}$", .socialSecurity),
            when("^[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})$|^[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2}$", .otherDate),
            when(#"^([0-9]{1,3}\.){3}[0-9]{1,3}$"#, .address),
            when(#"^(\+|00)[0-9][0-9 ()/.-]{6,18}[0-9]$|^\(?[0-9]{2,5}\)?[ /.-][0-9][0-9 ./-]{4,14}[0-9]$"#, .phone),
            when("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", .uuid),
            when("^[01]$", .boolean),
        ]
        let words = [
            when(#"^[^\s@]+@[^\s@]+\.[^\s@]+$"#, .email),
            when("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", .uuid),
            when("^[A-Z]{2}[0-9]{2}( ?[A-Z0-9]){11,30}$", .iban),
            when("^[hH][tT][tT][pP][sS]?://", .url),
            "WHEN char_length(\(value)) < 6 AND lower(\(value)) IN ('true', 'false', 'yes', 'no', 't', 'f', 'y', 'n') THEN \(ValueTrait.boolean.bit)",
        ]
        return """
            CASE WHEN \(matches(value, "^[0-9+(.-]")) THEN CASE \(numeric.joined(separator: " ")) ELSE 0 END \
            WHEN \(matches(value, #"^[{\[]"#)) THEN CASE WHEN \(isJSON) THEN \(ValueTrait.json.bit) ELSE \(ValueTrait.invalidJSON.bit) END \
            ELSE CASE \(words.joined(separator: " ")) ELSE 0 END END
            """
    }

    /// True when the digits of a text have the check digit of a payment card.
    private static func luhn(_ value: String) -> String {
        """
        (SELECT sum(CASE WHEN place % 2 = 0 THEN digit * 2 - CASE WHEN digit > 4 THEN 9 ELSE 0 END ELSE digit END) % 10 = 0 \
        FROM (SELECT row_number() OVER (ORDER BY place DESC) AS place, digit::integer FROM \
        regexp_split_to_table(regexp_replace(\(value), '[^0-9]', '', 'g'), '') WITH ORDINALITY AS d (digit, place)) AS digits)
        """
    }

    /// The traits of a number.
    static func ofNumber(_ value: String, isWhole: Bool, isFloat: Bool, fences: ClosedRange<Double>?) -> String {
        var parts = [flag(.zero, "\(value) = 0"), flag(.negative, "\(value) < 0")]
        if isWhole {
            parts.append("\(ValueTrait.whole.bit)")
        } else {
            parts.append(flag(.whole, "\(value)::text NOT IN ('NaN', 'Infinity', '-Infinity') AND \(value) = trunc(\(value))"))
            parts.append(flag(.nan, "\(value)::text = 'NaN'"))
            parts.append(flag(.infinite, "\(value)::text IN ('Infinity', '-Infinity')"))
        }
        if let fences {
            let type = isFloat ? "double precision" : "numeric"
            // NaN sorts above infinity, and neither is an outlier.
            let (above, below) = isWhole ? ("", "") : (" AND \(value) > '-Infinity'", " AND \(value) < 'Infinity'")
            parts.append(flag(.lowOutlier, "\(value) < '\(fences.lowerBound)'::\(type)\(above)"))
            parts.append(flag(.highOutlier, "\(value) > '\(fences.upperBound)'::\(type)\(below)"))
        }
        return known(value, parts)
    }

    /// The latest value of a date or a timestamp that is not in the future, for what is found and for the check that is suggested. A minute is
    /// left for clocks that differ.
    static func latest(of type: String) -> String {
        type == "date" ? "(now() AT TIME ZONE 'UTC')::date" : "now() + interval '1 minute'"
    }

    /// The traits of a date or a timestamp.
    static func ofTime(_ value: String, type: String) -> String {
        let placeholders = ["0001-01-01", "1900-01-01", "1970-01-01", "2099-12-31", "9999-12-31"].map(SQL.literal)
        return known(
            value,
            [
                flag(.infinite, "NOT isfinite(\(value))"),
                flag(.future, "\(value) > \(latest(of: type))"),
                flag(
                    .placeholderTime, "isfinite(\(value)) AND \(value)::date::text IN (\(placeholders.joined(separator: ", ")))"),
            ])
    }

    /// Of a value of another type, all that is told is whether it is there.
    static func ofOther(_ value: String) -> String { flag(.null, "\(value) IS NULL") }

    private static func known(_ value: String, _ parts: [String]) -> String {
        "CASE WHEN \(value) IS NULL THEN \(ValueTrait.null.bit) ELSE \(parts.map { "(\($0))" }.joined(separator: " + ")) END"
    }
}
