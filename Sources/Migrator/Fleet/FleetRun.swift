import PostgresClient

/// Goes through a fleet: the canaries first, then wave by wave, a few databases at once.
///
/// The run keeps no state of its own: each database's history says what it has, so that a rerun finds what is done and goes on.
package struct FleetRun: Sendable {
    /// The progress that the run reports.
    package enum Event: Sendable {
        /// A wave begins: its number (0 for the canaries), how many there are, and how many databases are in it.
        case wave(Int, of: Int, members: Int)
        case finished(FleetReport.Entry, done: Int, of: Int)
    }

    let database: String
    let members: [FleetMember]
    let options: FleetOptions

    package init(_ database: String, _ members: [FleetMember], _ options: FleetOptions = FleetOptions()) {
        self.database = database
        self.members = members
        self.options = options
    }

    /// Does the work on every member. An error of one member is its outcome, and never another's.
    ///
    /// - Parameters:
    ///   - report: is told of each wave and each member, in the order in which they end.
    ///   - work: connects and changes one database; returns what it did in words, none where there was nothing to do.
    /// - Throws: ``MigrationError`` for a canary that is not in the fleet, before anything is done.
    package func run(
        report: @escaping @Sendable (Event) -> Void = { _ in }, _ work: @escaping @Sendable (FleetMember) async throws -> [String]
    ) async throws -> FleetReport {
        let waves = try options.divided(members)
        let start = ContinuousClock.now
        var entries: [FleetReport.Entry] = []
        var stopped: String?
        var failures = 0
        for (number, wave) in waves.enumerated() {
            if stopped == nil, number > 0, options.pause > .zero {
                do { try await Task.sleep(for: options.pause) } catch { stopped = Self.interrupted }
            }
            guard stopped == nil else {
                entries += wave.map { FleetReport.Entry(name: $0.name, wave: number, outcome: .notBegun, seconds: 0) }
                continue
            }
            report(.wave(number, of: waves.count, members: wave.count))
            let limit = number == 0 ? 0 : options.allowedFailures
            var done: [String: FleetReport.Entry] = [:]
            await Self.concurrently(wave, atMost: options.concurrency) { member in
                await Self.entry(member, number, work)
            } each: { entry in
                done[entry.name] = entry
                if case .failed = entry.outcome { failures += 1 }
                report(.finished(entry, done: entries.count + done.count, of: members.count))
                if Task.isCancelled {
                    stopped = Self.interrupted
                } else if failures > limit {
                    stopped =
                        number == 0
                        ? "a canary failed, so that no other database was begun"
                        : "\(failures) failed, and at most \(options.allowedFailures) may; no further database was begun"
                }
                return stopped == nil
            }
            entries += wave.map { member in
                done[member.name] ?? FleetReport.Entry(name: member.name, wave: number, outcome: .notBegun, seconds: 0)
            }
        }
        return FleetReport(
            database: database, entries: entries, stopped: stopped, seconds: Self.seconds(since: start))
    }

    /// Works on a few members at once.
    ///
    /// - Parameter each: gets each result as it comes; false begins no further member, and those under way finish.
    static func concurrently<Result: Sendable>(
        _ members: [FleetMember], atMost limit: Int, _ work: @escaping @Sendable (FleetMember) async -> Result,
        each: (Result) -> Bool
    ) async {
        await withTaskGroup(of: Result.self) { group in
            var waiting = members[...]
            for member in waiting.prefix(limit) { group.addTask { await work(member) } }
            waiting = waiting.dropFirst(limit)
            var goesOn = true
            for await result in group {
                goesOn = each(result) && goesOn
                if goesOn, let member = waiting.popFirst() { group.addTask { await work(member) } }
            }
        }
    }

    private static let interrupted = "the run was interrupted"

    private static func entry(
        _ member: FleetMember, _ wave: Int, _ work: @Sendable (FleetMember) async throws -> [String]
    ) async -> FleetReport.Entry {
        let start = ContinuousClock.now
        let outcome: FleetReport.Outcome
        do {
            let done = try await work(member)
            outcome = done.isEmpty ? .unchanged : .changed(done)
        } catch {
            outcome = .failed("\(error)")
        }
        return FleetReport.Entry(name: member.name, wave: wave, outcome: outcome, seconds: seconds(since: start))
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}
