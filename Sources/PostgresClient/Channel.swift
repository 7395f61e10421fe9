import CLibPQ
import Foundation

/// One operation on a connection: whether its task was cancelled, until when it may take, what was asked of the server.
final class Operation {
    enum StopReason { case cancelled, deadline }

    let flag: CancelFlag
    let deadline: ContinuousClock.Instant?
    var stopReason: StopReason?
    var cancelRequest: BackgroundRequest<Bool>?
    /// When the server must have obeyed.
    var patience: ContinuousClock.Instant?
    let began = ContinuousClock.now
    var lastSign = ContinuousClock.now
    var probe: BackgroundRequest<Bool>?
    var failedProbes = 0

    init(flag: CancelFlag = CancelFlag(), limit: Duration? = nil) {
        self.flag = flag
        deadline = limit.map { ContinuousClock.now + $0 }
    }
}

/// A `PGconn` and the way to wait for it. It belongs to one actor and is touched on that actor's thread alone.
final class Channel {
    var connection: OpaquePointer?
    let settings: ConnectionSettings
    let wakeup: Wakeup
    let notices = NoticeBox()
    /// Why the connection cannot be used any more.
    var failure: PostgresError?
    var statementTimeout: Duration?
    /// The names of the statements that the session keeps prepared, by their text.
    var prepared: [String: String] = [:]
    /// How many statements were sent to be prepared.
    var preparations = 0
    /// True when the last piece of a COPY from the server has been read.
    var copyEnded = false

    init(_ settings: ConnectionSettings) throws(PostgresError) {
        self.settings = settings
        wakeup = try Wakeup()
    }

    deinit { if let connection { PQfinish(connection) } }

    func live() throws(PostgresError) -> OpaquePointer {
        if let failure { throw failure }
        guard let connection else { throw PostgresError(.usage, "the connection is closed: open another one") }
        return connection
    }

    func finish() {
        if let connection { PQfinish(connection) }
        connection = nil
    }

    /// Gives the connection up and says why, now and to all who ask later.
    func lose(_ message: String, sqlState: SQLState? = nil) -> PostgresError {
        let text = settings.withoutPassword(message)
        let error = PostgresError(.connectionLost, text, sqlState: sqlState, server: settings.redactedDescription)
        failure = error
        finish()
        return error
    }

    var libpqMessage: String {
        guard let connection, let message = PQerrorMessage(connection) else { return "the connection is gone" }
        // libpq indents what follows the first line with a tab.
        return String(cString: message).replacing("\n\t", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// The server's notices, from libpq's callback to the user's handler, on the connection's thread.
final class NoticeBox {
    var handler: (@Sendable (PostgresNotice) -> Void)?

    func install(on connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                let box = Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue()
                box.handler?(PostgresNotice(result))
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}

/// A notice, warning or other message of the server that is not an error.
package struct PostgresNotice: Sendable, CustomStringConvertible {
    /// `NOTICE`, `WARNING`, `INFO`, `LOG` or `DEBUG`, not translated.
    package let severity: String
    /// PostgreSQL's code; `00000` for most.
    package let sqlState: SQLState
    /// The message. It can hold values, if a function writes them.
    package let message: String
    /// The detail, which can hold values.
    package let detail: String?
    /// Advice of the server.
    package let hint: String?

    init(_ result: OpaquePointer) {
        severity = ErrorFields.text(result, "V") ?? "NOTICE"
        sqlState = SQLState(ErrorFields.text(result, "C") ?? "00000")
        message = ErrorFields.text(result, "M") ?? ""
        detail = ErrorFields.text(result, "D")
        hint = ErrorFields.text(result, "H")
    }

    /// Severity and message.
    package var description: String { "\(severity): \(message)" }
}

enum ErrorFields {
    /// A field of an error or notice by its letter in the protocol ("Error and Notice Message Fields").
    static func text(_ result: OpaquePointer, _ field: Unicode.Scalar) -> String? {
        PQresultErrorField(result, Int32(field.value)).map { String(cString: $0) }
    }
}
