import PostgresClient
import SchemaModel

extension CheckSession {
    /// Runs a scan, and says what the failing rows are.
    func answer(_ scan: FusedScan, options: CheckOptions) async throws(PostgresError) -> CheckJob.Answer {
        let clock = ContinuousClock()
        let started = clock.now
        let segments: TableSegments
        let found: Tallied
        do {
            segments = try await self.segments(of: scan)
            found = try await tally(scan, segments)
        } catch  where error.isOfOneStatement {
            return CheckJob.Answer(
                results: scan.checks.map {
                    CheckResult($0, .error(message: error.explanation(for: $0)), started.duration(to: clock.now))
                })
        }
        let duration = started.duration(to: clock.now)
        var answer = CheckJob.Answer(totals: found.totals)
        var failing: [(check: CompiledCheck, query: String)] = []
        for check in scan.checks {
            guard let tally = found.tallies[check.id] else {
                let message = found.errors[check.id]?.explanation(for: check) ?? "the scan of its table has no answer for it"
                answer.results.append(CheckResult(check, .error(message: message), duration))
                continue
            }
            guard check.form.isRow else {
                // What is wrong with the table as a whole is for its own query to say.
                answer.results.append(
                    tally.passes
                        ? CheckResult(check, failing: 0, examined: nil, duration) : try await self.answer(check, options: options)
                )
                continue
            }
            var result = CheckResult(check, failing: tally.failing, examined: tally.examined, duration)
            if let nulls = tally.nulls, nulls > 0 { result.figures.append(.nulls(nulls)) }
            if let table = check.window?.rowsOfTable, check.window?.rows != nil {
                result.figures.append(.notRead(max(0, table - found.rows)))
            }
            try await explain(&result, check)
            answer.results.append(result)
            if (result.failingRows ?? 0) > 0, options.samples > 0,
                let query = check.sampleQuery(options.samples, segments, tally.parts)
            {
                failing.append((check, query))
            }
        }
        try await addSamples(&answer, failing, hasRowAddresses: scan.hasRowAddresses)
        let rows = scan.checks.compactMap { check -> FailingRows? in
            guard let tally = found.tallies[check.id], tally.failing > 0, case .row(let condition) = check.form else {
                return nil
            }
            return FailingRows(check: check, condition: condition, parts: tally.parts)
        }
        try await addOverlaps(&answer, scan, rows, segments, rows: found.rows, options: options)
        guard options.samples > 0, let total = found.totals[Population(table: scan.table)]?.rows else { return answer }
        let failed = Set(answer.results.filter { $0.outcome == .failed }.map(\.id))
        let unexplained = rows.filter { failed.contains($0.check.id) && !$0.check.unmasked.isEmpty }
        try await addPatterns(&answer, scan, unexplained, segments, total: total, options: options)
        return answer
    }

    /// The numbers of a scan, by check.
    private struct Tallied {
        var rows = 0
        var totals: [Population: CheckJob.Total] = [:]
        var tallies: [CheckID: FusedScan.Tally] = [:]
        /// Of conditions that raise an error.
        var errors: [CheckID: PostgresError] = [:]
    }

    /// Asks a scan's statement. Where one condition raises an error, the checks are asked in halves until only its own has no answer.
    private func tally(_ scan: FusedScan, _ segments: TableSegments) async throws(PostgresError) -> Tallied {
        do {
            let found = try scan.read(try await ask(scan.sql(segments), limit: scan.timeLimit).one())
            let tallies = Dictionary(zip(scan.checks.map(\.id), found.tallies)) { first, _ in first }
            return Tallied(rows: found.rows, totals: found.totals, tallies: tallies)
        } catch  where error.isOfOneStatement {
            guard scan.checks.count > 1, error.mayBeOfOneCondition else {
                return Tallied(errors: Dictionary(scan.checks.map { ($0.id, error) }) { first, _ in first })
            }
            var all = Tallied()
            for half in scan.halves {
                let part = try await tally(half, segments)
                all.rows = max(all.rows, part.rows)
                all.totals.merge(part.totals) { first, _ in first }
                all.tallies.merge(part.tallies) { first, _ in first }
                all.errors.merge(part.errors) { first, _ in first }
            }
            return all
        }
    }

