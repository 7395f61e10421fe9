import PostgresClient
import Testing

/// The materialized views and the day's figures, worked out by hand.
@Suite struct MetricsViewTests {
    /// `noon(n)` is noon (UTC) n days ago; the edge is where thirty days begin.
    private static let rows = """
        SET TimeZone = 'Pacific/Auckland';
        CREATE FUNCTION pg_temp.noon(days integer) RETURNS timestamptz LANGUAGE sql AS
            $$SELECT ((now() AT TIME ZONE 'UTC')::date - days + time '12:00') AT TIME ZONE 'UTC'$$;
        CREATE FUNCTION pg_temp.edge() RETURNS timestamptz LANGUAGE sql AS $$SELECT pg_temp.noon(30) - interval '12 hours'$$;
        INSERT INTO metrics.agents (name) VALUES ('Ann'), ('Bob'), ('Idle');
        INSERT INTO metrics.lead_sources (name, is_active) VALUES ('web', true), ('ads', true), ('fair', false), (NULL, true);
        INSERT INTO metrics.contacts (lead_source, created_at) VALUES
            ('web', pg_temp.noon(40)), ('ads', pg_temp.noon(5)), ('web', pg_temp.edge()), (NULL, pg_temp.noon(5)),
            ('unheard of', pg_temp.noon(5)), ('ads', pg_temp.edge() - interval '1 microsecond');
        INSERT INTO metrics.conversations
            (contact_id, agent_id, status, lead_source, first_response_time, resolution_time, created_at) VALUES
            (1, 1, 'done', NULL, 60, 3600, pg_temp.noon(10)),
            (1, 1, 'open', 'ads', 120, NULL, pg_temp.noon(3)),
            (2, 2, 'done', NULL, NULL, 7200, pg_temp.noon(3)),
            (3, 1, 'done', NULL, 1000, 100000, pg_temp.noon(40)),
            (NULL, NULL, 'spam', 'web', NULL, NULL, pg_temp.noon(1)),
            (4, 2, 'pending', NULL, 30, NULL, pg_temp.edge()),
            (4, 2, 'done', 'web', 5, 10, pg_temp.edge() - interval '1 microsecond');
        """

    private static let agents = """
        SELECT concat_ws(' ', agent_id, name, total_conversations, coalesce(round(avg_response_time, 1)::text, '-'),
            coalesce(round(avg_resolution_time, 1)::text, '-'), resolved_conversations) FROM metrics.agent_performance ORDER BY 1
        """
    private static let sources = """
        SELECT concat_ws(' ', lead_source, total_contacts, total_conversations,
            coalesce(round(avg_resolution_time, 1)::text, '-')) FROM metrics.lead_source_performance ORDER BY 1
        """
    private static let days = """
        SELECT concat_ws(' ', to_char(date, 'YYYY-MM-DD'), inbound_messages, outbound_messages,
            coalesce(round(avg_response_time, 1)::text, '-'), unique_contacts) FROM metrics.daily_metrics ORDER BY date
        """

