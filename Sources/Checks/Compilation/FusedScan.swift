import PostgresClient
import SchemaModel

/// One statement that answers all row conditions of one table in one pass over it, and what is asked of the table as a whole.
///
/// A subquery evaluates each condition once per row. The outer query has plain aggregates with FILTER, which run in parallel
/// workers, need no memory however many rows fail, and cost a clean row next to nothing: for each check the number of failing
/// rows, the parts of the table in which they are, and the other checks that the same rows fail. `Benchmarks/checks.md` has
/// what this was measured against.
struct FusedScan: Sendable {
    /// A row of a parallel aggregate has at most 1,664 columns, of which a check takes up to four.
    private static let mostChecks = 120
    /// Of a `bigint`: 31 bits for checks that fail on some of the same rows, and 31 for those that hold on some of them.
    static let blockSize = 31

    let table: ObjectID
    let checks: [CompiledCheck]
    /// Rows that checks with statements of their own are about.
    let populations: [Population]
    /// True when rows have a `ctid` that finds them again: an ordinary table or materialized view, not a partitioned one.
    let hasRowAddresses: Bool
    /// SQL that selects the rows that it reads; nil for all. Numbers of the table as a whole then come from elsewhere.
    let window: String?
    private let rows: [(index: Int, condition: RowCondition)]
    private let wholes: [(index: Int, whole: WholeTable)]
    /// Each different scope once, and each different condition for rows that pass because of a NULL.
    private let counted: [String]

    init(table: ObjectID, _ checks: [CompiledCheck], populations: [Population] = [], hasRowAddresses: Bool) {
        self.table = table
        self.checks = checks
        self.populations = populations
        self.hasRowAddresses = hasRowAddresses
        window = checks.first?.window?.rows
        rows = checks.enumerated().compactMap { index, check in
            if case .row(let condition) = check.form { (index, condition) } else { nil }
        }
        wholes = checks.enumerated().compactMap { index, check in
            if case .whole(let whole) = check.hint { (index, whole) } else { nil }
        }
        let conditions =
            rows.compactMap(\.condition.scope) + populations.flatMap { [$0.scope, $0.nullsInScope].compactMap(\.self) }
        counted = Array(Set(conditions)).sorted()
    }

    /// The scans that these checks need: one for each table, time limit and window, and more where there are too many checks for one.
    ///
    /// A table without row conditions gets none: the server may answer from an index what is asked of it as a whole.
    static func planned(
        _ checks: [CompiledCheck], populations: [ObjectID: [Population]], hasRowAddresses: (ObjectID) -> Bool
    ) -> [FusedScan] {
        struct Place: Hashable {
            var table: ObjectID
            var limit: Duration?
            var window: String?
        }
        var order: [Place] = []
        var byPlace: [Place: [CompiledCheck]] = [:]
        for check in checks {
            guard let table = check.table, check.sharesScan else { continue }
            let place = Place(table: table, limit: check.timeLimit, window: check.window?.rows)
            if byPlace[place] == nil { order.append(place) }
            byPlace[place, default: []].append(check)
        }
        var isCounted: Set<ObjectID> = []
        return order.flatMap { place -> [FusedScan] in
            let own = byPlace[place] ?? []
            guard own.contains(where: \.form.isRow) else { return [] }
            let parts = (own.count + mostChecks - 1) / mostChecks
            return (0..<parts).map { part in
                let slice = own[own.count * part / parts..<own.count * (part + 1) / parts]
                return FusedScan(
                    table: place.table, Array(slice),
                    populations: place.window == nil && isCounted.insert(place.table).inserted
                        ? populations[place.table] ?? [] : [],
                    hasRowAddresses: hasRowAddresses(place.table))
            }
        }
    }

    /// The same checks in two scans, so that a condition which raises an error is found in few statements.
    var halves: [FusedScan] {
        let middle = checks.count / 2
        return [
            FusedScan(table: table, Array(checks[..<middle]), populations: populations, hasRowAddresses: hasRowAddresses),
            FusedScan(table: table, Array(checks[middle...]), hasRowAddresses: hasRowAddresses),
        ]
    }

    /// The time limit that its checks have in common.
    var timeLimit: Duration? { checks.first?.timeLimit }

    /// One row: the number of rows, then the numbers in each scope, then the columns of each row condition, then what is true of
    /// the table as a whole.
    func sql(_ segments: TableSegments) -> String {
        var outer = ["count(*) AS rows"]
        outer += counted.indices.map { "count(*) FILTER (WHERE \(Self.scope($0)))" }
        for (position, row) in rows.enumerated() {
            let failing = fails(position)
            outer.append("count(*) FILTER (WHERE \(failing))")
            // What neither holds nor fails.
            outer.append(row.condition.onNull == .passes ? "count(\(Self.holds(position)))" : "NULL::bigint")
            outer.append(
                hasRowAddresses ? "bit_or(\(segments.bit(of: "plumb_address"))) FILTER (WHERE \(failing))" : "NULL::bigint")
            outer.append(rows.count == 1 ? "NULL::bigint" : "bit_or(\(mask(of: position))) FILTER (WHERE \(failing))")
        }
        outer += wholes.map { "(\($0.whole.passes)) IS TRUE" }
        var inner = rows.enumerated().map { position, row in
            let condition = row.condition.scope.map { "CASE WHEN \($0) THEN (\(row.condition.condition)) ELSE true END" }
            return "\(condition ?? "(\(row.condition.condition))") AS \(Self.holds(position))"
        }
        inner += counted.enumerated().map { "(\($1)) IS TRUE AS \(Self.scope($0))" }
        inner += Set(wholes.flatMap(\.whole.columns)).sorted().map(SQL.identifier)
        if hasRowAddresses { inner.append("ctid AS plumb_address") }
        inner.append(Self.fence)
        return """
            SELECT \(outer.joined(separator: ",\n  "))
            FROM (
              SELECT \(inner.joined(separator: ",\n    "))
              FROM \(SQL.qualified(table.schema, table.name))\(window.map { "\nWHERE \($0)" } ?? "")
            ) AS "check"
            """
    }

