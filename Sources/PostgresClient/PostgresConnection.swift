import CLibPQ
import Foundation
import Synchronization

/// A session with a PostgreSQL server, version 14 or later.
///
/// Statements run one after the other, on a thread of the connection's own: waiting for the server never holds a thread of
/// Swift's pool. Cancelling the task that waits for a statement cancels the statement at the server; the connection can be
/// used afterwards. A connection that was lost throws the same `.connectionLost` error for whatever is asked of it.
///
/// While a transaction, a savepoint or a COPY is open, statements of other tasks wait until it has ended.
///
/// Rows travel as text, not in binary form. By `make bench` (PostgreSQL 17, 2 cores, medians of one run), text takes this much of
/// binary's time: a query of the catalog 1.0, texts 1.0, integers 1.1, rows of uuid, timestamptz and double precision 1.7. But
/// text has a form for every type (`aclitem` has no binary one), it is what psql shows, and catalogs and samples are what this is
/// for: not worth two sets of decoders. Much data goes by COPY. A statement costs 1.5 to 1.7 of libpq's blocking call, some
/// 30 µs; in a pipeline of 200, a quarter of it.
public actor PostgresConnection {
    let executor: QueueExecutor
    let channel: Channel
    var leases: [Lease] = []
    var waiters: [(id: UInt64, continuation: CheckedContinuation<Void, Never>)] = []

    /// The settings that the connection was opened with.
    package nonisolated let settings: ConnectionSettings
    /// The server's version as a number: 170005 is 17.5.
    package nonisolated let serverVersion: Int
    /// The process of the server that works for this session, as in `pg_stat_activity.pid`.
    package nonisolated let processID: Int32

    /// The thread of the connection.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects, within `settings.connectTimeout`.
    ///
    /// - Throws: `PostgresError` of code `.connectionFailed` (with the SQLSTATE when a server answered),
    ///   `.unsupportedServer`, or `.cancelled`.
    public static func connect(_ settings: ConnectionSettings) async throws(PostgresError) -> PostgresConnection {
        let executor = QueueExecutor()
        let flag = CancelFlag()
        let result: Result<Handoff<Channel>, PostgresError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                executor.queue.async {
                    do throws(PostgresError) {
                        let channel = try Channel(settings)
                        try channel.connect(flag)
                        continuation.resume(returning: .success(Handoff(value: channel)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            }
        } onCancel: {
            flag.cancel()
        }
        return PostgresConnection(executor: executor, channel: try result.get(), settings: settings)
    }

    private init(executor: QueueExecutor, channel: Handoff<Channel>, settings: ConnectionSettings) {
        self.executor = executor
        self.channel = channel.value
        self.settings = settings
        serverVersion = channel.value.connection.map { Int(PQserverVersion($0)) } ?? 0
        processID = channel.value.connection.map { PQbackendPID($0) } ?? 0
    }

    /// Runs one statement and gives its rows.
    ///
    /// A second statement in the text is refused by the server.
    ///
    /// - Parameter deadline: how long it may take, instead of `settings.statementDeadline`; then it is cancelled at the server.
    /// - Throws: `PostgresError`: `.server`, `.cancelled`, `.timeout`, `.connectionLost`, `.usage`.
    @discardableResult
    public func query(
        _ sql: String, _ parameters: [any PostgresEncodable] = [], deadline: Duration? = nil
    ) async throws(PostgresError) -> PostgresRows {
        let query = PostgresQuery(sql, parameters)
        return try await perform(deadline: deadline) { channel, operation throws(PostgresError) in
            PostgresRows(try channel.query(query, operation))
        }
    }

    /// Runs one statement and says what it did; else as `query`.
    @discardableResult
    public func execute(
        _ sql: String, _ parameters: [any PostgresEncodable] = [], deadline: Duration? = nil
    ) async throws(PostgresError) -> CommandTag {
        try await query(sql, parameters, deadline: deadline).commandTag
    }

    /// Runs any number of statements, as `psql -c` does: in one transaction, unless the text itself begins and ends some.
    public func run(script sql: String, deadline: Duration? = nil) async throws(PostgresError) {
        try await perform(deadline: deadline) { channel, operation throws(PostgresError) in
            try channel.script(sql, operation)
        }
    }

    /// Runs queries in one round trip, as one transaction unless one is open; gives the rows of each.
    ///
    /// - Throws: the error of the first that failed, with its number in `queryIndex`; those after it were not run.
    package func pipeline(_ queries: [PostgresQuery], deadline: Duration? = nil) async throws(PostgresError) -> [PostgresRows] {
        guard !queries.isEmpty else { return [] }
        return try await perform(deadline: deadline) { channel, operation throws(PostgresError) in
            try channel.pipeline(queries, operation).map { PostgresRows($0) }
        }
    }

    /// SQL that takes away the limit of a role or a database on whole transactions, which PostgreSQL 17 and later have.
    package static let withoutTransactionTimeout =
        "SELECT pg_catalog.set_config('transaction_timeout', '0', false) "
        + "WHERE pg_catalog.current_setting('server_version_num')::integer >= 170000"

    /// Sets the server's `statement_timeout` and `lock_timeout` for the session; nil for no limit.
    ///
    /// In a transaction that is rolled back, so is this.
    package func setTimeouts(statement: Duration?, lock: Duration?) async throws(PostgresError) {
        func milliseconds(_ duration: Duration?) -> String {
            // 0 would mean no limit.
            duration.map { String(max(1, Channel.milliseconds($0))) } ?? "0"
        }
        try await query(
            "SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false)",
            [milliseconds(statement), milliseconds(lock)])
        channel.statementTimeout = statement
    }

    /// Gives the server's notices and warnings to a handler, on the connection's own thread; without one they are dropped.
    package func onNotice(_ handler: @escaping @Sendable (PostgresNotice) -> Void) {
        channel.notices.handler = handler
    }

    /// True when the connection can be used: it was neither closed nor lost.
    package var isUsable: Bool { channel.failure == nil && channel.connection != nil }

    /// The kind of transaction that the session is in.
    package var transactionStatus: TransactionStatus {
        guard let connection = channel.connection else { return .unknown }
        return switch PQtransactionStatus(connection) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .failed
        case PQTRANS_ACTIVE: .active
        default: .unknown
        }
    }

    /// Ends the session; whatever is open in it, the server rolls back. Closing twice is no error.
    public func close() async {
        channel.finish()
    }
}

/// The state of a session as to transactions.
package enum TransactionStatus: Sendable, Hashable {
    case idle, inTransaction, failed, active, unknown
}
