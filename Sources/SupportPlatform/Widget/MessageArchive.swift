import SchemaDSL

/// `message_archive`: messages of months that ended over a year ago.
///
/// The columns of ``Message`` written out, since a change there must not change what is archived unseen. Nothing refers to other
/// tables: chats and sessions can go while their old messages stay.
final class MessageArchive: Table, Sendable {
    let id = Column("id", .varchar)
    let chatID = Column("chatId", .varchar).notNull()
    let conversationSessionID = Column("conversationSessionId", .varchar)
    let senderID = Column("senderId", .varchar)
    let senderType = Column("senderType", .enum(WidgetTypes.senderType))
    let content = Column("content", .text).notNull()
    let messageType = Column("messageType", .enum(WidgetTypes.messageType))
    let isFromAI = Column("isFromAI", .boolean)
    let aiModel = Column("aiModel", .varchar)
    let aiPromptTokens = Column("aiPromptTokens", .integer)
    let aiCompletionTokens = Column("aiCompletionTokens", .integer)
    let attachments = Column("attachments", .json)
    let metadata = Column("metadata", .json)
    let isRead = Column("isRead", .boolean)
    let readAt = Column("readAt", .timestamp)
    let deliveredAt = Column("deliveredAt", .timestamp)
    let failedAt = Column("failedAt", .timestamp)
    let retryCount = Column("retryCount", .integer)
    let parentMessageID = Column("parentMessageId", .varchar)
    let editedAt = Column("editedAt", .timestamp)
    let deletedAt = Column("deletedAt", .timestamp)
    let createdAt = Column("createdAt", .timestamp)
    let updatedAt = Column("updatedAt", .timestamp)
    let archivedAt = Column("archivedAt", .timestamptz).notNull().default(.now)

    var body: TableBody {
        Comment("Messages that retire_message_partitions() took out of message, by whole months.")
        PrimaryKey(id, createdAt)
        Index("idx_message_archive_chatId", on: chatID, createdAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
