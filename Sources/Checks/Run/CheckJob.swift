import PostgresClient
import SchemaModel

/// What one connection does in one go.
enum CheckJob: Sendable {
    case scan(FusedScan)
    case query(CompiledCheck)
    /// The number of rows of a table whose checks are all queries.
    case count(ObjectID)

    /// The answer of a job.
    struct Answer: Sendable {
        var results: [CheckResult] = []
        /// Rows of tables.
        var totals: [ObjectID: Int] = [:]
    }

    /// The jobs for these checks: a scan a table, a query a check, and a count where a share of a table is to be told.
    static func planned(_ checks: [CompiledCheck], _ inventory: Inventory) -> [CheckJob] {
        let scans = FusedScan.planned(checks, hasRowAddresses: inventory.hasRowAddresses)
        var counted = Set(scans.map(\.table))
        var jobs = scans.map(CheckJob.scan)
        for check in checks {
            guard case .query = check.form else { continue }
            jobs.append(.query(check))
            if let table = check.table, check.countsRows, counted.insert(table).inserted { jobs.append(.count(table)) }
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
        case .count(let table):
            do {
                let rows = try await ask("SELECT count(*) FROM \(SQL.qualified(table.schema, table.name))")
                return CheckJob.Answer(totals: [table: Int(rows.first?.text(0) ?? "") ?? 0])
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
                        CheckResult($0, .error(message: error.explanation), started.duration(to: clock.now))
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
        var answer = CheckJob.Answer(totals: [scan.table: groups.reduce(0) { $0 + $1.rows }])
        for (check, tally) in zip(scan.checks, tallies) {
            var result = CheckResult(check, failing: tally.failing, examined: tally.examined, duration)
            if tally.failing > 0, options.samples > 0 {
                result = try await withSamples(
                    result, scan.hasRowAddresses ? check.sampleQuery(at: tally.addresses) : check.sampleQuery(options.samples),
                    check)
            }
            answer.results.append(result)
        }
        return answer
    }

    private func answer(_ check: CompiledCheck, options: CheckOptions) async throws(PostgresError) -> CheckResult {
        let clock = ContinuousClock()
        let started = clock.now
        do {
            let rows = try await ask("SELECT count(*) FROM (\n\(check.query)\n) AS \"check\"")
            let failing = Int(rows.first?.text(0) ?? "") ?? 0
            let result = CheckResult(check, failing: failing, examined: nil, started.duration(to: clock.now))
            guard failing > 0, options.samples > 0 else { return result }
            return try await withSamples(result, check.sampleQuery(options.samples), check)
        } catch  where error.isOfOneStatement {
            return CheckResult(check, .error(message: error.explanation), started.duration(to: clock.now))
        }
    }

    private func withSamples(
        _ result: CheckResult, _ sql: String?, _ check: CompiledCheck
    ) async throws(PostgresError) -> CheckResult {
        guard let sql else { return result }
        var result = result
        do {
            let columns = check.key.map(\.name)
            result.samples = try await ask(sql).map { row in
                SampleKey(columns: columns, values: columns.indices.map { row.text($0) ?? "NULL" })
            }
        } catch  where error.isOfOneStatement {
            result.outcome = .error(
                message: "\(result.failingRows ?? 0) rows fail, and their keys cannot be read: \(error.explanation)")
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

    /// The description, and what to do where only checks run into it.
    var explanation: String {
        guard sqlState == .insufficientPrivilege, message.contains("row-level security") else { return description }
        return "policies would hide rows from this role, and hidden rows cannot be checked (SQLSTATE 42501): \(message)\n"
            + "  next: give the role BYPASSRLS (ALTER ROLE … BYPASSRLS), or connect as one that has it"
    }
}
