import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Testing

/// Each rule passes on clean rows and counts planted ones exactly.
@Suite struct RuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let suite: CheckSuite
        /// SQL that plants faults in a clean database.
        let fault: String
        let failing: Int
        let examined: Int?
        let samples: [String]

        init(_ name: String, _ suite: CheckSuite, fault: String, failing: Int, examined: Int? = 20, samples: [String]) {
            self.name = name
            self.suite = suite
            self.fault = fault
            self.failing = failing
            self.examined = examined
            self.samples = samples
        }

        var testDescription: String { name }
    }

    static let c = Shop.customers
    static let o = Shop.orders

    static let cases: [Case] = [
        Case(
            "not null", Shop.customers(.notNull(c.email, "E-mail is there")),
            fault: "UPDATE shop.customers SET email = NULL WHERE id IN (3, 4)", failing: 2, samples: ["id=3", "id=4"]),
        Case(
            "format, NULL passes", Shop.customers(.format(c.email, "^[^@]+@[^@]+$", "E-mail has a form")),
            fault: "UPDATE shop.customers SET email = CASE id WHEN 5 THEN 'none' END WHERE id IN (5, 6)", failing: 1,
            samples: ["id=5"]),
        Case(
            "format, NULL fails", Shop.customers(.format(c.email, "^[^@]+@[^@]+$", onNull: .fails, "E-mail has a form")),
            fault: "UPDATE shop.customers SET email = CASE id WHEN 5 THEN 'none' END WHERE id IN (5, 6)", failing: 2,
            samples: ["id=5", "id=6"]),
        Case(
            "one of", Shop.customers(.oneOf(c.status, ["open", "it's closed"], "Status is known")),
            fault: "UPDATE shop.customers SET status = CASE id WHEN 1 THEN 'it''s closed' WHEN 2 THEN 'odd' END WHERE id < 4",
            failing: 1, samples: ["id=2"]),
        Case(
            "one of, NULL fails", Shop.customers(.oneOf(c.status, ["open"], onNull: .fails, "Status is known")),
            fault: "UPDATE shop.customers SET status = NULL WHERE id = 9", failing: 1, samples: ["id=9"]),
        Case(
            "range", Shop.customers(.between(c.score, 0...100, "Score is a percentage")),
            fault: "UPDATE shop.customers SET score = CASE id WHEN 1 THEN -1 WHEN 2 THEN 101 WHEN 3 THEN 100 END WHERE id < 5",
            failing: 2, samples: ["id=1", "id=2"]),
        Case(
            "predicate",
            Shop.customers(.satisfies(c.createdAt.atMost(column: c.updatedAt), named: "dates", "Dates are in order")),
            fault: "UPDATE shop.customers SET updated_at = created_at - interval '1 s' WHERE id = 11", failing: 1,
            samples: ["id=11"]),
        Case(
            "predicate in a scope",
            Shop.customers(.notNull(c.score, "Open ones have a score").where(c.status.in("open"))),
            fault:
                "UPDATE shop.customers SET status = 'closed' WHERE id > 15; UPDATE shop.customers SET score = NULL WHERE id IN (1, 17)",
            failing: 1, examined: 15, samples: ["id=1"]),
        Case(
            "unique", Shop.orders(.unique([o.number], "Numbers are unique")),
            fault: "UPDATE shop.orders SET number = 'N1' WHERE id IN (5, 6); UPDATE shop.orders SET number = NULL WHERE id > 18",
            failing: 2, samples: ["id=5", "id=6"]),
        Case(
            "unique, two columns, scoped",
            Shop.orders(
                .unique([o.number, o.customerID], "A customer's numbers are unique").where(Predicate(sql: "\(o.id) > 1"))),
            fault: "UPDATE shop.orders SET number = 'X', customer_id = 1 WHERE id < 4", failing: 1, examined: 19,
            samples: ["id=3"]),
        Case(
            "references", Shop.orders(.references(o.customerID, c.id, "Orders have a customer")),
            fault: "DELETE FROM shop.customers WHERE id = 7; UPDATE shop.orders SET customer_id = NULL WHERE id = 8", failing: 1,
            samples: ["id=7"]),
        Case(
            "references, NULL fails", Shop.orders(.references(o.customerID, c.id, onNull: .fails, "Orders have a customer")),
            fault: "DELETE FROM shop.customers WHERE id = 7; UPDATE shop.orders SET customer_id = NULL WHERE id = 8", failing: 2,
            samples: ["id=7", "id=8"]),
        Case(
            "freshness", Shop.orders(.freshness(o.syncedAt, within: .seconds(600), "Orders are synced")),
            fault: "UPDATE shop.orders SET synced_at = timestamptz '2026-01-01 00:00:00+00'", failing: 1, examined: nil,
            samples: ["newest=***, problem=#"]),
        Case(
            "freshness of nothing", Shop.orders(.freshness(o.syncedAt, within: .seconds(600), "Orders are synced")),
            fault: "DELETE FROM shop.orders", failing: 1, examined: nil,
            samples: ["newest=***, problem=there is no value up to now"]),
        Case(
            "row count, at least", Shop.orders(.rowCount(atLeast: 20, atMost: 30, "There are orders").kind(.monitor)),
            fault: "DELETE FROM shop.orders WHERE id = 1", failing: 1, examined: nil, samples: ["rows=19"]),
        Case(
            "row count, at most", Shop.orders(.rowCount(atMost: 20, "There are not too many orders").kind(.monitor)),
            fault: "INSERT INTO shop.orders VALUES (21)", failing: 1, examined: nil, samples: ["rows=21"]),
        Case(
            "any query",
            Shop.orders(
                .query(
                    "SELECT \(o.id) FROM \(o) WHERE \(o.number) LIKE \(literal: "Q%") -- those of old", named: "old_numbers",
                    "No old numbers")),
            fault: "UPDATE shop.orders SET number = 'Q1' WHERE id IN (2, 3)", failing: 2, samples: ["id=2", "id=3"]),
        Case(
            "question to the catalog",
            CheckSuite(
                Shop.database,
                [
                    CheckGroup(
                        catalogOf: "shop",
                        [
                            .question(
                                """
                                SELECT c.relname AS object, 'no primary key' AS problem FROM pg_class AS c
                                WHERE c.relnamespace = 'shop'::regnamespace AND c.relkind = 'r'
                                  AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary)
                                """, named: "primary_keys", "Every table has a primary key")
                        ])
                ]),
            fault: "ALTER TABLE shop.orders DROP CONSTRAINT orders_pkey", failing: 1, examined: nil,
            samples: ["object=orders, problem=no primary key"]),
    ]

    @Test(arguments: cases)
    func countsExactly(_ rule: Case) async throws {
        try await Shop.open { live in
            let clean = try #require(try await live.run(rule.suite).first)
            #expect(clean.outcome == .passed && clean.failingRows == 0)
            try await live.plant(rule.fault)
            let result = try #require(try await live.run(rule.suite).first)
            #expect(result.outcome == .failed)
            #expect(result.failingRows == rule.failing)
            #expect(result.rowsExamined == rule.examined)
            #expect(Self.texts(result) == rule.samples)
        }
    }

    /// The samples, with ages, which grow from day to day, written as `#`.
    private static func texts(_ result: CheckResult) -> [String] {
        result.samples.map { $0.description.replacing(/problem=.* old$/, with: "problem=#") }.sorted()
    }

    @Test(arguments: cases)
    func theFileFindsTheSameRows(_ rule: Case) async throws {
        try await Shop.open { live in
            try await live.plant(rule.fault)
            let check = try #require(try rule.suite.compiled().first)
            // As psql would run it, header and semicolon and all.
            #expect(try await live.connection.query(check.fileText).count == rule.failing)
        }
    }

    /// `hashtid`, `min(tid)`, the jsonpath of dates: what the fused scan uses is there in every version.
    @Test func everyServerVersionCountsTheSame() async throws {
        for major in try await ScratchServer.installedMajors {
            for rule in Self.cases {
                try await Shop.open(major: major) { live in
                    try await live.plant(rule.fault)
                    let result = try #require(try await live.run(rule.suite).first)
                    let place = "PostgreSQL \(major), \(rule.name)"
                    #expect(result.failingRows == rule.failing && result.rowsExamined == rule.examined, "\(place)")
                    #expect(Self.texts(result) == rule.samples, "\(place)")
                }
            }
        }
    }
}
