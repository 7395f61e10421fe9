import Foundation
import PostgresClient
import Testing

@Suite struct CopyTests {
    static let awkward = ["", "\\", "\\N", "\\.", "\t", "\n", "\r", "\r\n", "a\\tb", "é👍", "\u{1}", "\"", "NULL", "  "]

    @Test func rowsThereAndBack() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (n int, s text, b bytea, d timestamptz, x text, a text[])")
        let bytes = Array(UInt8.min...UInt8.max)
        let date = Date(timeIntervalSinceReferenceDate: -0.000001 - 70_000_000_000)
        let tag = try await connection.copyIn("COPY t FROM STDIN") { writer in
            for (index, text) in Self.awkward.enumerated() {
                try await writer.write(row: [index, text, bytes, date, String?.none, Self.awkward])
            }
        }
        #expect(tag.rows == Self.awkward.count && tag.text == "COPY \(Self.awkward.count)")
        let rows = try await connection.query("SELECT * FROM t ORDER BY n")
        #expect(try rows.map { try $0.decode("s", as: String.self) } == Self.awkward)
        #expect(try rows.allSatisfy { try $0.decode("b", as: [UInt8].self) == bytes && $0.text("x") == nil })
        #expect(try rows.allSatisfy { try $0.decode("a", as: [String].self) == Self.awkward })
        #expect(rows[0]["d"]?.hasSuffix(" BC") == true)

        // What comes out can go in again as it is.
        var chunks: [[UInt8]] = []
        for try await chunk in connection.copyOut("COPY t TO STDOUT") { chunks.append(chunk) }
        try await connection.run(script: "CREATE TEMP TABLE u (LIKE t)")
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        // Pieces of a few bytes: rows may be split anywhere.
        let all = chunks.flatMap(\.self)
        for start in stride(from: 0, to: all.count, by: 7) { continuation.yield(Array(all[start..<min(start + 7, all.count)])) }
        continuation.finish()
        #expect(try await connection.copyIn("COPY u FROM STDIN", stream).rows == Self.awkward.count)
        #expect(try await connection.query("SELECT count(*) FROM (TABLE t EXCEPT ALL TABLE u) d").one().decode(0) == 0)
    }

    @Test func large() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (n int, s text)")
        let line = String(repeating: "z", count: 100)
        let tag = try await connection.copyIn("COPY t FROM STDIN") { writer in
            for index in 0..<100_000 { try await writer.write("\(index)\t\(line)\n") }
        }
        #expect(tag.rows == 100_000)
        var size = 0
        var rows = 0
        for try await chunk in connection.copyOut("COPY t TO STDOUT (FORMAT text)") {
            size += chunk.count
            rows += chunk.count { $0 == UInt8(ascii: "\n") }
            #expect(chunk.last == UInt8(ascii: "\n"))
        }
        #expect(rows == 100_000 && size > 10_000_000)
    }

    @Test func binaryFormat() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(
            script:
                """
                CREATE TEMP TABLE t AS SELECT n, sha256(n::text::bytea) AS h FROM generate_series(1, 1000) n;
                CREATE TEMP TABLE u (LIKE t)
                """
        )
        var bytes: [UInt8] = []
        for try await chunk in connection.copyOut("COPY t TO STDOUT (FORMAT binary)") { bytes += chunk }
        let copied = bytes
        try await connection.copyIn("COPY u FROM STDIN (FORMAT binary)") { try await $0.write(copied) }
        #expect(try await connection.query("SELECT count(*) FROM (TABLE t INTERSECT TABLE u) d").one().decode(0) == 1000)
    }

    @Test func aWriterThatThrowsKeepsNothing() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (n int)")
        await #expect(throws: Planned.self) {
            try await connection.copyIn("COPY t FROM STDIN") { writer in
                for index in 0..<100_000 { try await writer.write("\(index)\n") }
                throw Planned()
            }
        }
        #expect(try await connection.query("SELECT count(*) FROM t").one().decode(0) == 0)
    }

    @Test func badDataIsTheServersError() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (n int)")
        let error = try await postgresError {
            try await connection.copyIn("COPY t FROM STDIN") { writer in
                for index in 0..<500_000 { try await writer.write(index == 10 ? "x\n" : "\(index)\n") }
            }
        }
        #expect(error.sqlState == .invalidTextRepresentation)
        #expect(try await connection.query("SELECT count(*) FROM t").one().decode(0) == 0)
        #expect(
            try await postgresError { try await connection.copyIn("COPY nothing FROM STDIN") { _ in } }.sqlState
                == .undefinedTable)
    }

    @Test func leavingTheLoopEarlyFreesTheConnection() async throws {
        let connection = try await TestServer.connect()
        for try await _ in connection.copyOut("COPY (SELECT repeat('x', 1000) FROM generate_series(1, 10000000)) TO STDOUT") {
            break
        }
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func cancellingTheReader() async throws {
        let connection = try await TestServer.connect()
        let task = Task {
            var size = 0
            for try await chunk in connection.copyOut(
                "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 1000000000)) TO STDOUT")
            {
                size += chunk.count
            }
            return size
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(try await postgresError { try await task.value }.code == .cancelled)
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func cancellingTheWriterWhileTheServerIsSlow() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(
            script: """
                CREATE TEMP TABLE t (n int, s text);
                CREATE FUNCTION pg_temp.slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END';
                CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION pg_temp.slow()
                """)
        let line = String(repeating: "z", count: 10_000)
        let task = Task {
            try await connection.copyIn("COPY t FROM STDIN") { writer in
                for index in 0..<10_000 { try await writer.write("\(index)\t\(line)\n") }
            }
        }
        try await connection.waitUntilAsleep(seenBy: TestServer.connect())
        task.cancel()
        #expect(try await postgresError { try await task.value }.code == .cancelled)
        #expect(try await connection.query("SELECT count(*) FROM t").one().decode(0) == 0)
    }

    @Test func errorAmongTheRows() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError {
            for try await _ in connection.copyOut("COPY (SELECT 1 / (5000 - n) FROM generate_series(1, 10000) n) TO STDOUT") {}
        }
        #expect(error.sqlState == SQLState(rawValue: "22012"))
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func mistakesAreErrorsAndNotHangs() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(script: "CREATE TEMP TABLE t (n int)")
        #expect(try await postgresError { try await connection.query("COPY t FROM STDIN") }.code == .usage)
        #expect(try await postgresError { try await connection.query("COPY t TO STDOUT") }.code == .usage)
        #expect(try await postgresError { try await connection.run(script: "COPY t FROM STDIN; SELECT 1") }.code == .usage)
        #expect(try await postgresError { try await connection.copyIn("COPY t TO STDOUT") { _ in } }.code == .usage)
        #expect(try await postgresError { try await connection.copyIn("SELECT 1") { _ in } }.code == .usage)
        #expect(try await postgresError { for try await _ in connection.copyOut("COPY t FROM STDIN") {} }.code == .usage)
        let inside = try await postgresError {
            try await connection.copyIn("COPY t FROM STDIN") { _ in try await connection.query("SELECT 1") }
        }
        #expect(inside.code == .usage)
        let during = try await postgresError {
            for try await _ in connection.copyOut("COPY (SELECT 1) TO STDOUT") { try await connection.query("SELECT 1") }
        }
        #expect(during.code == .usage)
        #expect(try await connection.query("SELECT 1").count == 1)
    }
}
