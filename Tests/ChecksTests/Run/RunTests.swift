import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

@Suite struct RunTests {
    static let c = Shop.customers
    static let o = Shop.orders

    /// Where two checks fail, their rows are read once more to say whether they are the same, unless nothing is to be said of them.
    @Test(arguments: [(0, 1), (250_000, 2)])
    func aTableIsScannedOnceForAllItsRowChecks(_ patternRows: Int, _ scans: Int) async throws {
        try await Shop.open { live in
            try await live.plant(
                "UPDATE shop.customers SET email = NULL, score = 200 WHERE id = 1; UPDATE shop.customers SET score = -1 WHERE id = 2"
            )
            let before = try await Self.scans(live.connection)
            let results = try await live.run(
                Shop.customers(
                    .notNull(Self.c.email, "E-mail is there"), .between(Self.c.score, 0...100, "Score is a percentage"),
                    .oneOf(Self.c.status, ["open"], "Status is known"),
                    .satisfies(Self.c.createdAt.atMost(column: Self.c.updatedAt), named: "dates", "Dates are in order")),
                CheckOptions(patternRows: patternRows, allowsSuperuser: true))
            #expect(results.map(\.failingRows) == [1, 2, 0, 0])
            // The counters arrive when the run's sessions have ended, which this session may see a moment later.
            var after = try await Self.scans(live.connection)
            for _ in 0..<200 where after - before < scans {
                try await Task.sleep(for: .milliseconds(20))
                after = try await Self.scans(live.connection)
            }
            #expect(after - before == scans)
        }
    }

    private static func scans(_ connection: PostgresConnection) async throws -> Int {
        // What this session itself did is counted before it is asked for.
        try await connection.query("SELECT pg_stat_force_next_flush()")
        try await connection.query("SELECT pg_stat_clear_snapshot()")
        return try await connection.query(
            "SELECT coalesce(seq_scan, 0) FROM pg_stat_user_tables WHERE schemaname = 'shop' AND relname = 'customers'"
        ).one().decode(0)
    }

    @Test func manyChecksOnOneTableAreSharedAmongScans() async throws {
        try await Shop.open { live in
            let checks = (0..<130).map { n in
                DataCheck.satisfies(Predicate(sql: "\(Self.c.id) <> \(literal: n)"), named: "not_\(n)", "Not \(n)")
            }
            let results = try await live.run(CheckSuite(Shop.database, [CheckGroup(on: Self.c, key: [Self.c.id], checks)]))
            #expect(results.count == 130)
            for (n, result) in results.enumerated() {
                #expect(result.failingRows == ((1...20).contains(n) ? 1 : 0))
                #expect(result.samples.map(\.description) == ((1...20).contains(n) ? ["id=\(n)"] : []))
            }
        }
    }

    @Test func scopesTakeBitsToo() async throws {
        try await Shop.open { live in
            let checks = (0..<70).map { n in
                DataCheck.satisfies(Predicate(sql: "\(Self.c.id) <> \(literal: n)"), named: "not_\(n)", "Not \(n)")
                    .where(Self.c.id.atLeast(Int64(n)))
            }
            let results = try await live.run(CheckSuite(Shop.database, [CheckGroup(on: Self.c, key: [Self.c.id], checks)]))
            #expect(results.map(\.failingRows) == (0..<70).map { (1...20).contains($0) ? 1 : 0 })
            #expect(results.map(\.rowsExamined) == (0..<70).map { max(0, 21 - max(1, $0)) })
        }
    }

    @Test func anErrorOfOneCheckIsItsOutcomeAndTheOthersAreAnswered() async throws {
        try await Shop.open { live in
            try await live.plant(
                "UPDATE shop.customers SET email = 'secret@example.com' WHERE id = 4; UPDATE shop.customers SET score = 500 WHERE id = 5"
            )
            let results = try await live.run(
                Shop.customers(
                    .between(Self.c.score, 0...100, "Score is a percentage"),
                    .satisfies(Predicate(sql: "\(Self.c.email)::integer > 0"), named: "wrong", "A cast that fails"),
                    .query("SELECT 1 / 0 AS id FROM \(Self.c)", named: "division", "A query that fails"),
                    .notNull(Self.c.email, "E-mail is there")))
            #expect(results.map(\.outcome.word) == ["failed", "error", "error", "passed"])
            #expect(results[0].failingRows == 1 && results[0].samples.map(\.description) == ["id=5"])
            let message = try #require(results[1].outcome.explanation)
            #expect(message.contains("22P02") && !message.contains("@example.com"))
            #expect(try #require(results[2].outcome.explanation).contains("division by zero"))
        }
    }

