/// The faults that are planted in `metrics`: conversations, messages, calls, figures, contacts.
enum MetricsFaults {
    /// Rows of a table in the order of their numbers, each fault's apart from the others'.
    static func rows(
        _ planted: Int, _ what: String, of table: String, where condition: String = "true", skipping offset: Int = 0,
        set: String, restore: String..., count: String, found: [(String, Int)], key: String = "id"
    ) -> Fault {
        .rows(
            planted, what, of: "metrics.\(table)", in: "supabase",
            choose:
                "\(key) IN (SELECT \(key) FROM metrics.\(table) WHERE \(condition) "
                + "ORDER BY \(key) OFFSET \(offset) LIMIT \(planted))",
            set: set, restore: restore, key: key, count: "SELECT count(*) FROM metrics.\(table) AS x WHERE \(count)",
            found: found.map { (check: $0.0.contains("metrics.") ? $0.0 : "metrics.\(table).\($0.0)", rows: $0.1) })
    }

    /// Long ago, so that no figure of the last 90 days is of them.
    private static let longAgo = "created_at < now() - interval '200 days'"

    static let messages: [Fault] = [
        rows(
            6, "event delivered before it was sent", of: "message_events", where: "delivered_at IS NOT NULL",
            set: "delivered_at = t.sent_at - interval '1 minute'", restore: "delivered_at",
            count: "age(delivered_at, sent_at) < interval '0'", found: [("delivered_after_sent", 6)]),
        rows(
            3, "event of a month that has no partition", of: "message_events", where: longAgo, skipping: 100,
            set: "created_at = t.created_at - interval '20 years'", restore: "created_at",
            count: "date_part('year', created_at) < 2015", found: [("in_their_month", 3)]),
        copies, optedOut,
    ]

    private static let copies = Fault(
        database: "supabase", what: "event that is in two months", planted: 2,
        breaking: [
            .runs(
                """
                CREATE TEMPORARY TABLE saved_event_copies AS
                SELECT id, created_at - interval '1 month' AS created_at FROM metrics.message_events
                WHERE \(longAgo) AND created_at > now() - interval '300 days' AND direction = 'inbound' ORDER BY id DESC LIMIT 2
                """),
            .runs(
                "INSERT INTO metrics.message_events (id, direction, created_at) "
                    + "SELECT id, 'inbound', created_at FROM saved_event_copies"
            ),
        ],
        repairs: [
            "DELETE FROM metrics.message_events AS m USING saved_event_copies AS s "
                + "WHERE m.id = s.id AND m.created_at = s.created_at",
            "DROP TABLE saved_event_copies",
        ],
        count: "SELECT count(*) - count(DISTINCT id) FROM metrics.message_events",
        found: [("metrics.message_events.id.unique", 2)])

    /// A campaign that went on although the contacts had said no.
    private static let optedOut = Fault(
        database: "supabase", what: "message to a contact who had opted out", planted: 5,
        breaking: [
            .runs(
                """
                CREATE TEMPORARY TABLE saved_opted_out AS
                SELECT id, contact_id, message_type, created_at FROM metrics.message_events
                WHERE id IN (SELECT min(id) FROM metrics.message_events
                    WHERE direction = 'outbound' AND id > 1000 GROUP BY contact_id ORDER BY contact_id LIMIT 5)
                """),
            .runs(
                "UPDATE metrics.message_events AS m SET message_type = 'campaign' FROM saved_opted_out AS s WHERE m.id = s.id"),
            .runs(
                """
                INSERT INTO metrics.contact_preferences (contact_id, opt_out_type, initiated_by, created_at)
                SELECT contact_id, 'campaign', 'contact', created_at - interval '1 hour' FROM saved_opted_out
                """),
        ],
        repairs: [
            "DELETE FROM metrics.contact_preferences WHERE opt_out_type = 'campaign'",
            "UPDATE metrics.message_events AS m SET message_type = s.message_type FROM saved_opted_out AS s WHERE m.id = s.id",
            "DROP TABLE saved_opted_out",
        ],
        count: """
            SELECT count(*) FROM metrics.message_events AS m JOIN metrics.contact_preferences AS p
                ON p.contact_id = m.contact_id AND p.opt_out_type = m.message_type WHERE m.created_at > p.created_at
            """,
        found: [("metrics.message_events.not_after_opt_out", 5)])

    static let calls: [Fault] = [
        rows(
            4, "call of fewer than no seconds", of: "call_events", set: "duration = -5", restore: "duration",
            count: "sign(duration) = -1", found: [("duration.not_negative", 4)]),
        rows(
            3, "call that waited less than nothing", of: "call_events", skipping: 20, set: "queue_time = -3",
            restore: "queue_time",
            count: "sign(queue_time) = -1", found: [("queue_time.not_negative", 3)]),
        rows(
            5, "call that ended before it began", of: "call_events", skipping: 40,
            set: "end_time = t.start_time - interval '1 minute'",
            restore: "end_time", count: "least(start_time, end_time) <> start_time", found: [("ends_after_start", 5)]),
        rows(
            6, "call longer than from its start to its end", of: "call_events", where: "call_status = 'completed'", skipping: 60,
            set: "duration = t.duration + 3600", restore: "duration",
            count: "make_interval(secs => duration) > interval '1 hour'",
            found: [("duration.fits_times", 6)]),
        rows(
            4, "call of an unknown status", of: "call_events", skipping: 140, set: "call_status = 'lost'", restore: "call_status",
            count: "call_status = 'lost'", found: [("call_status.one_of", 4)]),
    ]

