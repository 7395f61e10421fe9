import PostgresClient
import Testing

/// The checks of `metrics` pass on good rows and count what is planted exactly.
@Suite struct MetricsCheckTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let sql: String
        let failing: [String: Int]

        init(_ sql: String, _ failing: [String: Int]) {
            self.sql = sql
            self.failing = failing
        }

        var testDescription: String { failing.keys.sorted().joined(separator: ", ") }
    }

    /// Two years of a small desk, with all its figures and transitions.
    private static let rows = """
        SET TimeZone = 'UTC';
        INSERT INTO metrics.agents (name, email) VALUES ('Ann', 'ann@example.com'), ('Bob', NULL), ('Cid', 'cid@example.com');
        INSERT INTO metrics.lead_sources (name) VALUES ('web'), ('ads');
        INSERT INTO metrics.contacts (name, email, lead_source, created_at, last_contact_at)
        SELECT 'c' || n, 'c' || n || '@example.com', (ARRAY['web', 'ads', NULL])[1 + n % 3], now() - interval '100 days', now()
        FROM generate_series(1, 20) AS n;
        INSERT INTO metrics.conversations
            (contact_id, agent_id, status, lead_source, first_response_time, resolution_time, created_at, updated_at, closed_at)
        SELECT 1 + n % 20, 1 + n % 3, s, (ARRAY['web', NULL])[1 + n % 2], 60, CASE s WHEN 'done' THEN 3600 END,
            now() - n * interval '1 day', now() - n * interval '1 day' + interval '1 hour',
            CASE WHEN s NOT IN ('open', 'pending') THEN now() - n * interval '1 day' + interval '1 hour' END
        FROM generate_series(1, 50) AS n
        CROSS JOIN LATERAL (SELECT (ARRAY['open', 'pending', 'done', 'spam', 'unsubscribe'])[1 + n % 5]) AS v (s);
        INSERT INTO metrics.conversation_state_changes (conversation_id, agent_id, previous_status, new_status, changed_at)
        SELECT id, agent_id, v.previous, v.next, created_at + v.n * interval '1 minute'
        FROM metrics.conversations
        CROSS JOIN LATERAL (VALUES (1, NULL, 'open'), (2, 'open', 'pending'), (3, 'pending', status)) AS v (n, previous, next)
        WHERE status <> 'open' AND v.next IS DISTINCT FROM v.previous;
        INSERT INTO metrics.contact_preferences (contact_id, opt_out_type, initiated_by, created_at)
        SELECT DISTINCT contact_id, 'email', 'contact', now() FROM metrics.conversations WHERE status = 'unsubscribe';
        INSERT INTO metrics.message_events
            (direction, agent_id, contact_id, conversation_id, message_type, created_at, sent_at, delivered_at)
        SELECT (ARRAY['inbound', 'outbound'])[1 + n % 2], nullif(n % 4, 0), 1 + n % 20, 1 + n % 50, 'sms',
            now() - n * interval '6 hours', now() - n * interval '6 hours', now() - n * interval '6 hours' + interval '2 seconds'
        FROM generate_series(0, 199) AS n;
        INSERT INTO metrics.call_events
            (direction, agent_id, contact_id, call_status, duration, queue_time, start_time, end_time, created_at)
        SELECT (ARRAY['inbound', 'outbound'])[1 + n % 2], 1 + n % 3, 1 + n % 20, (ARRAY['completed', 'missed'])[1 + n % 2],
            CASE n % 2 WHEN 0 THEN 120 END, 5, now() - n * interval '1 day',
                now() - n * interval '1 day' + interval '121 seconds',
            now() - n * interval '1 day'
        FROM generate_series(0, 49) AS n;
        INSERT INTO metrics.agent_availability (agent_id, status, start_time, end_time)
        SELECT a, 'online', now() - n * interval '1 day', now() - n * interval '1 day' + interval '8 hours'
        FROM generate_series(1, 3) AS a, generate_series(1, 10) AS n;
        SELECT metrics.record_agent_performance((now() AT TIME ZONE 'UTC')::date - n) FROM generate_series(0, 60) AS n;
        SELECT metrics.create_message_partition();
        SELECT metrics.refresh_analytics_views();
        """

    private static let m = "metrics.message_events"
    private static let c = "metrics.conversations"
    private static let call = "metrics.call_events"

    static let faults: [Fault] = [
        Fault(
            "UPDATE \(m) SET delivered_at = sent_at - interval '1 second' WHERE id IN (1, 2, 3)",
            ["\(m).delivered_after_sent": 3]),
        Fault(
            """
            INSERT INTO \(m) (id, direction, created_at)
            SELECT id, 'inbound', created_at - interval '400 days' FROM \(m) WHERE id < 4;
            SELECT metrics.create_message_partition()
            """, ["\(m).id.unique": 3]),
        Fault(
            """
            UPDATE \(call) SET duration = -1 WHERE id = 1; UPDATE \(call) SET queue_time = -5 WHERE id IN (2, 3);
            UPDATE \(call) SET end_time = start_time - interval '1 second' WHERE id IN (4, 6);
            UPDATE \(call) SET duration = 122 WHERE id IN (5, 7, 9); UPDATE \(call) SET call_status = 'lost' WHERE id = 8
            """,
            [
                "\(call).duration.not_negative": 1, "\(call).queue_time.not_negative": 2, "\(call).ends_after_start": 2,
                "\(call).duration.fits_times": 3, "\(call).call_status.one_of": 1,
            ]),
        Fault(
            """
            UPDATE \(c) SET resolution_time = NULL WHERE status = 'done' AND id < 10;
            UPDATE \(c) SET closed_at = NULL WHERE id = 12
            """, ["\(c).done.has_resolution_time": 3]),
        Fault("UPDATE \(c) SET closed_at = NULL WHERE id IN (3, 4, 8)", ["\(c).ended.has_closed_at": 3]),
        Fault(
            """
            UPDATE \(c) SET closed_at = now() WHERE id IN (5, 6, 10); UPDATE \(c) SET first_response_time = -1 WHERE id IN (1, 3);
            UPDATE \(c) SET resolution_time = -1 WHERE id = 2;
            UPDATE \(c) SET updated_at = created_at - interval '1 day' WHERE id = 8;
            UPDATE \(c) SET resolution_time = 3602 WHERE id = 7
            """,
            [
                "\(c).open.not_closed": 3, "\(c).first_response_time.not_negative": 2, "\(c).resolution_time.not_negative": 1,
                "\(c).resolution_time.agrees": 2, "\(c).dates_in_order": 1,
            ]),
        Fault(
            "UPDATE \(c) SET status = 'pending' WHERE id IN (1, 5); UPDATE \(c) SET status = NULL WHERE id = 6",
            ["\(c).status.as_in_history": 1, "\(c).status.not_null": 1]),
        Fault(
            "UPDATE \(c) SET status = 'spam', resolution_time = NULL WHERE id IN (2, 7)", ["\(c).status.as_in_history": 2]),
        Fault(
            """
            DELETE FROM metrics.conversation_state_changes WHERE conversation_id IN (2, 7) AND new_status = 'pending';
            INSERT INTO metrics.conversation_state_changes (new_status, previous_status) VALUES ('closed', 'lost'), (NULL, NULL)
            """,
            [
                "metrics.conversation_state_changes.unbroken": 3, "metrics.conversation_state_changes.new_status.one_of": 2,
                "metrics.conversation_state_changes.previous_status.one_of": 1,
            ]),
        Fault(
            """
            UPDATE \(c) SET lead_source = 'tv' WHERE id IN (1, 2);
            UPDATE metrics.contacts SET lead_source = 'radio' WHERE id = 4
            """, ["\(c).lead_source.references": 2, "metrics.contacts.lead_source.references": 1]),
        Fault(
            """
            UPDATE metrics.agent_performance_metrics SET messages_handled = messages_handled + 1 WHERE id IN
                (SELECT id FROM metrics.agent_performance_metrics WHERE date < current_date ORDER BY date, agent_id LIMIT 2);
            DELETE FROM \(call) WHERE id = 10;
            UPDATE metrics.agent_performance_metrics SET satisfaction_score = 5.01 WHERE id IN (1, 2);
            UPDATE metrics.agent_performance_metrics SET avg_response_time = -1 WHERE id = 3
            """,
            [
                "metrics.agent_performance_metrics.agrees_with_events": 3,
                "metrics.agent_performance_metrics.satisfaction_score.range": 2,
                "metrics.agent_performance_metrics.not_negative": 1,
            ]),
        Fault(
            """
            UPDATE metrics.agents SET current_workload = -1 WHERE id = 1; UPDATE metrics.agents SET email = 'ann' WHERE id = 2;
            UPDATE metrics.agent_availability SET end_time = start_time - interval '1 hour' WHERE id = 1;
            INSERT INTO metrics.agent_availability (agent_id, start_time)
            VALUES (2, now() - interval '3 days' + interval '1 hour')
            """,
            [
                "metrics.agents.current_workload.not_negative": 1, "metrics.agents.email.format": 1,
                "metrics.agent_availability.ends_after_start": 1, "metrics.agent_availability.one_at_a_time": 3,
            ]),
        Fault(
            """
            UPDATE metrics.contacts SET email = 'c1 at example.com' WHERE id IN (1, 2);
            UPDATE metrics.contacts SET last_contact_at = created_at - interval '1 day' WHERE id = 3
            """, ["metrics.contacts.email.format": 2, "metrics.contacts.last_contact_at.after_created": 1]),
        Fault(
            "DELETE FROM metrics.contact_preferences WHERE id IN (1, 2)", ["metrics.contacts.unsubscribed_opted_out": 2]),
        Fault(
            """
            INSERT INTO metrics.contact_preferences (opt_out_type) VALUES ('sms');
            INSERT INTO metrics.contact_preferences (contact_id, opt_out_type, created_at) VALUES
                (1, 'sms', now() + interval '1 hour'), (2, NULL, now() + interval '1 hour'), (3, 'call', now());
            INSERT INTO \(m) (direction, contact_id, message_type, created_at)
            SELECT 'outbound', contact, type, now() + at * interval '1 minute'
            FROM (VALUES (1, 'sms', 61), (1, 'email', 61), (1, 'sms', 59), (2, 'email', 61), (2, NULL, 61), (3, 'sms', 61))
                AS v (contact, type, at);
            INSERT INTO \(m) (direction, contact_id, message_type, created_at) VALUES
                ('inbound', 1, 'sms', now() + interval '2 hours')
            """, ["\(m).not_after_opt_out": 3, "metrics.contact_preferences.contact_id.not_null": 1]),
        Fault(
            "INSERT INTO \(m) (direction, created_at) VALUES ('inbound', '2099-01-01'), ('inbound', 'infinity')",
            ["\(m).in_their_month": 2]),
        Fault(
            """
            DO $$
            DECLARE part regclass;
            BEGIN
                FOR part IN SELECT inhrelid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE inhparent = '\(m)'::regclass
                      AND c.relname >= 'message_events_y' || to_char(now() + interval '1 month', 'YYYY"m"MM')
                LOOP EXECUTE format('DROP TABLE %s', part); END LOOP;
            END $$
            """, ["catalog.metrics.partitions_ahead": 1]),
        Fault(
            """
            UPDATE metrics.view_refreshes SET refreshed_at = now() - interval '121 minutes'
                WHERE view_name = 'metrics.daily_metrics';
            DELETE FROM metrics.view_refreshes WHERE view_name = 'metrics.agent_performance';
            REFRESH MATERIALIZED VIEW metrics.lead_source_performance WITH NO DATA
            """, ["metrics.view_refreshes.fresh": 2, "catalog.metrics.views_filled": 1]),
        Fault(
            """
            DROP INDEX metrics.idx_call_events_contact; ALTER TABLE metrics.agents DISABLE ROW LEVEL SECURITY;
            ALTER TABLE metrics.message_events_default DISABLE ROW LEVEL SECURITY;
            ALTER TABLE metrics.agents ADD CONSTRAINT odd CHECK (name <> 'Eve') NOT VALID;
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'metrics.idx_contacts_market'::regclass
            """,
            [
                "catalog.metrics.foreign_keys_indexed": 1, "catalog.metrics.row_security": 2,
                "catalog.metrics.constraints_validated": 1, "catalog.metrics.indexes_valid": 1,
            ]),
    ]

    private func failing(_ settings: ConnectionSettings) async throws -> [String: Int] {
        let tables = try await DeclaredPlatform.failing("metrics.", settings)
        let catalog = try await DeclaredPlatform.failing("catalog.metrics.", settings)
        return tables.merging(catalog) { first, _ in first }.filter { $0.value != 0 }
    }

    @Test func goodRowsPass() async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(script: Self.rows)
            #expect(try await failing(settings) == [:])
        }
    }

    @Test(arguments: faults)
    func plantedFaultsAreCountedExactly(_ fault: Fault) async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            try await connection.run(script: Self.rows)
            try await connection.run(script: fault.sql)
            #expect(try await failing(settings) == fault.failing)
        }
    }
}
