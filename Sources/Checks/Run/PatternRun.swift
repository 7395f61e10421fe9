import PostgresClient
import SchemaModel

/// A failing check on rows, with the parts of the table that have its failing rows.
struct FailingRows {
    let check: CompiledCheck
    let condition: RowCondition
    let parts: Int64?
}

extension CheckSession {
    /// Says of failing checks of one table when their first and last failing rows are, and which value most of them have.
    ///
    /// Three statements for the table, however many checks fail: one to the catalog, one to a sample of the rows, one to the failing
    /// rows. The last reads at most `CheckOptions.patternRows` rows: the parts of the table that have failing rows, or a sample.
    func addPatterns(
        _ answer: inout CheckJob.Answer, _ scan: FusedScan, _ failing: [FailingRows], _ segments: TableSegments, total: Int,
        options: CheckOptions
    ) async throws(PostgresError) {
        guard !failing.isEmpty, total > 0, options.patternRows > 0 else { return }
        var patterns: [CheckID: FailurePattern] = [:]
        do {
            let candidates = try await self.candidates(scan, failing)
            guard candidates.time != nil || !candidates.columns.isEmpty else { return }
            let search = PatternSearch(
                table: SQL.qualified(scan.table.schema, scan.table.name), total: total, failing: failing,
                time: candidates.time, columns: candidates.columns, most: options.patternRows)
            let shares = try await self.shares(search)
            patterns = try await self.patterns(search, shares, segments)
        } catch  where error.isOfOneStatement {
            for row in failing { patterns[row.check.id] = FailurePattern(problem: error.withoutValues) }
        }
        for place in answer.results.indices { answer.results[place].pattern = patterns[answer.results[place].id] }
    }

    /// The unmasked columns that have times or few values, as the catalog has them now.
    private func candidates(
        _ scan: FusedScan, _ failing: [FailingRows]
    ) async throws(PostgresError) -> (time: String?, columns: [String]) {
        let unmasked = failing.reduce(into: Set<String>()) { $0.formUnion($1.check.unmasked) }
        guard !unmasked.isEmpty else { return (nil, []) }
        let rows = try await ask(
            """
            SELECT a.attname::text, t.typname::text, a.attnotnull, EXISTS (
                SELECT FROM pg_catalog.pg_index AS x WHERE x.indrelid = a.attrelid AND x.indkey[0] = a.attnum AND x.indisvalid),
              t.typtype = 'e' OR t.typname = 'bool', s.n_distinct::float8
            FROM pg_catalog.pg_attribute AS a
            -- Of a view no sample can be taken, and what reading it again costs is not known.
            JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm')
            JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_stats AS s
              ON s.schemaname = \(SQL.literal(scan.table.schema ?? "")) AND s.tablename = \(SQL.literal(scan.table.name))
              AND s.attname = a.attname AND NOT s.inherited
            WHERE a.attrelid = to_regclass(\(SQL.literal(SQL.qualified(scan.table.schema, scan.table.name))))
              AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """)
        var (times, columns): ([(name: String, rank: Int)], [String]) = ([], [])
        for row in rows {
            let name: String = try row.decode(0)
            guard unmasked.contains(name) else { continue }
            let type: String = try row.decode(1)
            let (isNotNull, isIndexed): (Bool, Bool) = (try row.decode(2), try row.decode(3))
            if ["timestamptz", "timestamp", "date"].contains(type) {
                let rank = (isIndexed ? 1 : 0) + (isNotNull ? 2 : 0)
                if rank > 0 { times.append((name, rank)) }
                continue
            }
            let distinct: Double? = try row.decode(5)
            let hasFewValues =
                try row.decode(4)
                ? true
                : distinct.map { (2...Double(PatternSearch.mostValues)).contains($0) }
                    ?? ["text", "varchar", "bpchar", "int2", "int4"].contains(type)
            if hasFewValues { columns.append(name) }
        }
        let declared = failing.compactMap(\.check.timeColumn).first
        let best = times.max { $0.rank < $1.rank }.map(\.rank)
        return (declared ?? times.first { $0.rank == best }?.name, Array(columns.prefix(PatternSearch.mostColumns)))
    }

