import Foundation
import PostgresClient
import Testing

/// Values come back from the server as they went in.
@Suite struct ValueTests {
    private func roundTrip<T: PostgresEncodable & PostgresDecodable & Equatable>(_ values: [T], as type: String) async throws {
        let connection = try await TestServer.connect()
        for value in values {
            let back: T = try await connection.query("SELECT $1::\(type)", [value]).one().decode(0)
            #expect(back == value, "as \(type)")
            // And as an element of a table's column, where the type comes from the column.
            let nothing: T? = try await connection.query("SELECT nullif($1::\(type), $1::\(type))", [value]).one().decode(0)
            #expect(nothing == nil)
        }
        await connection.close()
    }

    @Test func integers() async throws {
        var random = SeededGenerator(state: 1)
        try await roundTrip([Int16.min, -1, 0, 1, .max], as: "smallint")
        try await roundTrip([Int32.min, -1, 0, .max], as: "integer")
        try await roundTrip(
            [Int64.min, -1, 0, .max] + (0..<50).map { _ in Int64.random(in: .min ... .max, using: &random) }, as: "bigint")
        try await roundTrip([Int.min, Int(Int32.min) - 1, Int(Int32.min), 0, Int(Int32.max) + 1, .max], as: "bigint")
        try await roundTrip([UInt32.min, .max], as: "oid")
    }

    @Test func booleans() async throws { try await roundTrip([true, false], as: "boolean") }

    @Test func floatingPoint() async throws {
        var random = SeededGenerator(state: 2)
        let doubles = (0..<100).map { _ in Double(bitPattern: UInt64.random(in: 0 ... .max, using: &random)) }.filter {
            !$0.isNaN
        }
        try await roundTrip(
            [0, -0.0, 0.1, .pi, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude]
                + doubles,
            as: "double precision")
        try await roundTrip([Float(0.1), .greatestFiniteMagnitude, .leastNonzeroMagnitude, -.infinity], as: "real")
        let connection = try await TestServer.connect()
        let nan: Double = try await connection.query("SELECT $1::float8", [Double.nan]).one().decode(0)
        #expect(nan.isNaN)
    }

