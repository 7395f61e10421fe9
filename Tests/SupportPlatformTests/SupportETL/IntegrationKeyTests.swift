import PostgresClient
import Testing

/// Who may see what of the module; above all, that no role sees a key.
@Suite struct IntegrationKeyTests {
    private static let key = "s3cr3t-k3y-of-merchant-1"
    private static let rows = """
        INSERT INTO support_etl.merchant_integrations (merchant_id, type, api_key, config)
        VALUES (1, 'freshdesk', '\(key)', '{"domain": "alpha"}'), (2, 'shopify', 'other-key', '{}');
        """
    private static let roles = ["anon", "authenticated", "service_role", "authenticator"]

    private func open(_ body: (PostgresConnection, ConnectionSettings) async throws -> Void) async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, settings) async throws in
            try await connection.run(script: Self.rows)
            try await body(connection, settings)
        }
    }

    @Test(arguments: roles)
    func noRoleReadsOrWritesTheKey(role: String) async throws {
        try await open { (connection, _) async throws in
            for statement in [
                "SELECT api_key FROM support_etl.merchant_integrations", "SELECT * FROM support_etl.merchant_integrations",
                "SELECT i FROM support_etl.merchant_integrations i",
                "SELECT to_jsonb(i) FROM support_etl.merchant_integrations i",
                "SELECT 1 FROM support_etl.merchant_integrations WHERE api_key LIKE 's%'",
                "SELECT 1 FROM support_etl.merchant_integrations ORDER BY api_key",
                "UPDATE support_etl.merchant_integrations SET is_active = false RETURNING api_key",
                "UPDATE support_etl.merchant_integrations SET api_key = 'x'",
                "UPDATE support_etl.merchant_integrations SET config = jsonb_build_object('k', api_key)",
                "INSERT INTO support_etl.merchant_integrations (merchant_id, type, api_key) VALUES (1, 'shopify', 'x')",
                "DELETE FROM support_etl.merchant_integrations WHERE api_key = 'x'", "TABLE support_etl.merchant_integrations",
                "COPY support_etl.merchant_integrations TO STDOUT",
                "CREATE TEMP VIEW v AS SELECT api_key FROM support_etl.merchant_integrations; SELECT * FROM v",
            ] {
                #expect(try await connection.refusal(of: role, statement) == "42501", "\(role): \(statement)")
            }
            for privilege in ["SELECT", "INSERT", "UPDATE", "REFERENCES"] {
                #expect(
                    try await connection.text(
                        "SELECT has_column_privilege('\(role)', 'support_etl.merchant_integrations', 'api_key', '\(privilege)')")
                        == "f")
            }
        }
    }

    @Test func theTablesOwnGrants() async throws {
        try await open { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT DISTINCT grantee || ' ' || privilege_type FROM information_schema.column_privileges
                    WHERE table_schema = 'support_etl' AND table_name = 'merchant_integrations' AND column_name = 'api_key'
                      AND grantee <> 'postgres'
                    """) == [])
            #expect(
                try await connection.texts(
                    """
                    SELECT table_name || ' ' || grantee || ' ' || string_agg(privilege_type, ',' ORDER BY privilege_type)
                    FROM information_schema.table_privileges WHERE table_schema = 'support_etl' AND grantee <> 'postgres'
                    GROUP BY table_name, grantee ORDER BY 1
                    """) == [
                        "current_queue_status service_role SELECT",
                        "etl_freshdesk_tickets service_role DELETE,INSERT,SELECT,UPDATE",
                        "etl_shopify_customers service_role DELETE,INSERT,SELECT,UPDATE",
                        "integration_overview authenticated SELECT", "integration_overview service_role SELECT",
                        "merchant_integrations service_role DELETE", "merchants service_role DELETE,INSERT,SELECT,UPDATE",
                        "sync_metadata service_role DELETE,INSERT,SELECT,UPDATE",
                    ])
        }
    }

    @Test func theSynchronisationReadsAndWritesKeysByTwoFunctions() async throws {
        try await open { (connection, _) async throws in
            try await connection.run(script: "SET ROLE service_role")
            let read = "SELECT support_etl.integration_api_key(1, 'freshdesk')"
            #expect(try await connection.text(read) == Self.key)
            try await connection.run(script: "SELECT support_etl.set_integration_api_key(1, 'freshdesk', 'new')")
            #expect(try await connection.text(read) == "new")
            try await connection.run(
                script: "UPDATE support_etl.merchant_integrations SET is_active = false WHERE merchant_id = 1")
            #expect(try await connection.text(read) == nil)
            #expect(try await connection.text("SELECT support_etl.integration_api_key(1, 'shopify')") == nil)
            #expect(try await connection.text("SELECT support_etl.integration_api_key(NULL, NULL)") == nil)
            try await connection.run(script: "SELECT support_etl.set_integration_api_key(1, 'freshdesk', NULL)")
            try await connection.run(
                script: "INSERT INTO support_etl.merchant_integrations (merchant_id, type) VALUES (1, 'shopify')")
            try await connection.run(script: "RESET ROLE")
            #expect(
                try await connection.text("SELECT count(*) FROM support_etl.merchant_integrations WHERE api_key IS NULL") == "2")
            #expect(
                try await connection.refusal(of: "service_role", "SELECT support_etl.set_integration_api_key(9, 'shopify', 'x')")
                    == "P0002")
            for role in ["anon", "authenticated", "authenticator"] {
                for call in ["integration_api_key(1, 'freshdesk')", "set_integration_api_key(1, 'freshdesk', 'x')"] {
                    #expect(try await connection.refusal(of: role, "SELECT support_etl.\(call)") == "42501", "\(role) \(call)")
                }
            }
        }
    }

    /// The server writes the failing row into its message, and with it into its log: all columns that the role may see.
    @Test func noMessageOfTheServerHasTheKey() async throws {
        try await open { (connection, _) async throws in
            for statement in [
                "UPDATE support_etl.merchant_integrations SET type = 'zendesk' WHERE merchant_id = 1",
                "UPDATE support_etl.merchant_integrations SET config = '[]' WHERE merchant_id = 1",
                "UPDATE support_etl.merchant_integrations SET merchant_id = NULL WHERE merchant_id = 1",
                "SELECT support_etl.set_integration_api_key(9, 'freshdesk', '\(Self.key)')",
            ] {
                do {
                    try await connection.as("service_role", statement)
                    Issue.record("not refused: \(statement)")
                } catch let error as PostgresError {
                    let everything = [error.description, error.debugDescription, String(reflecting: error.server)].joined()
                    let said = everything.replacing(statement, with: "")
                    #expect(!said.contains(Self.key), "\(statement)")
                }
            }
        }
    }

    @Test func membersSeeTheirMerchantsIntegrationsWithoutTheKey() async throws {
        try await open { (connection, _) async throws in
            func seen(_ claims: String) async throws -> [String] {
                try await connection.run(
                    script: "BEGIN; SET LOCAL ROLE authenticated; SET LOCAL request.jwt.claims = '\(claims)'")
                let rows = try await connection.texts(
                    "SELECT merchant_id || ' ' || type FROM support_etl.integration_overview ORDER BY 1")
                let same = try await connection.texts(
                    "SELECT merchant_id || ' ' || type FROM support_etl.merchant_integrations ORDER BY 1")
                try await connection.run(script: "ROLLBACK")
                #expect(rows == same)
                return rows
            }
            #expect(try await seen(#"{"app_metadata": {"merchant_ids": [1]}}"#) == ["1 freshdesk"])
            #expect(try await seen(#"{"app_metadata": {"merchant_ids": [1, 2]}}"#) == ["1 freshdesk", "2 shopify"])
            for claims in [
                "", "{}", #"{"app_metadata": {}}"#, #"{"app_metadata": {"merchant_ids": []}}"#,
                #"{"app_metadata": {"merchant_ids": ["1"]}}"#, #"{"app_metadata": {"merchant_ids": null}}"#,
                #"{"user_metadata": {"merchant_ids": [1]}}"#, #"{"merchant_ids": [1]}"#,
            ] {
                #expect(try await seen(claims) == [], "\(claims)")
            }
            #expect(
                try await connection.refusal(of: "authenticated", "SELECT config FROM support_etl.merchant_integrations")
                    == "42501")
        }
    }

    private static let relations = [
        "merchants", "etl_shopify_customers", "etl_freshdesk_tickets", "sync_metadata", "merchant_integrations",
        "current_queue_status", "integration_overview",
    ]

    @Test func nobodyButTheServiceRoleSeesAnythingElse() async throws {
        try await open { (connection, _) async throws in
            for relation in Self.relations {
                #expect(try await connection.refusal(of: "anon", "SELECT FROM support_etl.\(relation)") == "42501")
                for role in ["anon", "authenticated"] where relation != "current_queue_status" {
                    #expect(try await connection.refusal(of: role, "DELETE FROM support_etl.\(relation)") == "42501")
                }
                if relation != "integration_overview", relation != "merchant_integrations" {
                    #expect(try await connection.refusal(of: "authenticated", "SELECT FROM support_etl.\(relation)") == "42501")
                }
                #expect(try await connection.refusal(of: "service_role", "SELECT FROM support_etl.\(relation)") == nil)
            }
            #expect(
                try await connection.texts(
                    """
                    SELECT r || ' ' || p.proname FROM pg_proc p, unnest(ARRAY['anon', 'authenticated']) r
                    WHERE p.pronamespace = 'support_etl'::regnamespace AND has_function_privilege(r, p.oid, 'EXECUTE')
                    """) == [])
            // Whoever is given a privilege by mistake still meets row-level security.
            try await connection.run(script: "GRANT SELECT ON ALL TABLES IN SCHEMA support_etl TO authenticated")
            try await connection.run(script: "BEGIN; SET LOCAL ROLE authenticated")
            for table in [
                "merchants", "etl_shopify_customers", "etl_freshdesk_tickets", "sync_metadata", "merchant_integrations",
            ] {
                #expect(try await connection.text("SELECT count(*) FROM support_etl.\(table)") == "0", "\(table)")
            }
            try await connection.run(script: "ROLLBACK")
        }
    }
}
