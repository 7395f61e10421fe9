import Checks
import PostgresClient
import SchemaDSL
import SupportPlatform
import Testing

/// The module's checks pass on good rows, and count what is planted exactly.
@Suite struct SupportETLCheckTests {
    private static let good = """
        INSERT INTO support_etl.merchants (name, is_test) VALUES ('alpha', false), ('beta', false), ('demo', true);
        INSERT INTO support_etl.etl_freshdesk_tickets (merchant_id, freshdesk_ticket_id, data)
        SELECT 1 + n % 2, n::text, jsonb_build_object('id', n, 'subject', 'Help', 'status', 2 + n % 6, 'priority', 1 + n % 4,
            'created_at', '2025-01-15T10:30:00Z', 'updated_at', '2025-01-16T10:30:00Z', 'type', NULL, 'tags', '["a"]'::jsonb,
            'spam', false, 'conversations', '[]'::jsonb, 'stats', '{"resolved_at": null}'::jsonb)
        FROM generate_series(1, 20) AS n;
        INSERT INTO support_etl.etl_shopify_customers (merchant_id, shopify_customer_id, data)
        SELECT 1, n::text, jsonb_build_object('id', n, 'email', CASE WHEN n % 2 = 0 THEN 'c@example.com' END, 'orders_count', n,
            'created_at', '2025-01-15T10:30:00-05:00', 'tags', 'a, b', 'total_spent', '12.50', 'verified_email', true)
        FROM generate_series(1, 10) AS n;
        INSERT INTO support_etl.merchant_integrations (merchant_id, type, api_key, config, is_active, created_at) VALUES
            (1, 'freshdesk', 'enc:9f86d081884c7d659a2f', '{"domain": "alpha"}', true, now() - interval '9 days'),
            (1, 'shopify', 'enc:2c26b46b68ffc68ff99b', '{"shop": {"name": "alpha"}}', true, now() - interval '9 days'),
            (2, 'shopify', NULL, '{}', false, now() - interval '9 days'), (3, 'shopify', 'enc:x', '{}', true, now());
        INSERT INTO support_etl.sync_metadata (merchant_id, resource_type, sync_status, last_sync_at) VALUES
            (1, 'freshdesk_tickets', 'success', now()), (1, 'freshdesk_conversations', 'in_progress', now()),
            (1, 'shopify_customers', 'success', now() - interval '23 hours'), (2, 'shopify_customers', 'success', '2020-01-01'),
            (3, 'shopify_customers', 'success', '2020-01-01');
        """

    private func failures(_ settings: ConnectionSettings) async throws -> [String: Int] {
        let suite = try #require(SupportPlatform.checks.first { $0.database.name == "supabase" })
        let own = try suite.compiled().filter { $0.id.rawValue.contains("support_etl.") }
        #expect(own.count > 25)
        let report = try await CheckRunner(settings, options: CheckOptions(allowsSuperuser: true)).run(own, database: "supabase")
        var failures: [String: Int] = [:]
        for result in report.results where result.outcome != .passed {
            failures[result.id.rawValue] = result.failingRows ?? -1
        }
        return failures
    }

    private static let t = "support_etl.etl_freshdesk_tickets"
    private static let c = "support_etl.etl_shopify_customers"
    private static let s = "support_etl.sync_metadata"
    private static let i = "support_etl.merchant_integrations"
    private static func set(_ table: String, _ json: String, _ rows: String) -> String {
        "UPDATE \(table) SET data = data || '\(json)' WHERE data ->> 'id' IN (\(rows))"
    }

