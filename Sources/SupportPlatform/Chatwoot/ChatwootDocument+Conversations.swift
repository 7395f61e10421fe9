import SchemaDSL

extension ChatwootDocument {
    final class Conversations: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let contactID: Column<Int32>
        let inboxID: Column<Int32>
        let accountID: Column<Int32>
        let status = Column("status", .varchar(50)).default("open").unmasked()
        let assigneeID: Column<Int32>
        let teamID: Column<Int32>
        let uuid = Column("uuid", .uuid).default(.genRandomUUID).unmasked()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).sensitive()
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        let lastActivityAt = Column("last_activity_at", .timestamptz).default(.now).unmasked()
        var name: String { "conversations" }

        init(_ contacts: Contacts, _ inboxes: Inboxes, _ accounts: Accounts, _ users: Users, _ teams: Teams) {
            contactID = Column("contact_id", .integer).references(contacts.id, onDelete: .setNull).unmasked()
            inboxID = Column("inbox_id", .integer).notNull().references(inboxes.id, onDelete: .cascade).unmasked()
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).unmasked()
            assigneeID = Column("assignee_id", .integer).references(users.id, onDelete: .setNull).unmasked()
            teamID = Column("team_id", .integer).references(teams.id, onDelete: .setNull).unmasked()
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
        let id = Column("id", .serial).primaryKey().unmasked()
        let conversationID: Column<Int32>
        let accountID: Column<Int32>
        let content = Column("content", .text).sensitive()
        let messageType = Column("message_type", .varchar(50)).notNull().unmasked()
        let contentType = Column("content_type", .varchar(50)).default("text").unmasked()
        let contentAttributes = Column("content_attributes", .jsonb).default(.emptyObject).sensitive()
        let senderType = Column("sender_type", .varchar(50)).unmasked()
        let senderID = Column("sender_id", .integer).unmasked()
        let status = Column("status", .varchar(50)).default("sent").unmasked()
        let sourceID = Column("source_id", .varchar(255)).sensitive()
        let externalSourceID = Column("external_source_id", .varchar(255)).sensitive()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).sensitive()
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        var name: String { "messages" }

        init(_ conversations: Conversations, _ accounts: Accounts) {
            conversationID = Column("conversation_id", .integer).notNull().references(conversations.id, onDelete: .cascade)
                .unmasked()
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).unmasked()
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
