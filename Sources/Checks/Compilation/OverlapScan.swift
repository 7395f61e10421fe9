import PostgresClient
import SchemaModel

/// The statement that tells which of the failing checks of a table fail on the same rows.
///
/// It reads the parts of the table in which more than one check fails, and evaluates each condition once per row.
struct OverlapScan {
    /// Of a `bigint`: 31 bits for checks that fail on some of the same rows, and 31 for those that hold on some of them.
    static let blockSize = 31

    /// Failing checks, and where they fail.
    let failing: [FailingRows]
    private let table: String
    private let window: String?
    private let segments: TableSegments
    /// A bit for each part that is read; nil to read the whole table.
    private let parts: Int64?
    /// How many rows are read, where they are not all.
    private let sampleRows: Int?

    /// - Parameters:
    ///   - rows: The rows of the table.
    ///   - most: The rows that may be read. Of a larger table, some of the parts are read.
    ///
    /// Nil where no row can fail two of the checks, or where more rows would be read.
    init?(_ scan: FusedScan, _ failing: [FailingRows], _ segments: TableSegments, rows: Int, most: Int) {
        guard failing.count > 1 else { return nil }
        self.failing = failing
        self.segments = segments
        table = SQL.qualified(scan.table.schema, scan.table.name)
        window = scan.window
        guard scan.hasRowAddresses else {
            guard rows <= most else { return nil }
            parts = nil
            sampleRows = nil
            return
        }
        var shared: Int64 = 0
        for (place, row) in failing.enumerated() {
            for other in failing[(place + 1)...] { shared |= (row.parts ?? 0) & (other.parts ?? 0) }
        }
        // As many parts as the limit allows.
        var chosen: Int64 = 0
        for part in segments.parts(shared) {
            let more = chosen | Int64(1) << Int64(part)
            if segments.rows(more, of: rows) <= most { chosen = more }
        }
        guard chosen != 0 else { return nil }
        sampleRows = chosen == shared ? nil : segments.rows(chosen, of: rows)
        parts = chosen == shared && segments.areMost(chosen) && rows <= most ? nil : chosen
    }

    /// One row, with a mask for each check.
    var statement: (sql: String, settings: [String]) {
        let flags = failing.enumerated().map { "(\($1.condition.fails)) AS f\($0)" }
        let masks = failing.indices.map { "bit_or(\(mask(of: $0))) FILTER (WHERE f\($0))" }
        let columns = (flags + [Self.fence]).joined(separator: ", ")
        let (rows, settings) =
            parts.map { segments.query(columns, from: table, $0, where: window) }
            ?? ("SELECT \(columns)\nFROM \(table)\(window.map { "\nWHERE \($0)" } ?? "")", [])
        return (
            """
            SELECT \(masks.joined(separator: ",\n  "))
            FROM (
            \(rows)
            ) AS "check"
            WHERE \(failing.indices.map { "f\($0)" }.joined(separator: " OR "))
            """, settings
        )
    }

    /// A volatile function keeps the planner from merging the subquery into the aggregates, which would evaluate each condition
    /// several times. This one is safe in parallel workers and costs next to nothing.
    private static let fence = "pg_catalog.pg_is_in_recovery()"

    /// The checks with which a check is compared: a bit has to be left for each, twice.
    private func block(_ position: Int) -> Range<Int> {
        let start = position / Self.blockSize * Self.blockSize
        return start..<min(start + Self.blockSize, failing.count)
    }

    /// For one row: a bit for each check of the block that it fails, and one, 31 places higher, for each that it does not.
    private func mask(of position: Int) -> String {
        block(position).enumerated().map { place, other in
            let (failing, holding) = (Int64(1) << Int64(place), Int64(1) << Int64(place + Self.blockSize))
            return "CASE WHEN f\(other) THEN \(failing)::bigint ELSE \(holding)::bigint END"
        }.joined(separator: " | ")
    }

    /// The answer of the statement, by check.
    func read(_ row: PostgresRow) throws(PostgresError) -> [CheckID: FailingTogether] {
        var found: [CheckID: FailingTogether] = [:]
        for position in failing.indices {
            guard let bits = try row.decode(position, as: Int64?.self) else { continue }
            var together = FailingTogether()
            for (place, other) in block(position).enumerated() where other != position {
                guard bits & (1 << Int64(place)) != 0 else { continue }
                let isSometimes = bits & (1 << Int64(place + Self.blockSize)) != 0 || failsElsewhere(position, than: other)
                if isSometimes {
                    together.sometimes.append(failing[other].check.id)
                } else {
                    together.always.append(failing[other].check.id)
                }
            }
            together.sampleRows = sampleRows
            found[failing[position].check.id] = together
        }
        return found
    }

    /// True when a check fails in parts of the table in which another does not.
    private func failsElsewhere(_ position: Int, than other: Int) -> Bool {
        (failing[position].parts ?? 0) & ~(failing[other].parts ?? 0) != 0
    }
}