    /// In the rows.
    static let faults: [(String, [String: Int])] = [
        ("SELECT", [:]),
        ("UPDATE \(t) SET data = data - 'subject' WHERE data ->> 'id' IN ('1', '2')", ["\(t).data.freshdesk_ticket": 2]),
        (set(t, #"{"created_at": "soon", "subject": " "}"#, "'3'"), ["\(t).data.freshdesk_ticket": 1]),
        (set(t, #"{"created_at": "2025-02-30T00:00:00Z"}"#, "'3', '4', '5'"), ["\(t).data.freshdesk_ticket": 3]),
        (set(t, #"{"tags": "a, b"}"#, "'3'"), ["\(t).data.freshdesk_ticket": 1]),
        (set(t, #"{"status": 12}"#, "'1', '2', '3'"), ["\(t).data.status_known": 3]),
        (
            "UPDATE \(t) SET data = data - 'status' - 'priority' WHERE data ->> 'id' = '1'",
            ["\(t).data.status_known": 1, "\(t).data.priority_known": 1]
        ),
        (set(t, #"{"priority": "asap"}"#, "'1'"), ["\(t).data.priority_known": 1]),
        (set(t, #"{"conversations": {"id": 1}}"#, "'1', '2'"), ["\(t).data.conversations": 2]),
        (set(t, #"{"updated_at": "2025-01-14T00:00:00Z"}"#, "'1', '2'"), ["\(t).data.dates_in_order": 2]),
        (set(t, #"{"stats": {"resolved_at": "2025-01-15T10:29:59Z"}}"#, "'1'"), ["\(t).data.dates_in_order": 1]),
        (
            "UPDATE \(t) SET freshdesk_ticket_id = 'x' || freshdesk_ticket_id WHERE data ->> 'id' IN ('1', '2')",
            ["\(t).data.id_matches": 2]
        ),
        (
            "UPDATE \(t) SET data = data - 'conversations', created_at = now() - interval '25 hours' WHERE data ->> 'id' IN ('1', '2', '3'); "
                + "UPDATE \(t) SET data = data - 'conversations' WHERE data ->> 'id' = '4'", ["\(t).conversations_fetched": 3]
        ),
        ("UPDATE \(t) SET merchant_id = 3 WHERE data ->> 'id' IN ('1', '2')", ["\(t).of_test_merchants": 2]),
        ("UPDATE \(c) SET merchant_id = 3 WHERE data ->> 'id' = '1'", ["\(c).of_test_merchants": 1]),
        (set(c, #"{"orders_count": "5"}"#, "'1', '2'"), ["\(c).data.shopify_customer": 2]),
        (set(c, #"{"orders_count": -1}"#, "'1'"), ["\(c).data.shopify_customer": 1]),
        (set(c, #"{"email": "nobody"}"#, "'1', '2'"), ["\(c).data.email": 2]),
        (set(c, #"{"email": 5}"#, "'1'"), ["\(c).data.email": 1]),
        (set(c, #"{"tags": {"a": 1}}"#, "'1'"), ["\(c).data.tags": 1]),
        (set(c, #"{"id": 77}"#, "'1'"), ["\(c).data.id_matches": 1]),
        (
            "UPDATE \(s) SET sync_status = 'failed', error_message = 'HTTP 429' WHERE resource_type = 'freshdesk_tickets'",
            ["\(s).failed": 1]
        ),
        (
            "UPDATE \(s) SET sync_status = 'failed', error_message = ' ' WHERE resource_type = 'freshdesk_tickets'",
            ["\(s).failed": 1, "\(s).failure_explained": 1]
        ),
        (
            "UPDATE \(s) SET sync_status = 'failed', error_message = 'GET https://u:enc:2c26b46b68ffc68ff99b@x' WHERE resource_type = 'freshdesk_tickets'",
            ["\(s).failed": 1, "\(s).no_key_in_message": 1]
        ),
        (
            "ALTER TABLE \(s) DISABLE TRIGGER USER; UPDATE \(s) SET updated_at = now() - interval '3 hours' WHERE merchant_id = 1",
            ["\(s).stuck": 1]
        ),
        ("UPDATE \(s) SET last_sync_at = now() - interval '25 hours' WHERE merchant_id = 1", ["\(s).fresh": 3]),
        (
            "UPDATE \(s) SET last_sync_at = NULL WHERE resource_type = 'freshdesk_tickets'",
            ["\(s).fresh": 1, "\(s).success_dated": 1]
        ),
        ("DELETE FROM \(s) WHERE resource_type LIKE 'freshdesk%'", ["\(i).synchronised": 2]),
        ("UPDATE \(i) SET api_key = ' ' WHERE merchant_id = 1", ["\(i).active_has_key": 2]),
        ("UPDATE \(i) SET api_key = 'abcdefghij0123456789' WHERE type = 'freshdesk'", ["\(i).key_encrypted": 1]),
        ("UPDATE \(i) SET api_key = 'shpat_0123456789abcdef0123456789abcdef' WHERE type = 'shopify'", ["\(i).key_encrypted": 3]),
        (
            #"UPDATE \#(i) SET config = '{"a": [{"API-Key": 1, "apiKey": "x"}]}' WHERE type = 'freshdesk'"#,
            ["\(i).no_secret_in_config": 1]
        ),
        (#"UPDATE \#(i) SET config = '{"Token": "x"}' WHERE merchant_id = 1"#, ["\(i).no_secret_in_config": 2]),
    ]

    /// In the catalog, with what puts it right again.
    static let catalogFaults: [(String, undo: String, [String: Int])] = [
        (
            "DROP INDEX support_etl.idx_freshdesk_tickets_data_gin",
            undo: "CREATE INDEX idx_freshdesk_tickets_data_gin ON \(t) USING gin (data)",
            ["catalog.support_etl.etl_freshdesk_tickets.data.gin": 1]
        ),
        (
            "DROP INDEX support_etl.idx_sync_metadata_merchant_id; ALTER TABLE \(s) DROP CONSTRAINT sync_metadata_merchant_id_resource_type_key",
            undo:
                "ALTER TABLE \(s) ADD CONSTRAINT sync_metadata_merchant_id_resource_type_key UNIQUE (merchant_id, resource_type)",
            ["catalog.support_etl.foreign_keys_indexed": 1]
        ),
        (
            "ALTER TABLE \(t) DISABLE ROW LEVEL SECURITY", undo: "ALTER TABLE \(t) ENABLE ROW LEVEL SECURITY",
            ["catalog.support_etl.row_security": 1]
        ),
        (
            "GRANT SELECT (api_key) ON \(i) TO authenticated", undo: "REVOKE SELECT (api_key) ON \(i) FROM authenticated",
            ["catalog.support_etl.keys_out_of_reach": 1]
        ),
        (
            "GRANT SELECT, UPDATE ON \(i) TO service_role", undo: "REVOKE SELECT, UPDATE ON \(i) FROM service_role",
            ["catalog.support_etl.keys_out_of_reach": 2]
        ),
    ]

    @Test func plantedFaultsAreCountedExactly() async throws {
        try await SupportETLDatabase.open { (connection, settings) async throws in
            for (fault, expected) in Self.faults {
                try await connection.run(
                    script: """
                        ALTER TABLE \(Self.s) ENABLE TRIGGER USER;
                        TRUNCATE support_etl.merchants RESTART IDENTITY CASCADE; \(Self.good) \(fault)
                        """)
                #expect(try await failures(settings) == expected, "\(fault)")
            }
            try await connection.run(script: "TRUNCATE support_etl.merchants RESTART IDENTITY CASCADE; \(Self.good)")
            for (fault, undo, expected) in Self.catalogFaults {
                try await connection.run(script: fault)
                #expect(try await failures(settings) == expected, "\(fault)")
                try await connection.run(script: undo)
            }
        }
    }

    /// psql shows what a check's own file says; no column of it may be a key.
    @Test func noCheckShowsAKey() throws {
        let suite = try #require(SupportPlatform.checks.first { $0.database.name == "supabase" })
        for check in try suite.compiled() where check.id.rawValue.hasPrefix("support_etl.merchant_integrations") {
            let selected = check.fileText.split(separator: "FROM", maxSplits: 1).first ?? ""
            #expect(!selected.contains("SELECT api_key") && !selected.contains(", api_key"))
        }
    }
}
