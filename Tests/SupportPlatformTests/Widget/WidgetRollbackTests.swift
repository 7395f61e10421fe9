import Migrator
import PostgresClient
import Testing

/// The committed migrations taken back and applied again over rows, with months that a job made.
@Suite struct WidgetRollbackTests {
    @Test func messagesOutliveARollbackOfEverything() async throws {
        try await WidgetBench.migrated { (connection, live) async throws in
            try await connection.run(
                script: """
                    SET TimeZone = 'UTC'; \(WidgetBench.people) SELECT widget.make_message_partitions(3, '2026-01-15');
                    \(WidgetBench.message("a", at: "2026-01-31")) \(WidgetBench.message("b", at: "2026-02-28", parent: "a"))
                    \(WidgetBench.message("c", at: "2020-02-29"))
                    """)
            let rows = """
                SELECT string_agg(tableoid::regclass || ' ' || id || ' ' || "senderType" || ' ' || "createdAt", ', ' ORDER BY id)
                FROM widget.message
                """
            let before = try await connection.text(rows)
            _ = try await live.rollBack(live.plannedRollbacks(to: 0))
            #expect(try await connection.text("SELECT to_regnamespace('widget') IS NULL") == "t")
            #expect(
                try await connection.text(
                    "SELECT count(*) FROM pg_publication_tables WHERE pubname = 'supabase_realtime'") == "0")
            #expect(
                try await connection.text("SELECT pubviaroot FROM pg_publication WHERE pubname = 'supabase_realtime'") == "f")
            _ = try await live.apply()
            try await connection.run(script: "RESET ALL; SET TimeZone = 'UTC'")
            #expect(try await connection.text(rows) == before)
            // The functions and the trigger know the tables that came back.
            #expect(
                try await connection.texts("SELECT m FROM widget.make_message_partitions(0, '2026-05-15') AS m") == [
                    "widget.message_y2020m02", "widget.message_y2026m05",
                ])
            #expect(
                try await connection.refusal(of: "postgres", WidgetBench.message("d", at: "2026-02-01", parent: "x")) == "23503")
        }
    }
}