    @Test func whatCannotBeAskedIsSkippedByName() async throws {
        try await Shop.open { live in
            try await live.plant("DROP TABLE shop.orders; ALTER TABLE shop.customers RENAME COLUMN score TO scores")
            let suite = CheckSuite(
                Shop.database,
                [
                    CheckGroup(on: Self.o, key: [Self.o.id], [.notNull(Self.o.number, "Orders have a number")]),
                    CheckGroup(
                        on: Self.c, key: [Self.c.id],
                        [
                            .between(Self.c.score, 0...100, "Score is a percentage"),
                            .notNull(Self.c.email, "E-mail is there").requires(.extension("no_such_extension")),
                            .notNull(Self.c.status, "Status is there"),
                            .references(Self.c.id, Self.o.customerID, "Customers have an order"),
                        ]),
                ])
            let results = try await live.run(suite)
            #expect(
                results.map(\.outcome) == [
                    .skipped(reason: "table shop.orders is not there"),
                    .skipped(reason: "column shop.customers.score is not there. Did you mean `scores`?"),
                    .skipped(reason: "extension no_such_extension is not there"), .passed,
                    .skipped(reason: "table shop.orders is not there"),
                ])
        }
    }

    @Test func thresholdsDecide() async throws {
        try await Shop.open { live in
            try await live.plant("UPDATE shop.customers SET email = NULL WHERE id <= 2; DELETE FROM shop.customers WHERE id = 3")
            let email = DataCheck.notNull(Self.c.email, "E-mail is there")
            let orphans = DataCheck.references(Self.o.customerID, Self.c.id, "Orders have a customer")
            let customers = try await live.run(
                Shop.customers(
                    email.named("a").threshold(.rows(2)), email.named("b").threshold(.rows(1)),
                    email.named("c").threshold(.fraction(0.11)), email.named("d").threshold(.fraction(0.1))))
            #expect(customers.map(\.outcome) == [.passed, .failed, .passed, .failed])
            let orders = try await live.run(
                Shop.orders(orphans.named("a").threshold(.fraction(0.05)), orphans.named("b").threshold(.fraction(0.04))))
            #expect(orders.map(\.outcome) == [.passed, .failed] && orders.map(\.rowsExamined) == [20, 20])
        }
    }

    @Test func sensitiveKeysStayOnTheServer() async throws {
        try await Shop.open { live in
            try await live.plant("UPDATE shop.customers SET score = 500 WHERE id = 5")
            let suite = CheckSuite(
                Shop.database,
                [
                    CheckGroup(
                        on: Self.c, key: [Self.c.id, Self.c.email], sensitive: [Self.c.email],
                        [
                            .between(Self.c.score, 0...100, "Score is a percentage"),
                            .query("SELECT \(Self.c.id), \(Self.c.email) FROM \(Self.c) WHERE id = 5", named: "five", "No five"),
                        ])
                ])
            let results = try await live.run(suite)
            #expect(results.map { $0.samples.map(\.description) } == [["id=5, email=***"], ["id=5, email=***"]])
        }
    }

    @Test func viewsAndPartitionedTablesHaveSamplesToo() async throws {
        try await Shop.open { live in
            try await live.plant(
                """
                ALTER TABLE shop.customers RENAME TO people; CREATE VIEW shop.customers AS SELECT * FROM shop.people;
                DROP TABLE shop.orders;
                CREATE TABLE shop.orders (id bigint, customer_id bigint, number text, synced_at timestamptz) PARTITION BY RANGE (id);
                CREATE TABLE shop.orders_1 PARTITION OF shop.orders FOR VALUES FROM (0) TO (10);
                CREATE TABLE shop.orders_2 PARTITION OF shop.orders FOR VALUES FROM (10) TO (20);
                INSERT INTO shop.orders SELECT n, n FROM generate_series(0, 19) AS n;
                UPDATE shop.orders SET number = 'x' WHERE id NOT IN (1, 11);
                UPDATE shop.people SET score = 500 WHERE id = 5
                """)
            let people = try await live.run(Shop.customers(.between(Self.c.score, 0...100, "Score is a percentage")))
            #expect(people[0].samples.map(\.description) == ["id=5"])
            let orders = try await live.run(Shop.orders(.notNull(Self.o.number, "Orders have a number")))
            #expect(orders[0].samples.map(\.description).sorted() == ["id=1", "id=11"])
        }
    }

    @Test func allConnectionsSeeOneSnapshot() async throws {
        try await Shop.open { live in
            let look: SQLFragment =
                "SELECT pg_current_snapshot()::text AS id, pg_backend_pid(), pg_sleep(0.3) FROM \(Self.o) LIMIT 1"
            let suite = CheckSuite(
                Shop.database,
                [
                    CheckGroup(
                        on: Self.o, key: [Self.o.id],
                        [.query(look, named: "one", "One").kind(.monitor), .query(look, named: "two", "Two").kind(.monitor)])
                ])
            let results = try await live.run(suite)
            let seen = results.flatMap(\.samples).flatMap(\.values)
            #expect(seen.count == 2 && Set(seen).count == 1)
        }
    }
}
