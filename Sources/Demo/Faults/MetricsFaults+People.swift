/// The faults that are planted in the agents, contacts and figures of `metrics`, and in its catalog.
extension MetricsFaults {
    static let people: [Fault] = [
        rows(
            2, "agent with less than no work", of: "agents", set: "current_workload = -1", restore: "current_workload",
            count: "sign(current_workload) = -1", found: [("current_workload.not_negative", 2)]),
        rows(
            1, "agent whose e-mail is none", of: "agents", skipping: 5, set: "email = 'agent ' || t.id", restore: "email",
            count: "strpos(email, '@') = 0", found: [("email.format", 1)]),
        rows(
            4, "shift that ended before it began", of: "agent_availability", where: "status = 'available'",
            set: "end_time = t.start_time - interval '1 hour'", restore: "end_time",
            count: "least(start_time, end_time) <> start_time", found: [("ends_after_start", 4)]),
        rows(
            3, "agent at work and at lunch at once", of: "agent_availability",
            where: "status = 'available' AND end_time - start_time = interval '4 hours' AND extract(minute FROM start_time) = 0",
            skipping: 200, set: "end_time = t.end_time + interval '10 minutes'", restore: "end_time",
            count: "end_time - start_time = interval '4 hours 10 minutes'", found: [("one_at_a_time", 3)]),
        rows(
            5, "contact whose e-mail is none", of: "contacts", set: "email = 'contact ' || t.id", restore: "email",
            count: "strpos(email, '@') = 0", found: [("email.format", 5)]),
        rows(
            6, "contact from an unknown source", of: "contacts", skipping: 20, set: "lead_source = 'tiktok'",
            restore: "lead_source",
            count: "lead_source NOT IN (SELECT name FROM metrics.lead_sources)", found: [("lead_source.references", 6)]),
        rows(
            4, "contact last in touch before being there", of: "contacts", where: "last_contact_at IS NOT NULL", skipping: 40,
            set: "last_contact_at = t.created_at - interval '1 day'", restore: "last_contact_at",
            count: "least(created_at, last_contact_at) <> created_at", found: [("last_contact_at.after_created", 4)]),
        .rows(
            2, "opt-out of nobody", of: "metrics.contact_preferences", in: "supabase",
            choose:
                "id IN (SELECT max(id) FROM metrics.contact_preferences WHERE opt_out_type IN ('all', 'call') "
                + "GROUP BY opt_out_type)",
            set: "contact_id = NULL", restore: ["contact_id"],
            count: "SELECT count(*) FROM metrics.contact_preferences WHERE coalesce(contact_id, 0) = 0",
            found: [(check: "metrics.contact_preferences.contact_id.not_null", rows: 2)]),
    ]

    static let figures: [Fault] = [
        rows(
            6, "day of an agent with five messages too many", of: "agent_performance_metrics",
            set: "messages_handled = t.messages_handled + 5", restore: "messages_handled",
            count: """
                id IN (SELECT id FROM metrics.agent_performance_metrics ORDER BY id LIMIT 200) AND messages_handled <> (
                    SELECT count(*) FROM metrics.message_events AS m
                    WHERE m.agent_id IS NOT DISTINCT FROM x.agent_id AND m.created_at >= x.date::timestamp AT TIME ZONE 'UTC'
                      AND m.created_at < (x.date + 1)::timestamp AT TIME ZONE 'UTC')
                """, found: [("agrees_with_events", 6)]),
        rows(
            3, "satisfaction of 7", of: "agent_performance_metrics", skipping: 20, set: "satisfaction_score = 7",
            restore: "satisfaction_score", count: "abs(satisfaction_score - 2.5) > 2.5", found: [("satisfaction_score.range", 3)]),
        rows(
            4, "negative response time of a day", of: "agent_performance_metrics", skipping: 40, set: "avg_response_time = -1",
            restore: "avg_response_time", count: "sign(avg_response_time) = -1", found: [("not_negative", 4)]),
        rows(
            1, "view last refreshed three hours ago", of: "view_refreshes", set: "refreshed_at = now() - interval '3 hours'",
            restore: "refreshed_at", count: "age(now(), refreshed_at) > interval '2 hours'", found: [("fresh", 1)],
            key: "view_name"),
    ]

