/// An error between us and a server: a kind, the server's own fields, and the place in the SQL.
///
/// `description` is for people and reports: it never has values of rows, parameters or passwords. `debugDescription` adds
/// the server's detail and context, which can hold customer data.
public struct PostgresError: Error, Sendable {
    /// The kind of failure: an open set.
    package struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The name of the kind.
        package let rawValue: String
        /// A kind that has no name here.
        package init(rawValue: String) { self.rawValue = rawValue }
        /// The name of the kind.
        package var description: String { rawValue }

        /// The server refused a statement; `sqlState` says why.
        package static let server = Code(rawValue: "server")
        /// No connection could be made; `sqlState` says why if a server answered.
        package static let connectionFailed = Code(rawValue: "connectionFailed")
        /// A connection that worked is gone; what was under way may or may not have been done.
        package static let connectionLost = Code(rawValue: "connectionLost")
        /// A deadline or a timeout of this side or of the server passed.
        package static let timeout = Code(rawValue: "timeout")
        /// The Swift task was cancelled, and with it the statement.
        package static let cancelled = Code(rawValue: "cancelled")
        /// A value of a row does not have the type that was asked for.
        package static let decoding = Code(rawValue: "decoding")
        /// The server is older than PostgreSQL 15.
        package static let unsupportedServer = Code(rawValue: "unsupportedServer")
        /// The library was asked for something that cannot be: a mistake of the calling code.
        package static let usage = Code(rawValue: "usage")
        /// A connection string or setting that cannot be understood.
        package static let invalidSettings = Code(rawValue: "invalidSettings")
        /// COMMIT was answered by a rollback, since a statement of the transaction had failed before.
        package static let transactionAborted = Code(rawValue: "transactionAborted")
    }

    /// The kind of failure.
    package var code: Code
    /// The primary message: the server's, or our own.
    public var message: String
    /// PostgreSQL's error code, when a server answered.
    public var sqlState: SQLState?
    /// `ERROR`, `FATAL` or `PANIC`, not translated.
    package var severity: String?
    /// The server's detail. It can hold values of rows: keep it out of reports.
    public var detail: String?
    /// The server's advice.
    public var hint: String?
    /// Where in the SQL the server found the error, in characters (Unicode scalars) from 1.
    package var position: Int?
    /// The line of `position` in the SQL, from 1.
    package var line: Int?
    /// The column of `position` in its line, in characters from 1.
    package var column: Int?
    /// The text of that line.
    package var lineText: String?
    /// The statement that `line` and `column` are of, where the caller keeps it. No description shows it.
    package var statement: String?
    /// The SQL that a function ran, when the error is in it; then line and column are of this text.
    package var internalQuery: String?
    /// The call stack of the server's functions. It can hold values: keep it out of reports.
    package var context: String?
    /// The schema of the object that the error is about.
    package var schemaName: String?
    /// The table that the error is about.
    public var tableName: String?
    /// The column that the error is about.
    public var columnName: String?
    /// The data type that the error is about.
    package var dataTypeName: String?
    /// The constraint that was violated.
    public var constraintName: String?
    /// The function of the server's source that reported the error. Unlike the message, it is not translated.
    package var routine: String?
    /// Which query of a pipeline failed, from 0.
    package var queryIndex: Int?
    /// The server it happened at, without its password: for people.
    package var server: String?

    /// An error of a kind, with a message that says what happened and what to do.
    package init(_ code: Code, _ message: String, sqlState: SQLState? = nil, server: String? = nil) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.server = server
    }
}

extension PostgresError {
    /// True when the connection that threw this cannot be used any more.
    package var endsConnection: Bool { code == .connectionLost || code == .connectionFailed || code == .unsupportedServer }

    /// True when policies refuse a row that is written, or would hide rows from a session with `row_security = off`. Both have the SQLSTATE
    /// of a missing privilege.
    package var isOfRowSecurity: Bool {
        sqlState == .insufficientPrivilege && ["ExecWithCheckOptions", "check_enable_rls"].contains(routine)
    }

    static func usage(_ message: String) -> PostgresError { PostgresError(.usage, message) }

    /// Reads line, column and the line's text from the SQL that `position` refers to.
    mutating func locate(in sql: String) {
        guard let position, position >= 1 else { return }
        var line = 1
        var column = 1
        var index = sql.unicodeScalars.startIndex
        var lineStart = index
        var remaining = position - 1
        while remaining > 0, index < sql.unicodeScalars.endIndex {
            let scalar = sql.unicodeScalars[index]
            index = sql.unicodeScalars.index(after: index)
            remaining -= 1
            if scalar == "\n" {
                line += 1
                column = 1
                lineStart = index
            } else {
                column += 1
            }
        }
        self.line = line
        self.column = column
        let rest = sql.unicodeScalars[lineStart...]
        var text = String(rest[..<(rest.firstIndex(of: "\n") ?? rest.endIndex)])
        if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
        lineText = text
    }
}
