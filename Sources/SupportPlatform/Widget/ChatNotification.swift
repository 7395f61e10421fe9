import SchemaDSL

/// `chat_notification`: what an agent is told of, in real time.
final class ChatNotification: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).public()
    let chatID: Column<String>
    let userID: Column<String>
    let type = Column("type", .enum(WidgetTypes.notificationType)).notNull().public()
    let title = Column("title", .varchar).notNull().personal()
    let message = Column("message", .varchar).notNull().personal()
    let isRead = Column("isRead", .boolean).default(false).public()
    let readAt = Column("readAt", .timestamp).public()
    let actionURL = Column("actionUrl", .varchar).personal()
    let metadata = Column("metadata", .json).personal()
    let createdAt = Column("createdAt", .timestamp).default(.now).public()

    init(_ chats: Chat, _ users: User) {
        chatID = Column("chatId", .varchar).notNull().references(chats.id).public()
        userID = Column("userId", .varchar).notNull().references(users.id).public()
    }

    var body: TableBody {
        Comment("Notifications of agents about chats. Times are UTC.")
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
