import Foundation
package import PostgresClient
import SchemaModel

/// Runs checks against a live database: in one read-only snapshot, each table scanned once.
package struct CheckRunner: Sendable {
    let settings: ConnectionSettings
    let options: CheckOptions
    private let others: [String: ConnectionSettings]
    private let past: [PastResult]
    private let measured: [PastMeasurement]
    private let marks: [PastMeasurement]
    private let anomalies: AnomalyPolicy

    /// - Parameters:
    ///   - others: Where the project's other databases are, for checks that compare two; one that is not here has its
    ///     checks skipped, and they say so.
    ///   - past: Results of earlier runs, for checks that compare with them; without any those checks are skipped.
    ///   - measured: Numbers of earlier runs, for checks on anomalies; without enough of them those are skipped.
    ///   - marks: How far earlier runs have read, for incremental checks; without any those read all rows.
    ///   - anomalies: The budget of false alarms.
    package init(
        _ settings: ConnectionSettings, options: CheckOptions = CheckOptions(), others: [String: ConnectionSettings] = [:],
        past: [PastResult] = [], measured: [PastMeasurement] = [], marks: [PastMeasurement] = [],
        anomalies: AnomalyPolicy = AnomalyPolicy()
    ) {
        self.settings = settings
        self.options = options
        self.others = others
        self.past = past
        self.measured = measured
        self.marks = marks
        self.anomalies = anomalies
    }

    /// Runs the checks of one database.
    ///
    /// - Parameter database: The database's name in the project, for the report; the settings say where it is.
    /// - Returns: A result for every check, in the order given.
    /// - Throws: `PostgresError` when the connection fails, or is lost before the first check runs; ``CheckError`` of code `superuser`
    ///   when the role is one and the options do not allow it, and `timeLimit` when even the catalog cannot be read in time. What goes wrong in one check is its outcome instead, and so is a
    ///   connection that is lost later: all other checks run on a new one, if the server gives one.
    package func run(_ checks: [CompiledCheck], database: String) async throws -> CheckReport {
        let started = Date.now
        let first = try await CheckSession.begin(settings, options: options, snapshot: nil)
        var report: CheckReport
        do {
            let role = try await describe(first, database: database)
            let results = try await answers(checks, database: database, first)
            report = CheckReport(runID: UUID(), started: started, finished: .now, databases: [role], results: results)
        } catch let error as PostgresError where error.sqlState == .queryCanceled && error.code != .cancelled {
            await first.end()
            throw CheckError(
                .timeLimit,
                "no check of \(database) was run: reading its catalog took longer than the limit of "
                    + "\(options.statementTimeout.formatted(.units(allowed: [.seconds, .milliseconds]))) for a statement. Raise it with "
                    + "`--timeout`.")
        } catch {
            await first.end()
            throw error
        }
        await first.end()
        AnomalyJudge.judge(&report, past: measured, anomalies)
        return report
    }

    func describe(_ session: CheckSession, database: String) async throws -> CheckedDatabase {
        let sql =
            "SELECT split_part(current_setting('server_version'), ' ', 1), current_user::text, current_setting('is_superuser')"
        let row = try await session.ask(sql).one()
        let role = row.text(1) ?? ""
        if row.text(2) == "on", !options.allowsSuperuser {
            throw CheckError(
                .superuser,
                "checks of \(database) are not run as \(role), a superuser: connect as a role that may only SELECT (CREATE ROLE "
                    + "plumb_checker LOGIN BYPASSRLS; GRANT pg_read_all_data TO plumb_checker), or allow it for this run (`--allow-superuser`)"
            )
        }
        return CheckedDatabase(name: database, serverVersion: row.text(0) ?? "", role: role)
    }

    /// The report of checks none of which could run, as when the server is down.
    package static func notRun(_ checks: [CompiledCheck], database: String, because reason: String) -> CheckReport {
        let results = checks.map { CheckResult($0, .error(message: reason), .zero) }
        return CheckReport(
            runID: UUID(), started: .now, finished: .now,
            databases: [CheckedDatabase(name: database, serverVersion: "", role: "")], results: results)
    }

    /// The plan of ``run(_:database:)``: the server plans each statement and runs none.
    /// - Throws: As ``run(_:database:)``.
    package func plan(_ checks: [CompiledCheck], database: String) async throws -> CheckPlan {
        let session = try await CheckSession.begin(settings, options: options, snapshot: nil)
        do {
            _ = try await describe(session, database: database)
            let preparation = try await prepare(checks, session)
            let plan = try await plan(preparation, database: database, session)
            await session.end()
            return plan
        } catch {
            await session.end()
            throw error
        }
    }

    private func plan(_ preparation: Preparation, database: String, _ session: CheckSession) async throws -> CheckPlan {
        let done = Set(preparation.jobs.flatMap { $0.statement(preparation.inventory, options: options).checks })
        let others = preparation.askable.filter { !done.contains($0.id) }
        let statements = try await session.plan(preparation.jobs, others, preparation.inventory, options: options)
        var plan = CheckPlan(
            database: database, connections: max(1, min(options.connections, preparation.jobs.count)), statements: statements,
            proofs: [:], skipped: [:], partitionKeys: preparation.inventory.partitionKeys)
        for result in preparation.results.values {
            if let proof = result.proof { plan.proofs[result.id] = proof }
            if case .skipped(let reason) = result.outcome { plan.skipped[result.id] = reason }
        }
        return plan
    }

    /// The information gathered before any row is read.
    private struct Preparation {
        var inventory: Inventory
        /// Of checks that the catalog answers, and of those that cannot run here.
        var results: [CheckID: CheckResult] = [:]
        var askable: [CompiledCheck] = []
        var jobs: [CheckJob] = []
    }

    private func prepare(_ checks: [CompiledCheck], _ first: CheckSession) async throws -> Preparation {
        var preparation = Preparation(inventory: try Inventory(try await first.ask(Inventory.query(checks))))
        var skipped: [(check: CompiledCheck, missing: [Requirement])] = []
        for check in checks {
            let missing = preparation.inventory.missing(check)
            if missing.isEmpty { preparation.askable.append(check) } else { skipped.append((check, missing)) }
        }
        let names =
            skipped.isEmpty ? [] : try await first.ask(Inventory.relationNames).compactMap { $0.text(0) }
        for (check, missing) in skipped {
            let what = missing.map(\.description).joined(separator: ", ")
            let meant = missing.count == 1 ? preparation.inventory.suggestion(for: missing[0], among: names) : ""
            let reason = "\(what) \(missing.count == 1 ? "is" : "are") not there" + (meant.isEmpty ? "" : ".\(meant)")
            preparation.results[check.id] = CheckResult(check, .skipped(reason: reason), .zero)
        }
        if options.usesProofs {
            let proofs = try await Prover.proofs(of: preparation.askable, first)
            for check in preparation.askable {
                guard let proof = proofs[check.id] else { continue }
                var result = CheckResult(check, failing: 0, examined: nil, .zero)
                result.proof = proof
                preparation.results[check.id] = result
            }
            preparation.askable.removeAll { proofs[$0.id] != nil }
        }
        let continued = try await first.continued(preparation.askable, marks: options.readsAllRows ? [] : marks)
        preparation.askable = continued.checks
        for result in continued.refused { preparation.results[result.id] = result }
        preparation.jobs = CheckJob.planned(preparation.askable, preparation.inventory)
        return preparation
    }

    private func answers(
        _ checks: [CompiledCheck], database: String, _ first: CheckSession
    ) async throws -> [CheckResult] {
        let preparation = try await prepare(checks, first)
        let (inventory, askable, jobs) = (preparation.inventory, preparation.askable, preparation.jobs)
        var results = preparation.results
        if options.maxRows != nil || options.maxCost != nil {
            let plan = try await plan(preparation, database: database, first)
            if let excess = plan.excess(maxRows: options.maxRows, maxCost: options.maxCost) {
                throw CheckError(.overBudget, excess)
            }
        }
        let worked = try await work(jobs, inventory, first)
        let answers = worked.answers
        var own = worked.own
        let totals = answers.reduce(into: [Population: CheckJob.Total]()) { $0.merge($1.totals) { first, _ in first } }
        for result in answers.flatMap(\.results) { results[result.id] = result }
        for result in try await compare(askable, &own) { results[result.id] = result }
        for check in askable {
            if case .growth(let rule) = check.form {
                results[check.id] = try await own.result(check) { session async throws(PostgresError) in
                    try await session.grow(check, rule, past)
                }
            }
            if case .anomalies(let rule) = check.form {
                results[check.id] = try await own.result(check) { session async throws(PostgresError) in
                    try await session.measure(check, rule)
                }
            }
        }
        // Last, and one by one: what is timed must not share the server with our own scans.
        for check in askable {
            if case .performance = check.form {
                results[check.id] = try await own.result(check) { session async throws(PostgresError) in
                    try await session.measure(check)
                }
            }
        }
        await own.endIfReplaced()
        return checks.compactMap { check in
            guard var result = results[check.id] else { return nil }
            if result.proof != nil { return result }
            if case .query = check.form { complete(&result, of: check, totals) }
            return result
        }
    }

    /// Checks of two databases. The other's snapshot is taken later than this one's: what it had then, it had before, or changed
    /// just now, which an agreement allows for.
    private func compare(_ checks: [CompiledCheck], _ own: inout LastingSession) async throws -> [CheckResult] {
        var results: [CheckResult] = []
        for (name, group) in Dictionary(grouping: checks.filter { $0.otherDatabase != nil }, by: { $0.otherDatabase ?? "" }) {
            guard let settings = others[name] else {
                let reason = "it compares with the database \(name), and no URL says where that is"
                results += group.map { CheckResult($0, .skipped(reason: reason), .zero) }
                continue
            }
            do {
                let other = try await CheckSession.begin(settings, options: options, snapshot: nil)
                do {
                    _ = try await describe(other, database: name)
                    for check in group {
                        let result = try await own.result(check) { session async throws(PostgresError) in
                            try await session.compare(check, with: other, options: options)
                        }
                        results.append(result)
                    }
                } catch {
                    await other.end()
                    throw error
                }
                await other.end()
            } catch let error as PostgresError {
                if error.code == .cancelled { throw error }
                let done = Set(results.map(\.id))
                results += group.filter { !done.contains($0.id) }
                    .map { CheckResult($0, .error(message: "\(name): \(error.explanation(for: $0))"), .zero) }
            } catch let error as CheckError {
                results += group.map { CheckResult($0, .error(message: error.message), .zero) }
            }
        }
        return results
    }

    /// A query says how many rows fail; of how many, another job counted.
    private func complete(_ result: inout CheckResult, of check: CompiledCheck, _ totals: [Population: CheckJob.Total]) {
        guard !result.isPartial, let failing = result.failingRows, let population = check.population,
            let total = totals[population]
        else { return }
        result.rowsExamined = total.rows
        if total.nulls > 0 { result.figures.append(.nulls(total.nulls)) }
        if case .error = result.outcome { return }
        result.judge(check, failing: failing, examined: total.rows)
    }

    /// Shares the jobs among connections that all see the snapshot of the first.
    private func work(
        _ jobs: [CheckJob], _ inventory: Inventory, _ first: CheckSession
    ) async throws -> (answers: [CheckJob.Answer], own: LastingSession) {
        var sessions = [first]
        do {
            let wanted = min(options.connections, jobs.count)
            if wanted > 1 {
                // Not under a savepoint, where the server refuses it.
                let snapshot = try await first.connection.exportSnapshot()
                while sessions.count < wanted, let session = try await another(snapshot) { sessions.append(session) }
            }
        } catch {
            for session in sessions.dropFirst() { await session.end() }
            throw error
        }
        return try await share(jobs, inventory, among: sessions)
    }

    private func share(
        _ jobs: [CheckJob], _ inventory: Inventory, among sessions: [CheckSession]
    ) async throws -> (answers: [CheckJob.Answer], own: LastingSession) {
        let queue = JobQueue(jobs)
        return try await withThrowingTaskGroup(of: (place: Int, answers: [CheckJob.Answer], session: LastingSession).self) {
            group in
            for (place, session) in sessions.enumerated() {
                group.addTask { [settings, options] in
                    var session = LastingSession(session, settings, options)
                    var answers: [CheckJob.Answer] = []
                    do {
                        while let job = await queue.next() {
                            answers.append(try await session.answer(job, inventory))
                        }
                    } catch {
                        if place > 0 { await session.end() }
                        throw error
                    }
                    if place > 0 { await session.end() }
                    return (place, answers, session)
                }
            }
            var all: (answers: [CheckJob.Answer], own: LastingSession?) = ([], nil)
            for try await done in group {
                all.answers += done.answers
                if done.place == 0 { all.own = done.session }
            }
            return (all.answers, all.own ?? LastingSession(sessions[0], settings, options))
        }
    }

    /// A further connection; nil when the server has none to give, which only makes the run slower.
    private func another(_ snapshot: String) async throws(PostgresError) -> CheckSession? {
        do {
            return try await CheckSession.begin(settings, options: options, snapshot: snapshot)
        } catch {
            if error.code == .cancelled { throw error }
            return nil
        }
    }
}

/// Jobs that are not begun yet.
private actor JobQueue {
    private var jobs: ArraySlice<CheckJob>

    init(_ jobs: [CheckJob]) { self.jobs = jobs[...] }

    func next() -> CheckJob? { jobs.popFirst() }
}