    @Test func agentsAndSourcesOfThirtyDays() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            try await connection.run(script: "SELECT metrics.refresh_analytics_views()")
            #expect(
                try await connection.texts(Self.agents) == ["1 Ann 2 90.0 3600.0 1", "2 Bob 2 30.0 7200.0 1", "3 Idle 0 - - 0"])
            #expect(try await connection.texts(Self.sources) == ["ads 1 2 7200.0", "fair 0 0 -", "web 1 2 3600.0"])
        }
    }

    private static let messages = """
        SET TimeZone = 'Pacific/Auckland';
        INSERT INTO metrics.contacts (name) VALUES ('a'), ('b');
        INSERT INTO metrics.conversations (contact_id, first_response_time) VALUES (1, 60), (2, 120), (1, NULL), (2, 999);
        INSERT INTO metrics.message_events (direction, contact_id, conversation_id, created_at) VALUES
            ('inbound', 1, 1, '2026-01-31 23:59:59.999999+00'), ('outbound', 1, 1, '2026-02-01 00:00:00+00'),
            ('inbound', 2, 2, '2026-02-01 00:00:00+00'), ('inbound', 1, 1, '2026-02-01 10:00:00+00'),
            ('inbound', 1, 3, '2026-02-01 11:00:00+00'), ('outbound', NULL, NULL, '2026-02-02 00:00:00+00'),
            ('outbound', 2, 4, '2026-02-02 01:00:00+00');
        """

    /// Each conversation is answered once, on the day on which it wrote first; one that never wrote is not answered at all.
    @Test func messagesByDay() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.messages)
            try await connection.run(script: "SELECT metrics.refresh_analytics_views()")
            #expect(
                try await connection.texts(Self.days) == [
                    "2026-01-31 1 0 60.0 1", "2026-02-01 3 1 120.0 2", "2026-02-02 0 2 - 1",
                ])
        }
    }

    @Test func refreshedConcurrentlyAgainAndAgain() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(script: Self.messages)
            for _ in 1...2 {
                try await connection.run(script: "SELECT metrics.refresh_analytics_views()")
                for view in ["daily_metrics", "agent_performance", "lead_source_performance"] {
                    try await connection.run(script: "REFRESH MATERIALIZED VIEW CONCURRENTLY metrics.\(view)")
                }
                #expect(try await connection.texts(Self.days).count == 3)
            }
            // A reader in the middle of a transaction is not in the way.
            let reader = try await PostgresConnection.connect(settings)
            try await reader.run(script: "BEGIN; SELECT * FROM metrics.daily_metrics")
            try await connection.run(
                script: "DELETE FROM metrics.message_events WHERE conversation_id = 1; SELECT metrics.refresh_analytics_views()")
            #expect(try await connection.texts(Self.days) == ["2026-02-01 2 0 120.0 2", "2026-02-02 0 2 - 1"])
            await reader.close()
            #expect(
                try await connection.texts(
                    "SELECT view_name FROM metrics.view_refreshes WHERE refreshed_at > now() - interval '1 hour' ORDER BY 1") == [
                        "metrics.agent_performance", "metrics.daily_metrics", "metrics.lead_source_performance",
                    ])
        }
    }

    @Test func aViewWithoutDataIsFilled() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.messages)
            try await connection.run(
                script: "REFRESH MATERIALIZED VIEW metrics.daily_metrics WITH NO DATA; SET ROLE service_role")
            try await connection.run(script: "SELECT metrics.refresh_analytics_views()")
            #expect(try await connection.texts(Self.days).count == 3)
        }
    }

    private static let day = """
        SET TimeZone = 'Pacific/Auckland';
        INSERT INTO metrics.agents (name) VALUES ('Ann'), ('Bob');
        INSERT INTO metrics.message_events (direction, agent_id, created_at)
        SELECT d, a, t::timestamptz FROM (VALUES
            ('inbound', 1, '2024-02-29 00:00:00+00'), ('outbound', 1, '2024-02-29 23:59:59.999999+00'),
            ('inbound', 1, '2024-02-28 23:59:59.999999+00'), ('inbound', 1, '2024-03-01 00:00:00+00'),
            ('inbound', NULL, '2024-02-29 12:00:00+00')) AS v (d, a, t);
        INSERT INTO metrics.call_events (direction, agent_id, created_at) VALUES
            ('inbound', 2, '2024-02-29 12:00:00+00'), ('inbound', 2, '2024-03-01 00:00:00+00');
        INSERT INTO metrics.conversations (agent_id, status, first_response_time, resolution_time, created_at, closed_at) VALUES
            (1, 'done', 10, 100, '2024-02-29 00:00:00+00', '2024-02-29 00:01:40+00'),
            (1, 'done', 21, 200, '2024-02-29 05:00:00+00', '2024-03-01 00:00:00+00'),
            (1, 'done', 99, 300, '2024-02-28 00:00:00+00', '2024-02-29 23:59:59.999999+00');
        """

    @Test func theFiguresOfAnAgentsDay() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.day)
            let figures = """
                SELECT concat_ws(' ', coalesce(agent_id, 0), to_char(date, 'YYYY-MM-DD'), messages_handled, calls_handled,
                    coalesce(avg_response_time, -1), coalesce(avg_resolution_time, -1), satisfaction_score)
                FROM metrics.agent_performance_metrics ORDER BY 1
                """
            let record = "SELECT metrics.record_agent_performance('2024-02-29')"
            #expect(try await connection.text(record) == "3")
            // (10 + 21) / 2 is rounded; closed on that day were those of 100 and 300 seconds.
            #expect(
                try await connection.texts(figures) == [
                    "0 2024-02-29 1 0 -1 -1", "1 2024-02-29 2 0 16 200", "2 2024-02-29 0 1 -1 -1",
                ])
            // Again, after a satisfaction score was given and a call was taken back.
            try await connection.run(
                script: """
                    UPDATE metrics.agent_performance_metrics SET satisfaction_score = 4.5 WHERE agent_id = 2;
                    DELETE FROM metrics.call_events
                    """)
            #expect(try await connection.text(record) == "3")
            #expect(
                try await connection.texts(figures) == [
                    "0 2024-02-29 1 0 -1 -1", "1 2024-02-29 2 0 16 200", "2 2024-02-29 0 0 -1 -1 4.50",
                ])
            #expect(try await connection.text("SELECT metrics.record_agent_performance('2020-01-01')") == "0")
            #expect(try await connection.text("SELECT metrics.record_agent_performance(NULL)") == "0")
            #expect(try await connection.text("SELECT metrics.record_agent_performance('infinity')") == "0")
            // Yesterday (UTC), unless a day is given.
            try await connection.run(
                script: """
                    INSERT INTO metrics.message_events (direction, agent_id, created_at)
                    VALUES ('inbound', 2, date_trunc('day', now() AT TIME ZONE 'UTC')
                        AT TIME ZONE 'UTC' - interval '1 microsecond')
                    """)
            #expect(try await connection.text("SELECT metrics.record_agent_performance()") == "1")
        }
    }
}
