import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// What the scan that all checks of a table share says beyond numbers of rows.
@Suite struct ScanTests {
    static let c = Shop.customers
    static let o = Shop.orders

    @Test func checksThatFailOnTheSameRowsAreNamed() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                UPDATE shop.customers SET email = NULL WHERE id IN (1, 2, 3);
                UPDATE shop.customers SET status = 'odd' WHERE id IN (1, 2);
                UPDATE shop.customers SET score = 200 WHERE id IN (2, 9);
                """)
            let results = try await live.run(
                Shop.customers(
                    .notNull(Self.c.email, "E-mail is there"), .oneOf(Self.c.status, ["open"], "Status is known"),
                    .between(Self.c.score, 0...100, "Score is a percentage"), .notNull(Self.c.status, "Status is there")))
            let ids = results.map(\.id)
            #expect(results.map(\.failingRows) == [3, 2, 2, 0])
            // Every row with an odd status lacks the e-mail; not the other way round.
            #expect(results[1].together.always == [ids[0]] && results[1].together.sometimes == [ids[2]])
            #expect(results[0].together.always.isEmpty && results[0].together.sometimes == [ids[1], ids[2]])
            #expect(results[3].together == FailingTogether())
        }
    }

    /// Of a large table only some parts are read again, and the result says so.
    @Test func overlapsOfALargeTableComeFromASample() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                INSERT INTO shop.customers
                SELECT n, CASE WHEN n % 10 > 0 THEN repeat('x', 200) END, CASE n % 20 WHEN 0 THEN 'odd' ELSE 'open' END, 1
                FROM generate_series(21, 20000) AS n;
                """)
            let suite = Shop.customers(
                .oneOf(Self.c.status, ["open"], "Status is known"), .notNull(Self.c.email, "E-mail is there"))
            for (rows, sample) in [(5_000, 5_000), (100_000, nil)] {
                let results = try await live.run(suite, CheckOptions(patternRows: rows, allowsSuperuser: true))
                #expect(results.map(\.failingRows) == [999, 1998])
                #expect(results[0].together.always == [results[1].id] && results[0].together.sometimes.isEmpty)
                #expect(results[1].together.sometimes == [results[0].id] && results[1].together.always.isEmpty)
                #expect(results.map(\.together.sampleRows) == [sample, sample])
            }
            let none = try await live.run(suite, CheckOptions(patternRows: 0, allowsSuperuser: true))
            #expect(none.allSatisfy { $0.together == FailingTogether() })
        }
    }

    /// Conditions may name their table, and end in a comment, also where only some parts of the table are read again; a condition that raises
    /// an error is the only one without an answer.
    @Test func conditionsThatNameTheirTableAreExplained() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                INSERT INTO shop.customers SELECT n, repeat('x', 200), 'open', 1 FROM generate_series(21, 20000) AS n;
                """)
            func check(_ name: String, _ sql: String) -> DataCheck {
                .satisfies(Predicate(sql: SQLFragment(stringLiteral: sql)), named: name, "The condition \(name) holds")
            }
            let results = try await live.run(
                Shop.customers(
                    check("correlated", "id < 19991 OR EXISTS (SELECT FROM shop.orders AS o WHERE o.id = customers.id)"),
                    check("row", "id < 19996 OR customers IS NULL"),
                    check("system", "id < 19998 OR tableoid IS NULL -- the last three"),
                    check("division", "1 / (id - 500) > -1")))
            let ids = results.map(\.id)
            #expect(results.map(\.failingRows) == [10, 5, 3, nil])
            #expect(results.map(\.outcome.word) == ["failed", "failed", "failed", "error"])
            #expect(results.allSatisfy { $0.note == nil && $0.pattern?.problem == nil })
            #expect(results[2].together.always == [ids[0], ids[1]] && results[1].together.always == [ids[0]])
            #expect(results[0].together.sometimes == [ids[1], ids[2]])
        }
    }

    /// Rows that a check lets pass because of a NULL are counted apart from those that fail, in all parts of a table.
    @Test func nullsAreCountedApartFromFailingRows() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                INSERT INTO shop.customers SELECT n, repeat('x', 200), 'open', 1 FROM generate_series(21, 20000) AS n;
                UPDATE shop.customers SET score = NULL WHERE id > 20 AND id % 2 = 0;
                UPDATE shop.customers SET score = 101 WHERE id > 20 AND id % 5 = 1;
                """)
            let results = try await live.run(
                Shop.customers(
                    .between(Self.c.score, 0...100, "Score is a percentage"),
                    .between(Self.c.score, 0...100, "Score is a percentage of those with mail").where(Self.c.email.isNotNull)
                        .named("score.with_mail")))
            #expect(results.map(\.failingRows) == [3996, 3996])
            #expect(results.map { $0.figures.map(\.value) } == [[7992], [7992]])
        }
    }

    /// A few rows among 64 parts of a table are found by these parts, as many as are asked for.
    @Test func keysAreFoundInATableOfManyPages() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                INSERT INTO shop.customers SELECT n, repeat('x', 200), 'open', 1 FROM generate_series(21, 20000) AS n;
                UPDATE shop.customers SET status = 'odd' WHERE id IN (77, 5000, 5001, 12345, 19999);
                UPDATE shop.customers SET email = NULL WHERE id % 10 = 0;
                """)
            let results = try await live.run(
                Shop.customers(.oneOf(Self.c.status, ["open"], "Status is known"), .notNull(Self.c.email, "E-mail is there")),
                CheckOptions(samples: 5, allowsSuperuser: true))
            #expect(results.map(\.failingRows) == [5, 2000])
            #expect(
                results[0].samples.map(\.description).sorted() == ["id=12345", "id=19999", "id=5000", "id=5001", "id=77"])
            #expect(results[1].samples.count == 5 && Set(results[1].samples).count == 5)
        }
    }

    @Test func freshnessAndRowCountsNeedNoScanOfTheirOwn() async throws {
        try await Shop.open { live in
            let suite = Shop.orders(
                .notNull(Self.o.number, "Orders have a number"),
                .freshness(Self.o.syncedAt, within: .seconds(600), "Orders are synced"),
                .rowCount(atLeast: 20, "There are orders"))
            let checks = try suite.compiled()
            let plan = try await CheckRunner(live.settings, options: Shop.options).plan(checks, database: "shop")
            #expect(plan.statements.map(\.checks) == [checks.map(\.id)])
            #expect(try await live.run(suite).map(\.outcome) == [.passed, .passed, .passed])
            try await live.plant(
                "UPDATE shop.orders SET synced_at = '2026-01-01 00:00:00+00'; DELETE FROM shop.orders WHERE id = 1")
            #expect(try await live.run(suite).map(\.failingRows) == [0, 1, 1])
        }
    }

    @Test func aTimeLimitOfOneCheckIsItsOwn() async throws {
        try await Shop.open { live in
            let results = try await live.run(
                Shop.customers(
                    .satisfies(Predicate(sql: "pg_sleep(0.2) IS NOT NULL AND \(Self.c.id) > 0"), named: "slow", "A slow check")
                        .timeLimit(.milliseconds(300)),
                    .notNull(Self.c.email, "E-mail is there")))
            #expect(results.map(\.outcome.word) == ["error", "passed"])
            #expect(results[0].outcome.explanation?.contains("57014") == true)
        }
    }

    /// Equal values of each kind of column are found, however the server looks for them.
    @Test(arguments: [
        (#"number"#, #"UPDATE shop.orders SET number = 'N1' WHERE id IN (5, 6)"#),
        (#"customer_id"#, #"UPDATE shop.orders SET customer_id = 1 WHERE id IN (5, 6)"#),
        (#"number, customer_id"#, #"UPDATE shop.orders SET number = 'N1', customer_id = 1 WHERE id IN (5, 6)"#),
    ])
    func duplicatesAreCountedTheSameByIndexAndByTable(_ columns: String, _ fault: String) async throws {
        try await Shop.open { live in
            try await live.plant(fault)
            let named: [any AnyColumn] =
                (columns.contains("number") ? [Self.o.number] : []) + (columns.contains("customer_id") ? [Self.o.customerID] : [])
            let suite = Shop.orders(.unique(named, "Orders are unique"))
            let byTable = try #require(try await live.run(suite).first)
            try await live.plant("CREATE INDEX ON shop.orders (\(columns))")
            try await live.connection.query("VACUUM ANALYZE shop.orders")
            let byIndex = try #require(try await live.run(suite).first)
            for result in [byTable, byIndex] {
                #expect(result.failingRows == 2 && result.rowsExamined == 20)
                #expect(result.figures.map(\.value) == [1, 3])
                #expect(result.samples.map(\.description).sorted() == ["id=5", "id=6"])
            }
        }
    }

    /// 64-bit numbers that PostgreSQL hashes alike are not equal.
    @Test func equalHashesAreNotEqualValues() async throws {
        try await Shop.open { live in
            try await live.plant("UPDATE shop.orders SET number = 'same', customer_id = (id << 32) | id WHERE id <= 10")
            let results = try await live.run(Shop.orders(.unique([Self.o.customerID, Self.o.number], "Orders are unique")))
            #expect(results[0].outcome == .passed && results[0].failingRows == 0)
        }
    }
}
