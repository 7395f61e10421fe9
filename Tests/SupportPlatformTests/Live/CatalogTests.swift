import PostgresClient
import Sandbox
import Testing

/// What the documents and their manifest list, looked up in the catalogs of live databases.
@Suite struct CatalogTests {
    private func columns(_ connection: PostgresConnection, _ table: String) async throws -> String? {
        try await connection.text(
            """
            SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), E'\\n' ORDER BY a.attnum)
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = '\(table)'::regclass AND a.attnum > 0 AND NOT a.attisdropped
            """)
    }

    private func constraints(_ connection: PostgresConnection, _ schemas: String) async throws -> [String] {
        try await connection.texts(
            """
            SELECT r.relname || ': ' || pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
            WHERE k.connamespace::regnamespace::text IN (\(schemas)) AND k.contype IN ('p', 'u', 'f', 'c')
            """)
    }

    private func indexes(_ connection: PostgresConnection, _ schemas: String) async throws -> [String] {
        try await connection.texts(
            """
            SELECT regexp_replace(pg_get_indexdef(x.indexrelid), '^CREATE (UNIQUE )?INDEX ', '')
            FROM pg_index x JOIN pg_class r ON r.oid = x.indexrelid
            WHERE r.relnamespace::regnamespace::text IN (\(schemas)) AND x.indisvalid
            """)
    }