    private static let isDone = "status = 'done'"

    static let conversations: [Fault] = [
        rows(
            3, "conversation without a status", of: "conversations", where: isDone, set: "status = NULL", restore: "status",
            count: "coalesce(status, '') = ''", found: [("status.not_null", 3), ("status.as_in_history", 3)]),
        rows(
            5, "done, and nobody knows how long it took", of: "conversations", where: isDone, skipping: 20,
            set: "resolution_time = NULL", restore: "resolution_time", count: "status = 'done' AND resolution_time IS NULL",
            found: [("done.has_resolution_time", 5)]),
        rows(
            4, "open, and closed", of: "conversations", where: "status = 'open'", set: "closed_at = t.updated_at",
            restore: "closed_at", count: "status = 'open' AND isfinite(closed_at)", found: [("open.not_closed", 4)]),
        rows(
            6, "conversation answered before it was begun", of: "conversations", where: isDone, skipping: 40,
            set: "first_response_time = -10", restore: "first_response_time", count: "sign(first_response_time) = -1",
            found: [("first_response_time.not_negative", 6)]),
        rows(
            4, "conversation done in less than no time", of: "conversations", where: isDone, skipping: 60,
            set: "resolution_time = -10", restore: "resolution_time", count: "sign(resolution_time) = -1",
            found: [("resolution_time.not_negative", 4), ("resolution_time.agrees", 4)]),
        rows(
            7, "conversation changed before it was begun", of: "conversations", where: isDone, skipping: 80,
            set: "updated_at = t.created_at - interval '1 day'", restore: "updated_at",
            count: "least(created_at, updated_at) <> created_at", found: [("dates_in_order", 7)]),
        rows(
            5, "conversation that took an hour more than it took", of: "conversations", where: isDone, skipping: 100,
            set: "resolution_time = t.resolution_time + 3600", restore: "resolution_time",
            count: "created_at + make_interval(secs => resolution_time) > closed_at + interval '30 minutes'",
            found: [("resolution_time.agrees", 5)]),
        rows(
            8, "conversation from an unknown source", of: "conversations", where: isDone, skipping: 120,
            set: "lead_source = 'tiktok'",
            restore: "lead_source", count: "lead_source NOT IN (SELECT name FROM metrics.lead_sources)",
            found: [("lead_source.references", 8)]),
        rows(
            6, "open, and said to be pending", of: "conversations", where: "status = 'open'", skipping: 20,
            set: "status = 'pending'", restore: "status",
            count: """
                status = 'pending' AND NOT EXISTS (
                    SELECT FROM metrics.conversation_state_changes WHERE conversation_id = x.id AND new_status = 'pending')
                """, found: [("status.as_in_history", 6)]),
        rows(
            3, "spam that nobody closed", of: "conversations", where: "status = 'done' AND id BETWEEN 20001 AND 25000",
            set: "status = 'spam', closed_at = NULL", restore: "status", "closed_at",
            count: "status = 'spam' AND closed_at IS NULL", found: [("ended.has_closed_at", 3), ("status.as_in_history", 3)]),
        rows(
            3, "unsubscribed, and still written to", of: "conversations",
            where:
                "status = 'done' AND id > 40000 AND contact_id NOT IN ("
                + "SELECT contact_id FROM metrics.contact_preferences WHERE contact_id IS NOT NULL)"
                + " AND id IN (SELECT max(id) FROM metrics.conversations GROUP BY contact_id)",
            set: "status = 'unsubscribe'", restore: "status", count: "status = 'unsubscribe'",
            found: [("status.as_in_history", 3), ("metrics.contacts.unsubscribed_opted_out", 3)]),
    ]

    private static let isLast = "new_status = 'done' AND conversation_id BETWEEN 10000 AND 20000"

    static let history: [Fault] = [
        rows(
            3, "transition into a state that does not exist", of: "conversation_state_changes", where: isLast, skipping: 500,
            set: "new_status = 'lost'", restore: "new_status", count: "new_status = 'lost'",
            found: [("new_status.one_of", 3), ("metrics.conversations.status.as_in_history", 3)]),
        rows(
            4, "transition from a state that does not exist", of: "conversation_state_changes", where: "previous_status IS NULL",
            skipping: 600, set: "previous_status = 'limbo'", restore: "previous_status", count: "previous_status = 'limbo'",
            found: [("previous_status.one_of", 4)]),
        rows(
            5, "transition from another state than the last", of: "conversation_state_changes", where: isLast, skipping: 700,
            set: "previous_status = 'spam'", restore: "previous_status", count: "previous_status = 'spam'",
            found: [("unbroken", 5)]),
    ]

    static let all = messages + calls + conversations + history + people + figures + catalog
}
