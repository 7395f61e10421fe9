import PostgresClient
import Testing

/// Every check of the chat widget finds what is planted, exactly, and no other fails.
@Suite struct WidgetCheckTests {
    typealias Fault = PlatformCheckTests.Fault

    private static func fault(_ sql: String, _ failures: [String: Int]) -> Fault {
        Fault(
            .supabase, "SET TimeZone = 'UTC'; \(sql)",
            Dictionary(
                failures.map { ($0.key.hasPrefix("catalog.") ? $0.key : "widget.\($0.key)", $0.value) },
                uniquingKeysWith: { a, _ in a })
        )
    }

    /// One message more in a chat whose counters know of it.
    private static func message(_ id: String, at time: String) -> String {
        """
        INSERT INTO widget.message (id, "chatId", content, "createdAt") VALUES ('\(id)', 'h1', 'text', \(time));
        UPDATE widget.chat SET "messageCount" = 5, "lastMessageAt" = greatest("lastMessageAt", \(time)) WHERE id = 'h1';
        UPDATE widget.customer_profile SET "totalMessages" = 5 WHERE id = 'p1';
        """
    }

    /// Something with the partition of the month that begins at a time.
    private static func month(_ time: String, _ statement: String) -> String {
        "DO $$ BEGIN EXECUTE format('\(statement)', to_char(date_trunc('month', \(time)), '\"widget.message_y\"YYYY\"m\"MM')); END $$"
    }

    /// Faults that do not touch each other, planted together.
    private static func together(_ faults: [Fault]) -> Fault {
        Fault(
            .supabase, faults.map(\.sql).joined(separator: "; "),
            faults.reduce(into: [:]) { $0.merge($1.failures) { first, _ in first } })
    }

