import PostgresClient

/// What a scan adds up for one check: a `numeric` with a field of sixteen decimal digits for the rows that pass because of a NULL, and one for
/// the failing rows of each part of the table.
///
/// One aggregate with these fields costs a clean row one evaluation of the condition. An aggregate for each number would cost one for each. A field
/// cannot overflow: a table has at most 2³² pages, and fewer than 2³² · 300 rows.
struct FailureSum: Equatable, Sendable {
    private static let digits = 16

    /// The rows in scope that pass because the condition is NULL.
    let nulls: Int
    /// The failing rows of each part of the table that has some.
    let byPart: [Int: Int]

    /// The failing rows of all parts.
    var failing: Int { byPart.values.reduce(0, +) }
    /// A bit for each part with failing rows.
    var parts: Int64 { byPart.keys.reduce(0) { $0 | Int64(1) << Int64($1) } }

    /// Reads the sum; SQL's NULL is that of no rows.
    ///
    /// - Throws: ``PostgresError`` when the text is not that of such a sum.
    init(_ text: String?) throws(PostgresError) {
        var fields: [Int] = []
        var rest = (text ?? "")[...]
        while !rest.isEmpty {
            guard let field = Int(rest.suffix(Self.digits)) else {
                throw PostgresError(.decoding, "the scan of a table returned a sum that is not a whole number")
            }
            fields.append(field)
            rest = rest.dropLast(Self.digits)
        }
        nulls = fields.first ?? 0
        byPart = Dictionary(
            uniqueKeysWithValues: fields.dropFirst().enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element) })
    }

    /// SQL of type text for the sum over the rows of a table.
    ///
    /// - Parameter segments: The parts of the table; nil where rows have no addresses, and all are one part.
    static func sql(_ condition: RowCondition, _ segments: TableSegments?) -> String {
        let holds =
            condition.scope.map { "CASE WHEN \($0) THEN (\(condition.condition)) ELSE true END" } ?? "(\(condition.condition))"
        func unit(_ field: Int) -> String { "1e\(field * digits)" }
        let failing =
            if let segments, segments.count > 1 {
                "('{\((1...segments.count).map(unit).joined(separator: ","))}'::numeric[])[1 + \(segments.part(of: "ctid"))]"
            } else {
                unit(1)
            }
        let value =
            switch condition.onNull {
            case .passes: "CASE WHEN \(holds) IS NULL THEN 1 ELSE \(failing) END"
            case .fails: failing
            }
        return "(sum(\(value)) FILTER (WHERE \(holds) IS NOT TRUE))::text"
    }
}
