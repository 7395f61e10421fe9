import CLibPQ
import Foundation

/// A statement and its parameters.
package struct PostgresQuery: Sendable, ExpressibleByStringLiteral {
    /// One statement, with `$1`, `$2`, … for the parameters.
    package var sql: String
    /// The parameters in order.
    package var parameters: [any PostgresEncodable]
    /// True if the session keeps the statement prepared after a pipeline has run it. The server then parses and plans it only once.
    package var isKeptPrepared = false

    /// A statement and its parameters.
    package init(_ sql: String, _ parameters: [any PostgresEncodable] = []) {
        self.sql = sql
        self.parameters = parameters
    }

    /// A statement without parameters.
    package init(stringLiteral sql: String) { self.init(sql) }
}

extension Channel {
    /// One statement by the extended protocol.
    func query(_ query: PostgresQuery, _ operation: Operation) throws(PostgresError) -> ResultStorage {
        try send(query)
        try flush(operation)
        var storage: ResultStorage?
        var problem: PostgresError?
        while let result = try nextResult(operation) {
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                storage = ResultStorage(result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                problem = try refuseCopy(result, operation)
            default:
                problem = problem ?? serverError(result, sql: query.sql, operation)
                PQclear(result)
            }
        }
        return try conclude(storage, problem, operation)
    }

    /// Statements by the simple protocol; their rows are dropped.
    func script(_ sql: String, _ operation: Operation) throws(PostgresError) {
        try Self.refuseNul(sql)
        guard PQsendQuery(try live(), sql) == 1 else { throw lose(libpqMessage) }
        try flush(operation)
        var problem: PostgresError?
        while let result = try nextResult(operation) {
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                PQclear(result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                problem = try refuseCopy(result, operation)
            default:
                problem = problem ?? serverError(result, sql: sql, operation)
                PQclear(result)
            }
        }
        _ = try conclude(nil as ResultStorage?, problem, operation, allowsNone: true)
    }

    /// Ends an operation: takes care of a cancel request, then gives the result or throws.
    @discardableResult
    func conclude(
        _ storage: ResultStorage?, _ problem: PostgresError?, _ operation: Operation, allowsNone: Bool = false
    ) throws(PostgresError) -> ResultStorage {
        try settle(operation, wasCancelled: problem?.sqlState == .queryCanceled)
        if let problem {
            if problem.code == .connectionLost {
                failure = problem
                finish()
            }
            throw problem
        }
        if let storage { return storage }
        guard allowsNone, let empty = PQmakeEmptyPGresult(nil, PGRES_COMMAND_OK) else {
            throw lose("the server sent no result")
        }
        return ResultStorage(empty)
    }

    private func refuseCopy(_ result: OpaquePointer, _ operation: Operation) throws(PostgresError) -> PostgresError {
        let status = PQresultStatus(result)
        PQclear(result)
        if status == PGRES_COPY_IN {
            _ = PQputCopyEnd(try live(), "COPY FROM STDIN needs copyIn")
            try flush(operation)
        } else {
            while let chunk = try copyData(operation) { _ = chunk }
        }
        return .usage("COPY with STDIN or STDOUT was given as a query: use copyIn or copyOut")
    }

    static func refuseNul(_ text: String) throws(PostgresError) {
        guard !text.utf8.contains(0) else { throw .usage("SQL text cannot hold the character U+0000") }
    }

    /// Sends a statement to be prepared under a name that no other statement of the session has.
    func sendPreparation(_ query: PostgresQuery) throws(PostgresError) -> String {
        try Self.refuseNul(query.sql)
        preparations += 1
        let name = "plumbline_\(preparations)"
        let types = query.parameters.map { Oid($0.postgresParameter.oid) }
        try check(PQsendPrepare(try live(), name, query.sql, Int32(types.count), types))
        return name
    }

