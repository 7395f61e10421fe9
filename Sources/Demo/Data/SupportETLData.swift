/// `support_etl`: envelopes as Shopify and Freshdesk send them, about the contacts and conversations that Chatwoot has.
enum SupportETLData {
    /// Each account of Chatwoot is a merchant of the same number; the last one is nobody's business.
    static let frame = """
        INSERT INTO support_etl.merchants (name, is_test) VALUES
            ('noordzee_group', false), ('polder_jobs', false), ('gulf_set_up', false), ('demo_shop', true);
        INSERT INTO support_etl.merchant_integrations (merchant_id, type, config)
            SELECT m.id, t.type, jsonb_build_object('domain', replace(m.name, '_', '-') || '.' || t.type || '.example')
            FROM support_etl.merchants AS m, (VALUES ('freshdesk'), ('shopify')) AS t (type) WHERE NOT m.is_test
            ORDER BY m.id, t.type;
        SELECT support_etl.set_integration_api_key(merchant_id, type, 'enc:v1:' || md5(type || merchant_id))
            FROM support_etl.merchant_integrations;
        INSERT INTO support_etl.sync_metadata (merchant_id, resource_type, last_sync_at, last_successful_id, sync_status)
            SELECT m.id, r.resource, now() - interval '40 minutes', (400000 + m.id)::text, 'success'
            FROM support_etl.merchants AS m,
                (VALUES ('shopify_customers'), ('freshdesk_tickets'), ('freshdesk_conversations')) AS r (resource)
            WHERE NOT m.is_test ORDER BY m.id, r.resource
        """

    private static let iso = #"YYYY-MM-DD"T"HH24:MI:SS"Z""#
    private static func utc(_ time: String) -> String { "to_char((\(time)) AT TIME ZONE 'UTC', '\(iso)')" }

    static let customersColumns = "support_etl.etl_shopify_customers (merchant_id, shopify_customer_id, data)"
    /// Buyers, and those who have left no more than their address.
    static let customers = """
        SELECT p.account_id, 7000000000 + p.id, jsonb_build_object(
            'id', 7000000000 + p.id, 'email', p.email, 'phone', p.phone_number, 'first_name', split_part(p.name, ' ', 1),
            'last_name', split_part(p.name, ' ', 2), 'verified_email', p.id % 9 > 0, 'state', 'enabled', 'currency', 'EUR',
            'orders_count', coalesce((p.custom_attributes ->> 'order_count')::integer, 0),
            'total_spent', coalesce(p.custom_attributes ->> 'total_spent', '0') || '.00',
            'tags', concat_ws(', ', CASE WHEN p.custom_attributes ->> 'vip_status' = 'true' THEN 'vip' END,
                CASE WHEN (p.custom_attributes ->> 'order_count')::integer > 1 THEN 'returning' END,
                CASE WHEN p.id % 4 = 0 THEN 'Newsletter' END),
            'created_at', \(utc("p.created_at")), 'updated_at', \(utc("p.updated_at")))
        FROM contacts AS p
        WHERE p.custom_attributes ? 'order_count' OR p.custom_attributes = '{}'
        ORDER BY p.id
        """

    static let ticketsColumns = "support_etl.etl_freshdesk_tickets (merchant_id, freshdesk_ticket_id, data)"

    /// Three conversations in ten became tickets. Freshdesk's own numbers in one half, words of its other interfaces
    /// in the other.
    ///
    /// - Parameters:
    ///   - condition: which of them, by `t`.
    ///   - hasConversations: whether the list of conversations is with them, as after the second pass.
    static func tickets(where condition: String, hasConversations: Bool) -> String {
        """
        SELECT t.account_id, 400000 + t.id, jsonb_build_object(
            'id', 400000 + t.id, 'subject', m.subject, 'source', 2 + t.inbox_id % 2,
            'status', CASE WHEN t.id % 4 < 2 THEN to_jsonb(s.number) ELSE to_jsonb(s.word) END,
            'priority', CASE WHEN t.id % 4 < 2 THEN to_jsonb(p.number)
                ELSE to_jsonb((ARRAY['Low', 'medium', 'HIGH', 'Urgent'])[p.number]) END,
            'type', \(Talks.word("t.id", 21, "Question", "Question", "Problem", "Order", "Return", "Feature Request")),
            'tags', to_jsonb(ARRAY[
                \(Talks.word("t.id", 22, "delivery", "delivery", "invoice", "refund", "vacancy", "visa")),
                \(Talks.word("t.id", 23, "first-contact", "returning", "Urgent", "vip"))]),
            'requester_id', 9000000 + t.contact_id, 'responder_id', 8000 + t.assignee_id, 'spam', t.id % 400 = 2,
            'created_at', \(utc("t.created_at")), 'updated_at', \(utc("t.updated_at")),
            'due_by', \(utc("t.created_at + interval '3 days'")),
            'stats', jsonb_strip_nulls(jsonb_build_object(
                'first_responded_at', \(utc("t.answered")),
                'resolved_at', CASE WHEN s.number IN (4, 5) THEN \(utc("t.updated_at")) END,
                'closed_at', CASE WHEN s.number = 5 THEN \(utc("t.updated_at")) END))
        )\(hasConversations ? " || jsonb_build_object('conversations', m.conversations)" : "")
        FROM talks AS t
        CROSS JOIN LATERAL (
            SELECT CASE t.status WHEN 'open' THEN 2 WHEN 'pending' THEN 3
                WHEN 'resolved' THEN 4 + (hashint8(t.id) & 1) ELSE 6 + (hashint8(t.id) & 1) END AS number
        ) AS n
        CROSS JOIN LATERAL (
            SELECT n.number, (ARRAY[
                'Open', 'pending', 'Resolved', 'closed', 'Waiting on Customer', 'Waiting on Third Party'])[n.number - 1]
        ) AS s (number, word)
        CROSS JOIN LATERAL (SELECT (ARRAY[1, 2, 2, 2, 3, 4])[1 + \(Talks.dice("t.id", 24, below: 6))] AS number) AS p
        JOIN (
            SELECT m.conversation_id, (array_agg(m.content ORDER BY m.id))[1] AS subject,
                jsonb_agg(jsonb_build_object(
                    'id', m.id, 'incoming', m.message_type = 'incoming', 'body_text', m.content, 'private', false,
                    'created_at', \(utc("m.created_at"))) ORDER BY m.id) AS conversations
            FROM messages AS m WHERE m.conversation_id % 10 < 3 GROUP BY m.conversation_id
        ) AS m ON m.conversation_id = t.id
        WHERE t.id % 10 < 3 AND \(condition)
        ORDER BY t.id
        """
    }

    /// The lists of the second pass.
    static func conversations(where condition: String) -> String {
        """
        SELECT t.account_id, 400000 + t.id, jsonb_agg(jsonb_build_object(
            'id', m.id, 'incoming', m.message_type = 'incoming', 'body_text', m.content, 'private', false,
            'created_at', \(utc("m.created_at"))) ORDER BY m.id)
        FROM talks AS t JOIN messages AS m ON m.conversation_id = t.id
        WHERE t.id % 10 < 3 AND \(condition)
        GROUP BY t.id, t.account_id ORDER BY t.id
        """
    }
}