    private static let states = "'open', 'pending', 'done', 'spam', 'unsubscribe'"

    private static let constraint = "ALTER TABLE metrics.conversations DROP CONSTRAINT conversations_status_check"
    private static let constraintWithoutPending = """
        ALTER TABLE metrics.conversations ADD CONSTRAINT conversations_status_check
        CHECK (status IN (\(states.replacing("'pending', ", with: "")))) NOT VALID
        """

    /// Past the constraint as the fault before it left it, which repairs it.
    private static let unknownStatus = Fault(
        database: "supabase", what: "conversation of a status that does not exist", planted: 2,
        remark: "conversations_status_check was dropped for it, and put back NOT VALID",
        breaking: [
            .runs(constraint),
            .runs(
                """
                UPDATE metrics.conversations SET status = 'lost'
                WHERE id IN (SELECT id FROM metrics.conversations WHERE status = 'done' AND id > 25000 ORDER BY id LIMIT 2)
                """),
            .runs(constraintWithoutPending),
        ],
        repairs: [
            constraint, "UPDATE metrics.conversations SET status = 'done' WHERE status = 'lost'", constraintWithoutPending,
        ],
        count: "SELECT count(*) FROM metrics.conversations WHERE status = 'lost'",
        found: [("metrics.conversations.status.translated", 2), ("metrics.conversations.status.as_in_history", 2)])

    static let catalog: [Fault] = [
        .withoutNextMonth(of: "metrics.message_events", check: "catalog.metrics.partitions_ahead"),
        .objects(
            1, "foreign key without an index: calls of a conversation", in: "supabase",
            breaking: ["DROP INDEX metrics.idx_call_events_conversation"],
            repairs: ["CREATE INDEX idx_call_events_conversation ON metrics.call_events (conversation_id)"],
            count: Fault.missing(["metrics.idx_call_events_conversation"]),
            found: [(check: "catalog.metrics.foreign_keys_indexed", rows: 1)]),
        .objects(
            1, "row-level security of agents switched off", in: "supabase",
            breaking: ["ALTER TABLE metrics.agents DISABLE ROW LEVEL SECURITY"],
            repairs: ["ALTER TABLE metrics.agents ENABLE ROW LEVEL SECURITY"],
            count: "SELECT count(*) FROM pg_tables WHERE schemaname = 'metrics' AND NOT rowsecurity",
            found: [(check: "catalog.metrics.row_security", rows: 1), (check: "catalog.access.closed", rows: 1)]),
        .objects(
            1, "materialized view emptied", in: "supabase",
            breaking: ["REFRESH MATERIALIZED VIEW metrics.lead_source_performance WITH NO DATA"],
            repairs: ["REFRESH MATERIALIZED VIEW metrics.lead_source_performance"],
            count: "SELECT count(*) FROM pg_matviews WHERE schemaname = 'metrics' AND NOT ispopulated",
            found: [(check: "catalog.metrics.views_filled", rows: 1)]),
        // Dropped and put back with a word less, NOT VALID: rows have the word.
        .objects(
            1, "metrics that take no pending conversation", in: "supabase",
            breaking: [constraint, constraintWithoutPending],
            repairs: [
                constraint,
                "ALTER TABLE metrics.conversations ADD CONSTRAINT conversations_status_check CHECK (status IN (\(states)))",
            ],
            count: """
                SELECT count(*) FROM information_schema.check_constraints
                WHERE constraint_schema = 'metrics' AND constraint_name = 'conversations_status_check'
                  AND check_clause NOT LIKE '%pending%'
                """,
            found: [
                (check: "catalog.metrics.constraints_validated", rows: 1),
                (check: "catalog.agreement.chatwoot_status_in_metrics.target", rows: 1),
            ]),
        unknownStatus,
        .brokenIndex(
            on: "metrics.call_events (source)", named: "metrics.demo_broken", in: "supabase",
            check: "catalog.metrics.indexes_valid"),
        .unvalidated("metrics.agents", "current_workload < 1000", check: "catalog.metrics.constraints_validated"),
    ]
}
