/// The sources of the analytics: queries on Chatwoot, whose rows go straight into the other database.
///
/// Values that no conversation holds (a rating, a mood) are derived from its number, so that every run has the same.
enum AnalyticsQueries {
    /// The columns of ``conversations``, in order.
    static let conversationColumns = """
        id, chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status, created_at, updated_at, resolved_at, \
        first_response_at, customer_name, customer_email, customer_phone, customer_segment, agent_sdk_used, \
        draft_confidence_score, operator_action, draft_created_at, draft_approved_at, \
        time_to_first_response_seconds, time_to_resolution_seconds, message_count, \
        agent_message_count, customer_message_count, category, sentiment, urgency, assigned_agent_id, assigned_agent_name, \
        escalated, csat_rating, custom_attributes, synced_at
        """

    private static let usesDrafts = "t.answered IS NOT NULL AND \(Talks.dice("t.id", 31, below: 100)) < 72"
    /// Approved as they are, four in five.
    private static let action = """
        (ARRAY['edit', 'edit', 'edit', 'reject', 'escalate'])[1 + \(Talks.dice("t.id", 32, below: 25))]
        """
    private static let category = Talks.word("t.id", 33, "order", "order", "order", "product", "product", "return", "general")
    private static let sentiment = Talks.word(
        "t.id", 34, "happy", "happy", "neutral", "neutral", "neutral", "frustrated", "angry")

    /// One row a conversation. The newest 200 were synchronised just now, all others in the night.
    static let conversations = """
        SELECT t.uuid, t.id, t.inbox_id, t.account_id,
            CASE t.status WHEN 'snoozed' THEN 'pending' ELSE t.status END,
            t.created_at, t.updated_at, CASE t.status WHEN 'resolved' THEN t.updated_at END, t.answered,
            p.name, p.email, p.phone_number,
            CASE WHEN coalesce((p.custom_attributes ->> 'order_count')::integer, 0) = 0 THEN 'new'
                WHEN (p.custom_attributes ->> 'total_spent')::integer > 1000 THEN 'vip' ELSE 'standard' END,
            \(usesDrafts), CASE WHEN \(usesDrafts) THEN 55 + \(Talks.dice("t.id", 35, below: 46)) END,
            CASE WHEN \(usesDrafts) THEN coalesce(\(action), 'approve') END,
            CASE WHEN \(usesDrafts) THEN t.answered - (t.answered - t.created_at) / 4 END,
            CASE WHEN \(usesDrafts) AND \(action) IS NULL THEN t.answered END,
            extract(epoch FROM t.answered - t.created_at)::integer,
            CASE t.status WHEN 'resolved' THEN extract(epoch FROM t.updated_at - t.created_at)::integer END,
            t.total, t.ours, t.total - t.ours, \(category), \(sentiment),
            \(Talks.word("t.id", 36, "low", "normal", "normal", "normal", "high", "urgent")),
            t.assignee_id, u.name, t.id % 29 = 0,
            CASE WHEN t.status = 'resolved' AND t.id % 4 = 0 THEN 5 - \(Talks.dice("t.id", 2, below: 100)) / 45 END,
            CASE WHEN p.custom_attributes ? 'order_count' THEN jsonb_build_object(
                'lifetime_value', p.custom_attributes -> 'total_spent', 'order_count', p.custom_attributes -> 'order_count')
                ELSE '{}' END,
            now() - CASE WHEN t.id > 49800 THEN interval '5 seconds' ELSE interval '9 hours' END
        FROM talks AS t
        JOIN contacts AS p ON p.id = t.contact_id
        LEFT JOIN users AS u ON u.id = t.assignee_id
        ORDER BY t.id
        """

    static let interactionColumns = """
        customer_email, customer_name, chatwoot_contact_id, conversation_id, chatwoot_conversation_id, interaction_type, \
        category, sentiment, resolved, interaction_date
        """

    /// One row a conversation.
    static let interactions = """
        SELECT p.email, p.name, p.id, t.uuid, t.id,
            \(Talks.word("t.id", 37, "inquiry", "inquiry", "complaint", "follow_up", "feedback")), \(category), \(sentiment),
            t.status = 'resolved', t.created_at
        FROM talks AS t JOIN contacts AS p ON p.id = t.contact_id
        ORDER BY t.id
        """

    static let metricColumns = """
        chatwoot_agent_id, agent_name, agent_email, date, hour, conversations_handled, messages_sent, drafts_approved, \
        escalations_made, avg_first_response_time_seconds, avg_resolution_time_seconds
        """

    /// One row a day and agent, of the last year and four days that have any: the job takes the four days.
    static let metrics = """
        SELECT u.id, u.name, u.email, (t.created_at AT TIME ZONE 'UTC')::date, NULL, count(*), sum(t.ours),
            count(*) FILTER (WHERE \(usesDrafts) AND \(action) IS NULL), count(*) FILTER (WHERE t.id % 29 = 0),
            avg(extract(epoch FROM t.answered - t.created_at))::integer,
            avg(extract(epoch FROM t.updated_at - t.created_at)) FILTER (WHERE t.status = 'resolved')::integer
        FROM talks AS t
        JOIN users AS u ON u.id = t.assignee_id
        WHERE t.created_at > \(Talks.today) - interval '1 year 4 days'
        GROUP BY 1, 2, 3, 4
        ORDER BY 4, 1
        """

    /// Questions that drafts had no good answer to; those that are answered by now go with the job.
    static let knowledgeGaps = """
        INSERT INTO analytics.support_knowledge_gaps (
            customer_question, detected_category, detected_keywords, draft_confidence_score, was_rejected, occurrence_count,
            gap_filled, knowledge_article_created_at, first_seen_at, last_seen_at)
        SELECT 'Question ' || n || ' that no document answers', (ARRAY['order', 'product', 'return', 'general'])[1 + n % 4],
            ARRAY['topic-' || n % 20], n % 45, n % 3 = 0, 1 + n * 7 % 9, n % 5 = 0,
            CASE WHEN n % 5 = 0 THEN now() - interval '1 day' END, now() - make_interval(days => 5 + n),
            now() - make_interval(hours => n)
        FROM generate_series(1, 120) AS n
        """

    static let webhookColumns = "event, chatwoot_account_id, chatwoot_conversation_id, payload, received_at, processed_at"

    /// The conversations that Chatwoot posted in the last month and two days: the job takes the two days.
    static let webhooks = """
        SELECT 'message_created', t.account_id, t.id,
            jsonb_build_object('event', 'message_created', 'id', m.id, 'conversation', jsonb_build_object('id', t.id)),
            m.created_at + interval '1 second', m.created_at + interval '3 seconds'
        FROM messages AS m JOIN talks AS t ON t.id = m.conversation_id
        WHERE m.created_at > \(Talks.today) - interval '32 days'
        ORDER BY m.id
        """

    /// Labels of contacts of account 1; every label that the migration put in is in use, and so stays in a rollback.
    static let contactLabels = """
        INSERT INTO contact_labels (contact_id, label_id)
        SELECT c.id, l.id FROM contacts AS c JOIN labels AS l USING (account_id)
        WHERE (c.id * 7 + l.id * 3) % 19 = 0
        """
}