    static let keys: [Fault] = [
        fault(
            message(
                "m1", at: "date_trunc('month', now()::timestamp) - interval '20 days'"),
            ["message.id.unique": 1]),
        fault(
            #"SET session_replication_role = replica; UPDATE widget.message SET "parentMessageId" = 'nobody' WHERE id IN ('m3', 'm4')"#,
            ["message.parent_message_id.references": 2]),
        fault(
            #"UPDATE widget.message SET "parentMessageId" = 'x1' WHERE id IN ('m2', 'm3', 'm4')"#,
            ["message.parent_message_id.same_chat": 3]),
        fault(
            #"UPDATE widget.chat SET "lastUnreadMessageId" = 'x1' WHERE id = 'h1'"#, ["chat.last_unread_message.references": 1]),
        fault(
            #"UPDATE widget.chat SET "conversationSessionId" = 's2' WHERE id = 'h1'"#, ["chat.session_of_customer": 1]),
    ]

    static let partitions: [Fault] = [
        fault(
            month("now() + interval '1 month'", "DROP TABLE %s"), ["catalog.widget.message.partitions_ahead": 1]),
        fault(
            """
            DO $$ DECLARE part regclass; BEGIN
                FOR part IN SELECT relid FROM pg_partition_tree('widget.message') WHERE isleaf AND relid <> 'widget.message_default'::regclass
                LOOP EXECUTE format('ALTER TABLE widget.message DETACH PARTITION %s', part); END LOOP; END $$;
            UPDATE widget.chat SET "messageCount" = 0, "unreadCount" = 0, "lastUnreadMessageId" = NULL WHERE id = 'h1';
            UPDATE widget.conversation_session SET "messageCount" = 0, "aiMessageCount" = 0, "humanMessageCount" = 0 WHERE id = 's1';
            UPDATE widget.customer_profile SET "totalMessages" = 0 WHERE id = 'p1'
            """,
            ["catalog.widget.message.partitions_ahead": 2]),
        fault(
            message("m9", at: "timestamp '2099-01-01'"),
            ["catalog.widget.message.default_partition_empty": 1, "message.created_at.not_future": 1]),
        fault(
            "SELECT widget.make_message_partitions(0, now() - interval '15 months'); "
                + message("m9", at: "now()::timestamp - interval '15 months'"), ["message.retention": 1]),
    ]

    static let catalog: [Fault] = [
        fault(month("now()", "DROP INDEX %s_id_idx"), ["catalog.widget.message.partitions_unique": 1]),
        fault(
            "ALTER TABLE widget.message_default DISABLE ROW LEVEL SECURITY; "
                + month("now()", "ALTER TABLE %s DISABLE ROW LEVEL SECURITY"),
            ["catalog.widget.message.partitions_row_security": 2]),
        fault(
            """
            ALTER PUBLICATION supabase_realtime DROP TABLE widget.customer, widget.message;
            ALTER PUBLICATION supabase_realtime SET (publish_via_partition_root = false)
            """, ["catalog.widget.realtime": 3]),
        fault(
            #"DROP INDEX widget."idx_message_senderId", widget."idx_typing_userId""#,
            ["catalog.widget.foreign_keys_indexed": 2]),
    ]

    static let messages: [Fault] = [
        fault(#"UPDATE widget.message SET "failedAt" = "deliveredAt" + interval '1 s'"#, ["message.delivered_or_failed": 1]),
        fault(
            #"UPDATE widget.message SET "isRead" = NULL WHERE id = 'm1'; UPDATE widget.message SET "isRead" = true WHERE id = 'm4'"#,
            ["message.read_together": 2]),
        fault(
            #"""
            UPDATE widget.message SET "deliveredAt" = "createdAt" - interval '1 second' WHERE id = 'm2';
            UPDATE widget.message SET "editedAt" = "createdAt" - interval '1 day' WHERE id = 'm3'
            """#, ["message.dates_in_order": 2]),
        fault(#"UPDATE widget.message SET "retryCount" = -1 WHERE id = 'm1'"#, ["message.retry_count.positive": 1]),
        fault(#"UPDATE widget.message SET "senderType" = 'AGENT' WHERE id = 'm3'"#, ["message.from_ai.agrees": 1]),
        fault(#"UPDATE widget.message SET "aiPromptTokens" = 0 WHERE id IN ('m1', 'm2')"#, ["message.ai_usage": 2]),
        fault("UPDATE widget.message SET content = '  ' WHERE id = 'm4'", ["message.content.not_empty": 1]),
    ]

    static let others: [Fault] = [
        fault(#"UPDATE widget.chat SET "messageCount" = 7 WHERE id = 'h1'"#, ["chat.message_count.agrees": 1]),
        fault(#"UPDATE widget.chat SET "unreadCount" = 2 WHERE id = 'h2'"#, ["chat.unread_count.within": 1]),
        fault(
            #"UPDATE widget.chat SET "lastMessageAt" = "lastMessageAt" - interval '2 minutes'"#,
            ["chat.last_message_at.agrees": 1]),
        fault(#"UPDATE widget.chat SET "avgResponseTime" = -1 WHERE id = 'h2'"#, ["chat.response_times": 1]),
        fault(
            #"UPDATE widget.chat SET "createdAt" = now() + interval '2 hours' WHERE id = 'h2'; UPDATE widget.chat SET "createdAt" = NULL WHERE id = 'h1'"#,
            ["chat.created_at.not_future": 2]),
        fault(
            #"UPDATE widget.conversation_session SET "lastActivityAt" = now() - interval '46 minutes' WHERE id = 's1'"#,
            ["conversation_session.idle_sessions_ended": 1]),
        fault(#"UPDATE widget.conversation_session SET "endedAt" = NULL"#, ["conversation_session.ended_together": 1]),
        fault(#"UPDATE widget.conversation_session SET "aiMessageCount" = 4"#, ["conversation_session.counters": 2]),
        fault(
            #"UPDATE widget.conversation_session SET "customerSatisfaction" = 6 WHERE id = 's2'"#,
            ["conversation_session.customersatisfaction.range": 1]),
        fault("UPDATE widget.customer SET email = 'nobody' WHERE id = 'c1'", ["customer.email.format": 1]),
        fault(
            #"UPDATE widget.customer SET "isOnline" = true, "lastSeenAt" = nullif("lastSeenAt", "lastSeenAt")"#,
            ["customer.online_and_seen": 2]),
        fault(#"UPDATE widget.customer_profile SET "totalChats" = 9"#, ["customer_profile.total_chats.agrees": 2]),
        fault(
            """
            UPDATE widget.typing_indicator SET "customerId" = 'c1' WHERE id = 't1'; UPDATE widget.typing_indicator SET "chatId" = NULL WHERE id = 't2'
            """, ["typing_indicator.who_and_where": 2]),
        fault(
            """
            INSERT INTO widget.widget_settings (id, name, "maxFileSize") VALUES ('w2', 'a', -1), ('w3', 'b', 0), ('w4', 'c', 1),
                ('w5', 'd', NULL)
            """, ["widget_settings.max_file_size.positive": 2]),
        fault(#"UPDATE widget.chat_notification SET "isRead" = NOT "isRead""#, ["chat_notification.read_together": 2]),
    ]

    static let otherwise: [Fault] = [
        fault(
            #"UPDATE widget.chat SET "messageCount" = NULL"#,
            ["chat.message_count.agrees": 2, "chat.unread_count.within": 2]),
        fault(
            #"UPDATE widget.conversation_session SET "endedAt" = "startedAt" - interval '1 s' WHERE id = 's2'"#,
            ["conversation_session.dates_in_order": 1]),
        fault(
            #"UPDATE widget.conversation_session SET "messageCount" = 5 WHERE id = 's1'"#,
            ["conversation_session.message_count.agrees": 1]),
        fault(
            #"UPDATE widget.customer_profile SET "totalMessages" = 0 WHERE id = 'p2'"#,
            ["customer_profile.total_messages.agrees": 1]),
        fault(
            #"UPDATE widget.chat_notification SET "readAt" = "createdAt" - interval '1 s' WHERE id = 'n1'"#,
            ["chat_notification.dates_in_order": 1]),
        fault(
            #"UPDATE widget.typing_indicator SET "expiresAt" = now() - interval '11 minutes' WHERE id = 't1'"#,
            ["typing_indicator.expired": 1]),
    ]

    @Test(arguments: keys + partitions + [catalog, messages, others, otherwise].map(together))
    func plantedFaultsAreCountedExactly(_ fault: Fault) async throws {
        try await Platform.open(fault.kind) { live in
            try await live.plant(fault.sql)
            #expect(try await live.failures().filter { $0.key.contains("widget") } == fault.failures)
        }
    }
}
