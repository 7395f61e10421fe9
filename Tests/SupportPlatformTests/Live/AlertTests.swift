import PostgresClient
import Testing

/// What the platform alerts on, with pg_net and without.
@Suite struct AlertTests {
    private static let pgNet = """
        CREATE SCHEMA net; CREATE TABLE net.posted (id bigserial, url text, body jsonb, headers jsonb);
        CREATE TABLE net._http_response (id bigint, status_code integer, error_msg text, timed_out boolean);
        CREATE FUNCTION net.http_post(url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
            headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000)
        RETURNS bigint LANGUAGE sql AS
            'INSERT INTO net.posted (url, body, headers) VALUES (url, body, headers) RETURNING id';
        SET app.settings.slack_webhook_url = 'https://hooks.example.com/x';
        SET app.settings.supabase_url = 'https://p.supabase.co'; SET app.settings.service_role_key = 'key';
        """
    private static let alerts = "SELECT body ->> 'text' FROM net.posted WHERE url LIKE 'https://hooks%' ORDER BY id"
    private static let check = "SELECT analytics.check_batch_sync()"

    @Test func aFailedBatchSyncIsToldOnce() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.pgNet)
            #expect(try await connection.text(Self.check) == nil)
            #expect(try await connection.text("SELECT analytics.request_batch_sync()") == "t")
            #expect(try await connection.text(Self.check) == "f")
            #expect(try await connection.text(Self.check) == "f")
            #expect(try await connection.texts(Self.alerts) == ["Chatwoot batch sync failed: no answer"])
            try await connection.run(script: "INSERT INTO net._http_response VALUES (1, 200, NULL, false)")
            #expect(try await connection.text(Self.check) == "t")
            for (answer, told) in [
                ("500, NULL, false", "status 500"), ("NULL, 'resolving timed out', true", "timed out"),
                ("NULL, 'no such host', NULL", "the request failed"), ("NULL, NULL, false", "status unknown"),
            ] {
                try await connection.run(
                    script: """
                        TRUNCATE net.posted; SELECT analytics.request_batch_sync();
                        INSERT INTO net._http_response SELECT max(id), \(answer) FROM net.posted
                        """)
                #expect(try await connection.text(Self.check) == "f")
                #expect(try await connection.texts(Self.alerts) == ["Chatwoot batch sync failed: \(told)"])
            }
        }
    }

    @Test func withoutPgNetItIsSkippedAloud() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            #expect(try await connection.text(Self.check) == nil)
            #expect(try await connection.text("SELECT analytics.request_batch_sync()") == "f")
            #expect(
                try await connection.texts("SELECT problem FROM analytics.sync_requests") == [
                    "app.settings.supabase_url or app.settings.service_role_key is not set"
                ])
            #expect(try await connection.text(Self.check) == "f")
            try await connection.run(
                script: "SET app.settings.supabase_url = 'https://p.supabase.co'; SET app.settings.service_role_key = 'key'")
            #expect(try await connection.text("SELECT analytics.request_batch_sync()") == "f")
            #expect(
                try await connection.text(
                    "SELECT problem FROM analytics.sync_requests ORDER BY requested_at DESC, id DESC LIMIT 1")
                    == "pg_net is not installed")
            // Nobody could be told, so the failure counts as not told.
            #expect(try await connection.text("SELECT count(alerted_at) FROM analytics.sync_requests") == "0")
        }
    }
}

/// What the document's code writes to, and how enrichment goes together.
@Suite struct EnrichmentTests {
    private static let row = """
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status,
            created_at, updated_at, customer_email, custom_attributes)
        VALUES (1, 1, 1, 'open', now(), now(), 'a@example.com', NULL), (2, 1, 1, 'open', now(), now(), 'b@example.com', '{}')
        """

