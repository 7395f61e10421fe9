/// The chat widget, derived by queries on Chatwoot: conversations of the inboxes of its websites, which have even numbers.
///
/// Times of the widget are UTC without a zone.
enum WidgetQueries {
    private static func utc(_ time: String) -> String { "(\(time)) AT TIME ZONE 'UTC'" }
    private static let chats = "talks AS t"
    private static let ofWebsite = "t.inbox_id % 2 = 0"

    static let usersColumns = #"widget."user" (id, name, email, "createdAt", "updatedAt")"#
    static let users = """
        SELECT \(Talks.uuid("agent", "u.id")), u.name, u.email, t.first, t.first
        FROM users AS u, (SELECT \(utc("min(created_at)")) AS first FROM contacts) AS t ORDER BY u.id
        """

    static let customersColumns = """
        widget.customer (id, name, email, phone, timezone, language, "lastSeenAt", metadata, "createdAt", "updatedAt")
        """
    static let customers = """
        SELECT \(Talks.uuid("customer", "p.id")), p.name, p.email, p.phone_number,
            CASE p.account_id WHEN 3 THEN 'Asia/Dubai' ELSE 'Europe/Amsterdam' END,
            CASE p.account_id WHEN 3 THEN 'en' ELSE 'nl' END, \(utc("t.last")),
            json_build_object('chatwoot_contact_id', p.id), \(utc("p.created_at")), \(utc("t.last"))
        FROM contacts AS p
        JOIN (SELECT t.contact_id, max(t.last) AS last FROM \(chats) WHERE \(ofWebsite) GROUP BY 1) AS t ON t.contact_id = p.id
        ORDER BY p.id
        """

    static let profilesColumns = """
        widget.customer_profile (id, "customerId", company, industry, location, "leadScore", "totalChats", "totalMessages", \
        "averageResponseTime", "lastContactedAt", "createdAt", "updatedAt")
        """
    static let profiles = """
        SELECT \(Talks.uuid("profile", "p.id")), \(Talks.uuid("customer", "p.id")),
            CASE WHEN p.custom_attributes ? 'company_type' THEN split_part(p.name, ' ', 2) || ' Trading' END,
            CASE WHEN p.custom_attributes ? 'job_type_preference' THEN 'recruitment'
                WHEN p.custom_attributes ? 'order_count' THEN 'retail'
                WHEN p.custom_attributes ? 'company_type' THEN 'business services' END,
            CASE p.account_id WHEN 1 THEN 'Rotterdam' WHEN 2 THEN 'Utrecht' ELSE 'Dubai' END,
            coalesce((p.custom_attributes ->> 'qualification_score')::integer * 10, \(Talks.dice("p.id", 1, below: 60))),
            t.chats, t.messages, t.response, \(utc("t.last")), \(utc("p.created_at")), \(utc("t.last"))
        FROM contacts AS p
        JOIN (
            SELECT t.contact_id, count(*) AS chats, sum(t.total) AS messages, max(t.last) AS last,
                avg(extract(epoch FROM t.answered - t.created_at))::integer AS response
            FROM \(chats) WHERE \(ofWebsite) GROUP BY 1
        ) AS t ON t.contact_id = p.id
        ORDER BY p.id
        """

    static let sessionsColumns = """
        widget.conversation_session (id, "customerId", "sessionToken", "isActive", "startedAt", "endedAt", "lastActivityAt", \
        "messageCount", "aiMessageCount", "humanMessageCount", "averageResponseTime", "customerSatisfaction", referrer)
        """
    /// A visit a chat; the job ended it half an hour after the last message.
    static let sessions = """
        SELECT \(Talks.uuid("session", "t.id")), \(Talks.uuid("customer", "t.contact_id")), md5('token ' || t.id), false,
            \(utc("t.created_at - interval '40 seconds'")), \(utc("least(t.last + interval '30 minutes', now())")),
            \(utc("t.last")), t.total, CASE WHEN \(isAnsweredByAI) THEN least(t.ours, 1) ELSE 0 END,
            t.total - CASE WHEN \(isAnsweredByAI) THEN least(t.ours, 1) ELSE 0 END,
            extract(epoch FROM t.answered - t.created_at)::integer,
            CASE WHEN t.status = 'resolved' AND t.id % 4 = 0 THEN 5 - \(Talks.dice("t.id", 2, below: 100)) / 45 END,
            'https://www.example.com/' || \(Talks.word("t.id", 3, "", "contact", "shop", "jobs", "pricing"))
        FROM \(chats) WHERE \(ofWebsite) ORDER BY t.id
        """

    /// The first answer of one chat in four.
    private static let isAnsweredByAI = "\(Talks.dice("t.id", 4, below: 4)) = 0"
    /// The customer wrote last, and nobody has read it.
    private static let hasUnread = "t.status <> 'resolved' AND t.total % 2 = 1"

    static let chatsColumns = """
        widget.chat (id, "customerId", status, priority, "assignedAgentId", satisfied, source, tags, "lastMessageAt", \
        "firstResponseTime", "avgResponseTime", "messageCount", "unreadCount", "lastUnreadMessageId", "conversationSessionId", \
        metadata, "createdAt", "updatedAt")
        """
    static let conversations = """
        SELECT t.uuid, \(Talks.uuid("customer", "t.contact_id")),
            CASE t.status WHEN 'open' THEN 'OPEN' WHEN 'resolved' THEN 'RESOLVED' ELSE 'PENDING' END,
            \(Talks.word("t.id", 5, "LOW", "MEDIUM", "MEDIUM", "MEDIUM", "HIGH", "URGENT")),
            \(Talks.uuid("agent", "t.assignee_id")), t.status = 'resolved' AND t.id % 4 = 0, 'WIDGET',
            ARRAY[\(Talks.word("t.id", 6, "order", "product", "return", "general"))], \(utc("t.last")),
            extract(epoch FROM t.answered - t.created_at)::integer, extract(epoch FROM t.answered - t.created_at)::integer,
            t.total, CASE WHEN \(hasUnread) THEN 1 ELSE 0 END,
            CASE WHEN \(hasUnread) THEN \(Talks.uuid("message", "t.last_id")) END,
            \(Talks.uuid("session", "t.id")), json_build_object('chatwoot_conversation_id', t.id),
            \(utc("t.created_at")), \(utc("t.updated_at"))
        FROM \(chats) WHERE \(ofWebsite) ORDER BY t.id
        """

