import PostgresClient
import SchemaModel

extension CheckSession {
    /// Counts groups of equal rows, and reads the keys of rows that are surplus.
    func answer(
        _ check: CompiledCheck, _ unique: UniqueRows, _ method: UniqueRows.Method, hasRowAddresses: Bool, options: CheckOptions
    ) async throws(PostgresError) -> CheckResult {
        let clock = ContinuousClock()
        let started = clock.now
        // An index has no row addresses, so that asking for them would make the server read the table.
        let byAddress = hasRowAddresses && method != .index && check.accepted.isEmpty && options.samples > 0
        let row: PostgresRow
        var result: CheckResult
        do {
            let sql = unique.counts(check.tableName, method, addresses: byAddress ? options.samples : nil)
            row = try await ask(sql, limit: check.timeLimit, settings: method.settings).one()
            result = CheckResult(check, failing: try row.decode(0), examined: nil, started.duration(to: clock.now))
            for column in 1...2 where (result.failingRows ?? 0) > 0 {
                result.figures.append(CheckFigure(row.columns[column].name, try row.decode(column)))
            }
        } catch  where error.isOfOneStatement {
            return CheckResult(check, .error(message: error.explanation(for: check)), started.duration(to: clock.now))
        }
        let surplus = result.failingRows ?? 0
        try await explain(&result, check)
        guard (result.failingRows ?? 0) > 0, options.samples > 0 else { return result }
        do {
            result.samples = try await keys(
                check, unique, byAddress ? (try row.decode(3), try row.decode(4)) : nil, surplus: surplus,
                groups: try row.decode(1), most: options.samples)
        } catch  where error.isOfOneStatement {
            result.cannotShowKeys(error, of: check)
        }
        return result
    }

    /// - Parameter ends: The addresses of the first and the last row of a few groups, where they are known.
    private func keys(
        _ check: CompiledCheck, _ unique: UniqueRows, _ ends: (first: [String], last: [String])?, surplus: Int, groups: Int,
        most: Int
    ) async throws(PostgresError) -> [SampleKey] {
        let key = check.key.map(\.name)
        if let ends, groups >= most || surplus == groups {
            let sql = UniqueRows.later(check.tableName, key: key, shown: check.keyArray)
            return try check.samples(try await ask(sql, [ends.first, ends.last]), from: 0)
        }
        var query = check.newFailures
        if check.accepted.isEmpty, !unique.nullsAreEqual {
            let few = unique.ofFewGroups(check.tableName, byAddress: ends != nil, most: most)
            query = unique.query(check.tableName, key: key, restrictedTo: few)
        }
        let sql = "SELECT \(check.keyArray) FROM (\n\(query)\n) AS \"check\" LIMIT \(most)"
        let parameters = query.contains("$1") ? ends.map { [$0.first] } ?? [] : []
        return try check.samples(try await ask(sql, parameters), from: 0)
    }
}

extension UniqueRows.Method {
    /// Settings for its statement. Sorting in parallel beats a hash table of as many groups as rows, which one process must build; the
    /// planner expects fewer groups, and takes the exchange of rows between processes for expensive.
    var settings: [String] {
        switch self {
        case .index: []
        case .values, .hash:
            ["enable_hashagg = off", "parallel_setup_cost = 0", "parallel_tuple_cost = 0", "work_mem = '32MB'"]
        }
    }
}
