import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

/// Each kind of data goes when its time is over and not before; with the rows just inside and just outside of the limit.
@Suite struct RetentionTests {
    /// Of each kind: one row that is past its time, one that is not quite, one that the check's grace has run out for.
    private static let rows = """
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status,
            created_at, updated_at, resolved_at)
        SELECT n, 1, 1, status, now() - interval '5 years', now() - interval '5 years', resolved
        FROM (VALUES
            (1, 'resolved', now() - interval '2 years' - interval '1 minute'),
            (2, 'resolved', now() - interval '2 years' + interval '1 minute'),
            (3, 'resolved', now() - interval '2 years' - interval '36 days'),
            (4, 'open', now() - interval '4 years'), (5, 'pending', NULL), (6, 'resolved', NULL)) AS r (n, status, resolved);
        INSERT INTO analytics.customer_interaction_history
            (customer_email, conversation_id, chatwoot_conversation_id, interaction_type, interaction_date)
        SELECT 'a@example.com', (SELECT id FROM analytics.conversation_analytics WHERE chatwoot_conversation_id = n), n, 'inquiry',
            now() - interval '3 years' + age
        FROM (VALUES (1, interval '-1 minute'), (2, interval '1 minute'), (3, interval '-11 days')) AS r (n, age);
        INSERT INTO analytics.agent_performance_metrics (chatwoot_agent_id, agent_name, date)
        SELECT n, 'Agent', ((now() - interval '1 year') AT TIME ZONE 'UTC')::date + days
        FROM (VALUES (1, -1), (2, 0), (3, -12)) AS r (n, days);
        INSERT INTO analytics.support_knowledge_gaps
            (customer_question, gap_filled, knowledge_article_created_at, first_seen_at, last_seen_at)
        VALUES ('1', true, now() - interval '1 day', now(), now()),
            ('2', false, NULL, now() - interval '9 years', now() - interval '9 years'),
            ('3', true, now() - interval '11 days', now() - interval '1 year', now() - interval '1 year'),
            ('4', NULL, NULL, now() - interval '9 years', now() - interval '9 years');
        INSERT INTO analytics.raw_webhook_logs (event, payload, chatwoot_conversation_id, received_at)
        SELECT 'message_created', '{}', n, now() - interval '30 days' + age
        FROM (VALUES (1, interval '-1 minute'), (2, interval '1 minute'), (3, interval '-4 days')) AS r (n, age);
        """

    private static let kept = [
        "conversations": "SELECT chatwoot_conversation_id FROM analytics.conversation_analytics ORDER BY 1",
        "interactions": "SELECT chatwoot_conversation_id FROM analytics.customer_interaction_history ORDER BY 1",
        "agent_metrics": "SELECT chatwoot_agent_id FROM analytics.agent_performance_metrics ORDER BY 1",
        "knowledge_gaps": "SELECT customer_question FROM analytics.support_knowledge_gaps ORDER BY 1",
        "webhook_logs": "SELECT chatwoot_conversation_id FROM analytics.raw_webhook_logs ORDER BY 1",
    ]
    private static let remaining = [
        "conversations": ["2", "4", "5", "6"], "interactions": ["2"], "agent_metrics": ["2"], "knowledge_gaps": ["2", "4"],
        "webhook_logs": ["2"],
    ]

