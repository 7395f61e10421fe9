import PostgresClient

/// The numbers that a scan returns for one check, packed into one `numeric`.
///
/// The last sixteen decimal digits count the rows that pass because of a NULL. The sixteen digits before them count the failing rows in the first
/// part of the table, and so on for each part. With a single aggregate, a clean row costs one evaluation of the condition; with an
/// aggregate for each number, it would cost several. A count always fits: a table has at most 2³² pages, and fewer than 300 rows per page.
struct FailureSum: Sendable {
    private static let digits = 16

    /// The rows in scope that pass because the condition is NULL.
    let nulls: Int
    /// The failing rows of all parts.
    let failing: Int
    /// A bit for each part with failing rows.
    let parts: Int64

    /// Reads the sum. SQL's NULL means that no row fails, and none passes because of a NULL.
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
        failing = fields.dropFirst().reduce(0, +)
        parts = fields.dropFirst().enumerated().reduce(0) { $1.element > 0 ? $0 | Int64(1) << Int64($1.offset) : $0 }
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
