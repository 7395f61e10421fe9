import SchemaDSL

extension ChatwootDocument {
    final class Conversations: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let contactID: Column<Int32>
        let inboxID: Column<Int32>
        let accountID: Column<Int32>
        let status = Column("status", .varchar(50)).default("open").public()
        let assigneeID: Column<Int32>
        let teamID: Column<Int32>
        let uuid = Column("uuid", .uuid).default(.genRandomUUID).public()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).personal()
        let createdAt = Column("created_at", .timestamptz).default(.now).public()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).public()
        let lastActivityAt = Column("last_activity_at", .timestamptz).default(.now).public()
        var name: String { "conversations" }

        init(_ contacts: Contacts, _ inboxes: Inboxes, _ accounts: Accounts, _ users: Users, _ teams: Teams) {
            contactID = Column("contact_id", .integer).references(contacts.id, onDelete: .setNull).public()
            inboxID = Column("inbox_id", .integer).notNull().references(inboxes.id, onDelete: .cascade).public()
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).public()
            assigneeID = Column("assignee_id", .integer).references(users.id, onDelete: .setNull).public()
            teamID = Column("team_id", .integer).references(teams.id, onDelete: .setNull).public()
        }

        var body: TableBody {
            Check(status.in("open", "resolved", "pending", "snoozed"), name: "conversations_status_check")
            Index("index_conversations_on_account_id", on: accountID)
            Index("index_conversations_on_contact_id", on: contactID)
            Index("index_conversations_on_inbox_id", on: inboxID)
            Index("index_conversations_on_status", on: status)
            Index("index_conversations_on_last_activity_at", on: lastActivityAt.descending)
        }
    }

    final class Messages: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let conversationID: Column<Int32>
        let accountID: Column<Int32>
        let content = Column("content", .text).personal()
        let messageType = Column("message_type", .varchar(50)).notNull().public()
        let contentType = Column("content_type", .varchar(50)).default("text").public()
        let contentAttributes = Column("content_attributes", .jsonb).default(.emptyObject).personal()
        let senderType = Column("sender_type", .varchar(50)).public()
        let senderID = Column("sender_id", .integer).public()
        let status = Column("status", .varchar(50)).default("sent").public()
        let sourceID = Column("source_id", .varchar(255)).personal()
        let externalSourceID = Column("external_source_id", .varchar(255)).personal()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).personal()
        let createdAt = Column("created_at", .timestamptz).default(.now).public()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).public()
        var name: String { "messages" }

        init(_ conversations: Conversations, _ accounts: Accounts) {
            conversationID = Column("conversation_id", .integer).notNull().references(conversations.id, onDelete: .cascade)
                .public()
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).public()
        }

        var body: TableBody {
            Check(
                messageType.in("incoming", "outgoing", "activity", "template"), name: "messages_message_type_check")
            Check(status.in("sent", "delivered", "read", "failed"), name: "messages_status_check")
            Index("index_messages_on_conversation_id", on: conversationID)
            Index("index_messages_on_account_id", on: accountID)
            Index("index_messages_on_created_at", on: createdAt.descending)
            Index("index_messages_on_source_id", on: sourceID)
        }
    }
}