    /// Reads the keys of all checks in one statement, and one by one where it is refused.
    private func addSamples(
        _ answer: inout CheckJob.Answer, _ failing: [(check: CompiledCheck, query: String)],
        hasRowAddresses: Bool
    ) async throws(PostgresError) {
        guard !failing.isEmpty else { return }
        // Where all are ranges of addresses, nothing but these ranges is to be read.
        let isByParts = hasRowAddresses && failing.allSatisfy(\.check.accepted.isEmpty)
        let settings = isByParts ? ["enable_seqscan = off", "max_parallel_workers_per_gather = 0"] : []
        let whole = failing.enumerated().map { "(SELECT \($0) AS which, * FROM (\n\($1.query)\n) AS keys)" }
            .joined(separator: "\nUNION ALL\n")
        var keys: [CheckID: [SampleKey]] = [:]
        do {
            for row in try await ask(whole, settings: settings) {
                let check = failing[try row.decode(0, as: Int.self)].check
                let values: [String?] = try row.decode(1)
                keys[check.id, default: []].append(
                    SampleKey(columns: check.sampleColumns, nullable: values))
            }
        } catch  where error.isOfOneStatement {
            for (check, query) in failing {
                guard let index = answer.results.firstIndex(where: { $0.id == check.id }) else { continue }
                do {
                    answer.results[index].samples = try check.samples(try await ask(query), from: 0)
                } catch  where error.isOfOneStatement {
                    answer.results[index].cannotShowKeys(error, of: check)
                }
            }
            return
        }
        for index in answer.results.indices {
            if let found = keys[answer.results[index].id] { answer.results[index].samples = found }
        }
    }

    /// Says which checks fail on the same rows.
    private func addOverlaps(
        _ answer: inout CheckJob.Answer, _ scan: FusedScan, _ failing: [FailingRows], _ segments: TableSegments, rows: Int,
        options: CheckOptions
    ) async throws(PostgresError) {
        guard let overlap = OverlapScan(scan, failing, segments, rows: rows, most: options.patternRows) else { return }
        do {
            let (sql, settings) = overlap.statement
            let found = try overlap.read(try await ask(sql, limit: scan.timeLimit, settings: settings).one())
            for place in answer.results.indices { answer.results[place].together = found[answer.results[place].id] ?? .init() }
        } catch  where error.isOfOneStatement {
            // The checks have their results; what they have in common is not among them.
            for row in failing {
                guard let place = answer.results.firstIndex(where: { $0.id == row.check.id }) else { continue }
                let problem = "which checks fail on the same rows is not known: \(error.withoutValues)"
                answer.results[place].note = [answer.results[place].note, problem].compactMap(\.self).joined(separator: "; ")
            }
        }
    }

    /// The parts of the table. Its size is asked for here, since the catalog's number of pages may be of long ago.
    private func segments(of scan: FusedScan) async throws(PostgresError) -> TableSegments {
        guard scan.hasRowAddresses else { return TableSegments(pages: 1) }
        let name = SQL.literal(SQL.qualified(scan.table.schema, scan.table.name))
        let row = try await ask(
            "SELECT coalesce(pg_relation_size(\(name)::regclass) / current_setting('block_size')::bigint, 1)"
        ).one()
        return TableSegments(pages: try row.decode(0))
    }
}

extension CheckResult {
    /// The rows were counted, and the server refused to show their keys.
    mutating func cannotShowKeys(_ error: PostgresError, of check: CompiledCheck) {
        outcome = .error(
            message: "\(failingRows ?? 0) rows fail, and their keys cannot be read: \(error.explanation(for: check))")
    }
}
