import SchemaDSL

/// `chat`: a conversation with a customer over one of the channels.
final class Chat: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).public()
    let customerID: Column<String>
    let status = Column("status", .enum(WidgetTypes.chatStatus)).default("OPEN").public()
    let priority = Column("priority", .enum(WidgetTypes.priority)).default("MEDIUM").public()
    let assignedAgentID: Column<String>
    let satisfied = Column("satisfied", .boolean).default(false).public()
    let deleted = Column("deleted", .boolean).default(false).public()
    let source = Column("source", .enum(WidgetTypes.chatSource)).default("WIDGET").public()
    let tags = Column("tags", .array(of: .varchar)).personal()
    let lastMessageAt = Column("lastMessageAt", .timestamp).public()
    let firstResponseTime = Column("firstResponseTime", .integer).comment("Seconds").public()
    let avgResponseTime = Column("avgResponseTime", .integer).comment("Seconds").public()
    let messageCount = Column("messageCount", .integer).default(0)
        .comment("Messages ever written in the chat, those in message_archive among them").public()
    let unreadCount = Column("unreadCount", .integer).default(0).public()
    let lastUnreadMessageID = Column("lastUnreadMessageId", .varchar)
        .comment("An id of message, without a foreign key: no single column is unique there").public()
    let conversationSessionID: Column<String>
    let metadata = Column("metadata", .json).personal()
    let createdAt = Column("createdAt", .timestamp).default(.now).public()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).public()

    init(_ customers: Customer, _ users: User, _ sessions: ConversationSession) {
        customerID = Column("customerId", .varchar).notNull().references(customers.id).public()
        assignedAgentID = Column("assignedAgentId", .varchar).references(users.id).public()
        conversationSessionID = Column("conversationSessionId", .varchar).references(sessions.id).public()
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
