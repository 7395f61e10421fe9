import Migrator
import SchemaEngine
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

/// The jobs under pg_cron itself.
@Suite struct CronTests {
    @Test(.enabled("pg_cron is installed") { try await ScratchServer.has(extension: "pg_cron", major: 17) })
    func jobsAreScheduledAndTheirCommandsRun() async throws {
        try await CronServer.with(check)
    }

    private func check(_ settings: ConnectionSettings) async throws {
        try await LivePlatform.apply("supabase", settings, major: 17) { (connection, live) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' | ', jobname, schedule, command, active) FROM cron.job
                    WHERE command ~ 'analytics[.]' ORDER BY jobname
                    """) == [
                        "archive-old-conversations | 0 3 1 * * | CALL analytics.apply_retention('conversations'); | t",
                        "chatwoot-batch-sync | 0 2 * * * | SELECT analytics.request_batch_sync(); | f",
                        "chatwoot-nightly-sync | 0 2 * * * | SELECT analytics.request_batch_sync(); | t",
                        "check-batch-sync | 30 2 * * * | SELECT analytics.check_batch_sync(); | t",
                        "check-sync-health | */10 * * * * | SELECT analytics.check_sync_health(); | t",
                        "delete-filled-knowledge-gaps | 30 3 * * 0 | CALL analytics.apply_retention('knowledge_gaps'); | t",
                        "delete-old-agent-metrics | 20 3 * * 0 | CALL analytics.apply_retention('agent_metrics'); | t",
                        "delete-old-interactions | 10 3 * * 0 | CALL analytics.apply_retention('interactions'); | t",
                        "delete-old-webhook-logs | 40 3 * * * | CALL analytics.apply_retention('webhook_logs'); | t",
                        """
                        refresh-daily-summary | 0 4 * * * | REFRESH MATERIALIZED VIEW CONCURRENTLY \
                        analytics.daily_support_summary; | t
                        """,
                    ])
            #expect(try await connection.text("SELECT bool_and(database = 'supabase') FROM cron.job") == "t")
            for command in try await connection.texts("SELECT command FROM cron.job") {
                try await connection.run(script: command)
            }
            let comparison = try await live.compare()
            #expect(comparison.isClean, "\(comparison.drift) \(comparison.external)")
        }
    }
}
