import CLibPQ
import Foundation

extension Channel {
    enum CopyDirection { case toServer, fromServer }

    /// Starts a COPY; throws if the statement is something else.
    func beginCopy(_ sql: String, _ direction: CopyDirection, _ operation: Operation) throws(PostgresError) {
        copyEnded = false
        try send(PostgresQuery(sql))
        try flush(operation)
        guard let result = try nextResult(operation) else { throw lose("the server sent no result") }
        let status = PQresultStatus(result)
        if status == (direction == .toServer ? PGRES_COPY_IN : PGRES_COPY_OUT) {
            PQclear(result)
            awaitDelivery(operation)
            return
        }
        var problem: PostgresError
        switch status {
        case PGRES_COPY_IN:
            _ = PQputCopyEnd(try live(), "COPY FROM STDIN needs copyIn")
            problem = .usage("the statement is COPY FROM STDIN: use copyIn")
        case PGRES_COPY_OUT:
            while try copyData(operation) != nil {}
            problem = .usage("the statement is COPY TO STDOUT: use copyOut")
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            problem = .usage("the statement is no COPY with STDIN or STDOUT")
        default: problem = serverError(result, sql: sql, operation)
        }
        PQclear(result)
        try flush(operation)
        while let rest = try nextResult(operation) { PQclear(rest) }
        try conclude(nil, problem, operation)
    }

    /// Sends a piece of a COPY; waits while the server does not keep up, so that memory does not fill.
    func putCopyData(_ bytes: [UInt8], _ operation: Operation) throws(PostgresError) {
        let connection = try live()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(1 << 20)
            let status = piece.withUnsafeBytes {
                PQputCopyData(connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
            }
            switch status {
            case 1:
                rest = rest.dropFirst(piece.count)
                try flush(operation)
            case 0:
                let ready = try wait(Int16(POLLIN | POLLOUT), operation)
                if ready & Int16(POLLIN | POLLHUP | POLLERR) != 0 { try consume() }
            default:
                guard PQstatus(connection) == CONNECTION_OK else { throw lose(libpqMessage) }
                throw PostgresError(.server, libpqMessage)
            }
        }
        try stopCopy(operation)
    }

    /// Throws what ended an operation that was a part of a COPY, once its cancel request can hit nothing else.
    private func stopCopy(_ operation: Operation) throws(PostgresError) {
        guard let reason = operation.stopReason else { return }
        awaitDelivery(operation)
        throw reason == .cancelled
            ? PostgresError(.cancelled, "the COPY was cancelled")
            : PostgresError(.timeout, "the COPY did not end before its deadline")
    }

    /// Ends a COPY to the server: all of it counts, or with a reason, nothing of it.
    func endCopy(_ sql: String, abortedBecause reason: String?, _ operation: Operation) throws(PostgresError) -> CommandTag {
        let connection = try live()
        while true {
            let status = reason.map { PQputCopyEnd(connection, $0) } ?? PQputCopyEnd(connection, nil)
            if status == 1 { break }
            if status < 0 {
                guard PQstatus(connection) == CONNECTION_OK else { throw lose(libpqMessage) }
                break
            }
            _ = try wait(Int16(POLLOUT), operation)
        }
        try flush(operation)
        return CommandTag(try commandResult(sql, operation).pointer)
    }

    /// The one result of a command that gives no rows: what follows the data of a COPY, a prepared statement, its description.
    func commandResult(_ sql: String, _ operation: Operation) throws(PostgresError) -> ResultStorage {
        var storage: ResultStorage?
        var problem: PostgresError?
        while let result = try nextResult(operation) {
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                storage = ResultStorage(result)
            } else {
                problem = problem ?? serverError(result, sql: sql, operation)
                PQclear(result)
            }
        }
        return try conclude(storage, problem, operation)
    }

    /// A piece of a COPY from the server, nil after the last.
    func copyData(_ operation: Operation) throws(PostgresError) -> [UInt8]? {
        if copyEnded { return nil }
        let connection = try live()
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection, &buffer, 1)
            if count > 0, let buffer {
                defer { PQfreemem(buffer) }
                return Array(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
            }
            // -1 is the end, -2 an error: both are told by the result that follows.
            if count < 0 {
                copyEnded = true
                return nil
            }
            _ = try wait(Int16(POLLIN), operation)
            try consume()
        }
    }

    /// Several rows at once, up to about a size, so that the way between threads is paid for once. Nil after the last.
    func copyChunk(_ operation: Operation, size: Int = 65_536) throws(PostgresError) -> [UInt8]? {
        guard var chunk = try copyData(operation) else { return nil }
        let connection = try live()
        while chunk.count < size {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection, &buffer, 1)
            guard count > 0, let buffer else {
                if count < 0 { copyEnded = true }
                break
            }
            chunk.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: Int(count)))
            PQfreemem(buffer)
        }
        try stopCopy(operation)
        return chunk
    }
}
