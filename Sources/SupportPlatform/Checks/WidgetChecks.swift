import Checks
import SchemaDSL

/// The checks on the data of the chat widget: those that keys would make if messages were not partitioned; counters, times and jobs.
enum WidgetChecks {
    static let chats = WidgetModule.chats
    static let messages = WidgetModule.messages
    static let archive = WidgetModule.messageArchive
    static let sessions = WidgetModule.sessions
    static let customers = WidgetModule.customers
    static let profiles = WidgetModule.profiles
    static let notifications = WidgetModule.notifications
    static let typing = WidgetModule.typingIndicators
    static let settings = WidgetModule.settings

    /// Columns without a time zone hold UTC, whatever the session that checks them has.
    static let now: SQLFragment = "(now() AT TIME ZONE 'UTC')"

    static let groups = [
        CheckGroup(on: customers, key: [customers.id], ofCustomers),
        CheckGroup(on: profiles, key: [profiles.id], ofProfiles),
        CheckGroup(on: sessions, key: [sessions.id], ofSessions),
        CheckGroup(on: chats, key: [chats.id], ofChats),
        CheckGroup(on: messages, key: [messages.id, messages.createdAt], ofMessages + keysOfMessages),
        CheckGroup(on: notifications, key: [notifications.id], ofNotifications),
        CheckGroup(on: settings, key: [settings.id], ofSettings),
        CheckGroup(on: typing, key: [typing.id], ofTypingIndicators),
        CheckGroup(catalogOf: "widget", questions),
    ]

    /// A default of `now()` writes the local time of a session that is not in UTC; east of it that is in the future.
    static func notInTheFuture(_ column: Column<LocalTimestamp>, _ title: String) -> DataCheck {
        .satisfies(
            Predicate(sql: "\(column) <= \(now) + interval '5 minutes'"), onNull: .fails, named: "created_at.not_future", title
        ).kind(.quality)
    }

    private static func readTogether(_ isRead: Column<Bool>, _ readAt: Column<LocalTimestamp>, _ title: String) -> DataCheck {
        .satisfies(
            Predicate(sql: "coalesce(\(isRead), false) = (\(readAt) IS NOT NULL)"), named: "read_together", title
        ).kind(.quality)
    }

    private static let ofSettings: [DataCheck] = [
        .satisfies(
            Predicate(sql: "\(settings.maxFileSize) > 0"), named: "max_file_size.positive",
            "A widget takes files of some size, or says nothing of it")
    ]

