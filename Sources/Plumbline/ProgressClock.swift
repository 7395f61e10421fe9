import Synchronization

/// Says once a second that a second has gone by.
final class ProgressClock: Sendable {
    private let last = Mutex(ContinuousClock.now)

    func isTime() -> Bool {
        last.withLock { last in
            guard last.duration(to: .now) >= .seconds(1) else { return false }
            last = .now
            return true
        }
    }
}
