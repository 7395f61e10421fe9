import Foundation
import Synchronization

/// A pipe that ends a `poll(2)` of another thread.
final class Wakeup: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresError(
                .connectionFailed,
                "no pipe for a connection: \(String(cString: strerror(errno))); raise the limit of open files (ulimit -n)")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func signal() {
        var byte: UInt8 = 1
        // A full pipe has a wake-up in it already.
        _ = write(writeEnd, &byte, 1)
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }
}

/// True when the task of one operation was cancelled. Each operation has its own, so that a late one is for nobody.
final class CancelFlag: Sendable {
    private struct State {
        var isCancelled = false
        var wakeup: Wakeup?
    }
    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock(\.isCancelled) }

    func cancel() {
        let wakeup = state.withLock { state in
            state.isCancelled = true
            return state.wakeup
        }
        wakeup?.signal()
    }

    func attach(_ wakeup: Wakeup) { state.withLock { $0.wakeup = wakeup } }
}
