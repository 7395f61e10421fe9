import CLibPQ
import Foundation
import Synchronization

/// A call of libpq that blocks without a limit, on a thread of its own, that wakes the connection's thread when done.
final class BackgroundRequest<Answer: Sendable>: Sendable {
    private let result = Mutex<Answer?>(nil)

    var answer: Answer? { result.withLock(\.self) }

    init(wakeup: Wakeup, _ body: @escaping @Sendable () -> Answer) {
        Thread.detachNewThread { [self] in
            let answer = body()
            result.withLock { $0 = answer }
            wakeup.signal()
        }
    }
}

/// A pointer on its way to another thread.
///
/// `@unchecked Sendable`: the giver does not touch it any more.
struct Handoff<Value>: @unchecked Sendable {
    let value: Value
}

enum CancelRequest {
    /// Asks the server to cancel what the connection does; the answer says whether the request got through.
    static func start(_ connection: OpaquePointer, wakeup: Wakeup) -> BackgroundRequest<Bool>? {
        guard let cancel = plumb_cancel_create(connection) else { return nil }
        let handoff = Handoff(value: cancel)
        return BackgroundRequest(wakeup: wakeup) {
            defer { plumb_cancel_free(handoff.value) }
            var message = [CChar](repeating: 0, count: 256)
            return plumb_cancel_send(handoff.value, &message, Int32(message.count)) != 0
        }
    }
}

enum LivenessProbe {
    /// Asks the server whether it answers at all; false when it does not.
    static func start(_ settings: ConnectionSettings, wakeup: Wakeup) -> BackgroundRequest<Bool> {
        BackgroundRequest(wakeup: wakeup) {
            var parameters = settings.libpqParameters
            // libpq takes no less than 2 s.
            let interval = settings.livenessInterval?.components.seconds ?? 5
            parameters["connect_timeout"] = String(min(5, max(2, interval)))
            return LibPQStrings.withPairs(parameters) { PQpingParams($0, $1, 0) } != PQPING_NO_RESPONSE
        }
    }
}

enum LibPQStrings {
    /// Gives two NULL-terminated arrays of C strings, keywords and values.
    static func withPairs<R>(
        _ pairs: [String: String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> R
    ) -> R {
        let sorted = pairs.sorted { $0.key < $1.key }
        let keys = sorted.map { strdup($0.key) }
        let values = sorted.map { strdup($0.value) }
        defer { for pointer in keys + values { free(pointer) } }
        let constantKeys = keys.map { UnsafePointer<CChar>($0) } + [nil]
        let constantValues = values.map { UnsafePointer<CChar>($0) } + [nil]
        return body(constantKeys, constantValues)
    }
}
