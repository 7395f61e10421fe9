import PostgresClient
import Synchronization
import Testing

private struct Counts {
    var now = 0
    var most = 0
}

/// A value that tasks share.
private final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>
    init(_ value: Value) { mutex = Mutex(value) }
    func withLock<R: Sendable>(_ body: @Sendable (inout Value) -> R) -> R { mutex.withLock { body(&$0) } }
}

@Suite struct PoolTests {
    @Test func neverMoreConnectionsThanTheBound() async throws {
        let pool = PostgresPool(try await TestServer.shared().settings, limit: 3)
        let counts = Shared(Counts())
        let processes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await pool.withConnection { connection in
                        counts.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        defer { counts.withLock { $0.now -= 1 } }
                        try await connection.query("SELECT pg_sleep(0.002)")
                        return connection.processID
                    }
                }
            }
            return try await group.reduce(into: Set<Int32>()) { $0.insert($1) }
        }
        #expect(counts.withLock(\.most) <= 3 && processes.count <= 3)
        await pool.close()
        #expect(try await postgresError { try await pool.withConnection { _ in } }.code == .usage)
    }

    @Test func waitersAreServedInOrder() async throws {
        let pool = PostgresPool(try await TestServer.shared().settings, limit: 1)
        let order = Shared<[Int]>([])
        try await pool.withConnection { _ in
            for index in 0..<10 {
                let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
                Task {
                    arrival.finish()
                    try await pool.withConnection { _ in order.withLock { $0.append(index) } }
                }
                for await _ in arrived {}
                while await pool.waiting <= index { await Task.yield() }
            }
        }
        while order.withLock(\.count) < 10 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(order.withLock(\.self) == Array(0..<10))
        await pool.close()
    }

    @Test func aBrokenConnectionIsReplaced() async throws {
        let pool = PostgresPool(try await TestServer.shared().settings, limit: 1)
        let first = try await postgresError {
            try await pool.withConnection { try await $0.query("SELECT pg_terminate_backend(pg_backend_pid())") }
        }
        #expect(first.code == .connectionLost)
        #expect(try await pool.withConnection { try await $0.query("SELECT 1").count } == 1)
        await pool.close()
    }

    @Test func aTransactionLeftOpenIsRolledBack() async throws {
        let pool = PostgresPool(try await TestServer.shared().settings, limit: 1)
        try await pool.withConnection { try await $0.run(script: "BEGIN; CREATE TABLE left_open ()") }
        let status = try await pool.withConnection { connection in
            let isGone = try await connection.query("SELECT to_regclass('left_open') IS NULL").one().decode(0, as: Bool.self)
            #expect(isGone)
            return await connection.transactionStatus
        }
        #expect(status == .idle)
        await pool.close()
    }

    @Test func aWaiterThatIsCancelledLeavesTheLine() async throws {
        let pool = PostgresPool(try await TestServer.shared().settings, limit: 1)
        try await pool.withConnection { _ in
            let waiter = Task { try await pool.withConnection { _ in } }
            while await pool.waiting == 0 { await Task.yield() }
            waiter.cancel()
            let error = try await postgresError { try await waiter.value }
            #expect(error.code == .cancelled)
            #expect(await pool.waiting == 0)
        }
        #expect(try await pool.withConnection { try await $0.query("SELECT 1").count } == 1)
        await pool.close()
    }

    @Test func aServerThatIsNotThereDoesNotUseUpThePool() async throws {
        let pool = PostgresPool(try ConnectionSettings(url: "postgresql://x@127.0.0.1:1/x"), limit: 1)
        for _ in 0..<3 {
            #expect(try await postgresError { try await pool.withConnection { _ in } }.code == .connectionFailed)
        }
    }
}
