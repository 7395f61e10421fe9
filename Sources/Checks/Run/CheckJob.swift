import Foundation
import PostgresClient
import SchemaModel

/// What one connection does in one go.
enum CheckJob: Sendable {
    case scan(FusedScan)
    case query(CompiledCheck)
    /// The number of rows that checks are about, where no scan counts them.
    case count(Population)

    /// The answer of a job.
    struct Answer: Sendable {
        var results: [CheckResult] = []
        var totals: [Population: Total] = [:]
    }

    /// How many rows there are, and how many of them pass because of a NULL.
    struct Total: Sendable {
        var rows: Int
        var nulls = 0
    }

    /// The jobs for these checks: a scan a table, a query a check, and a count where a share of a table is to be told.
    static func planned(_ checks: [CompiledCheck], _ inventory: Inventory) -> [CheckJob] {
        let scans = FusedScan.planned(checks, hasRowAddresses: inventory.hasRowAddresses)
        var counted = Set(scans.map { Population(table: $0.table) })
        var jobs = scans.map(CheckJob.scan)
        for check in checks {
            guard case .query = check.form else { continue }
            jobs.append(.query(check))
            if let population = check.population, counted.insert(population).inserted { jobs.append(.count(population)) }
        }
        return jobs
    }
}

extension CheckSession {
    /// Does a job. A statement that the server refuses becomes an outcome; a lost connection is thrown.
    func answer(_ job: CheckJob, options: CheckOptions) async throws(PostgresError) -> CheckJob.Answer {
        switch job {
        case .scan(let scan): return try await answer(scan, options: options)
        case .query(let check): return CheckJob.Answer(results: [try await answer(check, options: options)])
        case .count(let population):
            do {
                let row = try await ask(population.sql).one()
                return CheckJob.Answer(totals: [population: .init(rows: try row.decode(0), nulls: try row.decode(1))])
            } catch  where error.isOfOneStatement {
                // The checks on the table say by themselves what the server refused.
                return CheckJob.Answer()
            }
        }
    }

    private func answer(_ scan: FusedScan, options: CheckOptions) async throws(PostgresError) -> CheckJob.Answer {
        let clock = ContinuousClock()
        let started = clock.now
        let groups: [FusedScan.Group]
        do {
            var found: [FusedScan.Group] = []
            for row in try await ask(scan.sql) { found.append(try FusedScan.Group(row)) }
            groups = found
        } catch  where error.isOfOneStatement {
            guard scan.checks.count > 1, error.mayBeOfOneCondition else {
                return CheckJob.Answer(
                    results: scan.checks.map {
                        CheckResult($0, .error(message: error.explanation(for: $0)), started.duration(to: clock.now))
                    })
            }
            // One condition raised an error for one row; asked one by one, only its own check has no answer.
            var answer = CheckJob.Answer()
            for single in scan.apart {
                let part = try await self.answer(single, options: options)
                answer.results += part.results
                answer.totals.merge(part.totals) { first, _ in first }
            }
            return answer
        }
        let tallies = scan.tallies(groups, samples: options.samples)
        let duration = started.duration(to: clock.now)
        var answer = CheckJob.Answer(totals: [Population(table: scan.table): .init(rows: groups.reduce(0) { $0 + $1.rows })])
        for (check, tally) in zip(scan.checks, tallies) {
            var result = CheckResult(check, failing: tally.failing, examined: tally.examined, duration)
            if let nulls = tally.nulls, nulls > 0 { result.figures.append(.nulls(nulls)) }
            try await explain(&result, check)
            if (result.failingRows ?? 0) > 0, options.samples > 0 {
                // Known failures are left out by key, which addresses do not tell.
                let query =
                    scan.hasRowAddresses && check.accepted.isEmpty
                    ? check.sampleQuery(at: tally.addresses) : check.sampleQuery(options.samples)
                result = try await withSamples(result, query, check)
            }
            answer.results.append(result)
        }
        return answer
    }

    private func answer(_ check: CompiledCheck, options: CheckOptions) async throws(PostgresError) -> CheckResult {
        let clock = ContinuousClock()
        let started = clock.now
        do {
            let row = try await ask(check.tally ?? "SELECT count(*) FROM (\n\(check.query)\n) AS \"check\"").one()
            let failing: Int = try row.decode(0)
            var result = CheckResult(check, failing: failing, examined: nil, started.duration(to: clock.now))
            if failing > 0 {
                for column in row.columns.indices.dropFirst() {
                    result.figures.append(CheckFigure(row.columns[column].name, try row.decode(column)))
                }
            }
            try await explain(&result, check)
            guard (result.failingRows ?? 0) > 0, options.samples > 0 else { return result }
            return try await withSamples(result, check.sampleQuery(options.samples), check)
        } catch  where error.isOfOneStatement {
            return CheckResult(check, .error(message: error.explanation(for: check)), started.duration(to: clock.now))
        }
    }

    /// Takes known failures away, and says what is wrong by kind.
    private func explain(_ result: inout CheckResult, _ check: CompiledCheck) async throws(PostgresError) {
        do {
            if let query = check.knownQuery(on: .now) {
                let known: Int = try await ask(query).one().decode(0)
                result.subtract(known: known, of: check)
            }
            if let breakdown = check.breakdown, (result.failingRows ?? 0) > 0 {
                let query = breakdown.replacing("{query}", with: check.newFailures) + "\nGROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20"
                for row in try await ask(query) {
                    result.figures.append(CheckFigure(try row.decode(0), try row.decode(1)))
                }
            }
        } catch  where error.isOfOneStatement {
            result.outcome = .error(
                message: "\(result.failingRows ?? 0) rows fail, and they cannot be looked at: \(error.explanation(for: check))")
        }
    }

    private func withSamples(
        _ result: CheckResult, _ sql: String?, _ check: CompiledCheck
    ) async throws(PostgresError) -> CheckResult {
        guard let sql else { return result }
        var result = result
        do {
            let columns = check.sampleColumns
            result.samples = try await ask(sql).map { row in
                SampleKey(columns: columns, values: columns.indices.map { row.text($0) ?? "NULL" })
            }
        } catch  where error.isOfOneStatement {
            result.outcome = .error(
                message: "\(result.failingRows ?? 0) rows fail, and their keys cannot be read: \(error.explanation(for: check))")
        }
        return result
    }
}

extension PostgresError {
    /// Whether only one statement is affected: the server refused it, or it took too long.
    var isOfOneStatement: Bool { code == .server || code == .timeout || code == .usage || code == .decoding }

    /// Whether the same statement with fewer conditions may be answered: not when it was the table that took too long.
    var mayBeOfOneCondition: Bool {
        code != .timeout && sqlState != .queryCanceled && sqlState != .lockNotAvailable && sqlState != .insufficientPrivilege
    }
}