    /// How many rows of a sample have each value, by column and by scope; columns with many values are left out.
    private func shares(_ search: PatternSearch) async throws(PostgresError) -> PatternSearch.Shares {
        var shares = PatternSearch.Shares()
        guard let sql = search.sampleQuery else { return shares }
        for row in try await ask(sql) {
            let column: Int = try row.decode(0)
            shares.counts[column, default: [:]][row.text(1)] = try row.decode(2, as: [Int].self)
        }
        shares.counts = shares.counts.filter { (2...PatternSearch.mostValues).contains($0.value.count) }
        return shares
    }

    private func patterns(
        _ search: PatternSearch, _ shares: PatternSearch.Shares, _ segments: TableSegments
    ) async throws(PostgresError) -> [CheckID: FailurePattern] {
        let columns = shares.counts.keys.sorted()
        guard search.time != nil || !columns.isEmpty else { return [:] }
        let failing = search.failingQuery(columns, segments)
        let rows = try await ask(failing.sql, settings: failing.settings)
        var patterns: [CheckID: FailurePattern] = [:]
        for row in rows {
            // Which column's values the line is about; none for the line about all failing rows.
            let column: Int? = try row.decode(0)
            for (place, failingRows) in search.failing.enumerated() {
                let first = 2 + 3 * place
                let count: Int = try row.decode(first)
                guard let column else {
                    guard count > 0 else { continue }
                    var pattern = FailurePattern(rowsLookedAt: count, isSample: failing.isSample)
                    if let time = search.time, failingRows.check.mayShow(time), let least = row.text(first + 1),
                        let most = row.text(first + 2)
                    {
                        pattern.span = .init(column: time, first: least, last: most)
                    }
                    patterns[failingRows.check.id] = pattern
                    continue
                }
                guard let pattern = patterns[failingRows.check.id],
                    let share = shares.share(column, row.text(1), scope: search.scope(place))
                else { continue }
                let slice = FailurePattern.Slice(
                    column: search.columns[column], value: row.text(1),
                    failingShare: Double(count) / Double(pattern.rowsLookedAt),
                    // The failing rows are among all, also where the sample has none of them.
                    share: max(share, Double(count) / Double(max(search.total, count))))
                guard failingRows.check.mayShow(slice.column), !failingRows.check.isAbout(slice), pattern.rowsLookedAt > 1,
                    slice.explainsMore(than: pattern.slice)
                else { continue }
                patterns[failingRows.check.id]?.slice = slice
            }
        }
        return patterns.filter { $0.value.span != nil || $0.value.slice != nil }
    }
}

/// The statements that look for what failing rows of one table have in common.
struct PatternSearch {
    /// Columns of which values are counted, and the values that such a column may have.
    static let mostColumns = 6
    static let mostValues = 50
    /// Rows of the sample that says how frequent a value is among all rows.
    static let sampleRows = 30_000

    /// Qualified and quoted.
    let table: String
    let total: Int
    let failing: [FailingRows]
    let time: String?
    let columns: [String]
    /// Rows that the statement about failing rows may read.
    let most: Int

    /// The conditions that select the rows in scope; nil for all rows.
    private var scopes: [String?] {
        failing.map(\.condition.scope).reduce(into: []) { scopes, scope in
            if !scopes.contains(scope) { scopes.append(scope) }
        }
    }

    /// The place of a check's scope in the counts of the sample.
    func scope(_ place: Int) -> Int { scopes.firstIndex(of: failing[place].condition.scope) ?? 0 }

    /// The counts of values in the sample.
    struct Shares {
        /// By column and value; one number for each scope.
        var counts: [Int: [String?: [Int]]] = [:]

        /// The share of the rows in scope that have a value; nil where the sample has no row in scope.
        func share(_ column: Int, _ value: String?, scope: Int) -> Double? {
            let all = counts[column]?.values.reduce(0) { $0 + $1[scope] } ?? 0
            guard all > 0 else { return nil }
            return Double(counts[column]?[value]?[scope] ?? 0) / Double(all)
        }
    }

