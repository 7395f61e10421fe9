import SchemaModel

/// How PostgreSQL converts the values of a column from one type to another.
enum TypeConversion {
    /// True when the change is made in the catalog alone and every value stays as it is: a longer `varchar`, `varchar` to `text`, a
    /// `numeric` of more digits.
    static func keepsValues(_ before: Fact, _ after: Fact) -> Bool {
        guard let old = before.text(.typeName), let new = after.text(.typeName) else {
            return before.text(.type) == after.text(.type)
        }
        let oldModifier = before.integer(.typeModifier) ?? -1
        let newModifier = after.integer(.typeModifier) ?? -1
        if new == "text" { return old == "character varying" || old == "text" }
        guard old == new else { return false }
        if oldModifier == newModifier { return true }
        switch new {
        case "character varying", "bit varying", "timestamp without time zone", "timestamp with time zone",
            "time without time zone", "time with time zone":
            return newModifier < 0 || oldModifier >= 0 && oldModifier <= newModifier
        case "numeric":
            // A modifier holds the precision in its upper half and the scale in its lower one, after an offset of 4.
            guard oldModifier >= 0, newModifier >= 0 else { return newModifier < 0 }
            let (precision, scale) = ((oldModifier - 4) >> 16, (oldModifier - 4) & 0x7FF)
            return scale == (newModifier - 4) & 0x7FF && precision <= (newModifier - 4) >> 16
        default: return false
        }
    }

    /// True when every value has an equal one in the new type, so that no row needs to be asked: a wider integer, or `numeric` of any
    /// size. See "Numeric Types" in PostgreSQL's manual. An implicit cast alone says less: one leads from `bigint` to `real`.
    static func holdsEveryValue(_ before: Fact, _ after: Fact) -> Bool {
        let integers = ["smallint", "integer", "bigint", "numeric"]
        guard after.integer(.typeModifier) ?? -1 < 0, let old = before.text(.typeName).flatMap({ integers.firstIndex(of: $0) }),
            let new = after.text(.typeName).flatMap({ integers.firstIndex(of: $0) })
        else { return false }
        return old < new
    }

    /// True when PostgreSQL refuses a value that the new type cannot hold: an integer out of range, or a text that is too long for its
    /// limit, whatever it was before. All other conversions may round or cut a value: `numeric` to fewer digits, `timestamp` to `date`,
    /// `text` to `name`.
    static func refusesWhatDoesNotFit(_ before: Fact, _ after: Fact) -> Bool {
        guard let old = before.text(.typeName), let new = after.text(.typeName) else { return false }
        let integers = ["smallint", "integer", "bigint"]
        let strings = ["text", "character varying"]
        return integers.contains(old) && integers.contains(new) || strings.contains(new)
    }

    /// True when the rows stay as they are stored: PostgreSQL sees the new type in the old values, or the base type in those of a domain.
    static func keepsRows(_ before: Fact, _ after: Fact, _ state: CatalogState) -> Bool {
        guard let old = before.text(.typeName), let new = after.text(.typeName), after.integer(.typeModifier) ?? -1 < 0 else {
            return false
        }
        if state.storedAlike.contains(CastKey(from: old, to: new)) { return true }
        return before.dependencies.contains { id in
            guard id.kind == .domain, let domain = state[id] else { return false }
            return id.sql == old && domain.text(.type) == new
        }
    }

    /// True when every value has one of the new type: PostgreSQL converts without being asked only where nothing is lost.
    static func cannotFail(_ before: Fact, _ after: Fact, _ state: CatalogState) -> Bool {
        guard let old = before.text(.typeName), let new = after.text(.typeName), after.integer(.typeModifier) ?? -1 < 0 else {
            return false
        }
        return state.casts[CastKey(from: old, to: new)] == .implicit
    }

    /// SQL for a condition: an integer does not fit a shorter type, or a `numeric` a precision and a scale. Nil for other types.
    static func misfit(_ before: Fact, _ after: Fact, _ value: String) -> String? {
        if let bounds = integerBounds[after.text(.typeName) ?? ""], integerBounds[before.text(.typeName) ?? ""] != nil {
            return "\(value) NOT BETWEEN \(bounds.lowerBound) AND \(bounds.upperBound)"
        }
        return numericMisfit(before, after, value)
    }

    private static let integerBounds: [String: ClosedRange<Int64>] = [
        "smallint": Int64(Int16.min)...Int64(Int16.max), "integer": Int64(Int32.min)...Int64(Int32.max),
        "bigint": Int64.min...Int64.max,
    ]

    /// The text of a `numeric` may get zeros, which change no number.
    private static func numericMisfit(_ before: Fact, _ after: Fact, _ value: String) -> String? {
        guard before.text(.typeName) == "numeric", after.text(.typeName) == "numeric",
            let modifier = after.integer(.typeModifier), modifier >= 4
        else { return nil }
        // PostgreSQL's numeric.c: the precision in the upper half, and 11 bits of signed scale.
        let precision = (modifier - 4) >> 16 & 0xffff
        let scale = ((modifier - 4) & 0x7ff ^ 0x400) - 0x400
        return
            "(round(\(value), \(scale)) IS DISTINCT FROM \(value) OR abs(\(value)) >= 1e\(precision - scale) AND \(value) <> 'NaN')"
    }

    /// True when a declaration says how the values of a column that gets another type are converted, forward or back.
    static func isDeclared(_ before: Fact?, _ after: Fact?) -> Bool {
        [before, after].contains { $0?[.conversion] != nil || $0?[.reverseConversion] != nil }
    }

    /// The declared expression of a column that gets another type, on the way forward or back; nil without one.
    static func declared(_ before: Fact, _ after: Fact) -> String? {
        forward(before, after) ?? (before[.type] == after[.type] ? nil : before.text(.reverseConversion))
    }

    /// The declared expression on the way forward. It fills the column too, where that is declared: so the old value of a row is kept once.
    static func forward(_ before: Fact, _ after: Fact) -> String? {
        guard before[.type] != after[.type], let conversion = after.text(.conversion) else { return nil }
        guard let fill = after.text(.backfill), !before.bool(.notNull), after.bool(.notNull) else { return conversion }
        return "coalesce((\(conversion)), (\(fill)))"
    }

    /// The expression of USING; nil where PostgreSQL converts by itself and refuses a value that does not fit.
    ///
    /// An explicit cast would cut a value to a shorter length without a word, so it is written only where no assignment cast exists.
    ///
    /// - Parameter value: the old value as an expression; the column's name unless given.
    static func using(_ before: Fact, _ after: Fact, _ state: CatalogState, value: String? = nil) -> String? {
        let name = value ?? SQL.identifier(after.id.name)
        let type = after.text(.type) ?? "text"
        guard var old = before.text(.typeName), var new = after.text(.typeName) else { return "\(name)::\(type)" }
        if old == new { return nil }
        let isArray = before[.elementType] != nil && after[.elementType] != nil
        if isArray {
            old = before.text(.elementType) ?? old
            new = after.text(.elementType) ?? new
        }
        switch state.casts[CastKey(from: old, to: new)] {
        case .implicit, .assignment: return nil
        case .explicit: return "\(name)::\(type)"
        case nil:
            // Every type has a text form; from there every type reads its values.
            let isStringTarget = ["text", "character varying", "character"].contains(new)
            if isStringTarget, !isArray, before[.elementType] == nil || new != "character" { return nil }
            let isStringSource = ["text", "character varying", "character"].contains(old)
            return isStringSource || isStringTarget ? "\(name)::\(type)" : "\(name)::text\(isArray ? "[]" : "")::\(type)"
        }
    }
}
