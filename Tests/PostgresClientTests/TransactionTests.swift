import PostgresClient
import Testing

@Suite struct TransactionTests {
    private func table(_ connection: PostgresConnection) async throws {
        try await connection.run(script: "CREATE TEMP TABLE t (n int)")
    }

    private func numbers(_ connection: PostgresConnection) async throws -> [Int] {
        try await connection.query("SELECT n FROM t ORDER BY n").map { try $0.decode(0, as: Int.self) }
    }

    @Test func commitAndRollback() async throws {
        let connection = try await TestServer.connect()
        try await table(connection)
        let given = try await connection.transaction { connection in
            try await connection.execute("INSERT INTO t VALUES (1)")
            return "given"
        }
        #expect(given == "given")
        await #expect(throws: Planned.self) {
            try await connection.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (2)")
                throw Planned()
            }
        }
        #expect(try await numbers(connection) == [1])
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func savepoints() async throws {
        let connection = try await TestServer.connect()
        try await table(connection)
        try await connection.transaction { connection in
            try await connection.execute("INSERT INTO t VALUES (1)")
            await #expect(throws: PostgresError.self) {
                try await connection.savepoint { connection in
                    try await connection.execute("INSERT INTO t VALUES (2)")
                    try await connection.savepoint { try await $0.execute("INSERT INTO t VALUES (3)") }
                    try await connection.query("SELECT nothing")
                }
            }
            try await connection.savepoint { try await $0.execute("INSERT INTO t VALUES (4)") }
        }
        #expect(try await numbers(connection) == [1, 4])
        #expect(try await postgresError { try await connection.savepoint { _ in } }.code == .usage)
    }

    @Test func aFailureThatTheBodyHidesIsToldAtCommit() async throws {
        let connection = try await TestServer.connect()
        try await table(connection)
        let error = try await postgresError {
            try await connection.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (1)")
                _ = try? await connection.query("SELECT nothing")
            }
        }
        #expect(error.code == .transactionAborted)
        #expect(try await numbers(connection).isEmpty)
    }

    @Test func aDeferredConstraintFailsAtCommit() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        let error = try await postgresError {
            try await connection.transaction { try await $0.execute("INSERT INTO t VALUES (1), (1)") }
        }
        #expect(error.sqlState == .uniqueViolation)
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func transactionInTransactionIsRefused() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError { try await connection.transaction { try await $0.transaction { _ in } } }
        #expect(error.code == .usage && error.description.contains("savepoint"))
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func otherTasksWaitUntilTheTransactionHasEnded() async throws {
        let connection = try await TestServer.connect()
        try await table(connection)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let outsider = Task.detached {
            for await _ in started {}
            return try await connection.query("SELECT pg_current_xact_id_if_assigned() IS NULL").one().decode(0, as: Bool.self)
        }
        try await connection.transaction { connection in
            try await connection.execute("INSERT INTO t VALUES (1)")
            start.finish()
            for _ in 0..<20 {
                await Task.yield()
                // A child task belongs to the transaction.
                async let inside = connection.query("SELECT pg_current_xact_id_if_assigned() IS NOT NULL").one().decode(
                    0, as: Bool.self)
                #expect(try await inside)
            }
        }
        #expect(try await outsider.value)
    }

    @Test func cancellingRollsBack() async throws {
        let connection = try await TestServer.connect()
        try await table(connection)
        let task = Task {
            try await connection.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (1)")
                try await connection.query("SELECT pg_sleep(600)")
            }
        }
        try await connection.waitUntilAsleep(seenBy: TestServer.connect())
        task.cancel()
        #expect(try await postgresError { try await task.value }.code == .cancelled)
        #expect(await connection.transactionStatus == .idle)
        #expect(try await numbers(connection).isEmpty)
    }

    @Test func aWaiterThatIsCancelled() async throws {
        let connection = try await TestServer.connect()
        try await connection.transaction { connection in
            let waiter = Task.detached { try await connection.query("SELECT 1") }
            try await Task.sleep(for: .milliseconds(20))
            waiter.cancel()
            let error = try await postgresError { try await waiter.value }
            #expect(error.code == .cancelled)
        }
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func optionsReachTheServer() async throws {
        let connection = try await TestServer.connect()
        try await connection.transaction(TransactionOptions(isolation: .serializable, readOnly: true, deferrable: true)) {
            connection in
            let row = try await connection.query(
                """
                SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'),
                current_setting('transaction_deferrable')
                """
            ).one()
            #expect((0..<3).map { row.text($0) } == ["serializable", "on", "on"])
        }
        let error = try await postgresError {
            try await connection.transaction(TransactionOptions(readOnly: true)) { try await $0.execute("CREATE TABLE never ()") }
        }
        #expect(error.sqlState == .readOnlySQLTransaction && error.description.contains("primary"))
    }

    @Test func aSnapshotIsSharedByTwoConnections() async throws {
        let first = try await TestServer.connect()
        let second = try await TestServer.connect()
        try await first.run(script: "DROP TABLE IF EXISTS shared_snapshot; CREATE TABLE shared_snapshot AS SELECT 1 AS n")
        try await first.transaction(TransactionOptions(isolation: .repeatableRead, readOnly: true)) { first in
            let snapshot = try await first.exportSnapshot()
            try await second.execute("INSERT INTO shared_snapshot VALUES (2)")
            try await second.transaction(TransactionOptions(readOnly: true, snapshot: snapshot)) { second in
                let count = try await second.query("SELECT n FROM shared_snapshot").count
                #expect(count == 1)
            }
            #expect(try await second.query("SELECT n FROM shared_snapshot").count == 2)
        }
        let error = try await postgresError {
            try await second.transaction(TransactionOptions(snapshot: "0'; DROP TABLE shared_snapshot; --")) { _ in }
        }
        #expect(error.code == .server)
        #expect(await second.transactionStatus == .idle)
        try await first.execute("DROP TABLE shared_snapshot")
    }

    @Test func aConnectionLostInATransactionTellsTheBodysError() async throws {
        let connection = try await TestServer.connect()
        let other = try await TestServer.connect()
        await #expect(throws: Planned.self) {
            try await connection.transaction { connection in
                try await connection.query("SELECT 1")
                try await other.query("SELECT pg_terminate_backend($1, 5000)", [connection.processID])
                throw Planned()
            }
        }
        #expect(await connection.isUsable == false)
    }
}
