import SchemaDSL

/// `chat`: a conversation with a customer over one of the channels.
final class Chat: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let customerID: Column<String>
    let status = Column("status", .enum(WidgetTypes.chatStatus)).default("OPEN").unmasked()
    let priority = Column("priority", .enum(WidgetTypes.priority)).default("MEDIUM").unmasked()
    let assignedAgentID: Column<String>
    let satisfied = Column("satisfied", .boolean).default(false).unmasked()
    let deleted = Column("deleted", .boolean).default(false).unmasked()
    let source = Column("source", .enum(WidgetTypes.chatSource)).default("WIDGET").unmasked()
    let tags = Column("tags", .array(of: .varchar)).sensitive()
    let lastMessageAt = Column("lastMessageAt", .timestamp).unmasked()
    let firstResponseTime = Column("firstResponseTime", .integer).comment("Seconds").unmasked()
    let avgResponseTime = Column("avgResponseTime", .integer).comment("Seconds").unmasked()
    let messageCount = Column("messageCount", .integer).default(0)
        .comment("Messages ever written in the chat, those in message_archive among them").unmasked()
    let unreadCount = Column("unreadCount", .integer).default(0).unmasked()
    let lastUnreadMessageID = Column("lastUnreadMessageId", .varchar)
        .comment("An id of message, without a foreign key: no single column is unique there").unmasked()
    let conversationSessionID: Column<String>
    let metadata = Column("metadata", .json).sensitive()
    let createdAt = Column("createdAt", .timestamp).default(.now).unmasked()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).unmasked()

    init(_ customers: Customer, _ users: User, _ sessions: ConversationSession) {
        customerID = Column("customerId", .varchar).notNull().references(customers.id).unmasked()
        assignedAgentID = Column("assignedAgentId", .varchar).references(users.id).unmasked()
        conversationSessionID = Column("conversationSessionId", .varchar).references(sessions.id).unmasked()
    }

    var body: TableBody {
        TableComment("Chats with customers: status, priority, agent and figures. Times are UTC.")
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
