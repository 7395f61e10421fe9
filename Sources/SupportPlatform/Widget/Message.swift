import SchemaDSL

/// `message`: what was written in chats, partitioned by month of `createdAt`, in UTC.
///
/// A partitioned table's keys hold the partition column, so that neither the uniqueness of an id nor a reference to one can be a
/// constraint of the table. Instead each month has a unique index on `id`, a trigger looks for a parent, and checks ask for both.
final class Message: Table, Sendable {
    let id = Column("id", .varchar).default(.randomText).public()
    let chatID: Column<String>
    let conversationSessionID: Column<String>
    let senderID: Column<String>
    let senderType = Column("senderType", .enum(WidgetTypes.senderType)).default("CUSTOMER").public()
    let content = Column("content", .text).notNull().personal()
    let messageType = Column("messageType", .enum(WidgetTypes.messageType)).default("TEXT").public()
    let isFromAI = Column("isFromAI", .boolean).default(false).public()
    let aiModel = Column("aiModel", .varchar).public()
    let aiPromptTokens = Column("aiPromptTokens", .integer).public()
    let aiCompletionTokens = Column("aiCompletionTokens", .integer).public()
    let attachments = Column("attachments", .json).personal()
    let metadata = Column("metadata", .json).personal()
    let isRead = Column("isRead", .boolean).default(false).public()
    let readAt = Column("readAt", .timestamp).public()
    let deliveredAt = Column("deliveredAt", .timestamp).public()
    let failedAt = Column("failedAt", .timestamp).public()
    let retryCount = Column("retryCount", .integer).default(0).public()
    let parentMessageID = Column("parentMessageId", .varchar)
        .comment("An id of message; the parent may have been archived since").public()
    let editedAt = Column("editedAt", .timestamp).public()
    let deletedAt = Column("deletedAt", .timestamp).comment("When it was deleted for its readers").public()
    let createdAt = Column("createdAt", .timestamp).default(.now).public()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).public()

    init(_ chats: Chat, _ sessions: ConversationSession, _ users: User) {
        chatID = Column("chatId", .varchar).notNull().references(chats.id).public()
        conversationSessionID = Column("conversationSessionId", .varchar).references(sessions.id).public()
        senderID = Column("senderId", .varchar).references(users.id).public()
    }

    var body: TableBody {
        Comment("Messages of chats, partitioned by month of createdAt in UTC; after a year they are in message_archive.")
        Partitioned(by: .range, createdAt, partitions: .managed)
        PrimaryKey(id, createdAt)
        // A chat's messages in their order: what each reader of a chat asks for.
        Index("idx_message_chatId", on: chatID, createdAt)
        Index("idx_message_conversationSessionId", on: conversationSessionID)
        Index("idx_message_senderId", on: senderID)
        Index("idx_message_senderType", on: senderType, createdAt)
        Index("idx_message_messageType", on: messageType, createdAt, where: messageType.notEquals("TEXT"))
        Index("idx_message_isFromAI", on: createdAt, where: isFromAI.isTrue)
        Index("idx_message_isRead", on: chatID, createdAt, where: isRead.isFalse)
        Index("idx_message_createdAt", on: createdAt)
        Index("idx_message_parentMessageId", on: parentMessageID, where: parentMessageID.isNotNull)
        Trigger(
            "message_parent_exists", .after, .insert, .update(of: [parentMessageID]),
            when: "NEW.\(parentMessageID) IS NOT NULL", execute: WidgetModule.requireParentMessage)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
