import PlumblineTesting
import PostgresClient
import Queries
import Sandbox
import SupportPlatform
import Testing

/// Section 6: the queries and reports that somebody looks at each day, week and month.
@Suite struct MetricsMonitoringTests {
    private func rows(
        _ name: String, _ connection: PostgresConnection, _ bindings: Binding...
    ) async throws -> [[String?]] {
        let library = try SupportPlatform.library()
        return try await library.show(library.query(named: "metrics.\(name)"), bindings, on: connection).rows
    }

    private static let fill = """
        INSERT INTO metrics.contacts (name, created_at) SELECT 'c', now() FROM generate_series(1, 30);
        INSERT INTO metrics.conversations (status)
        SELECT (ARRAY['open', 'done', 'done', NULL])[1 + n % 4] FROM generate_series(1, 8) AS n;
        INSERT INTO metrics.message_events (direction, created_at)
        SELECT 'inbound', now() FROM generate_series(1, 500) UNION ALL
        SELECT 'outbound', date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '1 microsecond';
        SELECT metrics.create_message_partition(); ANALYZE metrics.message_events, metrics.contacts;
        SELECT metrics.refresh_analytics_views()
        """

    @Test func sizesGrowthAndDistribution() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: "SET TimeZone = 'Pacific/Auckland'; \(Self.fill)")
            let sizes = try await rows("table_sizes", connection)
            #expect(sizes.count == 14)
            // The largest first, with its five months and the default partition.
            #expect(sizes.first?.prefix(3) == ["message_events", "6", "501"])
            let total = try await connection.text(
                "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('metrics.message_events') WHERE isleaf")
            #expect(sizes.first?.last == total)
            #expect(sizes.first { $0[0] == "contacts" }?[2] == "30")

            let growth = try await rows("table_growth", connection, Binding("months", text: "2"))
            #expect(growth.map { Array($0.dropFirst()) } == [["1", "0", "0", "0"], ["500", "0", "8", "30"]])
            #expect(try await rows("table_growth", connection).count == 12)

            let spread = try await rows("data_distribution", connection)
            #expect(
                spread.filter { $0[0] == "conversations" } == [
                    ["conversations", "status", "done", "4", "50.0"], ["conversations", "status", "open", "2", "25.0"],
                    ["conversations", "status", nil, "2", "25.0"],
                ])
            #expect(
                try await rows("message_partitions", connection).map { $0[0] }.contains("message_events_default"))
        }
    }

    @Test func viewsIndexesAndStatistics() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let before = try await rows("view_refresh_status", connection)
            #expect(before.map { $0[0] } == ["agent_performance", "daily_metrics", "lead_source_performance"])
            #expect(before.allSatisfy { $0[1] == "t" && $0[2] == nil })
            try await connection.run(script: Self.fill)
            #expect(try await rows("view_refresh_status", connection).allSatisfy { $0[2] != nil })
            let indexes = try await rows("index_usage", connection).map { "\($0[0] ?? "").\($0[1] ?? "")" }
            // Each once, however many partitions it has.
            #expect(indexes.filter { $0.hasPrefix("message_events.") }.count == 5)
            #expect(Set(indexes).count == indexes.count)
            #expect(try await rows("statistics_age", connection).contains { $0[0] == "message_events" && $0[1] != nil })
        }
    }

    @Test func aStaleViewMissesItsTarget() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.fill)
            let library = try SupportPlatform.library()
            let report = try library.report(named: "metrics_daily")
            #expect(try await library.show(report, [], on: connection).meetsTargets)
            try await connection.run(
                script: "UPDATE metrics.view_refreshes SET refreshed_at = now() - interval '3 hours' WHERE view_name ~ 'daily'")
            #expect(try await !library.show(report, [], on: connection).meetsTargets)
            for name in ["metrics_weekly", "metrics_monthly"] {
                _ = try await library.show(library.report(named: name), [], on: connection)
            }
        }
    }

    @Test func withoutPgStatStatementsThereAreNone() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            #expect(try await rows("slow_queries", connection) == [])
        }
    }

    @Test(.needsExtension("pg_stat_statements", major: 17)) func slowStatementsWhereTheyAreKept() async throws {
        var options = SandboxOptions(major: 17)
        options.databases = [SandboxOptions.Database("supabase", .supabase, .cronStub)]
        options.parameters["shared_preload_libraries"] = "pg_stat_statements"
        let server = try await SandboxServer.start(options)
        do {
            try await DeclaredPlatform.load("supabase", server.settings.with(database: "supabase")) {
                (connection, _) async throws in
                try await connection.run(script: "CREATE EXTENSION pg_stat_statements SCHEMA extensions")
                for _ in 1...3 { try await connection.run(script: "SELECT pg_sleep(0.2)") }
                let found = try await rows("slow_queries", connection, Binding("most", text: "1000"))
                let totals = found.compactMap { $0[3].flatMap(Double.init) }
                #expect(totals == totals.sorted(by: >))
                // Three times two tenths of a second, in one row.
                #expect(found.contains { $0[1] == "3" && ($0[3].flatMap(Double.init) ?? 0) >= 600 })
                // What a statement says is not for everybody.
                #expect(found.allSatisfy { $0[5] == "***" })
                #expect(try await rows("slow_queries", connection, Binding("most", text: "1")).count == 1)
                #expect(try await rows("slow_queries", connection, Binding("most", text: "0")) == [])
            }
        } catch {
            try? await server.stop()
            throw error
        }
        try await server.stop()
    }
}
