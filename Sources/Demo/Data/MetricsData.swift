/// `metrics`, derived by queries on Chatwoot, whose numbers agents, contacts, conversations and messages keep.
enum MetricsData {
    static let agentsColumns = "metrics.agents (id, name, email, status, current_workload, created_at, updated_at)"
    static let agents = """
        SELECT u.id, u.name, u.email, \(Talks.word("u.id", 1, "available", "available", "busy", "offline")),
            (SELECT count(*) FROM talks AS t WHERE t.assignee_id = u.id AND t.status <> 'resolved'), f.first, f.first
        FROM users AS u, (SELECT min(created_at) AS first FROM contacts) AS f ORDER BY u.id
        """

    static let leadSources = """
        INSERT INTO metrics.lead_sources (name, description) VALUES
            ('website', 'Forms of the website'), ('whatsapp', 'Wrote by WhatsApp first'), ('instagram', 'Came from Instagram'),
            ('referral', 'Sent by a customer')
        """

    static let contactsColumns = """
        metrics.contacts (id, name, phone, email, lead_source, market, state, status, created_at, updated_at, last_contact_at)
        """
    static let contacts = """
        SELECT p.id, p.name, p.phone_number, p.email, p.custom_attributes ->> 'lead_source',
            \(market("p.account_id")), CASE p.account_id WHEN 1 THEN 'Zuid-Holland' WHEN 2 THEN 'Utrecht' ELSE 'Dubai' END,
            p.custom_attributes ->> 'lead_status', p.created_at, greatest(p.updated_at, t.last), t.last
        FROM contacts AS p
        LEFT JOIN (SELECT contact_id, max(last) AS last FROM talks GROUP BY 1) AS t ON t.contact_id = p.id
        ORDER BY p.id
        """

    private static func market(_ account: String) -> String { "CASE \(account) WHEN 3 THEN 'Gulf' ELSE 'Benelux' END" }

    static let conversationsColumns = """
        metrics.conversations (id, contact_id, agent_id, status, lead_source, market, product, first_response_time, \
        resolution_time, created_at, updated_at, closed_at)
        """
    static let conversations = """
        SELECT t.id, t.contact_id, t.assignee_id, \(status),
            CASE t.inbox_id % 2 WHEN 1 THEN 'whatsapp' ELSE 'website' END, \(market("t.account_id")),
            \(Talks.word("t.id", 2, "sneakers", "jackets", "vacancies", "company set-up")),
            extract(epoch FROM t.answered - t.created_at)::integer,
            CASE WHEN t.status = 'resolved' THEN extract(epoch FROM t.updated_at - t.created_at)::integer END,
            t.created_at, t.updated_at, CASE WHEN t.status = 'resolved' THEN t.updated_at END
        FROM talks AS t ORDER BY t.id
        """

    private static let status = "CASE t.status WHEN 'resolved' THEN 'done' WHEN 'open' THEN 'open' ELSE 'pending' END"

    static let stateChangesColumns = """
        metrics.conversation_state_changes (conversation_id, agent_id, previous_agent_id, previous_status, new_status, \
        changed_at, \
        reason)
        """
    /// Open; pending while the contact is asked, of one in five; done.
    static let stateChanges = """
        SELECT t.id, t.assignee_id, NULL, s.before, s.after, s.at, s.reason
        FROM talks AS t
        CROSS JOIN LATERAL (SELECT 
            \(status) = 'pending' OR t.status = 'resolved' AND t.answered IS NOT NULL AND t.id % 5 = 0 AS waited) AS w
        CROSS JOIN LATERAL (
            SELECT 1 AS place, NULL AS before, 'open' AS after, t.created_at AS at, 'the contact wrote' AS reason
            UNION ALL
            SELECT 2, 'open', 'pending', coalesce(t.answered, t.last), 'asked the contact' WHERE w.waited
            UNION ALL
            SELECT 3, CASE WHEN w.waited THEN 'pending' ELSE 'open' END, 'done', t.updated_at, 'answered'
            WHERE t.status = 'resolved'
        ) AS s
        ORDER BY t.id, s.place
        """

