import SchemaDSL

/// `chat_notification`: what an agent is told of, in real time.
final class ChatNotification: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let chatID: Column<String>
    let userID: Column<String>
    let type = Column("type", .enum(WidgetTypes.notificationType)).notNull().unmasked()
    let title = Column("title", .varchar).notNull().sensitive()
    let message = Column("message", .varchar).notNull().sensitive()
    let isRead = Column("isRead", .boolean).default(false).unmasked()
    let readAt = Column("readAt", .timestamp).unmasked()
    let actionURL = Column("actionUrl", .varchar).sensitive()
    let metadata = Column("metadata", .json).sensitive()
    let createdAt = Column("createdAt", .timestamp).default(.now).unmasked()

    init(_ chats: Chat, _ users: User) {
        chatID = Column("chatId", .varchar).notNull().references(chats.id).unmasked()
        userID = Column("userId", .varchar).notNull().references(users.id).unmasked()
    }

    var body: TableBody {
        TableComment("Notifications of agents about chats. Times are UTC.")
        Index("idx_notification_chatId", on: chatID)
        Index("idx_notification_userId", on: userID, createdAt.descending)
        Index("idx_notification_type", on: type, createdAt)
        // What an agent has not read yet, the newest first.
        Index("idx_notification_isRead", on: userID, createdAt.descending, where: isRead.isFalse)
        Index("idx_notification_createdAt", on: createdAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
