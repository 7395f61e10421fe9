import PostgresClient
import Testing

/// What the views say of a handful of conversations, worked out by hand.
@Suite struct ViewTests {
    /// Four conversations two days ago, at the two ends of the day in UTC; and one of 31 days ago.
    private static let rows = """
        SET TimeZone = 'Pacific/Auckland';
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id,
            status, created_at, updated_at, agent_sdk_used, operator_action, draft_confidence_score,
            time_to_first_response_seconds, time_to_resolution_seconds, csat_rating)
        SELECT n, 1, 1, status, ((now() AT TIME ZONE 'UTC')::date - days + time_of_day) AT TIME ZONE 'UTC', now(), sdk, action,
            confidence, response, resolution, rating
        FROM (VALUES
            (1, 2, time '00:10', 'resolved', true, 'approve', 80, 60, 3600, 5),
            (2, 2, time '12:00', 'open', true, 'edit', 91, 120, 86400, NULL),
            (3, 2, time '23:50', 'resolved', true, 'reject', NULL, NULL, 7200, 4),
            (4, 2, time '13:00', 'resolved', false, NULL, 10, 300, 1800, NULL),
            (5, 31, time '12:00', 'resolved', true, 'escalate', 50, 600, 600, 1)
        ) AS r (n, days, time_of_day, status, sdk, action, confidence, response, resolution, rating);
        """

    private func row(_ connection: PostgresConnection, _ view: String) async throws -> [String] {
        try await connection.texts("SELECT (to_jsonb(v) - 'date')::text FROM analytics.\(view) AS v ORDER BY date DESC")
    }

    @Test func theDashboardOfDrafts() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            #expect(
                try await row(connection, "agent_sdk_performance_dashboard") == [
                    """
                    {"edited": 1, "approved": 1, "rejected": 1, "edit_rate": 33.3, "escalated": 0, "total_drafts": 3, \
                    "approval_rate": 33.3, "avg_confidence": 85.5, "avg_response_time_min": 1.5}
                    """
                ])
            #expect(
                try await connection.text(
                    "SELECT date = (now() AT TIME ZONE 'UTC')::date - 2 FROM analytics.customer_support_health")
                    == "t")
        }
    }

    @Test func theHealthOfSupport() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            #expect(
                try await row(connection, "customer_support_health") == [
                    """
                    {"avg_csat": 4.50, "resolved_count": 3, "resolution_rate": 75.0, "agent_sdk_adoption": 75.0, \
                    "total_conversations": 4, "avg_resolution_hours": 1.2, "avg_first_response_min": 2.7, \
                    "agent_sdk_conversations": 3}
                    """
                ])
        }
    }

    @Test func theSummaryIsRefreshedConcurrently() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            #expect(try await row(connection, "daily_support_summary") == [])
            try await connection.run(script: Self.rows)
            try await connection.run(script: "REFRESH MATERIALIZED VIEW CONCURRENTLY analytics.daily_support_summary")
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' ', (now() AT TIME ZONE 'UTC')::date - date, total_conversations, agent_sdk_count,
                        round(avg_confidence, 1), round(avg_first_response_sec, 1), round(avg_csat, 2))
                    FROM analytics.daily_support_summary ORDER BY date DESC
                    """) == ["2 4 3 85.5 160.0 4.50", "31 1 1 50.0 600.0 1.00"])
        }
    }
}
