import PostgresClient
import Testing

@Suite struct ErrorTests {
    @Test func syntaxErrorHasItsLineAndColumn() async throws {
        let connection = try await TestServer.connect()
        let sql = "SELECT 1,\r\n  'é👍' AS x,\r\n  2 FORM pg_class\r\n"
        let error = try await postgresError { try await connection.query(sql) }
        #expect(error.code == .server && error.sqlState == .syntaxError && error.severity == "ERROR")
        #expect(error.line == 3 && error.column == 10 && error.lineText == "  2 FORM pg_class")
        #expect(error.description.contains("at line 3, column 10: 2 FORM pg_class"))
        let missing = try await postgresError { try await connection.query("SELECT oid,\n 'é👍', relnam FROM pg_class") }
        #expect(missing.sqlState == .undefinedColumn && missing.line == 2 && missing.column == 8)
        #expect(missing.hint?.contains("relname") == true && missing.description.contains("hint:"))
    }

    @Test func aRefusedPrivilegeNamesItsObjectButNotWhatAFunctionSays() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "BEGIN; CREATE ROLE plumb_refused; SET LOCAL ROLE plumb_refused; SAVEPOINT s")
        let refused = try await postgresError { try await connection.query("SELECT count(*) FROM pg_catalog.pg_authid") }
        #expect(refused.withoutValues == "the role lacks a privilege on the table pg_authid (SQLSTATE 42501)")
        try await connection.run(script: "ROLLBACK TO SAVEPOINT s")
        let raised = try await postgresError {
            try await connection.run(
                script: "DO $$ BEGIN RAISE 'permission denied for table 4111-1111' USING ERRCODE = '42501'; END $$")
        }
        #expect(!raised.withoutValues.contains("4111"), "\(raised.withoutValues)")
        try await connection.run(script: "ROLLBACK")
    }

    @Test func scriptErrorIsLocatedInTheWholeScript() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError {
            try await connection.run(script: "SELECT 1;\nSELECT 2;\nSELECT nothing;\nSELECT 3")
        }
        #expect(error.line == 3 && error.lineText == "SELECT nothing;")
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func errorInsideAFunctionShowsTheFunctionAndItsStatement() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(
            script:
                """
                CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
                PERFORM 1;
                RETURN (SELECT
                missing FROM pg_class); END $$
                """
        )
        let error = try await postgresError { try await connection.query("SELECT pg_temp.f()") }
        #expect(error.internalQuery?.contains("missing") == true && error.line == 2)
        #expect(error.description.contains("PL/pgSQL function") && error.description.contains("of a statement of a function"))
    }

    @Test func constraintViolationNamesObjectsAndNoValues() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(
            script:
                "CREATE TEMP TABLE customers (email text CONSTRAINT one_email UNIQUE, age int CONSTRAINT adult CHECK (age > 17))")
        try await connection.execute("INSERT INTO customers VALUES ($1, 20)", ["ann@example.com"])
        let unique = try await postgresError {
            try await connection.execute("INSERT INTO customers VALUES ($1, 30)", ["ann@example.com"])
        }
        #expect(unique.sqlState == .uniqueViolation && unique.constraintName == "one_email" && unique.tableName == "customers")
        #expect(!unique.description.contains("ann@") && unique.description.contains("constraint one_email"))
        #expect(unique.detail?.contains("ann@example.com") == true && unique.debugDescription.contains("ann@example.com"))
        let check = try await postgresError {
            try await connection.execute("INSERT INTO customers VALUES ('bob@example.com', 3)")
        }
        #expect(check.sqlState == .checkViolation && !check.description.contains("(bob@"))
    }

    @Test(arguments: [
        ("SELECT $1::int", "4111-1111"), ("SELECT $1::jsonb", "{4111-1111"), ("SELECT $1::date", "4111-1111-99"),
        ("SELECT $1::uuid", "4111-1111"), ("SELECT $1::int2", "41111111"), ("SELECT $1::int", "a\"4111-1111\"b"),
    ])
    func badValueIsNotRepeated(_ sql: String, _ value: String) async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError { try await connection.query(sql, [value]) }
        #expect(error.sqlState?.errorClass == "22")
        #expect(!error.description.contains("4111") && !error.description.contains("41111111"))
    }

    @Test func copyErrorSaysTheLineAndNotTheValue() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE numbers (n int)")
        let error = try await postgresError {
            try await connection.copyIn("COPY numbers FROM STDIN") { try await $0.write("1\nann@example.com\n") }
        }
        #expect(error.context?.contains("ann@example.com") == true)
        #expect(error.description.contains("COPY numbers, line 2, column n") && !error.description.contains("ann@"))
    }

    @Test func passwordInSQLIsNotShown() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError { try await connection.query("ALTER ROLE guarded PASSWORD 'hunter2' NOSUCH") }
        #expect(error.line == 1 && !error.description.contains("hunter2"))
    }

    @Test func secondStatementIsRefused() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError { try await connection.query("SELECT 1; DROP TABLE pg_class") }
        #expect(error.sqlState == .syntaxError)
        try await connection.run(script: "SELECT 1; SELECT 2; CREATE TEMP TABLE t (a int)")
        #expect(try await connection.execute("INSERT INTO t SELECT generate_series(1, 5)").rows == 5)
        #expect(try await connection.execute("CREATE TEMP TABLE u ()").text == "CREATE TABLE")
        #expect(try await connection.query("").count == 0)
    }

    @Test func notices() async throws {
        let connection = try await TestServer.connect()
        let (stream, continuation) = AsyncStream.makeStream(of: PostgresNotice.self)
        await connection.onNotice { continuation.yield($0) }
        try await connection.run(
            script: "DO $$ BEGIN RAISE NOTICE 'first'; RAISE WARNING 'second' USING HINT = 'third', ERRCODE = 'PL001'; END $$")
        continuation.finish()
        var notices: [PostgresNotice] = []
        for await notice in stream { notices.append(notice) }
        #expect(notices.map(\.description) == ["NOTICE: first", "WARNING: second"])
        #expect(notices.last?.hint == "third" && notices.last?.sqlState == SQLState(rawValue: "PL001"))
    }

    @Test func timeouts() async throws {
        let connection = try await TestServer.connect()
        let other = try await TestServer.connect()
        try await connection.setTimeouts(statement: .milliseconds(100), lock: nil)
        let late = try await postgresError { try await connection.query("SELECT pg_sleep(30)") }
        #expect(late.code == .timeout && late.sqlState == .queryCanceled)
        try await connection.setTimeouts(statement: nil, lock: .milliseconds(100))
        try await other.run(script: "CREATE TABLE locked_by_other (a int)")
        try await other.transaction { other in
            try await other.execute("LOCK TABLE locked_by_other")
            let error = try await postgresError { try await connection.query("SELECT * FROM locked_by_other") }
            #expect(error.sqlState == .lockNotAvailable && error.description.contains("pg_blocking_pids"))
        }
        try await other.execute("DROP TABLE locked_by_other")
        let deadline = try await postgresError { try await connection.query("SELECT pg_sleep(30)", deadline: .milliseconds(100)) }
        #expect(deadline.code == .timeout && deadline.description.contains("deadline"))
        #expect(try await connection.query("SELECT 1").count == 1)
    }
}
