import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

/// The jobs of `metrics`, run by pg_cron itself each second.
@Suite struct MetricsCronTests {
    @Test(.enabled("pg_cron is installed") { try await ScratchServer.has(extension: "pg_cron", major: 17) })
    func pgCronRunsThem() async throws {
        try await CronServer.with { settings in
            try await DeclaredPlatform.load("supabase", settings) { (connection, _) async throws in try await check(connection) }
        }
    }

    private func check(_ connection: PostgresConnection) async throws {
        try await connection.run(
            script: """
                INSERT INTO metrics.agents (name) VALUES ('Ann');
                INSERT INTO metrics.message_events (direction, agent_id, created_at) VALUES
                    ('inbound', 1, date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '1 hour'),
                    ('inbound', 1, now());
                SELECT cron.alter_job(jobid, schedule := '1 second') FROM cron.job WHERE command ~ 'metrics[.]'
                """)
        // Jobs that run each second meet, as they never do on their own schedules; one that gave way to another one's lock
        // is as it should be. It has to succeed all the same, before or after.
        let runs = """
            SELECT DISTINCT concat_ws(' ', j.jobname, d.status, CASE d.status WHEN 'failed' THEN d.return_message END)
            FROM cron.job_run_details d JOIN cron.job j USING (jobid) WHERE j.command ~ 'metrics[.]'
                AND (d.status = 'succeeded' OR d.status = 'failed' AND d.return_message !~ 'due to lock timeout') ORDER BY 1
            """
        let wanted = [
            "analyze-message-events", "create-message-partitions", "record-agent-performance", "refresh-analytics-views",
        ].map {
            "\($0) succeeded"
        }
        var found: [String] = []
        // Until each has run twice or one has failed; a server that never runs them is stopped by the test's own limit.
        for _ in 1...60 where found != wanted {
            try await Task.sleep(for: .seconds(1))
            found = try await connection.texts(runs)
        }
        #expect(found == wanted)
        #expect(try await connection.text("SELECT count(*) FROM metrics.message_events_default") == "0")
        #expect(try await connection.text("SELECT sum(inbound_messages) FROM metrics.daily_metrics") == "2")
        #expect(try await connection.text("SELECT count(*) FROM metrics.view_refreshes") == "3")
        #expect(
            try await connection.texts("SELECT agent_id || ' ' || messages_handled FROM metrics.agent_performance_metrics") == [
                "1 1"
            ])
    }
}
