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

    @Test func aKeptStatementIsPreparedOnce() async throws {
        let connection = try await TestServer.connect()
        var query = PostgresQuery("SELECT $1 * 2", [21])
        query.isKeptPrepared = true
        let count = PostgresQuery("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1 * 2'")
        for _ in 0..<2 {
            let results = try await connection.pipeline([query, query, count])
            #expect(try results.map { try $0.one().decode(0, as: Int.self) } == [42, 42, 1])
        }
        try await connection.run(script: "DEALLOCATE ALL")
        let error = try await postgresError { try await connection.pipeline([count, query]) }
        #expect(error.sqlState == .invalidSQLStatementName && error.queryIndex == 1)
        #expect(try await connection.pipeline([query]).first?.one().decode(0) == 42)
    }

    @Test func aStatementThatCannotBePreparedIsNotKept() async throws {
        let connection = try await TestServer.connect()
        var query = PostgresQuery("SELECT a FROM kept")
        query.isKeptPrepared = true
        let error = try await postgresError { try await connection.pipeline(["SELECT 1", query, "SELECT 2"]) }
        #expect(error.queryIndex == 1 && error.sqlState == .undefinedTable)
        try await connection.run(script: "CREATE TEMP TABLE kept AS SELECT 7 AS a")
        #expect(try await connection.pipeline([query]).first?.one().decode(0) == 7)
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
