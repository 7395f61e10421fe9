import PostgresClient
import Queries
import SupportPlatform
import Testing

/// What the metrics document lists, looked up in the catalog of a live database.
@Suite struct MetricsCatalogTests {
    @Test func theTenTablesColumnByColumn() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            for (table, expected) in MetricsDocument.tables {
                let found = try await connection.text(
                    """
                    SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                        || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), E'\\n' ORDER BY a.attnum)
                    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                    WHERE a.attrelid = '\(table)'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                    """)
                #expect(found == expected, "\(table)")
            }
            #expect(
                try await connection.texts(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'metrics'::regnamespace AND relkind IN ('r', 'p') "
                        + "AND (NOT relrowsecurity OR obj_description(oid) IS NULL) AND NOT relispartition") == [])
        }
    }

    @Test func keysReferencesChecksAndIndexes() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let constraints = try await connection.texts(
                """
                SELECT r.relname || ': ' || pg_get_constraintdef(k.oid)
                FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
                WHERE k.connamespace = 'metrics'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c')
                  AND NOT r.relispartition AND r.relname <> 'view_refreshes'
                """)
            #expect(Set(constraints) == Set(MetricsDocument.constraints))
            let indexes = try await connection.texts(
                """
                SELECT regexp_replace(pg_get_indexdef(x.indexrelid), '^CREATE (UNIQUE )?INDEX ', '')
                FROM pg_index x JOIN pg_class r ON r.oid = x.indexrelid
                WHERE r.relnamespace = 'metrics'::regnamespace AND x.indisvalid
                """)
            for index in MetricsDocument.indexes { #expect(indexes.contains(index), "\(index)") }
        }
    }

    @Test func viewsFunctionsAndJobs() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let columns = { (view: String) in
                try await connection.texts(
                    "SELECT attname FROM pg_attribute WHERE attrelid = 'metrics.\(view)'::regclass AND attnum > 0 ORDER BY attnum"
                )
            }
            #expect(
                try await columns("daily_metrics") == [
                    "date", "inbound_messages", "outbound_messages", "avg_response_time", "unique_contacts",
                ])
            #expect(
                try await columns("agent_performance") == [
                    "agent_id", "name", "total_conversations", "avg_response_time", "avg_resolution_time",
                    "resolved_conversations",
                ])
            #expect(
                try await columns("lead_source_performance") == [
                    "lead_source", "total_contacts", "total_conversations", "avg_resolution_time",
                ])
            #expect(
                try await connection.texts(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'metrics'::regnamespace AND relkind = 'm' "
                        + "AND relispopulated ORDER BY 1")
                    == ["agent_performance", "daily_metrics", "lead_source_performance"])
            for function in [
                "refresh_analytics_views()", "create_message_partition(integer,timestamptz)", "record_agent_performance(date)",
            ] {
                #expect(try await connection.text("SELECT to_regprocedure('metrics.\(function)') IS NOT NULL") == "t")
            }
            #expect(
                try await connection.texts(
                    "SELECT concat_ws(' | ', jobname, schedule, command) FROM cron.job WHERE command ~ 'metrics[.]' ORDER BY 1")
                    == [
                        "analyze-message-events | 45 0 * * 0 | ANALYZE metrics.message_events;",
                        "create-message-partitions | 10 * * * * | SELECT metrics.create_message_partition();",
                        "record-agent-performance | 15 0 * * * | SELECT metrics.record_agent_performance();",
                        "refresh-analytics-views | 0 * * * * | SELECT metrics.refresh_analytics_views();",
                    ])
        }
    }

    @Test func theServiceRoleAndNobodyElse() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let relations =
                MetricsDocument.tables.keys.sorted() + [
                    "metrics.daily_metrics", "metrics.agent_performance", "metrics.lead_source_performance",
                    "metrics.view_refreshes", "metrics.message_events_default",
                ]
            for role in ["anon", "authenticated"] {
                for relation in relations {
                    #expect(try await connection.refusal(of: role, "SELECT FROM \(relation)") == "42501", "\(role) \(relation)")
                }
            }
            #expect(
                try await connection.texts(
                    """
                    SELECT r || ' ' || p.proname FROM pg_proc p, unnest(ARRAY['anon', 'authenticated', 'service_role']) AS r
                    WHERE p.pronamespace = 'metrics'::regnamespace AND has_function_privilege(r, p.oid, 'EXECUTE')
                      AND r <> 'service_role'
                    """) == [])
            let script = """
                INSERT INTO metrics.agents (name) VALUES ('A'); INSERT INTO metrics.lead_sources (name) VALUES ('web');
                INSERT INTO metrics.contacts (name) VALUES ('C');
                INSERT INTO metrics.contact_preferences (contact_id, opt_out_type) SELECT id, 'sms' FROM metrics.contacts;
                INSERT INTO metrics.conversations (contact_id, agent_id, status)
                    SELECT c.id, a.id, 'open' FROM metrics.contacts c, metrics.agents a;
                INSERT INTO metrics.conversation_state_changes (conversation_id, new_status)
                    SELECT id, 'open' FROM metrics.conversations;
                INSERT INTO metrics.message_events (direction) VALUES ('inbound');
                INSERT INTO metrics.call_events (direction) VALUES ('inbound');
                INSERT INTO metrics.agent_availability (agent_id) SELECT id FROM metrics.agents;
                SELECT metrics.refresh_analytics_views(), metrics.record_agent_performance();
                SELECT FROM metrics.daily_metrics, metrics.agent_performance, metrics.lead_source_performance;
                DELETE FROM metrics.message_events; DELETE FROM metrics.call_events
                """
            #expect(try await connection.refusal(of: "service_role", script) == nil)
        }
    }

    /// Any number of agents without an address and contacts without a telephone; one roll-up, one opt-out of everything.
    @Test func whatNullMeansInKeys() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(
                script: """
                    INSERT INTO metrics.agents (name) VALUES ('A'), ('B');
                    INSERT INTO metrics.contacts (name) VALUES ('C'), ('D');
                    INSERT INTO metrics.contact_preferences (contact_id) VALUES (1), (2);
                    INSERT INTO metrics.agent_performance_metrics (date) VALUES ('2026-01-01');
                    INSERT INTO metrics.lead_sources (name) VALUES (NULL)
                    """)
            for again in [
                "INSERT INTO metrics.contact_preferences (contact_id) VALUES (1)",
                "INSERT INTO metrics.agent_performance_metrics (date) VALUES ('2026-01-01')",
                "INSERT INTO metrics.lead_sources (name) VALUES (NULL)",
            ] {
                #expect(try await connection.refusal(of: "postgres", again) == "23505", "\(again)")
            }
        }
    }

    @Test func everyQueryMeansWhatItDeclares() async throws {
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let problems = try await SupportPlatform.library().problems(of: "supabase", on: connection)
            #expect(problems.found.filter { $0.hasPrefix("metrics.") } == [])
        }
    }
}
