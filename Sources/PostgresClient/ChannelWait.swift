import CLibPQ
import Foundation

extension Channel {
    /// How long the server may take to obey a cancel request before the connection is given up.
    static let cancelPatience: Duration = .seconds(5)

    /// Waits until the socket is ready, and meanwhile passes on what ends an operation: cancellation, deadline, a dead server.
    func wait(_ events: Int16, _ operation: Operation) throws(PostgresError) -> Int16 {
        operation.flag.attach(wakeup)
        while true {
            let connection = try live()
            try stopIfDue(connection, operation)
            try probeIfDue(operation)
            let socket = PQsocket(connection)
            // poll(2) would skip a closed socket, and wait for ever.
            guard socket >= 0 else { throw lose(libpqMessage) }
            var descriptors = [
                pollfd(fd: socket, events: events, revents: 0),
                pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, 2, timeout(operation))
            if ready < 0 {
                if errno == EINTR { continue }
                throw lose("waiting for the server failed: \(String(cString: strerror(errno)))")
            }
            if descriptors[1].revents != 0 { wakeup.drain() }
            if descriptors[0].revents != 0 {
                operation.lastSign = .now
                operation.failedProbes = 0
                return descriptors[0].revents
            }
        }
    }

    private func stopIfDue(_ connection: OpaquePointer, _ operation: Operation) throws(PostgresError) {
        if let patience = operation.patience {
            guard ContinuousClock.now >= patience else { return }
            let error = lose("the server did not answer a cancel request within \(Self.cancelPatience)")
            // What the caller asked for has happened, at the price of the connection.
            if operation.stopReason == .cancelled {
                throw PostgresError(.cancelled, "cancelled; the connection was given up: " + error.message, server: error.server)
            }
            throw PostgresError(
                .timeout, "the deadline passed; the connection was given up: " + error.message, server: error.server)
        }
        if operation.flag.isCancelled {
            operation.stopReason = .cancelled
        } else if let deadline = operation.deadline, ContinuousClock.now >= deadline {
            operation.stopReason = .deadline
        } else {
            return
        }
        operation.patience = ContinuousClock.now + Self.cancelPatience
        operation.cancelRequest = CancelRequest.start(connection, wakeup: wakeup)
    }

    /// True when the server works on a statement of ours.
    var isBusy: Bool { connection.map { PQtransactionStatus($0) == PQTRANS_ACTIVE } ?? false }

    /// Asks the server now to stop what it does, rather than when there is nothing to read.
    func stopNow(_ operation: Operation) throws(PostgresError) { try stopIfDue(try live(), operation) }

    /// A stopped server keeps its sockets open and acknowledges keepalives: only a new connection shows that it is dead.
    private func probeIfDue(_ operation: Operation) throws(PostgresError) {
        guard let interval = settings.livenessInterval, operation.patience == nil else { return }
        if let probe = operation.probe {
            guard let isAlive = probe.answer else { return }
            operation.probe = nil
            operation.lastSign = .now
            operation.failedProbes = isAlive ? 0 : operation.failedProbes + 1
            // One probe without an answer can be a full backlog; two in a row are a dead server.
            if operation.failedProbes >= 2 { throw lose("the server does not answer any more, not even to a new connection") }
            if isAlive { return }
        } else if ContinuousClock.now - operation.lastSign < interval {
            return
        }
        operation.probe = LivenessProbe.start(settings, wakeup: wakeup)
    }

    private func timeout(_ operation: Operation) -> Int32 {
        var until: ContinuousClock.Instant?
        func consider(_ instant: ContinuousClock.Instant?) {
            if let instant { until = until.map { min($0, instant) } ?? instant }
        }
        if let patience = operation.patience {
            consider(patience)
        } else {
            consider(operation.deadline)
            if let interval = settings.livenessInterval, operation.probe == nil { consider(operation.lastSign + interval) }
        }
        guard let until else { return -1 }
        return Self.milliseconds(until - .now)
    }

    static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        if seconds > 1_000_000 { return 1_000_000_000 }
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds))
    }

    /// Sends all that is queued. While the server does not read, it may be waiting for us to read: so both.
    func flush(_ operation: Operation) throws(PostgresError) {
        while true {
            switch PQflush(try live()) {
            case 0: return
            case 1:
                let ready = try wait(Int16(POLLIN | POLLOUT), operation)
                if ready & Int16(POLLIN | POLLHUP | POLLERR) != 0 { try consume() }
            default:
                // An error that the server sent before it closed the socket says more than a broken pipe.
                _ = PQconsumeInput(try live())
                if PQisBusy(try live()) == 0 { return }
                throw lose(libpqMessage)
            }
        }
    }

    func consume() throws(PostgresError) {
        let connection = try live()
        // A failure after a whole result has come in is told when that result has been read.
        if PQconsumeInput(connection) == 0, PQisBusy(connection) != 0 { throw lose(libpqMessage) }
        while let notification = PQnotifies(connection) { PQfreemem(notification) }
    }

    /// The next result of the statement under way, nil after the last; the caller owns it.
    func nextResult(_ operation: Operation) throws(PostgresError) -> OpaquePointer? {
        while PQisBusy(try live()) != 0 {
            _ = try wait(Int16(POLLIN), operation)
            try consume()
        }
        return PQgetResult(try live())
    }

    /// After a cancel request: waits until it has been delivered, so that it cannot hit the next statement.
    func settle(_ operation: Operation, wasCancelled: Bool) throws(PostgresError) {
        guard operation.cancelRequest != nil else { return }
        awaitDelivery(operation)
        guard !wasCancelled, failure == nil, connection != nil else { return }
        // The statement ended by itself; should the signal still be on its way, an empty statement takes it.
        let absorbing = Operation(limit: .seconds(5))
        guard PQsendQuery(try live(), "") == 1 else { throw lose(libpqMessage) }
        try flush(absorbing)
        while let result = try nextResult(absorbing) { PQclear(result) }
    }

    /// Waits until a cancel request has been delivered.
    func awaitDelivery(_ operation: Operation) {
        guard let request = operation.cancelRequest else { return }
        let limit = ContinuousClock.now + .seconds(5)
        while request.answer == nil {
            let left = limit - .now
            guard left > .zero else {
                _ = lose("a cancel request is under way and does not end")
                return
            }
            var descriptor = pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0)
            _ = poll(&descriptor, 1, Self.milliseconds(left))
            wakeup.drain()
        }
        operation.cancelRequest = nil
    }
}
