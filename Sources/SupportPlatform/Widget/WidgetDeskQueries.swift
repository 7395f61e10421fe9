import PostgresClient
package import Queries
package import SchemaDSL

/// `widget.unread_notifications`: what an agent has not read yet.
package final class UnreadNotifications: Query, Sendable {
    private static let n = WidgetModule.notifications

    package let user = Parameter("user", .varchar, about: "the agent's id")
    package let limit = Parameter("limit", .integer, default: "50", about: "how many, the newest first")

    package let id = Output(n.id)
    package let chatID = Output(n.chatID)
    package let type = Output(n.type)
    package let title = Output(n.title)
    package let message = Output(n.message)
    package let createdAt = Output(n.createdAt).nullable()

    package let purpose = "Notifications that an agent has not read yet, the newest first."

    package var sql: SQLFragment {
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
package final class ActiveSessions: Query, Sendable {
    private static let s = WidgetModule.sessions

    package let within = Parameter("within", .interval, default: "interval '30 minutes'", about: "since the last activity")

    package let id = Output(s.id)
    package let customerID = Output(s.customerID)
    package let startedAt = Output(s.startedAt).nullable()
    package let lastActivityAt = Output(s.lastActivityAt)
    package let messages = Output("messages", .integer).nullable().unmasked()

    package let purpose = "Sessions with an activity within a time, the latest first."

    package var sql: SQLFragment {
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
package final class ChatQueue: Query, Sendable {
    private static let c = WidgetModule.chats

    package let limit = Parameter("limit", .integer, default: "50", about: "how many")

    package let id = Output(c.id)
    package let customerID = Output(c.customerID)
    package let status = Output(c.status)
    package let priority = Output(c.priority).nullable()
    package let assignedAgentID = Output(c.assignedAgentID).nullable()
    package let source = Output(c.source).nullable()
    package let unread = Output("unread", .integer).nullable().unmasked()
    package let createdAt = Output(c.createdAt).nullable()

    package let purpose = "Open and pending chats, the most urgent first, and of these the one that began first."

    package var sql: SQLFragment {
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
package final class ChatMessages: Query, Sendable {
    private static let m = WidgetModule.messages

    package let chat = Parameter("chat", .varchar, about: "the chat's id")
    package let before = Parameter(
        "before", .timestamp, default: "'infinity'::timestamp", about: "UTC; the oldest of the page before")
    package let limit = Parameter("limit", .integer, default: "50", about: "how many")

    package let id = Output(m.id)
    package let createdAt = Output(m.createdAt)
    package let senderType = Output(m.senderType).nullable()
    package let senderID = Output(m.senderID).nullable()
    package let content = Output(m.content)
    package let messageType = Output(m.messageType).nullable()
    package let attachments = Output(m.attachments).nullable()
    package let parentMessageID = Output(m.parentMessageID).nullable()
    package let isRead = Output(m.isRead).nullable()

    package let purpose = "Messages of a chat that nobody deleted, the newest first; those of the last year, by pages."

    package var sql: SQLFragment {
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
package final class TypingNow: Query, Sendable {
    private static let t = WidgetModule.typingIndicators

    package let chat = Parameter("chat", .varchar, about: "the chat's id")

    package let userID = Output(t.userID).nullable()
    package let customerID = Output(t.customerID).nullable()
    package let expiresAt = Output(t.expiresAt)

    package let purpose =
        "Agents and customers who are typing in a chat; what has expired does not count, whether it is deleted yet or not."

    package var sql: SQLFragment {
        let t = Self.t
        return """
            SELECT \(t.userID), \(t.customerID), \(t.expiresAt)
            FROM \(t)
            WHERE \(t.chatID) = \(chat) AND \(t.isTyping.isTrue) AND \(t.expiresAt) >= (now() AT TIME ZONE 'UTC')
            ORDER BY \(t.expiresAt) DESC
            """
    }
}
