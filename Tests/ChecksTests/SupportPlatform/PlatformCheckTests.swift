import Checks
import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

/// Every declared check of the platform passes on good rows and finds what is planted, exactly.
@Suite struct PlatformCheckTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let kind: Platform.Kind
        let sql: String
        /// Every check that must not pass then, with its failing rows; no other may fail.
        let failures: [String: Int]

        init(_ kind: Platform.Kind, _ sql: String, _ failures: [String: Int]) {
            self.kind = kind
            self.sql = sql
            self.failures = failures
        }

        var testDescription: String { "\(kind.rawValue): \(failures.keys.sorted().joined(separator: ", "))" }
    }

    /// What the document's own tables leave without an index, and the document asks to be indexed.
    static let unindexed = ["catalog.chatwoot.foreign_keys_indexed": 4]

    @Test(arguments: Platform.Kind.allCases)
    func goodRowsPass(_ kind: Platform.Kind) async throws {
        try await Platform.open(kind) { live in
            let report = try await live.run()
            let failures = try await live.failures()
            #expect(failures.filter { Self.unindexed[$0.key] == nil } == [:])
            #expect(report.verdict == .passed)
            #expect(!report.results.contains { if case .skipped = $0.outcome { true } else { false } })
        }
    }

    private static let c = "analytics.conversation_analytics"

    static let analytics: [Fault] = [
        Fault(
            .supabase,
            "UPDATE \(c) SET chatwoot_conversation_id = -chatwoot_conversation_id WHERE chatwoot_conversation_id IN (1, 2)",
            ["\(c).chatwoot_conversation_id.positive": 2]),
        Fault(
            .supabase,
            """
            UPDATE \(c) SET customer_email = 'not an address' WHERE chatwoot_conversation_id IN (3, 4, 5);
            INSERT INTO analytics.customer_interaction_history (customer_email, chatwoot_conversation_id, interaction_type,
            interaction_date) VALUES ('not an address', 3, 'inquiry', now())
            """, ["\(c).customer_email.format": 3]),
        Fault(
            .supabase,
            "ALTER TABLE \(c) DROP CONSTRAINT conversation_analytics_status_check; UPDATE \(c) SET status = 'archived' WHERE chatwoot_conversation_id = 6",
            ["\(c).status.one_of": 1]),
        Fault(
            .supabase,
            """
            ALTER TABLE \(c) DROP CONSTRAINT conversation_analytics_status_check;
            UPDATE \(c) SET status = 'archived' WHERE chatwoot_conversation_id = 6;
            ALTER TABLE \(c) ADD CONSTRAINT conversation_analytics_status_check CHECK (status IN ('open', 'pending', 'resolved')) NOT VALID
            """, ["\(c).status.one_of": 1, "catalog.analytics.constraints_validated": 1]),
        Fault(
            .supabase, "UPDATE \(c) SET draft_confidence_score = 101 WHERE chatwoot_conversation_id IN (1, 2, 3, 4)",
            ["\(c).draft_confidence_score.range": 4]),
        Fault(
            .supabase, "UPDATE \(c) SET customer_email = NULL WHERE chatwoot_conversation_id IN (1, 2)",
            ["\(c).customer_email.not_null": 2, "\(c).customer_email.format": 2, "\(c).customer_email.references": 2]),
        Fault(
            .supabase,
            """
            UPDATE \(c) SET created_at = updated_at + interval '1 hour', resolved_at = NULL WHERE chatwoot_conversation_id = 1;
            UPDATE \(c) SET resolved_at = created_at - interval '1 second' WHERE chatwoot_conversation_id IN (2, 3)
            """, ["\(c).dates_in_order": 3]),
        Fault(
            .supabase, "DELETE FROM analytics.customer_interaction_history WHERE chatwoot_conversation_id IN (7, 8)",
            ["\(c).customer_email.references": 2]),
        Fault(.supabase, "UPDATE \(c) SET synced_at = now() - interval '11 minutes'", ["\(c).synced_at.freshness": 1]),
        Fault(
            .supabase, "DELETE FROM analytics.customer_interaction_history; DELETE FROM \(c)", ["\(c).synced_at.freshness": 1]),
        Fault(
            .supabase,
            """
            UPDATE \(c) SET category = 'orders', sentiment = 'sad', urgency = 'asap', customer_segment = 'VIP',
                custom_attributes = '{"order_number": 17, "lifetime_value": -1}' WHERE chatwoot_conversation_id < 4
            """,
            [
                "\(c).category.one_of": 3, "\(c).sentiment.one_of": 3, "\(c).urgency.one_of": 3,
                "\(c).customer_segment.one_of": 3, "\(c).custom_attributes.order": 3,
                "\(c).custom_attributes.lifetime_value": 3,
            ]),
        Fault(
            .supabase,
            """
            UPDATE \(c) SET created_at = now() - interval '4 years', updated_at = now() - interval '3 years',
                resolved_at = now() - interval '3 years' WHERE status = 'resolved' AND chatwoot_conversation_id < 6;
            UPDATE analytics.customer_interaction_history SET interaction_date = now() - interval '4 years'
            WHERE chatwoot_conversation_id < 6;
            INSERT INTO analytics.agent_performance_metrics (chatwoot_agent_id, agent_name, date)
            VALUES (1, 'A', current_date - 400), (1, 'A', current_date - 300);
            INSERT INTO analytics.support_knowledge_gaps (customer_question, gap_filled, last_seen_at)
            VALUES ('a', true, now() - interval '1 year'), ('b', true, now()), ('c', false, now() - interval '1 year');
            INSERT INTO analytics.raw_webhook_logs (event, payload, received_at)
            VALUES ('message_created', '{}', now() - interval '34 days'), ('message_created', '{}', now() - interval '29 days');
            INSERT INTO analytics.conversation_analytics_archive (id, chatwoot_conversation_id, chatwoot_inbox_id,
                chatwoot_account_id, status, created_at, updated_at, synced_at)
            VALUES (gen_random_uuid(), 1, 1, 1, 'open', now(), now(), now())
            """,
            [
                "\(c).retention": 2, "analytics.customer_interaction_history.retention": 5,
                "analytics.agent_performance_metrics.retention": 1, "analytics.support_knowledge_gaps.retention": 1,
                "analytics.raw_webhook_logs.retention": 1, "analytics.conversation_analytics_archive.retention": 1,
            ]),
        Fault(
            .supabase,
            "UPDATE \(c) SET custom_attributes = ('[{}, 1]'::jsonb) WHERE chatwoot_conversation_id IN (9, 10)",
            ["\(c).custom_attributes.object": 2]),
        Fault(
            .supabase,
            """
            INSERT INTO analytics.agent_performance_metrics (chatwoot_agent_id, agent_name, date, csat_avg,
                first_contact_resolution_rate, conversations_handled, idle_time_minutes)
            VALUES (1, 'A', current_date - 1, 1, 0, 0, NULL), (2, 'A', current_date - 1, 5, 100, 3, 0),
                (3, 'A', current_date - 1, 0.99, 100.01, -1, NULL), (4, 'A', current_date - 1, -9.99, 999.99, 1, -5),
                (5, 'A', current_date - 1, 5.01, -0.01, 1, 1), (6, 'A', current_date - 1, NULL, NULL, NULL, -1),
                (7, 'A', current_date + 3, NULL, NULL, 1, NULL), (8, 'A', '2130-01-01', NULL, NULL, 1, NULL)
            """,
            [
                "analytics.agent_performance_metrics.csat_avg.range": 3,
                "analytics.agent_performance_metrics.first_contact_resolution_rate.range": 3,
                "analytics.agent_performance_metrics.counts_not_negative": 3,
                "analytics.agent_performance_metrics.date.not_future": 2,
            ]),
        Fault(
            .supabase, "DROP INDEX analytics.idx_interaction_conversation_id", ["catalog.analytics.foreign_keys_indexed": 1]),
    ]

    private static let d = "knowledge.documents"

    static let knowledge: [Fault] = [
        Fault(
            .supabase,
            """
            UPDATE \(d) SET metadata = metadata - 'location' WHERE id = 1;
            UPDATE \(d) SET metadata = metadata || '{"duration_months": "six"}' WHERE id = 2
            """, ["\(d).metadata.vacancy": 2]),
        Fault(.supabase, "UPDATE \(d) SET metadata = '{\"section\": 5}' WHERE id = 3", ["\(d).metadata.policy": 1]),
        Fault(.supabase, "UPDATE \(d) SET metadata = NULL WHERE id = 4", ["\(d).metadata.product": 1]),
        Fault(
            .supabase, "DROP INDEX knowledge.idx_documents_embedding", ["catalog.knowledge.documents.embedding.ivfflat": 1]),
        Fault(
            .supabase, "DROP INDEX knowledge.idx_documents_embedding_hnsw", ["catalog.knowledge.documents.embedding.hnsw": 1]),
        Fault(.supabase, "DROP INDEX knowledge.idx_documents_metadata", ["catalog.knowledge.documents.metadata.gin": 1]),
        Fault(
            .supabase, "DROP FUNCTION knowledge.match_documents", ["catalog.knowledge.match_documents.exists": 1]),
        Fault(
            .supabase,
            """
            DROP INDEX knowledge.idx_documents_embedding; ALTER TABLE \(d) ALTER embedding TYPE extensions.vector(3)
            USING '[1,2,3]'; CREATE INDEX ON \(d) USING ivfflat (embedding extensions.vector_cosine_ops) WITH (lists = 7)
            """, ["catalog.knowledge.documents.embedding.type": 1, "catalog.knowledge.documents.embedding.lists": 1]),
        Fault(
            .supabase,
            "DROP POLICY \"Allow read access to authenticated users\" ON \(d)", ["catalog.knowledge.documents.row_security": 1]),
        Fault(
            .supabase,
            "ALTER TABLE \(d) DISABLE ROW LEVEL SECURITY; DROP POLICY \"Allow insert/update for service role\" ON \(d)",
            // The table, and the policy that is left on it.
            ["catalog.knowledge.documents.row_security": 2, "catalog.access.closed": 2]),
        Fault(
            .supabase, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'knowledge.idx_documents_metadata'::regclass",
            ["catalog.knowledge.indexes_valid": 1, "catalog.knowledge.documents.metadata.gin": 1]),
    ]

    /// What lets strangers in, of whatever module.
    static let access: [Fault] = [
        Fault(.supabase, "ALTER TABLE widget.chat DISABLE ROW LEVEL SECURITY", ["catalog.access.closed": 1]),
        Fault(.supabase, "CREATE TABLE analytics.forgotten (id integer)", ["catalog.access.closed": 1]),
        Fault(
            .supabase,
            """
            CREATE POLICY a ON analytics.sync_requests USING (true); CREATE POLICY b ON analytics.sync_requests TO anon
                USING (false) WITH CHECK (true);
            CREATE POLICY c ON analytics.sync_requests TO anon USING (id = 1);
            CREATE POLICY d ON analytics.sync_requests AS RESTRICTIVE TO anon USING (true);
            CREATE POLICY e ON analytics.sync_requests TO authenticated, service_role USING (true)
            """, ["catalog.access.closed": 2]),
        Fault(
            .supabase,
            """
            CREATE VIEW analytics.leak AS SELECT * FROM analytics.sync_requests; GRANT SELECT ON analytics.leak TO anon;
            CREATE VIEW analytics.kept AS SELECT * FROM analytics.sync_requests;
            CREATE VIEW analytics.asker WITH (security_invoker) AS SELECT * FROM analytics.sync_requests;
            GRANT SELECT ON analytics.asker, analytics.daily_support_summary TO authenticated
            """, ["catalog.access.closed": 2]),
    ]

    @Test func ofEverySchemaThatIsOurs() throws {
        let declared = try SupportPlatform.supabase.declared()
        let check = try #require(
            try SupportPlatform.checks.flatMap { try $0.compiled() }.first { $0.id == "catalog.access.closed" })
        for schema in declared.scope.schemas { #expect(check.query.contains("'\(schema)'"), "\(schema)") }
        #expect(!declared.scope.schemas.isEmpty)
    }

    private static let shapes: [(String, [String: Int])] = [
        (
            """
            UPDATE public.contacts SET custom_attributes = custom_attributes || '{"qualification_score": "high"}' WHERE id = 1;
            UPDATE public.contacts SET custom_attributes = custom_attributes || '{"follower_count": 2147483648}' WHERE id = 4
            """, ["public.contacts.custom_attributes.recruitment": 2]
        ),
        (
            """
            UPDATE public.contacts SET custom_attributes = custom_attributes - 'job_type_preference' WHERE id = 1;
            UPDATE public.contacts SET custom_attributes = custom_attributes || '{"budget_min": 95000}' WHERE id = 4
            """, ["public.contacts.custom_attributes.recruitment": 2]
        ),
        (
            "UPDATE public.contacts SET custom_attributes = custom_attributes || '{\"total_spent\": \"450\"}' WHERE id IN (2, 6)",
            ["public.contacts.custom_attributes.ecommerce": 2]
        ),
        (
            "UPDATE public.contacts SET custom_attributes = custom_attributes || '{\"meeting_date\": \"soon\"}' WHERE id = 3",
            ["public.contacts.custom_attributes.business_setup": 1]
        ),
        (
            "DROP INDEX public.idx_contacts_custom_attributes, public.idx_contacts_lead_source",
            [
                "catalog.chatwoot.contacts.custom_attributes.gin": 1,
                "catalog.chatwoot.contacts.custom_attributes.entries_indexed": 1,
            ]
        ),
    ]

    static let chatwoot: [Fault] =
        [Platform.Kind.document, .application].flatMap { kind in shapes.map { Fault(kind, $0.0, $0.1) } } + [
            Fault(
                .document,
                """
                ALTER TABLE public.conversations DROP CONSTRAINT conversations_status_check;
                UPDATE public.conversations SET status = 'closed' WHERE id = 1; UPDATE public.conversations SET status = '0' WHERE id = 2
                """, ["public.conversations.status.one_of": 2, "catalog.chatwoot.conversations.status.closed_set": 1]),
            Fault(
                .document,
                """
                ALTER TABLE public.messages DROP CONSTRAINT messages_message_type_check;
                ALTER TABLE public.messages ADD CONSTRAINT messages_message_type_check
                CHECK (message_type IN ('incoming', 'outgoing', 'activity', 'template', 'other'))
                """,
                [
                    "catalog.chatwoot.messages.message_type.closed_set": 1,
                    "catalog.agreement.chatwoot_message_in_metrics.source": 1,
                    "catalog.agreement.chatwoot_message_in_widget.source": 1,
                ]),
            Fault(
                .document,
                "ALTER TABLE public.contact_labels DROP CONSTRAINT unique_contact_label, DROP CONSTRAINT contact_labels_label_id_fkey",
                ["catalog.chatwoot.contact_labels.relationship": 2]),
            Fault(
                .document, "DROP TABLE public.contact_labels", ["catalog.chatwoot.contact_labels.relationship": 1]),
            Fault(
                .document, "DROP TABLE public.contact_labels; DROP TABLE public.labels",
                [
                    "catalog.chatwoot.contact_labels.relationship": 1, "catalog.chatwoot.labels.title.type": 1,
                ]),
            Fault(
                .application,
                "UPDATE public.conversations SET status = 4 WHERE id = 1; UPDATE public.messages SET message_type = -1 WHERE id < 3",
                ["public.conversations.status.one_of": 1, "public.messages.message_type.one_of": 2]),
        ]

    @Test(arguments: analytics + knowledge + access + chatwoot)
    func plantedFaultsAreCountedExactly(_ fault: Fault) async throws {
        try await Platform.open(fault.kind) { live in
            try await live.plant(fault.sql)
            let failures = try await live.failures().filter { Self.unindexed[$0.key] == nil }
            #expect(failures == fault.failures)
        }
    }

    @Test func theFilesOfAllChecksRunUnderPsqlToo() async throws {
        for kind in Platform.Kind.allCases {
            try await Platform.open(kind) { live in
                for suite in SupportPlatform.checks where suite.database.name == kind.database {
                    for check in try suite.compiled() { try await live.connection.query(check.fileText) }
                }
            }
        }
    }
}
