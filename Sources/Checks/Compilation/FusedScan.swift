import PostgresClient
import SchemaModel

/// One statement that answers all row conditions of one table in one pass over it, and what is asked of the table as a whole.
///
/// It has one aggregate for each check, whose FILTER is true for rows on which the condition does not hold. So a clean row costs what it costs in the
/// plain `count(*) FILTER (…)` of a person, in parallel workers, with no memory however many rows fail. What the aggregate adds up says how many
/// rows fail, in which parts of the table they are, and how many pass because of a NULL: see ``FailureSum``. ``OverlapScan`` finds out which checks fail on
/// the same rows. `Benchmarks/checks.md` has what this was measured against.
struct FusedScan: Sendable {
    /// A row of a parallel aggregate has at most 1,664 columns, of which a check takes up to three.
    private static let mostChecks = 500

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

    /// One row: the number of rows, then the numbers in each scope, then the sum of each row condition, then what is true of the table as a
    /// whole.
    func sql(_ segments: TableSegments) -> String {
        var columns = ["count(*) AS rows"]
        columns += counted.map { "count(*) FILTER (WHERE \($0))" }
        columns += rows.map { FailureSum.sql($0.condition, hasRowAddresses ? segments : nil) }
        columns += wholes.map { "(\($0.whole.passes)) IS TRUE" }
        return """
            SELECT \(columns.joined(separator: ",\n  "))
            FROM \(SQL.qualified(table.schema, table.name))\(window.map { "\nWHERE \($0)" } ?? "")
            """
    }

    /// The scan's result for one check.
    struct Tally: Sendable {
        var examined: Int?
        var failing = 0
        /// Rows in scope that pass because the condition is NULL; nil where NULL fails.
        var nulls: Int?
        /// The parts of the table that have failing rows; nil where rows have no addresses, and where none fails.
        var parts: Int64?
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
        for (index, condition) in rows {
            let sum = try FailureSum(try row.decode(column))
            var tally = Tally(examined: condition.scope.map { numbers[$0] ?? 0 } ?? total, failing: sum.failing)
            if condition.onNull == .passes { tally.nulls = sum.nulls }
            if hasRowAddresses, sum.failing > 0 { tally.parts = sum.parts }
            tallies[index] = tally
            column += 1
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
