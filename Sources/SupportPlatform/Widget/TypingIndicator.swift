import SchemaDSL

/// `typing_indicator`: who is typing just now; a job takes away what has expired.
final class TypingIndicator: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let chatID: Column<String>
    let conversationSessionID: Column<String>
    let userID: Column<String>
    let customerID: Column<String>
    let isTyping = Column("isTyping", .boolean).default(true).unmasked()
    let lastTypingAt = Column("lastTypingAt", .timestamp).default(.now).unmasked()
    let expiresAt = Column("expiresAt", .timestamp).notNull().unmasked()

    init(_ chats: Chat, _ sessions: ConversationSession, _ users: User, _ customers: Customer) {
        chatID = Column("chatId", .varchar).references(chats.id).unmasked()
        conversationSessionID = Column("conversationSessionId", .varchar).references(sessions.id).unmasked()
        userID = Column("userId", .varchar).references(users.id).unmasked()
        customerID = Column("customerId", .varchar).references(customers.id).unmasked()
    }

    var body: TableBody {
        TableComment("Who is typing in which chat, until it expires. Times are UTC.")
        Index("idx_typing_chatId", on: chatID)
        Index("idx_typing_conversationSessionId", on: conversationSessionID)
        Index("idx_typing_userId", on: userID)
        Index("idx_typing_customerId", on: customerID)
        Index("idx_typing_isTyping", on: chatID, expiresAt, where: isTyping.isTrue)
        Index("idx_typing_expiresAt", on: expiresAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