    private static let ofCustomers: [DataCheck] = [
        .format(customers.email, #"^[^\s@]+@[^\s@]+\.[^\s@]+$"#, "The customer's e-mail has the form of an address")
            .severity(.warning),
        .satisfies(
            Predicate(
                sql: """
                    \(customers.isOnline) IS NOT TRUE OR \(customers.lastSeenAt) >= \(now) - interval '1 day'
                    """), onNull: .fails, named: "online_and_seen", "Who is online was seen within a day"
        ).kind(.monitor).severity(.warning),
        notInTheFuture(customers.createdAt, "No customer comes from the future"),
    ]

    private static let ofSessions: [DataCheck] = [
        .satisfies(
            Predicate(
                sql: """
                    \(sessions.isActive) IS NOT TRUE OR \
                    coalesce(\(sessions.lastActivityAt), \(sessions.startedAt)) >= \(now) - interval '45 minutes'
                    """), onNull: .fails, named: "idle_sessions_ended", "Sessions end after half an hour of silence: the job runs"
        ).kind(.monitor).severity(.warning),
        .satisfies(
            Predicate(sql: "coalesce(\(sessions.isActive), false) = (\(sessions.endedAt) IS NULL)"), named: "ended_together",
            "A session has an end exactly when it is not active"
        ).kind(.quality),
        .satisfies(
            Predicate(
                sql: """
                    \(sessions.lastActivityAt) >= \(sessions.startedAt) AND \
                    (\(sessions.endedAt) IS NULL OR \(sessions.endedAt) >= \(sessions.startedAt))
                    """), named: "dates_in_order", "No session ends or is active before it starts"
        ).kind(.quality),
        .satisfies(
            Predicate(
                sql: """
                    \(sessions.aiMessageCount) >= 0 AND \(sessions.humanMessageCount) >= 0 AND \
                    \(sessions.aiMessageCount) + \(sessions.humanMessageCount) <= \(sessions.messageCount)
                    """), onNull: .fails, named: "counters", "Messages by AI and by people are not more than all messages"
        ).kind(.quality),
        .between(sessions.customerSatisfaction, 1...5, "Satisfaction is 1 to 5, or missing"),
        .query(
            """
            SELECT s.\(sessions.id), s.\(sessions.messageCount), coalesce(n.messages, 0) AS messages
            FROM \(sessions) AS s
            LEFT JOIN (
              SELECT w.session, count(*) AS messages
              FROM (
                SELECT m.\(messages.conversationSessionID) AS session FROM \(messages) AS m
                UNION ALL
                SELECT a.\(archive.conversationSessionID) FROM \(archive) AS a
              ) AS w
              GROUP BY w.session
            ) AS n ON n.session = s.\(sessions.id)
            WHERE s.\(sessions.messageCount) IS DISTINCT FROM coalesce(n.messages, 0)
            """, named: "message_count.agrees", "The number of messages of a session is that of its messages"
        ).severity(.warning),
        notInTheFuture(sessions.startedAt, "No session starts in the future"),
    ]

    /// Counted once for all chats: a count a chat would read the index of each month for each of them.
    private static let messagesOfChats: SQLFragment = """
        (
          SELECT w.chat, count(*) AS messages
          FROM (
            SELECT m.\(messages.chatID) AS chat FROM \(messages) AS m
            UNION ALL
            SELECT a.\(archive.chatID) FROM \(archive) AS a
          ) AS w
          GROUP BY w.chat
        )
        """

    private static let ofChats: [DataCheck] = [
        .query(
            """
            SELECT c.\(chats.id), c.\(chats.messageCount), coalesce(n.messages, 0) AS messages
            FROM \(chats) AS c
            LEFT JOIN \(messagesOfChats) AS n ON n.chat = c.\(chats.id)
            WHERE c.\(chats.messageCount) IS DISTINCT FROM coalesce(n.messages, 0)
            """, named: "message_count.agrees", "The number of messages of a chat is that of its messages, archived ones too"
        ).severity(.warning),
        .satisfies(
            Predicate(sql: "\(chats.unreadCount) BETWEEN 0 AND \(chats.messageCount)"), onNull: .fails,
            named: "unread_count.within", "No chat has more unread messages than messages"
        ).kind(.quality),
        .query(
            """
            SELECT c.\(chats.id), c.\(chats.lastUnreadMessageID)
            FROM \(chats) AS c
            WHERE c.\(chats.lastUnreadMessageID) IS NOT NULL AND NOT EXISTS (
              SELECT FROM \(messages) AS m
              WHERE m.\(messages.id) = c.\(chats.lastUnreadMessageID) AND m.\(messages.chatID) = c.\(chats.id)
            ) AND NOT EXISTS (
              SELECT FROM \(archive) AS a
              WHERE a.\(archive.id) = c.\(chats.lastUnreadMessageID) AND a.\(archive.chatID) = c.\(chats.id)
            )
            """, named: "last_unread_message.references", "The last unread message is a message of the chat"),
        .query(
            """
            SELECT c.\(chats.id), c.\(chats.lastMessageAt), n.newest
            FROM \(chats) AS c
            JOIN (
              SELECT m.\(messages.chatID) AS chat, max(m.\(messages.createdAt)) AS newest FROM \(messages) AS m GROUP BY 1
            ) AS n ON n.chat = c.\(chats.id)
            WHERE n.newest > coalesce(c.\(chats.lastMessageAt), '-infinity') + interval '1 minute'
            """, named: "last_message_at.agrees", "A chat knows of its newest message"
        ).severity(.warning),
        .query(
            """
            SELECT c.\(chats.id), c.\(chats.conversationSessionID)
            FROM \(chats) AS c
            JOIN \(sessions) AS s ON s.\(sessions.id) = c.\(chats.conversationSessionID)
            WHERE s.\(sessions.customerID) <> c.\(chats.customerID)
            """, named: "session_of_customer", "The session of a chat is one of its customer"),
        .satisfies(
            Predicate(sql: "least(\(chats.firstResponseTime), \(chats.avgResponseTime)) >= 0"), named: "response_times",
            "Nobody answered before he was asked"
        ).kind(.quality),
        notInTheFuture(chats.createdAt, "No chat comes from the future"),
    ]

    private static let ofNotifications: [DataCheck] = [
        readTogether(notifications.isRead, notifications.readAt, "A notification has a time of reading exactly when it is read"),
        .satisfies(
            Predicate(sql: "\(notifications.readAt) >= \(notifications.createdAt)"), named: "dates_in_order",
            "No notification is read before it is there"
        ).kind(.quality),
        notInTheFuture(notifications.createdAt, "No notification comes from the future"),
    ]

    private static let ofTypingIndicators: [DataCheck] = [
        .satisfies(
            Predicate(sql: "\(typing.expiresAt) >= \(now) - interval '10 minutes'"), named: "expired",
            "Expired typing indicators are gone: the job runs"
        ).kind(.monitor).severity(.warning),
        .satisfies(
            Predicate(
                sql: """
                    num_nonnulls(\(typing.userID), \(typing.customerID)) = 1 AND \
                    num_nonnulls(\(typing.chatID), \(typing.conversationSessionID)) >= 1
                    """), named: "who_and_where", "An indicator says who types, one agent or one customer, and where"
        ).kind(.quality),
    ]

    private static let ofProfiles: [DataCheck] = [
        .query(
            """
            SELECT p.\(profiles.id), p.\(profiles.totalChats), coalesce(n.chats, 0) AS chats
            FROM \(profiles) AS p
            LEFT JOIN (
              SELECT c.\(chats.customerID) AS customer, count(*) AS chats FROM \(chats) AS c GROUP BY 1
            ) AS n ON n.customer = p.\(profiles.customerID)
            WHERE p.\(profiles.totalChats) IS DISTINCT FROM coalesce(n.chats, 0)
            """, named: "total_chats.agrees", "The number of chats of a customer is that of his chats"
        ).severity(.warning),
        .query(
            """
            SELECT p.\(profiles.id), p.\(profiles.totalMessages), coalesce(n.messages, 0) AS messages
            FROM \(profiles) AS p
            LEFT JOIN (
              SELECT c.\(chats.customerID) AS customer, sum(n.messages) AS messages
              FROM \(chats) AS c
              JOIN \(messagesOfChats) AS n ON n.chat = c.\(chats.id)
              GROUP BY 1
            ) AS n ON n.customer = p.\(profiles.customerID)
            WHERE p.\(profiles.totalMessages) IS DISTINCT FROM coalesce(n.messages, 0)
            """, named: "total_messages.agrees", "The number of messages of a customer is that of his chats' messages"
        ).severity(.warning),
    ]

    private static func readOfMessages() -> DataCheck {
        readTogether(messages.isRead, messages.readAt, "A message has a time of reading exactly when it is read")
    }

    private static let ofMessages: [DataCheck] = [
        readOfMessages(),
        .satisfies(
            Predicate(
                sql: """
                    least(\(messages.deliveredAt), \(messages.readAt), \(messages.editedAt), \(messages.deletedAt)) \
                    >= \(messages.createdAt)
                    """), named: "dates_in_order", "Nothing is delivered, read, edited or deleted before it is written"
        ).kind(.quality),
        .satisfies(
            Predicate(sql: "\(messages.failedAt) <= \(messages.deliveredAt)"), named: "delivered_or_failed",
            "No message failed after it was delivered"
        ).kind(.quality),
        .satisfies(
            Predicate(sql: "\(messages.retryCount) >= 0"), onNull: .fails, named: "retry_count.positive",
            "The number of retries is 0 or more"),
        .satisfies(
            Predicate(sql: "coalesce(\(messages.isFromAI), false) = (\(messages.senderType) = 'AI')"), onNull: .fails,
            named: "from_ai.agrees", "A message is from the AI exactly when its sender is"
        ).kind(.quality),
        .satisfies(
            Predicate(
                sql: """
                    \(messages.isFromAI) OR \
                    num_nonnulls(\(messages.aiModel), \(messages.aiPromptTokens), \(messages.aiCompletionTokens)) = 0
                    """), onNull: .fails, named: "ai_usage", "Only the AI's messages have a model and tokens"
        ).kind(.quality).severity(.warning),
        .satisfies(
            Predicate(sql: "\(messages.messageType) <> 'TEXT' OR btrim(\(messages.content)) <> ''"), named: "content.not_empty",
            "No text message is empty"
        ).kind(.quality).severity(.warning),
        .satisfies(
            Predicate(sql: "\(messages.createdAt) >= \(now) - interval '1 year 1 month 3 days'"), named: "retention",
            "Messages of months that ended over a year ago are in the archive: the job runs"
        ).kind(.quality),
        notInTheFuture(messages.createdAt, "No message comes from the future"),
    ]
}