    static let messagesColumns = """
        widget.message (id, "chatId", "conversationSessionId", "senderId", "senderType", content, "isFromAI", "aiModel", \
        "aiPromptTokens", "aiCompletionTokens", "isRead", "readAt", "deliveredAt", "parentMessageId", "createdAt", "updatedAt")
        """
    /// In order of time, so that what is answered is there before its answer.
    static let messages = """
        SELECT \(Talks.uuid("message", "m.id")), m.uuid, \(Talks.uuid("session", "m.talk")),
            CASE WHEN m.sender = 'AGENT' THEN \(Talks.uuid("agent", "m.sender_id")) END, m.sender, m.content, m.sender = 'AI',
            CASE WHEN m.sender = 'AI' THEN 'support-writer-2' END,
            CASE WHEN m.sender = 'AI' THEN 600 + \(Talks.dice("m.id", 1, below: 900)) END,
            CASE WHEN m.sender = 'AI' THEN 40 + \(Talks.dice("m.id", 2, below: 160)) END,
            NOT m.is_unread, CASE WHEN NOT m.is_unread THEN m.at + interval '20 seconds' END, m.at + interval '1 second',
            CASE WHEN m.sender = 'AGENT' AND m.id % 7 = 0 THEN \(Talks.uuid("message", "m.id - 1")) END, m.at, m.at
        FROM (
            SELECT m.id, t.id AS talk, t.uuid, m.sender_id, m.content, \(utc("m.created_at")) AS at,
                CASE WHEN m.message_type = 'incoming' THEN 'CUSTOMER'
                    WHEN m.created_at = t.answered AND \(isAnsweredByAI) THEN 'AI' ELSE 'AGENT' END AS sender,
                m.id = t.last_id AND \(hasUnread) AS is_unread
            FROM messages AS m JOIN \(chats) ON t.id = m.conversation_id
            WHERE \(ofWebsite)
        ) AS m
        ORDER BY m.id
        """

    static let notificationsColumns = """
        widget.chat_notification (id, "chatId", "userId", type, title, message, "isRead", "readAt", "createdAt")
        """
    /// Of the last quarter: what was assigned, and what waits.
    static let notifications = """
        SELECT \(Talks.uuid("notification", "t.id")), t.uuid, \(Talks.uuid("agent", "t.assignee_id")),
            CASE WHEN \(hasUnread) THEN 'CUSTOMER_WAITING' ELSE 'CHAT_ASSIGNED' END,
            CASE WHEN \(hasUnread) THEN 'A customer is waiting' ELSE 'A chat is yours' END, 'Chat ' || t.id,
            NOT (\(hasUnread)), CASE WHEN NOT (\(hasUnread)) THEN \(utc("t.last + interval '1 minute'")) END, \(utc("t.last"))
        FROM \(chats)
        WHERE \(ofWebsite) AND t.assignee_id IS NOT NULL AND t.created_at > \(Talks.today) - interval '90 days'
        ORDER BY t.id
        """

    static let settings = """
        INSERT INTO widget.widget_settings (id, name, "welcomeMessage", "businessHours")
        SELECT md5('settings ' || name)::uuid::text, name, welcome, '{"monday": ["09:00", "18:00"]}' FROM (VALUES
            ('default', 'Hi! How can I help you today?'), ('polder-jobs', 'Looking for a job?'),
            ('gulf-set-up', 'Your company in ten days')) AS s (name, welcome)
        """

    /// The visitors of the website at this moment: some just now, some who went away an hour ago and have to be noticed by the jobs.
    static let live = #"""
        WITH here AS (
            SELECT c.id AS chat, c."customerId" AS customer, row_number() OVER (ORDER BY c."createdAt" DESC, c.id) AS place,
                CASE WHEN row_number() OVER (ORDER BY c."createdAt" DESC, c.id) <= 8 THEN interval '2 minutes'
                    ELSE interval '1 hour' END AS ago
            FROM widget.chat AS c WHERE c.status = 'OPEN' ORDER BY place LIMIT 14
        ), online AS (
            UPDATE widget.customer AS p SET "isOnline" = true, "lastSeenAt" = now() AT TIME ZONE 'UTC' - here.ago
            FROM here WHERE p.id = here.customer
        ), sessions AS (
            INSERT INTO widget.conversation_session (id, "customerId", "sessionToken", "startedAt", "lastActivityAt")
            SELECT md5('live session ' || place)::uuid, customer, md5('live token ' || place),
                now() AT TIME ZONE 'UTC' - ago - interval '3 minutes', now() AT TIME ZONE 'UTC' - ago
            FROM here
        )
        INSERT INTO widget.typing_indicator (id, "chatId", "customerId", "lastTypingAt", "expiresAt")
        SELECT md5('typing ' || place)::uuid, chat, customer, now() AT TIME ZONE 'UTC' - ago,
            now() AT TIME ZONE 'UTC' - ago + interval '15 minutes'
        FROM here
        """#
}
