import Migrator
import SchemaEngine
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

/// The widget's jobs, executed by pg_cron itself, each second instead of by their own schedule.
@Suite struct WidgetCronTests {
    @Test(.enabled("pg_cron is installed") { try await ScratchServer.has(extension: "pg_cron", major: 17) })
    func pgCronRunsTheJobs() async throws {
        try await CronServer.with { settings in
            try await WidgetBench.load(settings, host: try await ScratchServer.shared(major: 17), check)
        }
    }

    private static let overdue = """
        SET TimeZone = 'UTC'; \(WidgetBench.people)
        INSERT INTO widget.message (id, "chatId", content, "createdAt") VALUES ('old', 'chat', '', now() - interval '2 years'),
            ('late', 'chat', '', now() - interval '3 months'), ('new', 'chat', '', now());
        INSERT INTO widget.typing_indicator (id, "chatId", "userId", "expiresAt") VALUES ('t', 'chat', 'agent', now() - interval '1 s');
        UPDATE widget.conversation_session SET "lastActivityAt" = now() - interval '31 minutes';
        """

    /// What must be so when each job has done its work.
    private static let done = """
        SELECT concat_ws(', ', (SELECT string_agg(id, ' ') FROM widget.message_archive),
            (SELECT string_agg(id || CASE tableoid WHEN 'widget.message_default'::regclass THEN ' waits' ELSE '' END, ' '
                ORDER BY "createdAt") FROM widget.message),
            (SELECT count(*) FROM widget.typing_indicator), (SELECT "isActive" FROM widget.conversation_session))
        """

    private func check(_ connection: PostgresConnection, _ live: LiveDatabase) async throws {
        try await connection.run(script: Self.overdue)
        #expect(try await connection.text(Self.done) == "old waits late waits new waits, 1, t")
        let schedules = try await connection.query(
            "SELECT jobid::text AS id, schedule FROM cron.job WHERE jobname LIKE 'widget-%'")
        #expect(schedules.count == 4)
        try await connection.run(
            script: "SELECT cron.alter_job(jobid, schedule => '1 seconds') FROM cron.job WHERE jobname LIKE 'widget-%'")
        for _ in 0..<300 where try await connection.text(Self.done) != "old, late new, 0, f" {
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(try await connection.text(Self.done) == "old, late new, 0, f")
        for row in schedules {
            try await connection.query(
                "SELECT cron.alter_job($1::bigint, schedule => $2)", [row.text("id"), row.text("schedule")])
        }
        let runs = "FROM cron.job_run_details d JOIN cron.job j ON j.jobid = d.jobid WHERE j.jobname LIKE 'widget-%'"
        #expect(
            try await connection.texts(
                "SELECT DISTINCT j.jobname || ' ' || d.username \(runs) AND d.status = 'succeeded' ORDER BY 1")
                == [
                    "archive-old-messages", "clean-up-typing-indicators", "close-inactive-sessions", "make-message-partitions",
                ].map { "widget-\($0) postgres" })
        // A run that waits for another's locks leaves its work to the next; nothing else may go wrong.
        #expect(
            try await connection.texts(
                "SELECT d.return_message \(runs) AND d.status = 'failed' AND d.return_message !~ 'lock timeout'") == [])
        let comparison = try await live.compare()
        #expect(comparison.isClean, "\(comparison.drift)")
        #expect(comparison.managedPartitions.count >= 1)
    }
}
