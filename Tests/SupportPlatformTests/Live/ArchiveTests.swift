import PostgresClient
import Testing

/// The archive job archives although other tables refer to the rows, and nothing is lost.
@Suite struct ArchiveTests {
    private static let rows = """
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status,
            created_at, updated_at, resolved_at, tags, custom_attributes)
        SELECT n, 1, 1, status, now() - age - interval '1 day', now() - age, resolved, ARRAY['a', 'b'], '{"order_count": 3}'
        FROM (VALUES
            (1, 'resolved', interval '3 years', now() - interval '3 years'),
            (2, 'resolved', interval '1 year', now() - interval '1 year'),
            (3, 'open', interval '3 years', NULL),
            (4, 'pending', interval '3 years', now() - interval '3 years')) AS r (n, status, age, resolved);
        INSERT INTO analytics.customer_interaction_history
            (customer_email, conversation_id, chatwoot_conversation_id, interaction_type, interaction_date)
        SELECT 'a@example.com', id, chatwoot_conversation_id, 'inquiry', created_at FROM analytics.conversation_analytics
        """

    @Test func movesWhatIsOldAndResolvedAndKeepsTheHistory() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            let before = try await connection.text(
                "SELECT to_jsonb(c) FROM analytics.conversation_analytics c WHERE chatwoot_conversation_id = 1")
            try await connection.run(script: "SET ROLE service_role")
            #expect(try await connection.text("SELECT analytics.archive_old_conversations()") == "1")
            #expect(try await connection.text("SELECT analytics.archive_old_conversations()") == "0")
            try await connection.run(script: "RESET ROLE")
            #expect(
                try await connection.texts(
                    "SELECT chatwoot_conversation_id FROM analytics.conversation_analytics ORDER BY 1") == ["2", "3", "4"])
            let archived = "SELECT to_jsonb(a) - 'archived_at' FROM analytics.conversation_analytics_archive a"
            #expect(try await connection.texts(archived) == [before])
            #expect(
                try await connection.texts(
                    """
                    SELECT chatwoot_conversation_id || ' ' || (conversation_id IS NULL)
                    FROM analytics.customer_interaction_history ORDER BY chatwoot_conversation_id
                    """) == ["1 true", "2 false", "3 false", "4 false"])
        }
    }

    @Test func whatComesBackReplacesItsOlderCopy() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            try await connection.run(script: "SELECT analytics.archive_old_conversations()")
            try await connection.run(
                script: """
                    INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id,
                        chatwoot_account_id, status, created_at, updated_at, resolved_at, csat_feedback)
                    VALUES (1, 1, 1, 'resolved', now() - interval '4 years', now(), now() - interval '3 years', 'again')
                    """)
            #expect(try await connection.text("SELECT analytics.archive_old_conversations()") == "1")
            #expect(
                try await connection.texts(
                    "SELECT csat_feedback FROM analytics.conversation_analytics_archive WHERE chatwoot_conversation_id = 1")
                    == ["again"])
        }
    }
}

/// Nothing synchronised is not health.
@Suite struct SyncHealthTests {
    @Test func falseWhenEmptyTrueWhenFreshFalseWhenStale() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            let health = "SELECT analytics.check_sync_health()"
            #expect(try await connection.text(health) == "f")
            try await connection.run(
                script: """
                    INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id,
                        chatwoot_account_id, status, created_at, updated_at, synced_at)
                    VALUES (1, 1, 1, 'open', now(), now(), now() - interval '9 minutes')
                    """)
            #expect(try await connection.text(health) == "t")
            try await connection.run(
                script: "UPDATE analytics.conversation_analytics SET synced_at = now() - interval '11 minutes'")
            #expect(try await connection.text(health) == "f")
            // An address to post to, and no pg_net: no alert, and no failure.
            try await connection.run(script: "SET app.settings.slack_webhook_url = 'https://hooks.example.com/x'")
            #expect(try await connection.text(health) == "f")
        }
    }

    @Test func theAlertIsPostedWherePgNetIs() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(
                script: """
                    CREATE SCHEMA net; CREATE TABLE net.posted (url text, body jsonb, headers jsonb);
                    CREATE FUNCTION net.http_post(url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
                        headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000)
                    RETURNS bigint LANGUAGE sql AS 'INSERT INTO net.posted VALUES (url, body, headers); SELECT 1::bigint';
                    SET app.settings.slack_webhook_url = 'https://hooks.example.com/x';
                    SET app.settings.supabase_url = 'https://p.supabase.co'; SET app.settings.service_role_key = 'key';
                    SELECT analytics.check_sync_health(); SELECT analytics.request_batch_sync();
                    """)
            #expect(
                try await connection.texts("SELECT url || ' ' || body FROM net.posted ORDER BY url") == [
                    #"https://hooks.example.com/x {"text": "Chatwoot sync: nothing has been synchronised"}"#,
                    "https://p.supabase.co/functions/v1/chatwoot-batch-sync {}",
                ])
        }
    }
}
