/// Good rows of the chat widget: two customers, a chat that goes on and one whose only message is archived.
enum WidgetRows {
    static let good = """
        SET TimeZone = 'UTC';
        SELECT widget.make_message_partitions(6, now() - interval '3 months');
        INSERT INTO widget."user" (id, name, email) VALUES ('u1', 'Ann', 'ann@example.com'), ('u2', 'Bob', 'bob@example.com');
        INSERT INTO widget.customer (id, email, "isOnline", "lastSeenAt") VALUES ('c1', 'c1@example.com', true, now()),
            ('c2', 'c2@example.com', false, NULL);
        INSERT INTO widget.customer_profile (id, "customerId", "totalChats", "totalMessages") VALUES ('p1', 'c1', 1, 4), ('p2', 'c2', 1, 1);
        INSERT INTO widget.conversation_session (id, "customerId", "sessionToken", "isActive", "startedAt", "endedAt", "lastActivityAt",
            "messageCount", "aiMessageCount", "humanMessageCount", "customerSatisfaction") VALUES
            ('s1', 'c1', 't1', true, now() - interval '1 hour', NULL, now() - interval '5 minutes', 4, 1, 1, NULL),
            ('s2', 'c2', 't2', false, now() - interval '400 days', now() - interval '399 days', now() - interval '400 days', 1, 0, 1, 5);
        INSERT INTO widget.chat (id, "customerId", "conversationSessionId", "messageCount", "unreadCount", "lastUnreadMessageId",
            "lastMessageAt", "createdAt", "firstResponseTime") VALUES
            ('h1', 'c1', 's1', 4, 1, 'm4', now() - interval '5 minutes', now() - interval '1 hour', 120),
            ('h2', 'c2', 's2', 1, 0, NULL, now() - interval '400 days', now() - interval '400 days', NULL);
        INSERT INTO widget.message (id, "chatId", "conversationSessionId", "senderId", "senderType", content, "isFromAI", "aiModel",
            "aiPromptTokens", "aiCompletionTokens", "isRead", "readAt", "deliveredAt", "parentMessageId", "createdAt") VALUES
            ('m1', 'h1', 's1', NULL, 'CUSTOMER', 'a', false, NULL, NULL, NULL, true, now(), now(), NULL, now() - interval '50 minutes'),
            ('m2', 'h1', 's1', 'u1', 'AGENT', 'b', false, NULL, NULL, NULL, true, now(), NULL, 'm1', now() - interval '48 minutes'),
            ('m3', 'h1', 's1', NULL, 'AI', 'c', true, 'model', 10, 20, true, now(), NULL, 'm2', now() - interval '30 minutes'),
            ('m4', 'h1', 's1', NULL, 'CUSTOMER', 'd', NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, now() - interval '5 minutes');
        INSERT INTO widget.message_archive (id, "chatId", "conversationSessionId", content, "createdAt")
        VALUES ('x1', 'h2', 's2', 'old', now() - interval '400 days');
        INSERT INTO widget.chat_notification (id, "chatId", "userId", type, title, message, "isRead", "readAt") VALUES
            ('n1', 'h1', 'u1', 'NEW_MESSAGE', 't', 'm', true, now() + interval '1 second'),
            ('n2', 'h1', 'u2', 'MENTION', 't', 'm', false, NULL);
        INSERT INTO widget.typing_indicator (id, "chatId", "userId", "expiresAt") VALUES ('t1', 'h1', 'u1', now() + interval '5 seconds'),
            ('t2', 'h1', 'u2', now());
        INSERT INTO widget.widget_settings (id) VALUES ('w1');
        RESET TimeZone;
        """
}
