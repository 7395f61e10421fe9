import SchemaDSL

extension ChatwootDocument {
    final class Inboxes: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let accountID: Column<Int32>
        let inboxName = Column("name", .varchar(255)).notNull().sensitive()
        let channelType = Column("channel_type", .varchar(50)).notNull().unmasked()
        let greetingEnabled = Column("greeting_enabled", .boolean).default(false).unmasked()
        let greetingMessage = Column("greeting_message", .text).sensitive()
        let outOfOfficeMessage = Column("out_of_office_message", .text).sensitive()
        let workingHoursEnabled = Column("working_hours_enabled", .boolean).default(false).unmasked()
        let enableAutoAssignment = Column("enable_auto_assignment", .boolean).default(true).unmasked()
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        var name: String { "inboxes" }

        init(_ accounts: Accounts) {
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).unmasked()
        }

        var body: TableBody {
            Index("index_inboxes_on_account_id", on: accountID)
        }
    }

    final class ChannelWhatsApp: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let accountID: Column<Int32>
        let phoneNumber = Column("phone_number", .varchar(50)).notNull().sensitive()
        let provider = Column("provider", .varchar(50)).notNull().unmasked()
        let providerConfig = Column("provider_config", .jsonb).default(.emptyObject).sensitive()
        let messageTemplates = Column("message_templates", .jsonb).default(.emptyList).sensitive()
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        var name: String { "channel_whatsapp" }

        init(_ accounts: Accounts) {
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).unmasked()
        }

        var body: TableBody {
            // The document's name for it is taken by the key of contacts, and index names are unique in a schema.
            Unique(phoneNumber, accountID)
        }
    }

    final class ChannelAPI: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let accountID: Column<Int32>
        let webhookURL = Column("webhook_url", .varchar(255)).sensitive()
        let hmacToken = Column("hmac_token", .varchar(255)).sensitive()
        let hmacMandatory = Column("hmac_mandatory", .boolean).default(false).unmasked()
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        var name: String { "channel_api" }

        init(_ accounts: Accounts) {
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).unmasked()
        }
    }
}