    @Test func whatIsPastItsTimeGoesAndTheRestStays() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(script: Self.rows)
            let overdue = try await retentionChecks(settings)
            #expect(
                overdue == [
                    "conversation_analytics": 1, "customer_interaction_history": 1, "agent_performance_metrics": 1,
                    "support_knowledge_gaps": 1, "raw_webhook_logs": 1, "conversation_analytics_archive": 0,
                ])
            for (data, query) in Self.kept.sorted(by: { $0.key < $1.key }) {
                // Smaller batches than there are rows, and once more: nothing is left to do.
                try await connection.run(script: "CALL analytics.apply_retention('\(data)', 1)")
                #expect(try await connection.texts(query) == Self.remaining[data], "\(data)")
                try await connection.run(script: "CALL analytics.apply_retention('\(data)')")
                #expect(try await connection.texts(query) == Self.remaining[data], "\(data)")
            }
            #expect(
                try await connection.texts(
                    "SELECT chatwoot_conversation_id FROM analytics.conversation_analytics_archive ORDER BY 1") == ["1", "3"])
            #expect(try await retentionChecks(settings).values.allSatisfy { $0 == 0 })
        }
    }

    private func retentionChecks(_ settings: ConnectionSettings) async throws -> [String: Int] {
        let all = try await DeclaredPlatform.failing("analytics.", settings).filter { $0.key.hasSuffix(".retention") }
        return Dictionary(
            all.map { (String($0.key.split(separator: ".")[1]), $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func anActiveConversationInTheArchiveIsFound() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(
                script: """
                    INSERT INTO analytics.conversation_analytics_archive (id, chatwoot_conversation_id, chatwoot_inbox_id,
                        chatwoot_account_id, status, created_at, updated_at, synced_at)
                    VALUES (gen_random_uuid(), 1, 1, 1, 'open', now(), now(), now())
                    """)
            #expect(try await retentionChecks(settings)["conversation_analytics_archive"] == 1)
        }
    }

    /// A row that somebody works on is left for the next run; nobody waits for anybody.
    @Test func rowsInUseArePassedOver() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(script: Self.rows)
            let other = try await PostgresConnection.connect(settings)
            try await other.run(
                script: "BEGIN; SELECT FROM analytics.raw_webhook_logs WHERE chatwoot_conversation_id = 3 FOR UPDATE")
            try await connection.run(script: "SET lock_timeout = '1s'")
            try await connection.run(script: "CALL analytics.apply_retention('webhook_logs', 1)")
            #expect(try await connection.texts(Self.kept["webhook_logs"] ?? "") == ["2", "3"])
            try await other.run(script: "ROLLBACK")
            await other.close()
            try await connection.run(script: "CALL analytics.apply_retention('webhook_logs', 1)")
            #expect(try await connection.texts(Self.kept["webhook_logs"] ?? "") == ["2"])
        }
    }

    @Test func oddCallsAreRefused() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            for call in ["'nothing'", "NULL", "'interactions', 0", "'interactions', NULL", "'interactions', -1"] {
                await #expect(throws: PostgresError.self, "\(call)") {
                    try await connection.run(script: "CALL analytics.apply_retention(\(call))")
                }
            }
            #expect(
                try await connection.refusal(of: "authenticated", "CALL analytics.apply_retention('interactions')") == "42501")
            #expect(try await connection.text("SELECT analytics.delete_old_interactions()") == "0")
            #expect(try await connection.text("SELECT analytics.archive_old_conversations()") == "0")
        }
    }

    /// pg_cron calls the procedure outside a transaction, so that it may commit.
    @Test(.enabled("pg_cron is installed") { try await ScratchServer.has(extension: "pg_cron", major: 17) })
    func pgCronRunsTheJobs() async throws {
        try await CronServer.with { settings in
            try await DeclaredPlatform.load("supabase", settings) { (connection, _) async throws in
                try await connection.run(
                    script: """
                        \(Self.rows);
                        SELECT cron.alter_job(jobid, schedule => '1 second') FROM cron.job WHERE active AND command ~ 'analytics[.]';
                        """)
                var wanted = Set(
                    try await connection.texts("SELECT jobname FROM cron.job WHERE active AND command ~ 'analytics[.]'"))
                #expect(wanted.count == 9)
                let clock = ContinuousClock()
                let deadline = clock.now + .seconds(60)
                while !wanted.isEmpty, clock.now < deadline {
                    try await Task.sleep(for: .milliseconds(200))
                    wanted.subtract(
                        try await connection.texts(
                            """
                            SELECT DISTINCT j.jobname FROM cron.job_run_details AS d JOIN cron.job AS j USING (jobid)
                            WHERE d.status = 'succeeded'
                            """))
                }
                #expect(wanted == [])
                #expect(
                    try await connection.texts(
                        "SELECT DISTINCT return_message FROM cron.job_run_details WHERE status = 'failed'") == [])
                for (data, query) in Self.kept {
                    #expect(try await connection.texts(query) == Self.remaining[data], "\(data)")
                }
            }
        }
    }
}
