import Checks
import PostgresClient
import SchemaDSL
import Testing

/// A query's time and plan, judged by EXPLAIN ANALYZE.
struct PerformanceTests {
    private func check(within limit: Duration, rows: Int = 1000, sql: SQLFragment) -> CheckSuite {
        CheckSuite(
            Shop.database,
            [
                CheckGroup(
                    on: Shop.customers, key: [Shop.customers.id],
                    [
                        .performance(
                            of: sql, within: limit, using: ["customers_pkey"], fromRows: rows, named: "found.performance",
                            "A customer is found")
                    ])
            ])
    }

    private func result(_ suite: CheckSuite) async throws -> CheckResult {
        var found: CheckResult?
        try await Shop.open { live in
            try await live.plant(
                """
                INSERT INTO shop.customers (id, email) SELECT i, 'c' || i || '@example.org' FROM generate_series(100, 20000) AS i;
                ANALYZE shop.customers
                """)
            found = try await live.run(suite).first
        }
        return try #require(found)
    }

    private static let byKey: SQLFragment = "SELECT \(Shop.customers.id) FROM \(Shop.customers) WHERE \(Shop.customers.id) = 17"
    private static let byText: SQLFragment =
        "SELECT \(Shop.customers.id) FROM \(Shop.customers) WHERE \(Shop.customers.email) = 'c17@example.org'"

    @Test func anIndexThatIsUsedInTimePasses() async throws {
        let result = try await result(check(within: .seconds(3600), sql: Self.byKey))
        #expect(result.outcome == .passed, "\(result)")
    }

    @Test func aTableThatIsReadWholeIsTold() async throws {
        let result = try await result(check(within: .seconds(3600), sql: Self.byText))
        #expect(result.outcome == .failed)
        #expect(result.samples.map(\.values) == [["shop.customers", "is read without customers_pkey"]])
    }

    @Test func belowItsSizeTheWholeTableMayBeRead() async throws {
        let result = try await result(check(within: .seconds(3600), rows: 1_000_000, sql: Self.byText))
        #expect(result.outcome == .passed)
    }

    @Test func whatTakesTooLongIsTold() async throws {
        let result = try await result(check(within: .nanoseconds(1), sql: Self.byKey))
        #expect(result.outcome == .failed)
        #expect(result.samples.first?.values.last?.hasSuffix("ms; 0.00 ms are allowed") == true, "\(result.samples)")
    }
}
