import SchemaDSL

/// `message`: what was written in chats, partitioned by month of `createdAt`, in UTC.
///
/// A partitioned table's keys hold the partition column, so that neither the uniqueness of an id nor a reference to one can be a
/// constraint of the table. Instead each month has a unique index on `id`, a trigger looks for a parent, and checks ask for both.
final class Message: Table, Sendable {
    let id = Column("id", .varchar).default(.randomText).unmasked()
    let chatID: Column<String>
    let conversationSessionID: Column<String>
    let senderID: Column<String>
    let senderType = Column("senderType", .enum(WidgetTypes.senderType)).default("CUSTOMER").unmasked()
    let content = Column("content", .text).notNull().sensitive()
    let messageType = Column("messageType", .enum(WidgetTypes.messageType)).default("TEXT").unmasked()
    let isFromAI = Column("isFromAI", .boolean).default(false).unmasked()
    let aiModel = Column("aiModel", .varchar).unmasked()
    let aiPromptTokens = Column("aiPromptTokens", .integer).unmasked()
    let aiCompletionTokens = Column("aiCompletionTokens", .integer).unmasked()
    let attachments = Column("attachments", .json).sensitive()
    let metadata = Column("metadata", .json).sensitive()
    let isRead = Column("isRead", .boolean).default(false).unmasked()
    let readAt = Column("readAt", .timestamp).unmasked()
    let deliveredAt = Column("deliveredAt", .timestamp).unmasked()
    let failedAt = Column("failedAt", .timestamp).unmasked()
    let retryCount = Column("retryCount", .integer).default(0).unmasked()
    let parentMessageID = Column("parentMessageId", .varchar)
        .comment("An id of message; the parent may have been archived since").unmasked()
    let editedAt = Column("editedAt", .timestamp).unmasked()
    let deletedAt = Column("deletedAt", .timestamp).comment("When it was deleted for its readers").unmasked()
    let createdAt = Column("createdAt", .timestamp).default(.now).unmasked()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).unmasked()

    init(_ chats: Chat, _ sessions: ConversationSession, _ users: User) {
        chatID = Column("chatId", .varchar).notNull().references(chats.id).unmasked()
        conversationSessionID = Column("conversationSessionId", .varchar).references(sessions.id).unmasked()
        senderID = Column("senderId", .varchar).references(users.id).unmasked()
    }

    var body: TableBody {
        TableComment("Messages of chats, partitioned by month of createdAt in UTC; after a year they are in message_archive.")
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
