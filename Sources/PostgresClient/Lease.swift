import Foundation
import Synchronization

/// The right to a connection while a transaction, a savepoint or a COPY is open.
struct Lease {
    enum Kind { case transaction, savepoint, copy }

    let token: UInt64
    let kind: Kind
    /// The reader or writer of a COPY.
    let copier: Copier?

    /// The leases that the current task works under: those of the transactions that it is inside of.
    @TaskLocal static var held: [UInt64] = []

    private static let counter = Atomic<UInt64>(0)
    static func newToken() -> UInt64 { counter.add(1, ordering: .relaxed).newValue }
}

/// The task that has a COPY open, to tell a mistake, which would wait for ever, from another task, which can wait.
final class Copier: Sendable {
    private let task = Copier.currentTask
    private let isGone = Atomic<Bool>(false)

    /// True when the current task has the COPY open, and would wait for its end by itself.
    var isWaitingForItself: Bool {
        !isGone.load(ordering: .acquiring) && task != nil && task == Copier.currentTask
    }

    /// The task does not read or write any more; the COPY ends without it.
    func leave() { isGone.store(true, ordering: .releasing) }

    private static var currentTask: Int? { withUnsafeCurrentTask { $0?.hashValue } }
}

extension PostgresConnection {
    /// Runs a body on the connection's thread when it is this task's turn, and lets cancellation reach it.
    ///
    /// - Parameters:
    ///   - token: the lease it belongs to, when that is not one of the task.
    ///   - shielded: whether the task's cancellation is not to stop it.
    func perform<R>(
        token: UInt64? = nil, shielded: Bool = false, deadline: Duration? = nil,
        _ body: (Channel, Operation) throws(PostgresError) -> R
    ) async throws(PostgresError) -> R {
        let limit = deadline ?? settings.statementDeadline
        while true {
            try await turn(token, shielded: shielded)
            if shielded { return try body(channel, Operation(limit: limit)) }
            let flag = CancelFlag()
            let result: Result<R, PostgresError>? = await withTaskCancellationHandler {
                guard isTurn(token) else { return nil }
                guard !Task.isCancelled else { return .failure(Self.cancelledBeforeStart) }
                do throws(PostgresError) {
                    return .success(try body(channel, Operation(flag: flag, limit: limit)))
                } catch {
                    return .failure(error)
                }
            } onCancel: {
                flag.cancel()
            }
            if let result { return try result.get() }
        }
    }

    static var cancelledBeforeStart: PostgresError {
        PostgresError(.cancelled, "cancelled before the statement was sent")
    }

    private func isTurn(_ token: UInt64?) -> Bool {
        guard let top = leases.last else { return true }
        return token == top.token || (token == nil && top.kind != .copy && Lease.held.contains(top.token))
    }

    /// Waits until no other task holds the connection.
    private func turn(_ token: UInt64?, shielded: Bool) async throws(PostgresError) {
        while !isTurn(token) {
            if let top = leases.last, top.kind == .copy, token == nil,
                Lease.held.contains(top.token) || top.copier?.isWaitingForItself == true
            {
                throw .usage("a COPY is open on this connection: end it first, or use another connection")
            }
            let id = Lease.newToken()
            if shielded {
                await withCheckedContinuation { waiters.append((id, $0)) }
                continue
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    guard !Task.isCancelled else { return continuation.resume() }
                    waiters.append((id, continuation))
                }
            } onCancel: {
                Task { await self.dropWaiter(id) }
            }
            if Task.isCancelled { throw Self.cancelledBeforeStart }
        }
    }

    private func dropWaiter(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume()
    }

    /// Takes the connection for a while, with a body that opens what it is for.
    func takeLease(
        _ kind: Lease.Kind, copier: Copier? = nil,
        _ open: (Channel, Operation) throws(PostgresError) -> Void
    ) async throws(PostgresError) -> UInt64 {
        let token = Lease.newToken()
        try await perform { channel, operation throws(PostgresError) in
            try open(channel, operation)
            leases.append(Lease(token: token, kind: kind, copier: copier))
        }
        return token
    }

    /// Gives the connection back. Those that wait look again, in the order in which they came.
    func endLease(_ token: UInt64) {
        leases.removeAll { $0.token == token }
        let waiting = waiters
        waiters = []
        for waiter in waiting { waiter.continuation.resume() }
    }
}
