/// What the analytics are derived from: queries on Chatwoot, whose rows go straight into the other database.
///
/// What no conversation says (a rating, a mood) is derived from its number, so that every run has the same.
enum AnalyticsQueries {
    /// The columns of ``conversations``, in order.
    static let conversationColumns = """
        id, chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status, created_at, updated_at, resolved_at, \
        first_response_at, customer_name, customer_email, customer_phone, customer_segment, agent_sdk_used, \
        draft_confidence_score, operator_action, time_to_first_response_seconds, time_to_resolution_seconds, message_count, \
        agent_message_count, customer_message_count, category, sentiment, urgency, assigned_agent_id, assigned_agent_name, \
        escalated, csat_rating, synced_at
        """

    /// One row a conversation. The newest 200 were synchronised just now, all others in the night.
    static let conversations = """
        SELECT c.uuid, c.id, c.inbox_id, c.account_id,
            CASE c.status WHEN 'snoozed' THEN 'pending' ELSE c.status END,
            c.created_at, c.updated_at, CASE c.status WHEN 'resolved' THEN m.last END, m.answered,
            p.name, p.email, p.phone_number, (ARRAY['vip', 'standard', 'standard', 'new'])[1 + c.id % 4],
            c.id % 3 > 0, CASE WHEN c.id % 3 > 0 THEN 40 + c.id % 61 END,
            CASE WHEN c.id % 3 > 0
                THEN (ARRAY['approve', 'approve', 'approve', 'edit', 'edit', 'reject', 'escalate'])[1 + c.id % 7] END,
            extract(epoch FROM m.answered - c.created_at)::integer,
            CASE c.status WHEN 'resolved' THEN extract(epoch FROM m.last - c.created_at)::integer END,
            m.total, m.ours, m.total - m.ours,
            (ARRAY['order', 'product', 'return', 'general'])[1 + c.id / 7 % 4],
            (ARRAY['happy', 'neutral', 'neutral', 'frustrated', 'angry'])[1 + c.id / 3 % 5],
            (ARRAY['low', 'normal', 'normal', 'high', 'urgent'])[1 + c.id / 5 % 5],
            c.assignee_id, 'Agent ' || c.assignee_id, c.id % 29 = 0,
            CASE WHEN c.status = 'resolved' AND c.id % 4 = 0 THEN 3 + c.id % 3 END,
            now() - CASE WHEN c.id > 49800 THEN interval '5 seconds' ELSE interval '9 hours' END
        FROM conversations AS c
        JOIN contacts AS p ON p.id = c.contact_id
        JOIN (
            SELECT conversation_id, count(*) AS total, count(*) FILTER (WHERE message_type = 'outgoing') AS ours,
                max(created_at) AS last, min(created_at) FILTER (WHERE message_type = 'outgoing') AS answered
            FROM messages GROUP BY conversation_id
        ) AS m ON m.conversation_id = c.id
        ORDER BY c.id
        """

    static let interactionColumns = """
        customer_email, customer_name, chatwoot_contact_id, conversation_id, chatwoot_conversation_id, interaction_type, \
        category, sentiment, resolved, interaction_date
        """

    /// One row a conversation.
    static let interactions = """
        SELECT p.email, p.name, p.id, c.uuid, c.id,
            (ARRAY['inquiry', 'inquiry', 'complaint', 'follow_up', 'feedback'])[1 + c.id % 5],
            (ARRAY['order', 'product', 'return', 'general'])[1 + c.id / 7 % 4],
            (ARRAY['happy', 'neutral', 'neutral', 'frustrated', 'angry'])[1 + c.id / 3 % 5],
            c.status = 'resolved', c.created_at
        FROM conversations AS c JOIN contacts AS p ON p.id = c.contact_id
        ORDER BY c.id
        """

    static let metricColumns = """
        chatwoot_agent_id, agent_name, agent_email, date, hour, conversations_handled, messages_sent, drafts_approved, \
        escalations_made, avg_first_response_time_seconds
        """

    /// One row a day and agent, of the last 90 days that have any.
    static let metrics = """
        SELECT u.id, u.name, u.email, (c.created_at AT TIME ZONE 'UTC')::date, NULL, count(DISTINCT c.id), count(m.id),
            count(DISTINCT c.id) FILTER (WHERE c.id % 3 > 0), count(DISTINCT c.id) FILTER (WHERE c.id % 29 = 0), 420
        FROM conversations AS c
        JOIN users AS u ON u.id = c.assignee_id
        LEFT JOIN messages AS m ON m.conversation_id = c.id AND m.message_type = 'outgoing'
        WHERE c.created_at > now() - interval '90 days'
        GROUP BY 1, 2, 3, 4
        ORDER BY 4, 1
        """

    /// Questions that drafts had no good answer to.
    static let knowledgeGaps = """
        INSERT INTO analytics.support_knowledge_gaps (
            customer_question, detected_category, detected_keywords, draft_confidence_score, was_rejected, occurrence_count,
            gap_filled)
        SELECT 'Question ' || n || ' that no document answers', (ARRAY['order', 'product', 'return', 'general'])[1 + n % 4],
            ARRAY['topic-' || n % 20], n % 45, n % 3 = 0, 1 + n % 9, n % 5 = 0
        FROM generate_series(1, 120) AS n
        """

    /// Labels of contacts of account 1; every label that the migration put in is in use, and so stays in a rollback.
    static let contactLabels = """
        INSERT INTO contact_labels (contact_id, label_id)
        SELECT c.id, l.id FROM contacts AS c JOIN labels AS l USING (account_id)
        WHERE (c.id * 7 + l.id * 3) % 19 = 0
        """
}
