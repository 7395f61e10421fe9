/// The faults that are planted in the messages of the widget, whose keys are no constraints, and in its catalog.
extension WidgetFaults {
    private static func message(
        _ planted: Int, _ what: String, where condition: String = "true", skipping offset: Int, set: String, restore: String,
        pastTriggers: Bool = false, count: String, found: [(String, Int)]
    ) -> Fault {
        rows(
            planted, what, of: "message", where: condition, skipping: offset, set: set, restore: restore,
            pastTriggers: pastTriggers, count: count, found: found)
    }

    static let messages: [Fault] = [
        message(
            6, "message read at no time", where: #""isRead""#, skipping: 0, set: #""readAt" = NULL"#, restore: #""readAt""#,
            count: #""isRead" AND "readAt" IS NULL"#, found: [("read_together", 6)]),
        message(
            5, "message delivered before it was written", skipping: 30,
            set: #""deliveredAt" = t."createdAt" - interval '1 minute'"#,
            restore: #""deliveredAt""#, count: #"age("deliveredAt", "createdAt") < interval '0'"#, found: [("dates_in_order", 5)]),
        message(
            4, "message that failed after it was delivered", skipping: 60,
            set: #""failedAt" = t."deliveredAt" + interval '1 hour'"#, restore: #""failedAt""#,
            count: #""failedAt" IS NOT NULL"#, found: [("delivered_or_failed", 4)]),
        message(
            3, "message retried fewer than no times", skipping: 90, set: #""retryCount" = -1"#, restore: #""retryCount""#,
            count: #""retryCount"::text LIKE '-%'"#, found: [("retry_count.positive", 3)]),
        message(
            5, "message of a customer, said to be the AI's", where: #""senderType" = 'CUSTOMER'"#, skipping: 120,
            set: #""isFromAI" = true"#, restore: #""isFromAI""#, count: #""isFromAI" AND "senderType" IN ('CUSTOMER', 'AGENT')"#,
            found: [("from_ai.agrees", 5)]),
        message(
            4, "message of an agent with a model", where: #""senderType" = 'AGENT'"#, skipping: 150, set: #""aiModel" = 'none'"#,
            restore: #""aiModel""#, count: #""aiModel" <> 'support-writer-2'"#, found: [("ai_usage", 4)]),
        message(
            5, "text message without a text", skipping: 400, set: "content = ' '", restore: "content",
            count: "length(trim(content)) = 0", found: [("content.not_empty", 5)]),
        message(
            3, "message two years older than its month", skipping: 430, set: #""createdAt" = t."createdAt" - interval '2 years'"#,
            restore: #""createdAt""#, count: #"age(\#(utc), "createdAt") > interval '1 year 3 months'"#,
            found: [("retention", 3), ("catalog.widget.message.default_partition_empty", 1)]),
        message(
            4, "answer to a message that there is not", where: #""parentMessageId" IS NULL"#, skipping: 460,
            set: #""parentMessageId" = 'gone-' || t.id"#, restore: #""parentMessageId""#, pastTriggers: true,
            count: #""parentMessageId" LIKE 'gone-%'"#, found: [("parent_message_id.references", 4)]),
        message(
            3, "answer to a message of another chat", where: #""parentMessageId" IS NULL"#, skipping: 490,
            set: """
                "parentMessageId" = (
                    SELECT id FROM widget.message WHERE "chatId" <> t."chatId" ORDER BY "createdAt" DESC, id LIMIT 1)
                """, restore: #""parentMessageId""#,
            count: """
                "parentMessageId" NOT LIKE 'gone-%' AND "chatId" NOT IN (
                    SELECT "chatId" FROM widget.message WHERE id = x."parentMessageId"
                    UNION ALL SELECT "chatId" FROM widget.message_archive WHERE id = x."parentMessageId")
                """, found: [("parent_message_id.same_chat", 3)]),
        copies,
        // In the month after the next, or the one after that: the next one is taken out below.
        rows(
            2, "message from the future", of: "message",
            where: """
                "createdAt" > \(utc) - interval '60 days' AND id IN (SELECT min(id) FROM widget.message GROUP BY "chatId")
                AND "chatId" NOT IN (SELECT id FROM widget.chat WHERE "lastMessageAt" < "createdAt")
                AND id NOT IN (SELECT id FROM saved_message_copies)
                """,
            set: #""createdAt" = \#(utc) + interval '62 days', "deliveredAt" = NULL, "isRead" = false, "readAt" = NULL"#,
            restore: #""createdAt""#, #""deliveredAt""#, #""isRead""#, #""readAt""#, count: #""createdAt"::date > \#(utc)::date"#,
            found: [("created_at.not_future", 2), ("widget.chat.last_message_at.agrees", 2)]),
    ]

    /// Among which other faults are planted that the same checks find.
    private static func first(_ column: String, of table: String) -> String {
        "SELECT \(column) FROM widget.\(table) ORDER BY id LIMIT 300"
    }

    /// Copies a month earlier: each month has a unique index, all of them have none.
    private static let copies = Fault(
        database: "supabase", what: "message that is in two months", planted: 2,
        breaking: [
            .runs(
                """
                CREATE TEMPORARY TABLE saved_message_copies AS
                SELECT min(m.id) AS id, min(m."createdAt") - interval '1 month' AS "createdAt"
                FROM widget.message AS m JOIN widget.chat AS c ON c.id = m."chatId"
                WHERE m."createdAt" > \(utc) - interval '100 days' AND c."messageCount" = 1
                  AND m."chatId" NOT IN (\(first("id", of: "chat")))
                  AND m."conversationSessionId" NOT IN (\(first("id", of: "conversation_session")))
                  AND c."customerId" NOT IN (\(first(#""customerId""#, of: "customer_profile")))
                GROUP BY c."customerId" HAVING count(*) = 1 ORDER BY 1 DESC LIMIT 2
                """),
            .runs(
                """
                INSERT INTO widget.message (id, "chatId", "conversationSessionId", "senderId", "senderType", content, "createdAt")
                SELECT m.id, m."chatId", m."conversationSessionId", NULL, 'CUSTOMER', 'copied', s."createdAt"
                FROM widget.message AS m JOIN saved_message_copies AS s ON s.id = m.id
                """),
        ],
        repairs: [
            """
            DELETE FROM widget.message AS m USING saved_message_copies AS s WHERE m.id = s.id AND m."createdAt" = s."createdAt"
            """, "DROP TABLE saved_message_copies",
        ],
        count: "SELECT count(*) - count(DISTINCT id) FROM widget.message",
        // They count as messages of their chats, sessions and customers, too.
        found: [
            ("widget.message.id.unique", 2), ("widget.chat.message_count.agrees", 2),
            ("widget.conversation_session.message_count.agrees", 2), ("widget.customer_profile.total_messages.agrees", 2),
        ])

    /// A statement about this month's partition.
    private static func thisMonth(_ command: String) -> String {
        """
        DO $$ BEGIN EXECUTE format('\(command)', 'message' || to_char(now() AT TIME ZONE 'UTC', '"_y"YYYY"m"MM')); END $$
        """
    }

    static let catalog: [Fault] = [
        .withoutNextMonth(of: "widget.message", check: "catalog.widget.message.partitions_ahead"),
        .objects(
            1, "unique index on id of a month dropped", in: "supabase",
            breaking: [thisMonth(#"DROP INDEX widget.%I"#).replacing("\"m\"MM')", with: "\"m\"MM') || '_id_idx'")],
            repairs: [thisMonth("CREATE UNIQUE INDEX ON widget.%I (id)")],
            count: """
                SELECT 0 - count(*) FROM pg_indexes
                WHERE schemaname = 'widget' AND tablename LIKE 'message\\_y%' AND indexdef LIKE '%UNIQUE%(id)'
                """, found: [(check: "catalog.widget.message.partitions_unique", rows: 1)]),
        .objects(
            1, "row-level security of a month switched off", in: "supabase",
            breaking: [thisMonth("ALTER TABLE widget.%I DISABLE ROW LEVEL SECURITY")],
            repairs: [thisMonth("ALTER TABLE widget.%I ENABLE ROW LEVEL SECURITY")],
            count: "SELECT count(*) FROM pg_tables WHERE schemaname = 'widget' AND NOT rowsecurity",
            found: [(check: "catalog.widget.message.partitions_row_security", rows: 1)]),
        .objects(
            1, "customers no longer shown in real time", in: "supabase",
            breaking: ["ALTER PUBLICATION supabase_realtime DROP TABLE widget.customer"],
            repairs: ["ALTER PUBLICATION supabase_realtime ADD TABLE widget.customer"],
            count: """
                SELECT 1 - count(*) FROM pg_publication_tables
                WHERE pubname = 'supabase_realtime' AND schemaname = 'widget' AND tablename = 'customer'
                """, found: [(check: "catalog.widget.realtime", rows: 1)]),
        .objects(
            1, "foreign key without an index: chats of a customer", in: "supabase",
            breaking: [#"DROP INDEX widget."idx_chat_customerId""#],
            repairs: [#"CREATE INDEX "idx_chat_customerId" ON widget.chat ("customerId")"#],
            count: Fault.missing([#"widget."idx_chat_customerId""#]),
            found: [(check: "catalog.widget.foreign_keys_indexed", rows: 1)]),
        .brokenIndex(
            on: "widget.chat (source)", named: "widget.demo_broken", in: "supabase", check: "catalog.widget.indexes_valid"),
        .unvalidated("widget.chat", #""unreadCount" < 1000000"#, check: "catalog.widget.constraints_validated"),
    ]
}
