import Foundation
import PostgresClient
import Testing

@Suite struct CancellationTests {
    @Test func cancelsAtTheServerAndTheConnectionWorksAfterwards() async throws {
        let connection = try await TestServer.connect()
        let observer = try await TestServer.connect()
        for _ in 0..<10 {
            let task = Task { try await connection.query("SELECT pg_sleep(600)") }
            try await connection.waitUntilAsleep(seenBy: observer)
            task.cancel()
            let error = try await postgresError { try await task.value }
            #expect(error.code == .cancelled && error.sqlState == .queryCanceled)
            #expect(try await connection.query("SELECT 1").count == 1)
        }
    }

    @Test func aLateCancelHitsNobody() async throws {
        let connection = try await TestServer.connect()
        var random = SeededGenerator(state: 5)
        for _ in 0..<200 {
            let task = Task { try await connection.query("SELECT 1 FROM generate_series(1, 2000)") }
            try await Task.sleep(for: .microseconds(Int.random(in: 0...700, using: &random)))
            task.cancel()
            do {
                _ = try await task.value
            } catch let error as PostgresError {
                #expect(error.code == .cancelled)
            }
            #expect(try await connection.query("SELECT count(*) FROM generate_series(1, 2000)").one().decode(0) == 2000)
        }
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (n int)")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await connection.execute("INSERT INTO t VALUES (1)")
        }
        #expect(try await postgresError { try await task.value }.code == .cancelled)
        #expect(try await connection.query("SELECT 1 FROM t").isEmpty)
    }

    @Test func waitingForTheServerDoesNotHoldSwiftsThreads() async throws {
        let count = ProcessInfo.processInfo.activeProcessorCount + 2
        var sleepers: [Task<Void, any Error>] = []
        var connections: [PostgresConnection] = []
        for _ in 0..<count { connections.append(try await TestServer.connect()) }
        for connection in connections { sleepers.append(Task { try await connection.query("SELECT pg_sleep(600)") }) }
        // Were each of these statements to hold a thread of the pool, none would be left for this to go on.
        for _ in 0..<20 {
            try await Task.sleep(for: .milliseconds(5))
            await Task.yield()
        }
        for sleeper in sleepers { sleeper.cancel() }
        for sleeper in sleepers { #expect(try await postgresError { try await sleeper.value }.code == .cancelled) }
    }

    @Test func aSessionThatTheServerEnds() async throws {
        let connection = try await TestServer.connect()
        let other = try await TestServer.connect()
        let task = Task { try await connection.query("SELECT pg_sleep(600)") }
        try await connection.waitUntilAsleep(seenBy: other)
        try await other.query("SELECT pg_terminate_backend($1)", [connection.processID])
        let error = try await postgresError { try await task.value }
        #expect(error.code == .connectionLost && error.sqlState == .adminShutdown && error.description.contains("next: look"))
        let again = try await postgresError { try await connection.query("SELECT 1") }
        #expect(again.code == .connectionLost)
        #expect(await connection.isUsable == false)
    }

    @Test func aSessionThatEndsWhileNobodyLooks() async throws {
        let connection = try await TestServer.connect()
        let other = try await TestServer.connect()
        try await other.query("SELECT pg_terminate_backend($1, 5000)", [connection.processID])
        let error = try await postgresError { try await connection.query("SELECT 1") }
        #expect(error.code == .connectionLost)
    }

    @Test(.timeLimit(.minutes(1))) func aBackendThatIsKilled() async throws {
        let server = try await TestServer.start()
        for settings in [server.settings, try server.withPassword()] {
            let connection = try await connectWhenUp(settings)
            let observer = try await connectWhenUp(server.settings)
            let task = Task { try await connection.query("SELECT pg_sleep(600)") }
            try await connection.waitUntilAsleep(seenBy: observer)
            #expect(kill(connection.processID, SIGKILL) == 0)
            let error = try await postgresError { try await task.value }
            #expect(error.code == .connectionLost)
            #expect(try await postgresError { try await connection.transaction { _ in } }.code == .connectionLost)
        }
    }

    /// After the death of a backend the server restarts all others.
    private func connectWhenUp(_ settings: ConnectionSettings) async throws -> PostgresConnection {
        while true {
            do {
                return try await PostgresConnection.connect(settings)
            } catch {
                guard error.code == .connectionFailed, error.sqlState == nil || error.sqlState == .cannotConnectNow else {
                    throw error
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func aServerThatStops() async throws {
        let server = try await TestServer.start()
        var settings = server.settings
        settings.livenessInterval = .seconds(1)
        let connection = try await PostgresConnection.connect(settings)
        let observer = try await PostgresConnection.connect(server.settings)
        let task = Task { try await connection.query("SELECT pg_sleep(600)") }
        try await connection.waitUntilAsleep(seenBy: observer)
        #expect(kill(server.postmaster, SIGSTOP) == 0)
        #expect(kill(connection.processID, SIGSTOP) == 0)
        let error = try await postgresError { try await task.value }
        kill(connection.processID, SIGCONT)
        kill(server.postmaster, SIGCONT)
        #expect(error.code == .connectionLost && error.description.contains("does not answer"))
    }

    @Test(.timeLimit(.minutes(1))) func cancellingWhenTheServerHasStopped() async throws {
        let server = try await TestServer.start()
        let connection = try await PostgresConnection.connect(server.settings)
        let observer = try await PostgresConnection.connect(server.settings)
        let task = Task { try await connection.query("SELECT pg_sleep(600)") }
        try await connection.waitUntilAsleep(seenBy: observer)
        #expect(kill(server.postmaster, SIGSTOP) == 0)
        task.cancel()
        let error = try await postgresError { try await task.value }
        kill(server.postmaster, SIGCONT)
        #expect(error.code == .cancelled && error.description.contains("given up"))
        #expect(try await postgresError { try await connection.query("SELECT 1") }.code == .connectionLost)
    }

    @Test func aBusyServerIsNotTakenForADeadOne() async throws {
        let connection = try await TestServer.connect { $0.livenessInterval = .milliseconds(100) }
        try await connection.query("SELECT pg_sleep(2)")
        #expect(await connection.isUsable)
    }
}