    @Test func tablesOfSupabase() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            for (table, expected) in DocumentTables.supabase {
                #expect(try await columns(connection, table) == expected, "\(table)")
                #expect(
                    try await connection.text("SELECT relrowsecurity FROM pg_class WHERE oid = '\(table)'::regclass") == "t")
            }
            // The archive: what a conversation has, and when it was archived.
            let archive = try #require(try await columns(connection, "analytics.conversation_analytics_archive"))
            let names = { (text: String) in text.split(separator: "\n").map { String($0.prefix { $0 != " " }) } }
            let conversation = try #require(DocumentTables.supabase["analytics.conversation_analytics"])
            #expect(names(archive) == names(conversation) + ["archived_at"])
            let enough = try await constraints(connection, "'analytics', 'knowledge'")
            for constraint in [
                "conversation_analytics: PRIMARY KEY (id)", "conversation_analytics: UNIQUE (chatwoot_conversation_id)",
                "conversation_analytics: CHECK ((status = ANY (ARRAY['open'::text, 'pending'::text, 'resolved'::text])))",
                "conversation_analytics: CHECK ((operator_action = ANY "
                    + "(ARRAY['approve'::text, 'edit'::text, 'escalate'::text, 'reject'::text])))",
                "conversation_analytics: CHECK (((csat_rating >= 1) AND (csat_rating <= 5)))",
                "agent_performance_metrics: PRIMARY KEY (id)",
                "agent_performance_metrics: CHECK (((hour >= 0) AND (hour <= 23)))",
                "agent_performance_metrics: UNIQUE NULLS NOT DISTINCT (chatwoot_agent_id, date, hour)",
                "customer_interaction_history: PRIMARY KEY (id)",
                "customer_interaction_history: CHECK ((interaction_type = ANY "
                    + "(ARRAY['inquiry'::text, 'complaint'::text, 'follow_up'::text, 'feedback'::text])))",
                "customer_interaction_history: FOREIGN KEY (conversation_id) "
                    + "REFERENCES analytics.conversation_analytics(id) ON DELETE SET NULL",
                "support_knowledge_gaps: PRIMARY KEY (id)", "documents: PRIMARY KEY (id)",
            ] {
                #expect(enough.contains(constraint), "\(constraint)")
            }
            for category in ["policy", "product", "faq", "procedure", "vacancy", "general", "other"] {
                let refusal = try await connection.refusal(
                    of: "postgres", "INSERT INTO knowledge.documents (content, category) VALUES ('', '\(category)')")
                #expect(refusal == (category == "other" ? "23514" : nil))
            }
        }
    }

    @Test func indexesOfSupabase() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            let found = try await indexes(connection, "'analytics', 'knowledge'")
            for index in [
                "idx_status ON analytics.conversation_analytics USING btree (status)",
                "idx_created_at ON analytics.conversation_analytics USING btree (created_at DESC)",
                "idx_customer_email ON analytics.conversation_analytics USING btree (customer_email)",
                "idx_agent_sdk ON analytics.conversation_analytics USING btree (agent_sdk_used) WHERE (agent_sdk_used = true)",
                "idx_category ON analytics.conversation_analytics USING btree (category, subcategory)",
                "idx_conv_created_status ON analytics.conversation_analytics USING btree (created_at DESC, status)",
                "idx_conv_agent_sdk_created ON analytics.conversation_analytics USING btree (created_at DESC) "
                    + "WHERE (agent_sdk_used = true)",
                "idx_conv_customer_email_date ON analytics.conversation_analytics USING btree (customer_email, created_at DESC)",
                "idx_conv_unresolved ON analytics.conversation_analytics USING btree (created_at DESC) "
                    + "WHERE (status = ANY (ARRAY['open'::text, 'pending'::text]))",
                "idx_agent_date ON analytics.agent_performance_metrics USING btree (chatwoot_agent_id, date DESC)",
                "idx_date ON analytics.agent_performance_metrics USING btree (date DESC)",
                "idx_interaction_customer_email ON analytics.customer_interaction_history USING btree (customer_email)",
                "idx_interaction_date ON analytics.customer_interaction_history USING btree (interaction_date DESC)",
                "idx_resolved ON analytics.customer_interaction_history USING btree (resolved)",
                "idx_interaction_conversation_id ON analytics.customer_interaction_history USING btree (conversation_id)",
                "idx_gap_filled ON analytics.support_knowledge_gaps USING btree (gap_filled) WHERE (gap_filled = false)",
                "idx_occurrence_count ON analytics.support_knowledge_gaps USING btree (occurrence_count DESC)",
                "idx_documents_category ON knowledge.documents USING btree (category)",
                "idx_documents_is_active ON knowledge.documents USING btree (is_active)",
                "idx_documents_created_at ON knowledge.documents USING btree (created_at DESC)",
                "idx_documents_metadata ON knowledge.documents USING gin (metadata)",
                "idx_documents_embedding ON knowledge.documents USING ivfflat "
                    + "(embedding extensions.vector_cosine_ops) WITH (lists='100')",
                "idx_documents_embedding_hnsw ON knowledge.documents USING hnsw "
                    + "(embedding extensions.vector_cosine_ops) WITH (m='16', ef_construction='64')",
                "idx_conv_resolved_at ON analytics.conversation_analytics USING btree (resolved_at) "
                    + "WHERE (status = 'resolved'::text)",
                "idx_daily_support_summary_date ON analytics.daily_support_summary USING btree (date)",
            ] {
                #expect(found.contains(index), "\(index)")
            }
        }
    }

    @Test func viewsFunctionsPoliciesJobsAndTheExtension() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT relkind::text || ' ' || relname FROM pg_class
                    WHERE relnamespace = 'analytics'::regnamespace AND relkind IN ('v', 'm') ORDER BY relname
                    """) == ["v agent_sdk_performance_dashboard", "v customer_support_health", "m daily_support_summary"])
            for function in [
                "knowledge.match_documents(extensions.vector,double precision,integer,character varying,jsonb)",
                "analytics.check_sync_health()", "analytics.archive_old_conversations()",
            ] {
                #expect(try await connection.text("SELECT to_regprocedure('\(function)') IS NOT NULL") == "t", "\(function)")
            }
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' | ', policyname, cmd, roles::text, qual) FROM pg_policies
                    WHERE schemaname = 'knowledge' AND tablename = 'documents' ORDER BY policyname
                    """) == [
                        "Allow insert/update for service role | ALL | {service_role} | true",
                        "Allow read access to authenticated users | SELECT | {authenticated} | true",
                    ])
            #expect(
                try await connection.texts(
                    "SELECT jobname || ' ' || schedule FROM cron.job WHERE command ~ 'analytics[.]' ORDER BY jobname") == [
                        "archive-old-conversations 0 3 1 * *", "chatwoot-batch-sync 0 2 * * *", "chatwoot-nightly-sync 0 2 * * *",
                        "check-batch-sync 30 2 * * *", "check-sync-health */10 * * * *",
                        "delete-filled-knowledge-gaps 30 3 * * 0",
                        "delete-old-agent-metrics 20 3 * * 0", "delete-old-interactions 10 3 * * 0",
                        "delete-old-webhook-logs 40 3 * * *", "refresh-daily-summary 0 4 * * *",
                    ])
            #expect(
                try await connection.text(
                    "SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'vector'") == "extensions")
        }
    }

    @Test func tablesOfChatwootsDocument() async throws {
        try await LivePlatform.chatwoot(.chatwootDocument) { (connection, _) async throws in
            for (table, expected) in DocumentTables.chatwoot {
                #expect(try await columns(connection, table) == expected, "\(table)")
            }
            for table in ["accounts", "users", "teams"] {
                #expect(try await connection.text("SELECT to_regclass('public.\(table)') IS NOT NULL") == "t")
            }
            let indexes = try await indexes(connection, "'public'")
            for (table, columns) in [
                ("contacts", "account_id"), ("contacts", "email"), ("contacts", "phone_number"), ("conversations", "account_id"),
                ("conversations", "contact_id"), ("conversations", "inbox_id"), ("conversations", "status"),
                ("messages", "conversation_id"), ("messages", "account_id"), ("messages", "source_id"),
                ("labels", "account_id"), ("contact_labels", "contact_id"), ("contact_labels", "label_id"),
                ("inboxes", "account_id"),
            ] {
                let index = "index_\(table)_on_\(columns) ON public.\(table) USING btree (\(columns))"
                #expect(indexes.contains(index), "\(index)")
            }
            for index in [
                "index_conversations_on_last_activity_at ON public.conversations USING btree (last_activity_at DESC)",
                "index_messages_on_created_at ON public.messages USING btree (created_at DESC)",
            ] {
                #expect(indexes.contains(index), "\(index)")
            }
        }
    }

    /// Where the application differs from the document, its own tables stand in.
    @Test func tablesOfTheApplication() async throws {
        try await LivePlatform.chatwoot(.chatwootApplication) { (connection, _) async throws in
            for table in [
                "accounts", "users", "teams", "inboxes", "contacts", "conversations", "messages", "labels", "tags", "taggings",
                "channel_whatsapp", "channel_api",
            ] {
                #expect(try await connection.text("SELECT to_regclass('public.\(table)') IS NOT NULL") == "t", "\(table)")
            }
            #expect(try await connection.text("SELECT to_regclass('public.contact_labels') IS NULL") == "t")
        }
    }
}