    static let messagesColumns = """
        metrics.message_events (id, direction, agent_id, contact_id, conversation_id, message_body, message_type, status, \
        created_at, sent_at, delivered_at)
        """
    static let messages = """
        SELECT m.id, CASE m.message_type WHEN 'incoming' THEN 'inbound' ELSE 'outbound' END,
            CASE WHEN m.message_type = 'outgoing' THEN m.sender_id ELSE t.assignee_id END, t.contact_id, t.id, m.content,
            CASE t.inbox_id % 2 WHEN 1 THEN 'whatsapp' ELSE 'web' END, m.status, m.created_at, m.created_at,
            CASE WHEN m.status <> 'sent' THEN m.created_at + interval '2 seconds' END
        FROM messages AS m JOIN talks AS t ON t.id = m.conversation_id
        ORDER BY m.id
        """

    static let callsColumns = """
        metrics.call_events (direction, agent_id, contact_id, conversation_id, call_status, duration, source, queue_time, \
        start_time, end_time, created_at)
        """
    /// Three conversations in five are talked about on the telephone as well, soon after they began.
    static let calls = """
        SELECT c.direction, c.assignee_id, c.contact_id, c.id, c.call_status, c.duration, c.source, c.queued,
            c.at + make_interval(secs => c.queued), c.at + make_interval(secs => c.queued + coalesce(c.duration, 0)), c.at
        FROM (
            SELECT t.id, t.assignee_id, t.contact_id, t.created_at + interval '30 seconds' AS at,
                CASE WHEN \(Talks.dice("t.id", 7, below: 10)) < 7 THEN 'inbound' ELSE 'outbound' END AS direction,
                s.call_status, \(Talks.dice("t.id", 8, below: 90)) AS queued,
                CASE WHEN s.call_status = 'completed' THEN 60 + \(Talks.dice("t.id", 9, below: 840)) END AS duration,
                \(Talks.word("t.id", 10, "website", "callback", "campaign")) AS source
            FROM talks AS t
            CROSS JOIN LATERAL (SELECT \(Talks.word(
                "t.id", 11, "completed", "completed", "completed", "completed", "completed", "completed", "completed", "missed",
                "no-answer", "voicemail", "busy", "abandoned")) AS call_status) AS s
            WHERE t.id % 5 < 3
        ) AS c
        ORDER BY c.id
        """

    /// Opted out after the last message that was sent to them: nobody wrote to them since.
    static let optOutsColumns = "metrics.contact_preferences (contact_id, opt_out_type, opt_out_reason, initiated_by, created_at)"
    static let optOuts = """
        SELECT t.contact_id, \(Talks.word("t.contact_id", 12, "marketing", "marketing", "all", "call")), 'asked for it',
            \(Talks.word("t.contact_id", 13, "contact", "contact", "agent", "system")), max(t.last) + interval '1 day'
        FROM talks AS t WHERE \(Talks.dice("t.contact_id", 14, below: 100)) < 2
        GROUP BY t.contact_id HAVING max(t.last) < \(Talks.today) - interval '2 days' ORDER BY t.contact_id
        """

    /// Shifts of the weekdays: at work, at lunch, at work.
    static let availability = """
        INSERT INTO metrics.agent_availability (agent_id, status, start_time, end_time)
        SELECT a.id, s.status, d.day + s.starts + shift.late, d.day + s.ends + shift.late
        FROM metrics.agents AS a
        CROSS JOIN (
            SELECT g.day AT TIME ZONE 'UTC' AS day, extract(doy FROM g.day)::integer AS number FROM generate_series(
                ((now() AT TIME ZONE 'UTC')::date - 762)::timestamp, (now() AT TIME ZONE 'UTC')::date - 1, interval '1 day'
            ) AS g (day)
            WHERE extract(isodow FROM g.day) < 6
        ) AS d
        CROSS JOIN LATERAL (SELECT make_interval(hours => a.id % 3) AS late) AS shift
        CROSS JOIN (VALUES
            ('available', interval '8 hours', interval '12 hours'), ('away', interval '12 hours', interval '12 hours 30 minutes'),
            ('available', interval '12 hours 30 minutes', interval '16 hours 30 minutes')) AS s (status, starts, ends)
        WHERE (a.id + d.number) % 11 > 0
        ORDER BY d.day, a.id, s.starts
        """

    static let sequences = """
        SELECT setval(pg_get_serial_sequence('metrics.' || t, 'id'), n) FROM (
            SELECT 'agents' AS t, max(id) AS n FROM metrics.agents UNION ALL SELECT 'contacts', max(id) FROM metrics.contacts
            UNION ALL SELECT 'conversations', max(id) FROM metrics.conversations
            UNION ALL SELECT 'message_events', max(id) FROM metrics.message_events) AS x
        """
}
