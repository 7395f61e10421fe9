import PostgresClient

/// Goes through a fleet: the canaries first, then wave by wave, a few databases at once.
///
/// The run keeps no state of its own: each database's history says what it has, so that a rerun finds what is done and goes on.
public struct FleetRun: Sendable {
    /// What the run tells while it goes on.
    public enum Event: Sendable {
        /// A wave begins: its number (0 for the canaries), how many there are, and how many databases are in it.
        case wave(Int, of: Int, members: Int)
        case finished(FleetReport.Entry, done: Int, of: Int)
    }

    let database: String
    let members: [FleetMember]
    let options: FleetOptions

    public init(_ database: String, _ members: [FleetMember], _ options: FleetOptions = FleetOptions()) {
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
    public func run(
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
            await withTaskGroup(of: FleetReport.Entry.self) { group in
                var waiting = wave[...]
                func beginNext() {
                    guard stopped == nil, let member = waiting.popFirst() else { return }
                    group.addTask { await Self.entry(member, number, work) }
                }
                for _ in 0..<options.concurrency { beginNext() }
                for await entry in group {
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
                    beginNext()
                }
            }
            entries += wave.map { member in
                done[member.name] ?? FleetReport.Entry(name: member.name, wave: number, outcome: .notBegun, seconds: 0)
            }
        }
        return FleetReport(
            database: database, entries: entries, stopped: stopped, seconds: Self.seconds(since: start))
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
