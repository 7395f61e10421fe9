public import PostgresClient
public import Queries
public import SchemaDSL

/// `widget.unread_notifications`: what an agent has not read yet.
public final class UnreadNotifications: Query, Sendable {
    private static let n = WidgetModule.notifications

    public let user = Parameter("user", .varchar, about: "the agent's id")
    public let limit = Parameter("limit", .integer, default: "50", about: "how many, the newest first")

    public let id = Output(n.id)
    public let chatID = Output(n.chatID)
    public let type = Output(n.type)
    public let title = Output(n.title)
    public let message = Output(n.message)
    public let createdAt = Output(n.createdAt).nullable()

    public let purpose = "Notifications that an agent has not read yet, the newest first."

    public var sql: SQLFragment {
        let n = Self.n
        return """
            SELECT \(n.id), \(n.chatID), \(n.type), \(n.title), \(n.message), \(n.createdAt)
            FROM \(n)
            WHERE \(n.userID) = \(user) AND \(n.isRead.isFalse)
            ORDER BY \(n.createdAt) DESC, \(n.id)
            LIMIT \(limit)
            """
    }
}

/// `widget.active_sessions`: who is there now.
public final class ActiveSessions: Query, Sendable {
    private static let s = WidgetModule.sessions

    public let within = Parameter("within", .interval, default: "interval '30 minutes'", about: "since the last activity")

    public let id = Output(s.id)
    public let customerID = Output(s.customerID)
    public let startedAt = Output(s.startedAt).nullable()
    public let lastActivityAt = Output(s.lastActivityAt)
    public let messages = Output("messages", .integer).nullable().unmasked()

    public let purpose = "Sessions with an activity within a time, the latest first."

    public var sql: SQLFragment {
        let s = Self.s
        return """
            SELECT \(s.id), \(s.customerID), \(s.startedAt), \(s.lastActivityAt), \(s.messageCount) AS messages
            FROM \(s)
            WHERE \(s.isActive.isTrue) AND \(s.lastActivityAt) >= (now() AT TIME ZONE 'UTC') - \(within)
            ORDER BY \(s.lastActivityAt) DESC, \(s.id)
            """
    }
}

/// `widget.chat_queue`: which chat to take next.
public final class ChatQueue: Query, Sendable {
    private static let c = WidgetModule.chats

    public let limit = Parameter("limit", .integer, default: "50", about: "how many")

    public let id = Output(c.id)
    public let customerID = Output(c.customerID)
    public let status = Output(c.status)
    public let priority = Output(c.priority).nullable()
    public let assignedAgentID = Output(c.assignedAgentID).nullable()
    public let source = Output(c.source).nullable()
    public let unread = Output("unread", .integer).nullable().unmasked()
    public let createdAt = Output(c.createdAt).nullable()

    public let purpose = "Open and pending chats, the most urgent first, and of these the one that began first."

    public var sql: SQLFragment {
        let c = Self.c
        return """
            SELECT \(c.id), \(c.customerID), \(c.status), \(c.priority), \(c.assignedAgentID), \(c.source),
                \(c.unreadCount) AS unread, \(c.createdAt)
            FROM \(c)
            WHERE \(c.status.in("OPEN", "PENDING")) AND \(c.deleted) IS NOT TRUE
            ORDER BY \(c.priority) DESC NULLS LAST, \(c.createdAt), \(c.id)
            LIMIT \(limit)
            """
    }
}

/// `widget.chat_messages`: a page of a chat, from the newest back.
public final class ChatMessages: Query, Sendable {
    private static let m = WidgetModule.messages

    public let chat = Parameter("chat", .varchar, about: "the chat's id")
    public let before = Parameter(
        "before", .timestamp, default: "'infinity'::timestamp", about: "UTC; the oldest of the page before")
    public let limit = Parameter("limit", .integer, default: "50", about: "how many")

    public let id = Output(m.id)
    public let createdAt = Output(m.createdAt)
    public let senderType = Output(m.senderType).nullable()
    public let senderID = Output(m.senderID).nullable()
    public let content = Output(m.content)
    public let messageType = Output(m.messageType).nullable()
    public let attachments = Output(m.attachments).nullable()
    public let parentMessageID = Output(m.parentMessageID).nullable()
    public let isRead = Output(m.isRead).nullable()

    public let purpose = "Messages of a chat that nobody deleted, the newest first; those of the last year, by pages."

    public var sql: SQLFragment {
        let m = Self.m
        return """
            SELECT \(m.id), \(m.createdAt), \(m.senderType), \(m.senderID), \(m.content), \(m.messageType), \(m.attachments),
                \(m.parentMessageID), \(m.isRead)
            FROM \(m)
            WHERE \(m.chatID) = \(chat) AND \(m.createdAt) < \(before) AND \(m.deletedAt) IS NULL
            ORDER BY \(m.createdAt) DESC, \(m.id) DESC
            LIMIT \(limit)
            """
    }
}

/// `widget.typing_now`: who is typing in a chat.
public final class TypingNow: Query, Sendable {
    private static let t = WidgetModule.typingIndicators

    public let chat = Parameter("chat", .varchar, about: "the chat's id")

    public let userID = Output(t.userID).nullable()
    public let customerID = Output(t.customerID).nullable()
    public let expiresAt = Output(t.expiresAt)

    public let purpose =
        "Agents and customers who are typing in a chat; what has expired does not count, whether it is deleted yet or not."

    public var sql: SQLFragment {
        let t = Self.t
        return """
            SELECT \(t.userID), \(t.customerID), \(t.expiresAt)
            FROM \(t)
            WHERE \(t.chatID) = \(chat) AND \(t.isTyping.isTrue) AND \(t.expiresAt) >= (now() AT TIME ZONE 'UTC')
            ORDER BY \(t.expiresAt) DESC
            """
    }
}
