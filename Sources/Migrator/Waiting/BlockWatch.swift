import Foundation
import PostgresClient
import Synchronization

/// Watches, over a connection of its own, which sessions a migration waits for. The connection is made only when a section takes
/// longer than a moment.
final class BlockWatch: Sendable {
    /// The events reported while a section runs.
    enum Sighting: Sendable {
        case blocked([Blocker])
        case ended(Blocker)
        /// Why nobody can be named or ended.
        case failed(String)
    }

    private struct State {
        var blockers: [Blocker] = []
        var hasFailed = false
        var task: Task<Void, Never>?
    }

    private let settings: ConnectionSettings
    private let process: Int32
    private let endsOlderThan: Duration?
    private let report: @Sendable (Sighting) -> Void
    private let state = Mutex(State())

    init(
        _ connection: PostgresConnection, endsOlderThan: Duration?, report: @escaping @Sendable (Sighting) -> Void
    ) {
        settings = connection.settings
        process = connection.processID
        self.endsOlderThan = endsOlderThan
        self.report = report
    }

    /// The sessions that were seen last; none where nobody was waited for.
    var blockers: [Blocker] { state.withLock { $0.blockers } }

    /// Begins to look.
    func begin() async {
        await end()
        state.withLock { state in
            state.blockers = []
            state.task = Task { await self.look() }
        }
    }

    /// Stops looking; the connection is closed when this returns.
    func end() async {
        let task = state.withLock { state in
            defer { state.task = nil }
            return state.task
        }
        task?.cancel()
        await task?.value
    }

    private func look() async {
        do {
            try await Task.sleep(for: .milliseconds(80))
            try await PostgresConnection.with(settings) { connection in
                while true {
                    try await lookOnce(connection)
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
        } catch {
            guard !Task.isCancelled, !(error is CancellationError) else { return }
            // The migration does not depend on it; that nobody can be named is told once.
            let isFirst = state.withLock { state in
                defer { state.hasFailed = true }
                return !state.hasFailed
            }
            if isFirst { report(.failed("the blocking sessions cannot be determined: \(error)")) }
        }
    }

    private func lookOnce(_ connection: PostgresConnection) async throws {
        let found = try await Blocker.all(blocking: process, connection)
        guard !found.isEmpty else { return }
        let isNew = state.withLock { state in
            defer { state.blockers = found }
            return Set(state.blockers.map(\.process)) != Set(found.map(\.process))
        }
        if isNew { report(.blocked(found)) }
        guard let endsOlderThan else { return }
        let limit = Double(endsOlderThan.components.seconds) + Double(endsOlderThan.components.attoseconds) / 1e18
        for blocker in found {
            guard let seconds = blocker.seconds else {
                if isNew, blocker.process != 0 {
                    report(
                        .failed(
                            "\(blocker.description): it is not ended, because nobody can tell how old it is. Grant the role pg_read_all_stats"
                        ))
                }
                continue
            }
            guard seconds >= limit else { continue }
            do {
                if try await blocker.end(connection) { report(.ended(blocker)) }
            } catch let error as PostgresError where error.code == .server {
                report(.failed("\(blocker.description) cannot be ended: \(error.message)"))
            }
        }
    }
}