    private func sampled(_ rows: Int) -> String {
        guard total > rows else { return table }
        // The same rows each time, as long as the table is as it is.
        return "\(table) TABLESAMPLE SYSTEM (\(Double(rows) / Double(total) * 100)) REPEATABLE (1)"
    }

    /// Nil where there is no column to count.
    var sampleQuery: String? {
        guard !columns.isEmpty else { return nil }
        let values = columns.enumerated().map { "\(SQL.identifier($1))::text AS v\($0)" }
        let scoped = scopes.enumerated().map { "\($1.map { "(\($0)) IS TRUE" } ?? "true") AS s\($0)" }
        let counts = scopes.indices.map { "count(*) FILTER (WHERE s\($0))" }.joined(separator: ", ")
        let parts = columns.indices.map { place in
            "(SELECT \(place), v\(place), ARRAY[\(counts)] FROM sample GROUP BY v\(place) LIMIT \(Self.mostValues + 1))"
        }
        return """
            WITH sample AS MATERIALIZED (
              SELECT \((values + scoped).joined(separator: ", "))
              FROM \(sampled(Self.sampleRows))
            )
            \(parts.joined(separator: "\nUNION ALL\n"))
            """
    }

    /// A query for the rows that are looked for failing ones: all, the parts that have some, or a sample.
    private func query(_ columns: String, _ segments: TableSegments) -> (sql: String, settings: [String], isSample: Bool) {
        let bits = failing.reduce(Int64?.some(0)) { bits, row in
            bits.flatMap { bits in row.parts.map { bits | $0 } }
        }
        if let bits, !segments.areMost(bits), segments.rows(bits, of: total) <= most {
            let (sql, settings) = segments.query(columns, from: table, bits)
            return (sql, settings, false)
        }
        return ("SELECT \(columns) FROM \(sampled(most))", [], total > most)
    }

    /// For all failing rows, then for each value of each column: the number of rows, the first and the last time, for each check.
    func failingQuery(
        _ columns: [Int], _ segments: TableSegments
    ) -> (sql: String, settings: [String], isSample: Bool) {
        let values = columns.map { "\(SQL.identifier(self.columns[$0]))::text AS v\($0)" }
        let times = time.map { "\(SQL.identifier($0)) AS at" } ?? "NULL::timestamptz AS at"
        let conditions = failing.enumerated().map { "(\($1.condition.fails)) AS f\($0)" }
        let which = columns.map { "WHEN GROUPING(v\($0)) = 0 THEN \($0)" }
        let value = columns.map { "WHEN GROUPING(v\($0)) = 0 THEN v\($0)" }
        let chosen =
            columns.isEmpty
            ? "NULL::int, NULL::text" : "CASE \(which.joined(separator: " ")) END, CASE \(value.joined(separator: " ")) END"
        let counts = failing.indices.flatMap { place in
            [
                "count(*) FILTER (WHERE f\(place))", "(min(at) FILTER (WHERE f\(place)))::text",
                "(max(at) FILTER (WHERE f\(place)))::text",
            ]
        }
        let sets = ["()"] + columns.map { "(v\($0))" }
        let rows = query((values + [times] + conditions).joined(separator: ", "), segments)
        let sql = """
            SELECT \(chosen), \(counts.joined(separator: ", "))
            FROM (\(rows.sql)) AS rows
            WHERE \(failing.indices.map { "f\($0)" }.joined(separator: " OR "))
            GROUP BY GROUPING SETS (\(sets.joined(separator: ", ")))
            ORDER BY 1 NULLS FIRST, count(*) DESC
            LIMIT 1000
            """
        return (sql, rows.settings, rows.isSample)
    }
}

extension CompiledCheck {
    fileprivate func mayShow(_ column: String) -> Bool { unmasked.contains(column) }

    /// True for a slice that only repeats the check: a NULL of a column that the condition reads.
    fileprivate func isAbout(_ slice: FailurePattern.Slice) -> Bool {
        guard slice.value == nil, let table else { return false }
        return requirements.contains { requirement in
            if case .column(let schema, let relation, let name) = requirement {
                schema == table.schema && relation == table.name && name == slice.column
            } else {
                false
            }
        }
    }
}
