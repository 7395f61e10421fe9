import Foundation
import PostgresClient
import SchemaModel

/// The work of one connection in one step.
enum CheckJob: Sendable {
    case scan(FusedScan)
    case unique(CompiledCheck, UniqueRows, UniqueRows.Method)
    case query(CompiledCheck)
    /// The number of rows of a table that checks are about, where no scan counts them.
    case count(ObjectID, [Population])
    /// The number of groups that checks are about.
    case groups(Population)

    /// The checks that it answers; none of a job that only counts.
    var checks: [CompiledCheck] {
        switch self {
        case .scan(let scan): scan.checks
        case .unique(let check, _, _), .query(let check): [check]
        case .count, .groups: []
        }
    }

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

    /// The jobs for these checks: a scan for each table, a statement for each other check, and a count where a share of a table is to be
    /// told. The scans come first: they take longest.
    static func planned(_ checks: [CompiledCheck], _ inventory: Inventory) -> [CheckJob] {
        let populations = Set(checks.filter { !$0.form.isRow && $0.hasOwnStatement }.compactMap(\.population))
        let byTable: [ObjectID: [Population]] = Dictionary(grouping: populations.filter { $0.groups.isEmpty }) { $0.table }
        let scans = FusedScan.planned(checks, populations: byTable, hasRowAddresses: inventory.hasRowAddresses)
        let shared = Set(scans.flatMap { $0.checks.map(\.id) })
        var jobs = scans.map(CheckJob.scan)
        for check in checks where !shared.contains(check.id) && check.hasOwnStatement {
            if case .unique(let unique) = check.hint, let table = check.table {
                jobs.append(.unique(check, unique, inventory.method(unique, of: table)))
            } else {
                jobs.append(.query(check))
            }
        }
        for (table, counted) in byTable where !scans.contains(where: { $0.table == table && $0.window == nil }) {
            jobs.append(.count(table, counted))
        }
        jobs += populations.filter { !$0.groups.isEmpty }.map(CheckJob.groups)
        return jobs
    }
}

extension CompiledCheck {
    /// True when it is answered by one statement in one database, with nothing else running beside it.
    fileprivate var hasOwnStatement: Bool {
        switch form {
        case .row, .query: true
        case .agreement, .performance, .growth, .anomalies: false
        }
    }
}

extension CheckSession {
    /// Does a job. A statement that the server refuses becomes an outcome; a lost connection is thrown.
    func answer(
        _ job: CheckJob, _ inventory: Inventory, options: CheckOptions
    ) async throws(PostgresError) -> CheckJob.Answer {
        do {
            switch job {
            case .scan(let scan): return try await answer(scan, options: options)
            case .unique(let check, let unique, let method):
                let hasAddresses = check.table.map(inventory.hasRowAddresses) ?? false
                return CheckJob.Answer(
                    results: [try await answer(check, unique, method, hasRowAddresses: hasAddresses, options: options)])
            case .query(let check): return CheckJob.Answer(results: [try await answer(check, options: options)])
            case .count(let table, let populations):
                // Nothing but numbers of rows: a scan without checks.
                let scan = FusedScan(table: table, [], populations: populations, hasRowAddresses: false)
                return CheckJob.Answer(totals: try scan.read(try await ask(scan.sql(TableSegments(pages: 1))).one()).totals)
            case .groups(let population):
                let row = try await ask(population.sql).one()
                return CheckJob.Answer(totals: [population: .init(rows: try row.decode(0), nulls: try row.decode(1))])
            }
        } catch  where error.isOfOneStatement {
            // A count was refused: the checks on the table say by themselves why. All others are outcomes already.
            return CheckJob.Answer()
        }
    }

    func answer(_ check: CompiledCheck, options: CheckOptions) async throws(PostgresError) -> CheckResult {
        let clock = ContinuousClock()
        let started = clock.now
        do throws(PostgresError) {
            // Known failures and shapes are looked at more than once; otherwise one statement says how many rows fail, and which.
            let most =
                check.accepted.isEmpty && check.tally == nil && check.breakdown == nil && !check.key.isEmpty ? options.samples : 0
            let rows = try await ask(check.tally ?? check.countQuery(samples: most), limit: check.timeLimit)
            guard let row = rows.first else { throw PostgresError(.decoding, "the statement returned no count") }
            let failing: Int = try row.decode(0)
            var result = CheckResult(check, failing: failing, examined: nil, started.duration(to: clock.now))
            if most > 0 {
                if failing > 0 { result.samples = try check.samples(rows, from: 1) }
                return result
            }
            if check.tally != nil, failing > 0 {
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
    func explain(_ result: inout CheckResult, _ check: CompiledCheck) async throws(PostgresError) {
        do {
            if let query = check.knownQuery(on: .now) {
                var known: [Int: Int] = [:]
                for row in try await ask(query) { known[try row.decode(0)] = try row.decode(1) }
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

    func withSamples(
        _ result: CheckResult, _ sql: String?, _ check: CompiledCheck
    ) async throws(PostgresError) -> CheckResult {
        guard let sql else { return result }
        var result = result
        do {
            let columns = check.sampleColumns
            result.samples = try await ask(sql).map { row in
                SampleKey(columns: columns, nullable: columns.indices.map { row.text($0) })
            }
        } catch  where error.isOfOneStatement {
            result.outcome = .error(
                message: "\(result.failingRows ?? 0) rows fail, and their keys cannot be read: \(error.explanation(for: check))")
        }
        return result
    }
}

extension PostgresError {
    /// True when only one statement is affected: the server refused it, or it took too long.
    var isOfOneStatement: Bool { code == .server || code == .timeout || code == .usage || code == .decoding }

    /// True when the same statement with fewer conditions may be answered: not when it was the table that took too long.
    var mayBeOfOneCondition: Bool {
        code != .timeout && sqlState != .queryCanceled && sqlState != .lockNotAvailable && sqlState != .insufficientPrivilege
    }
}
