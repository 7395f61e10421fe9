import SchemaDSL

/// `chat`: a conversation with a customer over one of the channels.
final class Chat: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText)
    let customerID: Column<String>
    let status = Column("status", .enum(WidgetTypes.chatStatus)).default("OPEN")
    let priority = Column("priority", .enum(WidgetTypes.priority)).default("MEDIUM")
    let assignedAgentID: Column<String>
    let satisfied = Column("satisfied", .boolean).default(false)
    let deleted = Column("deleted", .boolean).default(false)
    let source = Column("source", .enum(WidgetTypes.chatSource)).default("WIDGET")
    let tags = Column("tags", .array(of: .varchar))
    let lastMessageAt = Column("lastMessageAt", .timestamp)
    let firstResponseTime = Column("firstResponseTime", .integer).comment("Seconds")
    let avgResponseTime = Column("avgResponseTime", .integer).comment("Seconds")
    let messageCount = Column("messageCount", .integer).default(0)
        .comment("Messages ever written in the chat, those in message_archive among them")
    let unreadCount = Column("unreadCount", .integer).default(0)
    let lastUnreadMessageID = Column("lastUnreadMessageId", .varchar)
        .comment("An id of message, without a foreign key: no single column is unique there")
    let conversationSessionID: Column<String>
    let metadata = Column("metadata", .json)
    let createdAt = Column("createdAt", .timestamp).default(.now)
    let updatedAt = Column("updatedAt", .timestamp).default(.now)

    init(_ customers: Customer, _ users: User, _ sessions: ConversationSession) {
        customerID = Column("customerId", .varchar).notNull().references(customers.id)
        assignedAgentID = Column("assignedAgentId", .varchar).references(users.id)
        conversationSessionID = Column("conversationSessionId", .varchar).references(sessions.id)
    }

    var body: TableBody {
        Comment("Chats with customers: status, priority, agent and figures. Times are UTC.")
        Index("idx_chat_customerId", on: customerID)
        Index("idx_chat_assignedAgentId", on: assignedAgentID)
        // Lists of one status, the newest first.
        Index("idx_chat_status", on: status, lastMessageAt.descending)
        // The queue: what is urgent first, then what waits longest.
        Index("idx_chat_priority", on: priority.descending, createdAt, where: status.in("OPEN", "PENDING"))
        Index("idx_chat_source", on: source, createdAt)
        Index("idx_chat_lastMessageAt", on: lastMessageAt)
        Index("idx_chat_conversationSessionId", on: conversationSessionID)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
