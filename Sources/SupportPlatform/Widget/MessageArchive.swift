import SchemaDSL

/// `message_archive`: messages of months that ended over a year ago.
///
/// The columns of ``Message`` written out, since a change there must not change what is archived unseen. Nothing refers to other
/// tables: chats and sessions can go while their old messages stay.
final class MessageArchive: Table, Sendable {
    let id = Column("id", .varchar).unmasked()
    let chatID = Column("chatId", .varchar).notNull().unmasked()
    let conversationSessionID = Column("conversationSessionId", .varchar).unmasked()
    let senderID = Column("senderId", .varchar).unmasked()
    let senderType = Column("senderType", .enum(WidgetTypes.senderType)).unmasked()
    let content = Column("content", .text).notNull().sensitive()
    let messageType = Column("messageType", .enum(WidgetTypes.messageType)).unmasked()
    let isFromAI = Column("isFromAI", .boolean).unmasked()
    let aiModel = Column("aiModel", .varchar).unmasked()
    let aiPromptTokens = Column("aiPromptTokens", .integer).unmasked()
    let aiCompletionTokens = Column("aiCompletionTokens", .integer).unmasked()
    let attachments = Column("attachments", .json).sensitive()
    let metadata = Column("metadata", .json).sensitive()
    let isRead = Column("isRead", .boolean).unmasked()
    let readAt = Column("readAt", .timestamp).unmasked()
    let deliveredAt = Column("deliveredAt", .timestamp).unmasked()
    let failedAt = Column("failedAt", .timestamp).unmasked()
    let retryCount = Column("retryCount", .integer).unmasked()
    let parentMessageID = Column("parentMessageId", .varchar).unmasked()
    let editedAt = Column("editedAt", .timestamp).unmasked()
    let deletedAt = Column("deletedAt", .timestamp).unmasked()
    let createdAt = Column("createdAt", .timestamp).unmasked()
    let updatedAt = Column("updatedAt", .timestamp).unmasked()
    let archivedAt = Column("archivedAt", .timestamptz).notNull().default(.now).unmasked()

    var body: TableBody {
        TableComment("Messages that retire_message_partitions() took out of message, by whole months.")
        PrimaryKey(id, createdAt)
        Index("idx_message_archive_chatId", on: chatID, createdAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
