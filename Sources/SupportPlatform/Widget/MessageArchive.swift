import SchemaDSL

/// `message_archive`: messages of months that ended over a year ago.
///
/// The columns of ``Message`` written out, since a change there must not change what is archived unseen. Nothing refers to other
/// tables: chats and sessions can go while their old messages stay.
final class MessageArchive: Table, Sendable {
    let id = Column("id", .varchar).public()
    let chatID = Column("chatId", .varchar).notNull().public()
    let conversationSessionID = Column("conversationSessionId", .varchar).public()
    let senderID = Column("senderId", .varchar).public()
    let senderType = Column("senderType", .enum(WidgetTypes.senderType)).public()
    let content = Column("content", .text).notNull().personal()
    let messageType = Column("messageType", .enum(WidgetTypes.messageType)).public()
    let isFromAI = Column("isFromAI", .boolean).public()
    let aiModel = Column("aiModel", .varchar).public()
    let aiPromptTokens = Column("aiPromptTokens", .integer).public()
    let aiCompletionTokens = Column("aiCompletionTokens", .integer).public()
    let attachments = Column("attachments", .json).personal()
    let metadata = Column("metadata", .json).personal()
    let isRead = Column("isRead", .boolean).public()
    let readAt = Column("readAt", .timestamp).public()
    let deliveredAt = Column("deliveredAt", .timestamp).public()
    let failedAt = Column("failedAt", .timestamp).public()
    let retryCount = Column("retryCount", .integer).public()
    let parentMessageID = Column("parentMessageId", .varchar).public()
    let editedAt = Column("editedAt", .timestamp).public()
    let deletedAt = Column("deletedAt", .timestamp).public()
    let createdAt = Column("createdAt", .timestamp).public()
    let updatedAt = Column("updatedAt", .timestamp).public()
    let archivedAt = Column("archivedAt", .timestamptz).notNull().default(.now).public()

    var body: TableBody {
        Comment("Messages that retire_message_partitions() took out of message, by whole months.")
        PrimaryKey(id, createdAt)
        Index("idx_message_archive_chatId", on: chatID, createdAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
