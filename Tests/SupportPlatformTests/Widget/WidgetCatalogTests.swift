import PostgresClient
import Testing

/// What the widget's document lists, looked up in the catalog of a live database.
@Suite struct WidgetCatalogTests {
    @Test func tablesColumnsKeysIndexesAndEnums() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            for (table, expected) in WidgetDocument.tables {
                let columns = try await connection.text(
                    """
                    SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                        || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), E'\\n' ORDER BY a.attnum)
                    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                    WHERE a.attrelid = '\(table)'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                    """)
                #expect(columns == expected, "\(table)")
            }
            let constraints = try await connection.texts(
                """
                SELECT r.relname || ': ' || pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
                WHERE k.connamespace = 'widget'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c')
                """)
            for constraint in WidgetDocument.constraints { #expect(constraints.contains(constraint), "\(constraint)") }
            let indexes = try await connection.texts(
                """
                SELECT regexp_replace(replace(pg_get_indexdef(x.indexrelid), '"' || r.relname || '" ON', r.relname || ' ON'),
                    '^CREATE (UNIQUE )?INDEX ', '')
                FROM pg_index x JOIN pg_class r ON r.oid = x.indexrelid
                WHERE r.relnamespace = 'widget'::regnamespace AND x.indisvalid
                """)
            for index in WidgetDocument.indexes { #expect(indexes.contains(index), "\(index)") }
            #expect(WidgetDocument.indexes.count == 41)
            #expect(
                try await connection.texts(
                    """
                    SELECT t.typname || ': ' || string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_type t
                    JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'widget'::regnamespace GROUP BY t.typname
                    ORDER BY t.typname COLLATE "C"
                    """) == WidgetDocument.enums)
            #expect(
                try await connection.text("SELECT pg_get_partkeydef('widget.message'::regclass)") == #"RANGE ("createdAt")"#)
        }
    }

    @Test func noIndexIsThereTwiceOrPlainOnABoolean() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT a.indexrelid::regclass || ' = ' || b.indexrelid::regclass FROM pg_index a JOIN pg_index b
                        ON a.indrelid = b.indrelid AND a.indexrelid < b.indexrelid AND a.indkey = b.indkey
                        AND a.indpred IS NULL AND b.indpred IS NULL
                    JOIN pg_class c ON c.oid = a.indrelid WHERE c.relnamespace = 'widget'::regnamespace
                    """) == [])
            #expect(
                try await connection.texts(
                    """
                    SELECT x.indexrelid::regclass FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
                    JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
                    WHERE c.relnamespace = 'widget'::regnamespace AND a.atttypid = 'boolean'::regtype
                    """) == [])
        }
    }

    @Test func jobsAndRealtime() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' | ', jobname, schedule, command, active) FROM cron.job WHERE jobname LIKE 'widget-%'
                    ORDER BY jobname
                    """) == [
                        "widget-archive-old-messages | 30 3 * * * | SELECT widget.retire_message_partitions(); | t",
                        "widget-clean-up-typing-indicators | * * * * * | SELECT widget.clean_up_typing_indicators(); | t",
                        "widget-close-inactive-sessions | */5 * * * * | SELECT widget.close_inactive_sessions(); | t",
                        "widget-make-message-partitions | 5 * * * * | SELECT widget.make_message_partitions(); | t",
                    ])
            // With the partitions' own names, a subscriber to `message` would hear nothing.
            try await connection.run(script: "SELECT widget.make_message_partitions()")
            #expect(
                try await connection.texts(
                    """
                    SELECT schemaname || '.' || tablename FROM pg_publication_tables
                    WHERE pubname = 'supabase_realtime' AND schemaname = 'widget' ORDER BY tablename
                    """) == [
                        "widget.chat_notification", "widget.conversation_session", "widget.customer", "widget.message",
                        "widget.typing_indicator",
                    ])
            // What an UPDATE or DELETE publishes of the old row: its key, in each month too.
            #expect(
                try await connection.texts(
                    """
                    SELECT DISTINCT c.relreplident::text || ' ' || (x.indexrelid IS NOT NULL) FROM pg_class c
                    LEFT JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary
                    WHERE c.relnamespace = 'widget'::regnamespace AND c.relkind IN ('r', 'p')
                    """) == ["d true"])
        }
    }

    @Test func everyTableIsClosedAndOnlyTheServiceRoleHasAKey() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(script: "SELECT widget.make_message_partitions()")
            let open = """
                SELECT relname FROM pg_class WHERE relnamespace = 'widget'::regnamespace AND relkind IN ('r', 'p')
                AND NOT (relrowsecurity AND obj_description(oid, 'pg_class') IS NOT NULL OR relispartition AND relrowsecurity)
                """
            #expect(try await connection.texts(open) == [])
            #expect(
                try await connection.texts(
                    """
                    SELECT DISTINCT grantee FROM information_schema.role_table_grants
                    WHERE table_schema = 'widget' AND grantee <> current_user
                    """) == ["service_role"])
            for role in ["anon", "authenticated"] {
                for table in ["message", "customer", "chat", "\"user\"", "message_archive", "message_default"] {
                    #expect(try await connection.refusal(of: role, "SELECT FROM widget.\(table)") == "42501")
                }
                #expect(try await connection.refusal(of: role, "SELECT widget.close_inactive_sessions()") == "42501")
            }
            try await connection.as("service_role", WidgetBench.people + WidgetBench.message("m", at: "2026-01-01"))
            try await connection.as(
                "service_role", "SELECT widget.clean_up_typing_indicators(), widget.close_inactive_sessions()")
            // Making and dropping tables is the job's, whose user owns them.
            #expect(try await connection.refusal(of: "service_role", "SELECT widget.make_message_partitions()") == "42501")
            #expect(try await connection.refusal(of: "service_role", "SELECT widget.retire_message_partitions()") == "42501")
        }
    }
}
