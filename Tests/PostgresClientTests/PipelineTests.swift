import PostgresClient
import Testing

@Suite struct PipelineTests {
    @Test func resultsComeInOrder() async throws {
        let connection = try await TestServer.connect()
        let results = try await connection.pipeline((0..<500).map { PostgresQuery("SELECT $1 + 1, repeat('x', $1)", [$0]) })
        #expect(try results.map { try $0.one().decode(0, as: Int.self) } == Array(1...500))
        #expect(try await connection.pipeline([]).isEmpty)
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func moreThanTheSocketsHoldInBothDirections() async throws {
        let connection = try await TestServer.connect()
        let text = String(repeating: "y", count: 1 << 20)
        let results = try await connection.pipeline((0..<30).map { _ in PostgresQuery("SELECT $1::text", [text]) })
        #expect(results.count == 30 && results.allSatisfy { $0[0].text(0) == text })
    }

    @Test func errorNamesTheQuery() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (a int)")
        let error = try await postgresError {
            try await connection.pipeline([
                "INSERT INTO t VALUES (1)", "SELECT 1", "SELECT\n nothing", "SELECT also nothing", "SELECT 2",
            ])
        }
        #expect(error.queryIndex == 2 && error.sqlState == .undefinedColumn && error.line == 2)
        #expect(error.description.contains("query 3 of the pipeline"))
        #expect(try await connection.query("SELECT count(*) FROM t").one().decode(0) == 0)
        let unsent = try await postgresError { try await connection.pipeline(["SELECT 1", PostgresQuery("SELECT $1", ["\0"])]) }
        #expect(unsent.queryIndex == 1 && unsent.code == .usage)
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func insideATransaction() async throws {
        let connection = try await TestServer.connect()
        try await connection.transaction { connection in
            let first = try await connection.pipeline(["SELECT txid_current()", "SELECT txid_current()"])
            let second = try await connection.query("SELECT txid_current()")
            #expect(first[0][0].text(0) == second[0].text(0) && first[1][0].text(0) == second[0].text(0))
        }
    }

    @Test func cancelled() async throws {
        let connection = try await TestServer.connect()
        let task = Task { try await connection.pipeline(["SELECT 1", "SELECT pg_sleep(60)", "SELECT 2"]) }
        try await connection.waitUntilAsleep(seenBy: TestServer.connect())
        task.cancel()
        let error = try await postgresError { try await task.value }
        #expect(error.code == .cancelled)
        #expect(try await connection.query("SELECT 1").count == 1)
    }
}
