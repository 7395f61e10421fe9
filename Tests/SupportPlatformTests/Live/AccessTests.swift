import Foundation
import PlumblineTesting
import PostgresClient
import Testing

/// What each of the platform's roles may do.
@Suite struct AccessTests {
    private static let document = "INSERT INTO knowledge.documents (content) VALUES ('text')"
    private static let conversation = """
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status,
            created_at, updated_at) VALUES (1, 1, 1, 'open', now(), now())
        """
    private static let relations = [
        "conversation_analytics", "conversation_analytics_archive", "agent_performance_metrics", "customer_interaction_history",
        "support_knowledge_gaps", "raw_webhook_logs", "sync_requests", "agent_sdk_performance_dashboard",
        "customer_support_health", "daily_support_summary",
    ]

    @Test func anonSeesNothing() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            #expect(try await connection.refusal(of: "anon", "SELECT FROM knowledge.documents") == "42501")
            for relation in Self.relations {
                #expect(try await connection.refusal(of: "anon", "SELECT FROM analytics.\(relation)") == "42501")
            }
        }
    }

    @Test func authenticatedReadsDocumentsThroughThePolicyAndNothingElse() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            try await connection.run(script: "\(Self.document); \(Self.document)")
            #expect(try await connection.refusal(of: "authenticated", "SELECT 1 / count(*) FROM knowledge.documents") == nil)
            #expect(try await connection.refusal(of: "authenticated", Self.document) == "42501")
            #expect(try await connection.refusal(of: "authenticated", "UPDATE knowledge.documents SET title = ''") == "42501")
            #expect(try await connection.refusal(of: "authenticated", "DELETE FROM knowledge.documents") == "42501")
            for relation in Self.relations {
                #expect(try await connection.refusal(of: "authenticated", "SELECT FROM analytics.\(relation)") == "42501")
            }
            // It is the policy that lets them read, not only the privilege: without it there are no rows.
            try await connection.run(
                script: #"DROP POLICY "Allow read access to authenticated users" ON knowledge.documents"#)
            try await connection.run(script: "BEGIN")
            try await connection.run(script: "SET LOCAL ROLE authenticated")
            #expect(try await connection.text("SELECT count(*) FROM knowledge.documents") == "0")
            try await connection.run(script: "ROLLBACK")
        }
    }

    @Test func theServiceRoleWrites() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            let script = """
                \(Self.document); UPDATE knowledge.documents SET title = 't'; DELETE FROM knowledge.documents;
                \(Self.conversation) ON CONFLICT (chatwoot_conversation_id) DO UPDATE SET status = excluded.status;
                INSERT INTO analytics.agent_performance_metrics (chatwoot_agent_id, agent_name, date) VALUES (1, 'A', now());
                INSERT INTO analytics.customer_interaction_history
                    (customer_email, chatwoot_conversation_id, interaction_type, interaction_date) VALUES ('a@b.c', 1, 'inquiry', now());
                INSERT INTO analytics.support_knowledge_gaps (customer_question) VALUES ('Why?');
                DELETE FROM analytics.conversation_analytics;
                SELECT FROM analytics.agent_sdk_performance_dashboard, analytics.customer_support_health;
                SELECT FROM analytics.daily_support_summary;
                SELECT analytics.check_sync_health(), analytics.archive_old_conversations(), analytics.request_batch_sync()
                """
            #expect(try await connection.refusal(of: "service_role", script) == nil)
        }
    }

    @Test(arguments: [
        ("knowledge.match_documents(extensions.vector, float8, int, varchar, jsonb)", ["authenticated", "service_role"]),
        ("analytics.archive_old_conversations()", ["service_role"]), ("analytics.check_sync_health()", ["service_role"]),
        ("analytics.request_batch_sync()", ["service_role"]), ("analytics.apply_retention(text, integer)", ["service_role"]),
        ("analytics.check_batch_sync()", ["service_role"]), ("analytics.send_alert(text)", ["service_role"]),
        ("analytics.post_json(text, jsonb, jsonb)", ["service_role"]),
    ])
    func onlyTheDeclaredRolesExecute(function: String, roles: [String]) async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT r FROM unnest(ARRAY['anon', 'authenticated', 'service_role']) AS r
                    WHERE has_function_privilege(r, '\(function)', 'EXECUTE') ORDER BY 1
                    """) == roles)
        }
    }

    /// In a session that has not loaded pgvector, PostgreSQL does not know `ivfflat.probes`.
    @Test func aRoleThatIsNoSuperuserMakesTheSearchInAFreshSession() async throws {
        try await LivePlatform.supabase { (connection, settings) async throws in
            let role = "dba_" + (settings.database ?? "")
            try await connection.run(
                script: """
                    CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA extensions TO \(role);
                    GRANT USAGE, CREATE ON SCHEMA knowledge TO \(role);
                    ALTER FUNCTION knowledge.match_documents OWNER TO \(role)
                    """)
            let file = try String(
                contentsOf: LivePlatform.root.appending(path: "migrations/supabase/0001_initial.sql"), encoding: .utf8)
            let step = try #require(
                file.firstMatch(of: /DO \$load\$[\s\S]*?\nCREATE FUNCTION knowledge\.match_documents[\s\S]*?\$function\$;/)
            ).0
            let other = try await PostgresConnection.connect(settings.with(user: role, password: nil))
            try await other.run(script: String(step).replacing("CREATE FUNCTION", with: "CREATE OR REPLACE FUNCTION"))
            await other.close()
            try await connection.run(script: "REASSIGN OWNED BY \(role) TO postgres; DROP OWNED BY \(role); DROP ROLE \(role)")
        }
    }
}
