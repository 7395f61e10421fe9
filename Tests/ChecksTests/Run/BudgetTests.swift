import Checks
import PostgresClient
import SchemaDSL
import Testing

/// A run that would read too much is refused before anything runs.
@Suite struct BudgetTests {
    static let c = Shop.customers

    @Test func aRunBeyondItsLimitsIsRefused() async throws {
        try await Shop.open { live in
            try await live.plant(
                "INSERT INTO shop.customers SELECT n FROM generate_series(21, 5000) AS n; ANALYZE shop.customers")
            let checks = try Shop.customers(.notNull(Self.c.email, "E-mail is there")).compiled()
            var options = Shop.options
            options.maxRows = 1000
            let runner = CheckRunner(live.settings, options: options)
            let error = await #expect(throws: CheckError.self) { try await runner.run(checks, database: "shop") }
            #expect(error?.code == .overBudget)
            #expect(error?.message.contains("about 5,000 rows would be read, and 1,000 are allowed") == true)
            #expect(error?.message.contains("shop.customers.email.not_null") == true)
            options.maxRows = 6000
            options.maxCost = 1
            let costly = CheckRunner(live.settings, options: options)
            let second = await #expect(throws: CheckError.self) { try await costly.run(checks, database: "shop") }
            #expect(second?.message.contains("the planner's cost is") == true)
            options.maxCost = nil
            #expect(try await CheckRunner(live.settings, options: options).run(checks, database: "shop").results.count == 1)
        }
    }

    /// What a constraint proves is no part of the budget.
    @Test func aProofCostsNothing() async throws {
        try await Shop.open { live in
            try await live.plant("ALTER TABLE shop.customers ALTER email SET NOT NULL; ANALYZE shop.customers")
            var options = Shop.options
            options.maxRows = 0
            let checks = try Shop.customers(.notNull(Self.c.email, "E-mail is there")).compiled()
            let report = try await CheckRunner(live.settings, options: options).run(checks, database: "shop")
            #expect(report.results[0].proof != nil)
        }
    }

    /// No limit is left to how the role or the database is configured.
    @Test func limitsAreAlwaysSet() async throws {
        try await Shop.open { live in
            try await live.plant("ALTER DATABASE \"\(live.settings.database ?? "")\" SET statement_timeout = 0")
            let settings = try CompiledCheck(
                handWritten: "settings", database: "shop",
                text: """
                    -- title: Settings
                    -- key: name, setting
                    SELECT name, setting FROM pg_settings
                    WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') AND setting = '0'
                    """)
            #expect(try await live.run([settings]).results[0].samples.isEmpty)
        }
    }

    /// The budget counts the rows that a scan reads, not the rows that it returns, and those of all its processes.
    @Test(arguments: [
        ("SELECT id FROM shop.customers WHERE id + 0 < 0", 50_000.0),
        ("SELECT id FROM shop.customers WHERE id = 7", 1),
        (
            "SELECT a.id FROM shop.customers AS a WHERE EXISTS (SELECT FROM shop.customers AS b WHERE b.id + 0 = a.id + 1)",
            100_000
        ),
    ])
    func theRowsThatAreReadAreEstimated(sql: String, rows: Double) async throws {
        try await Shop.open { live in
            try await live.plant(
                "INSERT INTO shop.customers SELECT n FROM generate_series(21, 50000) AS n; ANALYZE shop.customers")
            let check = try CompiledCheck(handWritten: "x", database: "shop", text: "-- title: X\n-- key: id\n\(sql)")
            let plan = try await CheckRunner(live.settings, options: Shop.options).plan([check], database: "shop")
            #expect((rows * 0.9...rows * 1.1 + 1).contains(plan.rows), "\(plan)")
        }
    }
}
