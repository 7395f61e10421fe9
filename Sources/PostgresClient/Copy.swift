import CLibPQ

extension PostgresConnection {
    /// Sends rows by `COPY … FROM STDIN`, from a sequence of pieces of any size; gives the number of rows in the tag.
    ///
    /// If the sequence throws, or the task is cancelled, nothing of it is kept.
    @discardableResult
    package nonisolated func copyIn<Chunks: AsyncSequence>(
        _ sql: String, _ chunks: Chunks
    ) async throws -> CommandTag where Chunks.Element == [UInt8] {
        try await copyIn(sql) { writer in
            for try await chunk in chunks { try await writer.write(chunk) }
        }
    }

    /// Sends rows by `COPY … FROM STDIN`, from a closure that writes them.
    ///
    /// In the closure no other statement can run on this connection. If it throws, nothing is kept.
    @discardableResult
    package nonisolated func copyIn(
        _ sql: String, _ body: (PostgresCopyWriter) async throws -> Void
    ) async throws -> CommandTag {
        let token = try await takeLease(.copy) { channel, operation throws(PostgresError) in
            try channel.beginCopy(sql, .toServer, operation)
        }
        let writer = PostgresCopyWriter(connection: self, token: token)
        do {
            try await Lease.$held.withValue(Lease.held + [token]) { try await body(writer) }
            try await writer.flush()
            guard !Task.isCancelled else { throw PostgresError(.cancelled, "the COPY was cancelled") }
        } catch {
            await abortCopyIn(token, sql)
            throw error
        }
        return try await endCopyIn(token, sql)
    }

    func putCopyData(_ token: UInt64, _ bytes: [UInt8]) async throws(PostgresError) {
        try await perform(token: token) { channel, operation throws(PostgresError) in
            try channel.putCopyData(bytes, operation)
        }
    }

    private func endCopyIn(_ token: UInt64, _ sql: String) async throws(PostgresError) -> CommandTag {
        defer { endLease(token) }
        return try await perform(token: token) { channel, operation throws(PostgresError) in
            try channel.endCopy(sql, abortedBecause: nil, operation)
        }
    }

    private func abortCopyIn(_ token: UInt64, _ sql: String) async {
        defer { endLease(token) }
        do throws(PostgresError) {
            _ = try await perform(token: token, shielded: true, deadline: .seconds(30)) {
                channel, operation throws(PostgresError) in
                try channel.endCopy(sql, abortedBecause: "the client gave the COPY up", operation)
            }
        } catch {
            // The server answers an abort with an error: that is how it says that it has understood.
            if error.code != .server, channel.failure == nil {
                _ = channel.lose("a COPY could not be ended, so the session was: \(error.safeMessage)")
            }
        }
    }

    /// The rows of `COPY … TO STDOUT`, in pieces of whole rows of up to about 64 KB.
    ///
    /// The COPY begins when the iteration does; until it has ended, no other statement can run on this connection. Leaving
    /// the loop early cancels it.
    package nonisolated func copyOut(_ sql: String) -> PostgresCopyOut { PostgresCopyOut(connection: self, sql: sql) }

    func beginCopyOut(_ sql: String, _ copier: Copier) async throws(PostgresError) -> UInt64 {
        try await takeLease(.copy, copier: copier) { channel, operation throws(PostgresError) in
            try channel.beginCopy(sql, .fromServer, operation)
        }
    }

    /// The next piece; nil after the last, when the lease has been given back.
    func nextCopyChunk(_ token: UInt64, _ sql: String) async throws(PostgresError) -> [UInt8]? {
        do throws(PostgresError) {
            let chunk = try await perform(token: token) { channel, operation throws(PostgresError) in
                if let chunk = try channel.copyChunk(operation) { return Optional(chunk) }
                _ = try channel.commandResult(sql, operation)
                return nil
            }
            if chunk == nil { endLease(token) }
            return chunk
        } catch {
            await abandonCopyOut(token, sql)
            throw error
        }
    }

    /// Ends a COPY that nobody reads any more.
    func abandonCopyOut(_ token: UInt64, _ sql: String) async {
        guard leases.contains(where: { $0.token == token }) else { return }
        defer { endLease(token) }
        do throws(PostgresError) {
            try await perform(token: token, shielded: true) { channel, _ throws(PostgresError) in
                guard channel.isBusy else { return }
                let flag = CancelFlag()
                flag.cancel()
                let operation = Operation(flag: flag)
                try channel.stopNow(operation)
                while try channel.copyData(operation) != nil {}
                _ = try channel.commandResult(sql, operation)
            }
        } catch {
            if error.code != .cancelled, error.code != .server, channel.failure == nil {
                _ = channel.lose("a COPY could not be ended, so the session was: \(error.safeMessage)")
            }
        }
    }
}

/// Writes the data of a COPY to the server; gathers small pieces.
package final class PostgresCopyWriter {
    private let connection: PostgresConnection
    private let token: UInt64
    private var buffer: [UInt8] = []
    private static let limit = 65_536

    init(connection: PostgresConnection, token: UInt64) {
        self.connection = connection
        self.token = token
    }

    /// Writes bytes in the format that the COPY statement names; rows may be split anywhere.
    package func write(_ bytes: [UInt8]) async throws(PostgresError) {
        buffer += bytes
        if buffer.count >= Self.limit { try await flush() }
    }

    /// Writes text, as UTF-8.
    package func write(_ text: String) async throws(PostgresError) {
        buffer += text.utf8
        if buffer.count >= Self.limit { try await flush() }
    }

    /// Writes one row in COPY's text format (the default one), with all special characters escaped.
    package func write(row values: [any PostgresEncodable]) async throws(PostgresError) {
        try CopyText.append(values, to: &buffer)
        if buffer.count >= Self.limit { try await flush() }
    }

    func flush() async throws(PostgresError) {
        guard !buffer.isEmpty else { return }
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        try await connection.putCopyData(token, bytes)
    }
}

/// The rows of a COPY from the server.
package struct PostgresCopyOut: AsyncSequence, Sendable {
    /// A piece of the data.
    package typealias Element = [UInt8]
    /// The error that reading throws.
    package typealias Failure = PostgresError
    let connection: PostgresConnection
    let sql: String

    /// Begins to read.
    package func makeAsyncIterator() -> Iterator { Iterator(connection: connection, sql: sql) }

    /// Reads a COPY, and ends it when it is let go.
    package final class Iterator: AsyncIteratorProtocol {
        private let connection: PostgresConnection
        private let sql: String
        private var token: UInt64?
        private let copier = Copier()
        private var isAtEnd = false

        init(connection: PostgresConnection, sql: String) {
            self.connection = connection
            self.sql = sql
        }

        /// The next piece, nil after the last.
        package func next() async throws(PostgresError) -> [UInt8]? {
            guard !isAtEnd else { return nil }
            do throws(PostgresError) {
                if token == nil { token = try await connection.beginCopyOut(sql, copier) }
                guard let token, let chunk = try await connection.nextCopyChunk(token, sql) else {
                    isAtEnd = true
                    return nil
                }
                return chunk
            } catch {
                isAtEnd = true
                throw error
            }
        }

        deinit {
            guard !isAtEnd, let token else { return }
            copier.leave()
            let connection = connection
            let sql = sql
            Task { await connection.abandonCopyOut(token, sql) }
        }
    }
}
