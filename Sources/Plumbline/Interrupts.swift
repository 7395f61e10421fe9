import Dispatch
import Foundation
import Synchronization

/// Ctrl-C: the first cancels the work, so that the server is told; the second ends the process at once.
final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    init(_ cancel: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            let count = Counter()
            source.setEventHandler {
                if count.next() > 1 { exit(130) }
                cancel()
            }
            source.resume()
            return source
        }
    }

    func end() { sources.forEach { $0.cancel() } }

    private final class Counter: Sendable {
        private let value = Mutex(0)

        func next() -> Int {
            value.withLock { count in
                count += 1
                return count
            }
        }
    }
}