    /// A volatile function keeps the planner from merging the subquery into the aggregates, which would evaluate each condition
    /// several times. This one is safe in parallel workers and costs next to nothing.
    private static let fence = "pg_catalog.pg_is_in_recovery()"

    /// The condition of a check: true, false or NULL, and true for rows out of scope.
    private static func holds(_ position: Int) -> String { "plumb_c\(position)" }
    private static func scope(_ position: Int) -> String { "plumb_s\(position)" }

    private func fails(_ position: Int) -> String {
        switch rows[position].condition.onNull {
        case .passes: "NOT \(Self.holds(position))"
        case .fails: "\(Self.holds(position)) IS NOT TRUE"
        }
    }

    /// The checks with which a check is compared: a bit has to be left for each, twice.
    private func block(_ position: Int) -> Range<Int> {
        let start = position / Self.blockSize * Self.blockSize
        return start..<min(start + Self.blockSize, rows.count)
    }

    /// For one row: a bit for each check of the block that it fails, and one, 31 places higher, for each that it does not.
    /// FILTER keeps it from being evaluated for rows that fail nothing.
    private func mask(of position: Int) -> String {
        block(position).enumerated().map { place, other in
            let (failing, holding) = (Int64(1) << Int64(place), Int64(1) << Int64(place + Self.blockSize))
            return "CASE WHEN \(fails(other)) THEN \(failing)::bigint ELSE \(holding)::bigint END"
        }.joined(separator: " | ")
    }

    /// The scan's result for one check.
    struct Tally: Sendable {
        var examined: Int?
        var failing = 0
        /// Rows in scope that pass because the condition is NULL; nil where NULL fails.
        var nulls: Int?
        /// The parts of the table that have failing rows; nil where rows have no addresses, and where none fails.
        var parts: Int64?
        var together = FailingTogether()
        /// Of the table as a whole: whether its own query need not run.
        var passes = false
    }

    /// The answer of ``sql(_:)``: the rows that were read, those of the table and of each population, and a tally for each check, in their order.
    func read(
        _ row: PostgresRow
    ) throws(PostgresError) -> (rows: Int, totals: [Population: CheckJob.Total], tallies: [Tally]) {
        let total: Int = try row.decode(0)
        var column = 1
        var numbers: [String: Int] = [:]
        for condition in counted {
            numbers[condition] = try row.decode(column)
            column += 1
        }
        var tallies = [Tally](repeating: Tally(), count: checks.count)
        for (position, (index, condition)) in rows.enumerated() {
            var tally = Tally(examined: condition.scope.map { numbers[$0] ?? 0 } ?? total)
            tally.failing = try row.decode(column)
            // Rows out of scope hold.
            if let known = try row.decode(column + 1, as: Int?.self) { tally.nulls = total - known }
            tally.parts = try row.decode(column + 2, as: Int64?.self)
            if let bits = try row.decode(column + 3, as: Int64?.self) { tally.together = together(position, bits) }
            tallies[index] = tally
            column += 4
        }
        for (index, _) in wholes {
            tallies[index].passes = try row.decode(column)
            column += 1
        }
        guard window == nil else { return (total, [:], tallies) }
        var totals = [Population(table: table): CheckJob.Total(rows: total)]
        for population in populations {
            totals[population] = .init(
                rows: population.scope.map { numbers[$0] ?? 0 } ?? total,
                nulls: population.nullsInScope.map { numbers[$0] ?? 0 } ?? 0)
        }
        return (total, totals, tallies)
    }

    private func together(_ position: Int, _ bits: Int64) -> FailingTogether {
        var found = FailingTogether()
        for (place, other) in block(position).enumerated() where other != position {
            guard bits & (1 << Int64(place)) != 0 else { continue }
            let id = checks[rows[other].index].id
            if bits & (1 << Int64(place + Self.blockSize)) == 0 { found.always.append(id) } else { found.sometimes.append(id) }
        }
        return found
    }
}

extension CompiledCheck {
    /// True when a scan that other checks share can answer it.
    var sharesScan: Bool {
        if case .whole = hint { return true }
        return form.isRow
    }
}

extension CompiledCheck.Form {
    var isRow: Bool {
        if case .row = self { true } else { false }
    }
}

extension Population {
    /// SQL that is true for rows in scope that pass because of a NULL; nil where none can.
    var nullsInScope: String? {
        nulls.map { nulls in scope.map { "(\($0)) AND (\(nulls))" } ?? nulls }
    }
}