    /// The upserts of the edge functions, with the keys that their code names.
    @Test func theColumnsOfTheCodeAreThere() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let written = [
                "conversation_analytics": """
                chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status, created_at, updated_at, resolved_at, \
                customer_name, customer_email, agent_sdk_used, draft_created_at, category, sentiment, urgency, message_count, \
                tags, assigned_agent_id, assigned_agent_name, customer_segment, custom_attributes
                """,
                "customer_interaction_history": """
                customer_email, customer_name, chatwoot_contact_id, chatwoot_conversation_id, interaction_type, category, \
                sentiment, interaction_date, resolved
                """,
            ]
            for (table, columns) in written {
                #expect(try await connection.texts("SELECT \(columns) FROM analytics.\(table)") == [])
            }
        }
    }

    @Test func orderAndLifetimeValueDoNotOverwriteEachOther() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(script: Self.row)
            let order = """
                SELECT analytics.enrich_with_order_data(1, '#1001',
                    '{"order_status": "paid", "order_total": "409.94", "tracking_number": null}')
                """
            #expect(try await connection.text(order) == "t")
            #expect(try await connection.text("SELECT analytics.enrich_with_order_data(9, '#1', '{}')") == "f")
            #expect(try await connection.text("SELECT analytics.enrich_with_order_data(1, NULL, '{\"a\": 1}')") == "f")
            let value = "SELECT analytics.enrich_with_customer_ltv('a@example.com', 1000.01, 3, '2024-01-02Z', '2025-03-04Z')"
            #expect(try await connection.text(value) == "1")
            #expect(
                try await connection.text(
                    """
                    SELECT customer_segment || ' ' || (custom_attributes - ARRAY['first_order_date', 'last_order_date'])
                    FROM analytics.conversation_analytics WHERE chatwoot_conversation_id = 1
                    """)
                        == """
                        vip {"order_count": 3, "order_total": "409.94", "order_number": "#1001", "order_status": "paid", \
                        "lifetime_value": 1000.01}
                        """)
            for (call, segment) in [("1000, 2", "standard"), ("0, 0", "new"), ("NULL, NULL", "new")] {
                #expect(
                    try await connection.text("SELECT analytics.enrich_with_customer_ltv('b@example.com', \(call), NULL, NULL)")
                        == "1")
                #expect(
                    try await connection.text(
                        "SELECT customer_segment FROM analytics.conversation_analytics WHERE chatwoot_conversation_id = 2")
                        == segment)
            }
            #expect(try await connection.text("SELECT analytics.enrich_with_customer_ltv(NULL, 1, 1, NULL, NULL)") == "0")
            let found = try await DeclaredPlatform.failing("analytics.conversation_analytics.custom_attributes", settings)
            #expect(
                found == [
                    "analytics.conversation_analytics.custom_attributes.object": 0,
                    "analytics.conversation_analytics.custom_attributes.order": 0,
                    "analytics.conversation_analytics.custom_attributes.lifetime_value": 0,
                ])
        }
    }

    @Test func whatIsNoOrderAndNoValueIsRefused() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(script: "\(Self.row); SET TimeZone = 'Pacific/Auckland'")
            let attributes = "SELECT custom_attributes FROM analytics.conversation_analytics WHERE chatwoot_conversation_id = 2"
            let before = try await connection.text(attributes)
            for statement in [
                "enrich_with_order_data(2, '#2', '[1, 2]')", "enrich_with_order_data(2, '#2', '\"text\"')",
                "enrich_with_order_data(2, '#2', 'null')", "enrich_with_customer_ltv('b@example.com', 'NaN', 1, NULL, NULL)",
                "enrich_with_customer_ltv('b@example.com', 'Infinity', 1, NULL, NULL)",
                "enrich_with_customer_ltv('b@example.com', -0.01, 1, NULL, NULL)",
                "enrich_with_customer_ltv('b@example.com', 1, -1, NULL, NULL)",
                "enrich_with_customer_ltv('b@example.com', 1, 1, '-infinity', NULL)",
            ] {
                #expect(
                    try await connection.refusal(of: "service_role", "SELECT analytics.\(statement)") == "22023", "\(statement)")
            }
            #expect(try await connection.text(attributes) == before)
            let state = """
                SELECT customer_segment || ' ' || custom_attributes FROM analytics.conversation_analytics
                WHERE chatwoot_conversation_id = 2
                """
            for (call, expected) in [
                ("5000, NULL, NULL, NULL", #"vip {"lifetime_value": 5000}"#),
                (
                    "1000.01, 2, '2024-01-02 12:30:00+02', '2025-03-04 23:59:59.5Z'",
                    """
                    vip {"order_count": 2, "lifetime_value": 1000.01, "last_order_date": "2025-03-04T23:59:59.5Z", \
                    "first_order_date": "2024-01-02T10:30:00Z"}
                    """
                ),
                ("0, 0, NULL, NULL", #"new {"order_count": 0, "lifetime_value": 0}"#),
                ("999, NULL, NULL, NULL", #"standard {"lifetime_value": 999}"#),
            ] {
                try await connection.run(script: "SELECT analytics.enrich_with_customer_ltv('b@example.com', \(call))")
                #expect(try await connection.text(state) == expected)
                let found = try await DeclaredPlatform.failing("analytics.conversation_analytics.custom_attributes", settings)
                #expect(found.values.allSatisfy { $0 == 0 }, "\(found)")
            }
        }
    }

    @Test func strayWordsAndBadOrdersAreFound() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(
                script: """
                    \(Self.row);
                    UPDATE analytics.conversation_analytics SET category = 'orders', sentiment = 'sad', urgency = 'asap',
                        customer_segment = 'VIP', custom_attributes = '{"order_number": 17, "lifetime_value": -1}'
                    WHERE chatwoot_conversation_id = 1
                    """)
            let found = try await DeclaredPlatform.failing("analytics.conversation_analytics.", settings)
            for name in [
                "category.one_of", "sentiment.one_of", "urgency.one_of", "customer_segment.one_of", "custom_attributes.order",
                "custom_attributes.lifetime_value",
            ] {
                #expect(found["analytics.conversation_analytics.\(name)"] == 1, "\(name)")
            }
        }
    }
}
