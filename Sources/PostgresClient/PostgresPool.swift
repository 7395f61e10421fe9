import Synchronization

/// A bounded number of connections to one database, opened when needed and used again.
package actor PostgresPool {
    private let settings: ConnectionSettings
    private let prepare: @Sendable (PostgresConnection) async throws -> Void
    /// The greatest number of connections at a time.
    package nonisolated let limit: Int
    private var idle: [PostgresConnection] = []
    private var inUse = 0
    private var waiters: [(id: UInt64, continuation: CheckedContinuation<Result<Void, PostgresError>, Never>)] = []
    private var isClosed = false

    /// How many tasks wait for a connection.
    package var waiting: Int { waiters.count }

    /// A pool that has no connection yet.
    ///
    /// - Parameter prepare: runs on each new connection, for its settings.
    package init(
        _ settings: ConnectionSettings, limit: Int,
        prepare: @escaping @Sendable (PostgresConnection) async throws -> Void = { _ in }
    ) {
        self.settings = settings
        self.limit = max(1, limit)
        self.prepare = prepare
    }

    /// Runs a body with a connection; waits, in order of arrival, while all are in use.
    ///
    /// A transaction that the body leaves open is rolled back; a connection that broke is replaced by a new one.
    ///
    /// - Throws: what the body throws; `PostgresError`: those of `connect`, `.cancelled` while waiting, `.usage` once closed.
    @discardableResult
    package nonisolated func withConnection<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        let connection = try await acquire()
        do {
            let result = try await body(connection)
            await release(connection)
            return result
        } catch {
            await release(connection)
            throw error
        }
    }

    /// Closes the connections that are idle now, those in use when they come back, and refuses new use.
    package func close() async {
        isClosed = true
        let waiting = waiters
        waiters = []
        for waiter in waiting { waiter.continuation.resume(returning: .failure(Self.closed)) }
        let connections = idle
        idle = []
        for connection in connections { await connection.close() }
    }

    private static var closed: PostgresError { .usage("the pool is closed: make another one") }

    private func acquire() async throws -> PostgresConnection {
        try await reserve()
        while let connection = idle.popLast() {
            if await connection.isUsable { return connection }
        }
        do {
            let connection = try await PostgresConnection.connect(settings)
            do {
                try await prepare(connection)
            } catch {
                await connection.close()
                throw error
            }
            return connection
        } catch {
            passOn()
            throw error
        }
    }

    /// Takes one of the `limit` places, when there is one.
    private func reserve() async throws(PostgresError) {
        guard !isClosed else { throw Self.closed }
        if inUse < limit {
            inUse += 1
            return
        }
        let id = Lease.newToken()
        let result: Result<Void, PostgresError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled else {
                    return continuation.resume(returning: .failure(Self.cancelled))
                }
                waiters.append((id, continuation))
            }
        } onCancel: {
            Task { await self.dropWaiter(id) }
        }
        try result.get()
    }

    private static var cancelled: PostgresError {
        PostgresError(.cancelled, "cancelled while waiting for a connection of the pool")
    }

    private func dropWaiter(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(returning: .failure(Self.cancelled))
    }

    /// Gives a place to the first that waits, or back.
    private func passOn() {
        if waiters.isEmpty {
            inUse -= 1
        } else {
            waiters.removeFirst().continuation.resume(returning: .success(()))
        }
    }

    private func release(_ connection: PostgresConnection) async {
        if await connection.cleanUp(), !isClosed {
            idle.append(connection)
        } else {
            await connection.close()
        }
        passOn()
    }
}

extension PostgresConnection {
    /// Ends a transaction that was left open; false when the connection is of no use any more.
    func cleanUp() async -> Bool {
        guard isUsable, leases.isEmpty else { return false }
        if transactionStatus == .idle { return true }
        do throws(PostgresError) {
            try await perform(shielded: true, deadline: .seconds(30)) { channel, operation throws(PostgresError) in
                try channel.script("ROLLBACK", operation)
            }
            return true
        } catch {
            return false
        }
    }
}