    @Test func text() async throws {
        var random = SeededGenerator(state: 3)
        let scalars = (0..<40).map { _ in
            String(
                String.UnicodeScalarView(
                    (0..<20).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x10ffff, using: &random)) }))
        }
        try await roundTrip(
            ["", " ", "'", "\\", "\"", "\n\r\t", "NULL", "{a,b}", "é e\u{301} 👩‍👩‍👧", "$1; DROP TABLE x"] + scalars,
            as: "text")
    }

    @Test func uuids() async throws { try await roundTrip((0..<5).map { _ in UUID() }, as: "uuid") }

    @Test func bytes() async throws {
        try await roundTrip([[], [0], Array(0...255), [92, 120, 48]] as [[UInt8]], as: "bytea")
        try await roundTrip([Data(), Data([0, 255])], as: "bytea")
    }

    @Test func dates() async throws {
        var random = SeededGenerator(state: 4)
        let dates = (0..<100).map { _ in
            // A Date is a Double: within some 280 years of 2001 it has PostgreSQL's microseconds; these are exact in both.
            Date(timeIntervalSinceReferenceDate: (Double.random(in: -3e9...3e9, using: &random) * 64).rounded() / 64)
        }
        let special = [-1e9, 0, -978_307_200, 1e9 + 0.5, -366 * 86_400, -366 * 86_400 - 0.25].map(
            Date.init(timeIntervalSinceReferenceDate:))
        let far = [
            Date.distantPast, .distantFuture, Date(timeIntervalSinceReferenceDate: -2e11),
            Date(timeIntervalSinceReferenceDate: 9e12),
        ]
        let endless = [Date(timeIntervalSinceReferenceDate: .infinity), Date(timeIntervalSinceReferenceDate: -.infinity)]
        for zone in ["UTC", "Asia/Kolkata", "America/St_Johns"] {
            let connection = try await TestServer.connect()
            try await connection.query("SELECT set_config('timezone', $1, false)", [zone])
            for date in dates + special + far + endless {
                let back: Date = try await connection.query("SELECT $1", [date]).one().decode(0)
                #expect(back == date, "\(zone): \(date.timeIntervalSinceReferenceDate)")
            }
            await connection.close()
        }
    }

    @Test func datesHaveTheServersMeaning() async throws {
        let connection = try await TestServer.connect()
        let row = try await connection.query(
            "SELECT timestamptz '2026-03-29 02:30:00.123456+01', timestamp '0044-03-15 12:00:00 BC', date '2000-02-29'"
        ).one()
        #expect(try row.decode(0, as: Date.self).timeIntervalSince1970 == 1_774_747_800.123456)
        #expect(try row.decode(2, as: Date.self).timeIntervalSince1970 == 951_782_400)
        let seconds: Double = try await connection.query(
            "SELECT extract(epoch FROM timestamp '0044-03-15 12:00:00 BC')::float8"
        ).one().decode(0)
        #expect(try row.decode(1, as: Date.self).timeIntervalSince1970 == seconds)
    }

    @Test func datesThatPostgresCannotHoldAreRefused() async throws {
        let connection = try await TestServer.connect()
        for seconds in [Double.nan, 9.3e12, 1e300, -2.2e11, -1e300] {
            let error = try await postgresError {
                try await connection.query("SELECT $1", [Date(timeIntervalSinceReferenceDate: seconds)])
            }
            #expect(error.sqlState?.errorClass == "22", "\(seconds)")
        }
    }

    @Test func decimals() async throws {
        let texts = [
            "0", "0.00", "-1", "12345678901234567890.123456789", "99999999999999999999999999999999999999", "0.0000000001",
        ]
        try await roundTrip(texts.compactMap { Decimal(string: $0) }, as: "numeric")
        let connection = try await TestServer.connect()
        let row = try await connection.query("SELECT repeat('9', 60)::numeric").one()
        #expect(throws: PostgresError.self) { try row.decode(0, as: Decimal.self) }
        #expect(row.text(0) == String(repeating: "9", count: 60))
    }

    @Test func arrays() async throws {
        try await roundTrip([[], ["a"], ["", "NULL", "null", "{}", "a,b", "\"q\"", "\\", "\n", "é👍", " x "]], as: "text[]")
        try await roundTrip([[], [1], [.min, 0, .max], [-1, 2]] as [[Int]], as: "bigint[]")
        try await roundTrip([[nil, "NULL", ""], [nil]] as [[String?]], as: "text[]")
        try await roundTrip([[true, false]], as: "boolean[]")
        try await roundTrip([[0.1, -.infinity]] as [[Double]], as: "float8[]")
        try await roundTrip([[UUID(), UUID()]], as: "uuid[]")
        try await roundTrip(
            [[Date(timeIntervalSinceReferenceDate: 0.5), Date(timeIntervalSinceReferenceDate: -6.4e10), .distantFuture]],
            as: "timestamptz[]")
    }

    @Test func arraysOfCatalogs() async throws {
        let connection = try await TestServer.connect()
        let row = try await connection.query(
            "SELECT '1 2 -3'::int2vector, '[0:1]={4,5}'::int[], '{{1,2}}'::int[], '{1,NULL}'::int[], '10 20'::oidvector"
        ).one()
        #expect(try row.decode(0, as: [Int].self) == [1, 2, -3])
        #expect(try row.decode(1, as: [Int].self) == [4, 5])
        #expect(throws: PostgresError.self) { try row.decode(2, as: [Int].self) }
        #expect(throws: PostgresError.self) { try row.decode(3, as: [Int].self) }
        #expect(try row.decode(3, as: [Int?].self) == [1, nil])
        #expect(try row.decode(4, as: [UInt32].self) == [10, 20])
    }

    @Test func parametersTakeTheTypeThatTheContextAsksFor() async throws {
        let connection = try await TestServer.connect()
        try await connection.run(
            script:
                """
                CREATE TEMP TABLE t (m text, e pg_catalog."char", j jsonb, n int2, s name);
                CREATE TYPE pg_temp.mood AS ENUM ('ok')
                """
        )
        try await connection.execute("INSERT INTO t VALUES ($1, $2, $3, $4, $5)", ["x", "r", #"{"a": [1]}"#, 7, "n"])
        let row = try await connection.query(
            """
            SELECT j -> 'a' -> $1, j @> $2, 'ok'::pg_temp.mood = $3, n = $4, s = ANY ($5), $6::int IS NULL, coalesce($7, 'd'), \
            (SELECT count(*) FROM generate_series(1, $8)) FROM t
            """, [0, #"{"a": [1]}"#, "ok", 7, ["n", "m"], Int?.none, String?.none, 3]
        ).one()
        #expect((0..<8).map { row.text($0) } == ["1", "t", "t", "t", "t", "t", "d", "3"])
    }

    @Test func everyTypeHasText() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query(
            """
            SELECT relacl, '1 day 02:00'::interval AS i, '[1,5)'::int4range AS r, inet '::1' AS n
            FROM pg_class WHERE relacl IS NOT NULL LIMIT 1
            """
        )
        #expect(rows[0]["relacl"]?.isEmpty == false)
        #expect(rows[0]["i"] == "1 day 02:00:00" && rows[0]["r"] == "[1,5)" && rows[0]["n"] == "::1")
    }

    @Test func whatCannotBeReadSaysWhichColumnAndNotItsValue() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query(
            "SELECT 'secret value' AS name, NULL AS gone, 300000 AS big, 1 AS twice, 2 AS twice")
        let error = try await postgresError { try rows[0].decode("name", as: Int.self) }
        #expect(error.code == .decoding && error.description.contains("name") && error.description.contains("Int"))
        #expect(!error.description.contains("secret") && !error.debugDescription.contains("secret"))
        #expect(try await postgresError { try rows[0].decode("gone", as: String.self) }.description.contains("NULL"))
        #expect(try rows[0].decode("gone", as: String?.self) == nil)
        #expect(try await postgresError { try rows[0].decode("big", as: Int16.self) }.code == .decoding)
        #expect(try await postgresError { try rows[0].decode("twice", as: Int.self) }.code == .usage)
        #expect(try await postgresError { try rows[0].decode("none", as: Int.self) }.description.contains("name, gone, big"))
        #expect(try rows[0].decode(4, as: Int.self) == 2)
    }

    @Test func textThatPostgresCannotHoldIsRefusedRatherThanCut() async throws {
        let connection = try await TestServer.connect()
        #expect(try await postgresError { try await connection.query("SELECT $1", ["a\0b"]) }.code == .usage)
        #expect(try await postgresError { try await connection.query("SELECT 'a\0b'") }.code == .usage)
        let many = (0..<65_536).map { _ in 1 }
        #expect(try await postgresError { try await connection.query("SELECT 1", many) }.code == .usage)
        #expect(try await connection.query("SELECT 1").count == 1)
    }

    @Test func rowsOutliveTheConnection() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query("SELECT n, repeat('x', 1000) AS t FROM generate_series(1, 1000) n")
        await connection.close()
        #expect(rows.count == 1000 && rows.columns.map(\.name) == ["n", "t"])
        #expect(try rows.reduce(0) { try $0 + $1.decode("n", as: Int.self) } == 500_500)
    }
}