    /// Sends a statement, or its parameters alone when it is prepared under a name.
    func send(_ query: PostgresQuery, preparedAs name: String? = nil) throws(PostgresError) {
        try Self.refuseNul(query.sql)
        let parameters = query.parameters.map(\.postgresParameter)
        guard parameters.count <= 65_535 else {
            throw .usage("a statement can have 65535 parameters, not \(parameters.count): pass arrays, or use COPY")
        }
        // One block of memory for all values, each ended by a NUL as libpq wants for text.
        var block: [UInt8] = []
        var offsets: [Int] = []
        for (index, parameter) in parameters.enumerated() {
            offsets.append(block.count)
            guard let bytes = parameter.bytes else { continue }
            guard parameter.isBinary || !bytes.contains(0) else {
                throw .usage("parameter $\(index + 1) holds the character U+0000, which PostgreSQL's text types cannot have")
            }
            block += bytes
            block.append(0)
        }
        let types = parameters.map { Oid($0.oid) }
        let lengths = parameters.map { Int32(truncatingIfNeeded: $0.bytes?.count ?? 0) }
        let formats = parameters.map { Int32($0.isBinary ? 1 : 0) }
        let connection = try live()
        let sent = block.withUnsafeBufferPointer { buffer in
            let base = UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
            let values = zip(parameters, offsets).map { parameter, offset in
                parameter.bytes == nil ? nil : base.map { $0 + offset }
            }
            return if let name {
                PQsendQueryPrepared(connection, name, Int32(parameters.count), values, lengths, formats, 0)
            } else {
                PQsendQueryParams(connection, query.sql, Int32(parameters.count), types, values, lengths, formats, 0)
            }
        }
        try check(sent)
    }

    private func check(_ sent: Int32) throws(PostgresError) {
        guard sent == 1 else {
            guard PQstatus(try live()) == CONNECTION_OK else { throw lose(libpqMessage) }
            throw .usage("the statement could not be sent: \(libpqMessage)")
        }
    }

    /// The error that a result holds, located in its SQL.
    func serverError(_ result: OpaquePointer, sql: String, _ operation: Operation) -> PostgresError {
        let state = ErrorFields.text(result, "C").map { SQLState($0) }
        var error = PostgresError(.server, ErrorFields.text(result, "M") ?? libpqMessage, sqlState: state)
        error.severity = ErrorFields.text(result, "V")
        error.routine = ErrorFields.text(result, "R")
        error.detail = ErrorFields.text(result, "D")
        error.hint = ErrorFields.text(result, "H")
        error.context = ErrorFields.text(result, "W")
        error.schemaName = ErrorFields.text(result, "s")
        error.tableName = ErrorFields.text(result, "t")
        error.columnName = ErrorFields.text(result, "c")
        error.dataTypeName = ErrorFields.text(result, "d")
        error.constraintName = ErrorFields.text(result, "n")
        if let position = ErrorFields.text(result, "P").flatMap({ Int($0) }) {
            error.position = position
            error.locate(in: sql)
        } else if let position = ErrorFields.text(result, "p").flatMap({ Int($0) }) {
            error.position = position
            error.internalQuery = ErrorFields.text(result, "q")
            error.locate(in: error.internalQuery ?? "")
        }
        if state == nil || error.severity == "FATAL" || error.severity == "PANIC" {
            error.code = .connectionLost
            error.server = settings.redactedDescription
            error.message = settings.withoutPassword(error.message)
        } else if state == .queryCanceled {
            switch operation.stopReason {
            case .cancelled?: error.code = .cancelled
            case .deadline?:
                error.code = .timeout
                error.message = "the statement did not end before its deadline"
            case nil: if isStatementTimeout(operation) { error.code = .timeout }
            }
        }
        return error
    }

    /// The server's message is translated and the code is the same for all cancellations: the time that passed tells.
    private func isStatementTimeout(_ operation: Operation) -> Bool {
        guard let statementTimeout else { return false }
        return ContinuousClock.now - operation.began >= statementTimeout
    }
}
