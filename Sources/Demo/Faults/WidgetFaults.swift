/// The faults that are planted in `widget`: people, sessions and chats.
enum WidgetFaults {
    /// Rows of a table in the order of their random ids, each fault's apart from the others'.
    static func rows(
        _ planted: Int, _ what: String, of table: String, where condition: String = "true", skipping offset: Int = 0,
        set: String, restore: String..., pastTriggers: Bool = false, count: String, found: [(String, Int)]
    ) -> Fault {
        .rows(
            planted, what, of: "widget.\(table)", in: "supabase",
            choose: "id IN (SELECT id FROM widget.\(table) WHERE \(condition) ORDER BY id OFFSET \(offset) LIMIT \(planted))",
            set: set, restore: restore, pastTriggers: pastTriggers,
            count: "SELECT count(*) FROM widget.\(table) AS x WHERE \(count)",
            found: found.map {
                (check: $0.0.hasPrefix("catalog.") || $0.0.hasPrefix("widget.") ? $0.0 : "widget.\(table).\($0.0)", rows: $0.1)
            })
    }

    static let utc = "(now() AT TIME ZONE 'UTC')"

    static let people: [Fault] = [
        rows(
            5, "customer whose e-mail is none", of: "customer", set: "email = 'nobody ' || t.id", restore: "email",
            count: "strpos(email, '@') = 0", found: [("email.format", 5)]),
        rows(
            4, "customer online, last seen three days ago", of: "customer", where: #"NOT "isOnline""#, skipping: 20,
            set: #""isOnline" = true, "lastSeenAt" = \#(utc) - interval '3 days'"#, restore: #""isOnline""#, #""lastSeenAt""#,
            count: #""isOnline" AND age(\#(utc), "lastSeenAt") > interval '2 days'"#, found: [("online_and_seen", 4)]),
        rows(
            3, "customer from the future", of: "customer", skipping: 40, set: #""createdAt" = \#(utc) + interval '2 days'"#,
            restore: #""createdAt""#, count: #""createdAt"::date > \#(utc)::date"#, found: [("created_at.not_future", 3)]),
        rows(
            6, "profile with a chat too many", of: "customer_profile", set: #""totalChats" = t."totalChats" + 1"#,
            restore: #""totalChats""#,
            count: #""totalChats" <> (SELECT count(*) FROM widget.chat WHERE "customerId" = x."customerId")"#,
            found: [("total_chats.agrees", 6)]),
        rows(
            7, "profile with messages that nobody wrote", of: "customer_profile", skipping: 20,
            set: #""totalMessages" = 1000000"#,
            restore: #""totalMessages""#, count: #""totalMessages" > 999999"#, found: [("total_messages.agrees", 7)]),
    ]

    static let sessions: [Fault] = [
        rows(
            4, "session that nobody ended", of: "conversation_session", where: #""endedAt" < \#(utc) - interval '2 days'"#,
            set: #""isActive" = true, "endedAt" = NULL"#, restore: #""isActive""#, #""endedAt""#,
            count: #""isActive" AND age(\#(utc), "lastActivityAt") > interval '1 day'"#, found: [("idle_sessions_ended", 4)]),
        rows(
            5, "session over, without an end", of: "conversation_session", where: #"NOT "isActive""#, skipping: 20,
            set: #""endedAt" = NULL"#, restore: #""endedAt""#, count: #"NOT "isActive" AND coalesce("endedAt"::text, '') = ''"#,
            found: [("ended_together", 5)]),
        rows(
            6, "session that ended before it began", of: "conversation_session", where: #"NOT "isActive""#, skipping: 40,
            set: #""endedAt" = t."startedAt" - interval '1 hour'"#, restore: #""endedAt""#,
            count: #"least("startedAt", "endedAt") < "startedAt""#, found: [("dates_in_order", 6)]),
        rows(
            5, "session with more messages by AI than messages", of: "conversation_session", skipping: 60,
            set: #""aiMessageCount" = t."messageCount" + 1"#, restore: #""aiMessageCount""#,
            count: #"sign("messageCount" - "aiMessageCount") = -1"#, found: [("counters", 5)]),
        rows(
            4, "satisfaction of 9", of: "conversation_session", skipping: 80, set: #""customerSatisfaction" = 9"#,
            restore: #""customerSatisfaction""#, count: #"abs("customerSatisfaction" - 3) > 2"#,
            found: [("customersatisfaction.range", 4)]),
        rows(
            8, "session that counts three messages too many", of: "conversation_session", where: #"NOT "isActive""#,
            skipping: 100,
            set: #""messageCount" = t."messageCount" + 3"#, restore: #""messageCount""#,
            count: #""messageCount" <> "aiMessageCount" + "humanMessageCount" AND "aiMessageCount" < "messageCount""#,
            found: [("message_count.agrees", 8)]),
        rows(
            3, "session that starts tomorrow", of: "conversation_session", where: #"NOT "isActive""#, skipping: 120,
            set: #""startedAt" = \#(utc) + interval '1 day'"#, restore: #""startedAt""#,
            count: #""startedAt" > \#(utc) + interval '1 hour'"#, found: [("created_at.not_future", 3), ("dates_in_order", 3)]),
    ]

    static let chats: [Fault] = [
        rows(
            6, "chat that counts two messages too many", of: "chat", set: #""messageCount" = t."messageCount" + 2"#,
            restore: #""messageCount""#,
            count: """
                "messageCount" <> (SELECT count(*) FROM (SELECT "chatId" FROM widget.message UNION ALL
                    SELECT "chatId" FROM widget.message_archive) AS m WHERE m."chatId" = x.id) AND "messageCount" > 2 AND id IN (
                    SELECT id FROM widget.chat ORDER BY id LIMIT 300)
                """, found: [("message_count.agrees", 6)]),
        rows(
            5, "chat with fewer than no unread messages", of: "chat", skipping: 20, set: #""unreadCount" = -1"#,
            restore: #""unreadCount""#, count: #""unreadCount"::text LIKE '-%'"#, found: [("unread_count.within", 5)]),
        rows(
            4, "last unread message that there is not", of: "chat", skipping: 40,
            set: #""lastUnreadMessageId" = 'gone-' || t.id"#,
            restore: #""lastUnreadMessageId""#, count: #""lastUnreadMessageId" LIKE 'gone-%'"#,
            found: [("last_unread_message.references", 4)]),
        rows(
            7, "chat that missed its last message", of: "chat", where: #""createdAt" > \#(utc) - interval '200 days'"#,
            skipping: 10,
            set: #""lastMessageAt" = t."createdAt" - interval '1 day'"#, restore: #""lastMessageAt""#,
            count: #""lastMessageAt" < "createdAt""#, found: [("last_message_at.agrees", 7)]),
        rows(
            3, "chat in somebody else's session", of: "chat", skipping: 80,
            set: """
                "conversationSessionId" = (
                    SELECT id FROM widget.conversation_session WHERE "customerId" <> t."customerId" ORDER BY id DESC LIMIT 1)
                """, restore: #""conversationSessionId""#,
            count: """
                ("conversationSessionId", "customerId") NOT IN (SELECT id, "customerId" FROM widget.conversation_session)
                """, found: [("session_of_customer", 3)]),
        rows(
            5, "chat answered before it was asked", of: "chat", skipping: 100, set: #""firstResponseTime" = -60"#,
            restore: #""firstResponseTime""#, count: #"sign("firstResponseTime") = -1"#, found: [("response_times", 5)]),
        rows(
            2, "chat from the future", of: "chat", skipping: 120, set: #""createdAt" = \#(utc) + interval '3 days'"#,
            restore: #""createdAt""#, count: #""createdAt"::date > \#(utc)::date"#, found: [("created_at.not_future", 2)]),
    ]

    static let notices: [Fault] = [
        rows(
            4, "notification read at no time", of: "chat_notification", where: #""isRead""#, set: #""readAt" = NULL"#,
            restore: #""readAt""#, count: #""isRead" AND "readAt" IS NULL"#, found: [("read_together", 4)]),
        rows(
            5, "notification read before it was there", of: "chat_notification", where: #""isRead""#, skipping: 20,
            set: #""readAt" = t."createdAt" - interval '1 hour'"#, restore: #""readAt""#,
            count: #"least("createdAt", "readAt") <> "createdAt""#, found: [("dates_in_order", 5)]),
        rows(
            2, "notification from the future", of: "chat_notification", where: #"NOT "isRead""#,
            set: #""createdAt" = \#(utc) + interval '3 days'"#, restore: #""createdAt""#,
            count: #""createdAt"::date > \#(utc)::date"#, found: [("created_at.not_future", 2)]),
        rows(
            2, "typing indicator that nobody took away", of: "typing_indicator",
            set: #""expiresAt" = \#(utc) - interval '1 hour'"#,
            restore: #""expiresAt""#, count: #"age(\#(utc), "expiresAt") > interval '30 minutes'"#, found: [("expired", 2)]),
        rows(
            3, "typing indicator of an agent and a customer at once", of: "typing_indicator", skipping: 3,
            set: #""userId" = (SELECT min(id) FROM widget."user")"#, restore: #""userId""#,
            count: #""userId" IS NOT NULL AND "customerId" IS NOT NULL"#, found: [("who_and_where", 3)]),
    ]

    static let all = people + sessions + chats + notices + messages + catalog
}
