import SchemaDSL

extension ChatwootApplication {
    final class Inboxes: Table, Sendable {
        let id = Column("id", .serial).primaryKey()
        let channelID = Column("channel_id", .integer).notNull()
        let accountID = Column("account_id", .integer).notNull()
        let inboxName = Column("name", .varchar).notNull()
        let createdAt = Column("created_at", .timestamp).notNull()
        let updatedAt = Column("updated_at", .timestamp).notNull()
        let channelType = Column("channel_type", .varchar)
        let enableAutoAssignment = Column("enable_auto_assignment", .boolean).default(true)
        let greetingEnabled = Column("greeting_enabled", .boolean).default(false)
        let greetingMessage = Column("greeting_message", .varchar)
        let emailAddress = Column("email_address", .varchar)
        let workingHoursEnabled = Column("working_hours_enabled", .boolean).default(false)
        let outOfOfficeMessage = Column("out_of_office_message", .varchar)
        let timezone = Column("timezone", .varchar).default("UTC")
        let enableEmailCollect = Column("enable_email_collect", .boolean).default(true)
        let csatSurveyEnabled = Column("csat_survey_enabled", .boolean).default(false)
        let allowMessagesAfterResolved = Column("allow_messages_after_resolved", .boolean).default(true)
        let autoAssignmentConfig = Column("auto_assignment_config", .jsonb).default(.emptyObject)
        let lockToSingleConversation = Column("lock_to_single_conversation", .boolean).notNull().default(false)
        let portalID: Column<Int64>
        let senderNameType = Column("sender_name_type", .integer).notNull().default(0)
        let businessName = Column("business_name", .varchar)
        let csatConfig = Column("csat_config", .jsonb).notNull().default(.emptyObject)
        var name: String { "inboxes" }

        init(_ portals: Portals) {
            portalID = Column("portal_id", .bigint).references(portals.id)
        }

        var body: TableBody {
            Index("index_inboxes_on_account_id", on: accountID)
            Index("index_inboxes_on_channel_id_and_channel_type", on: channelID, channelType)
            Index("index_inboxes_on_portal_id", on: portalID)
        }
    }

    final class ChannelWhatsApp: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey()
        let accountID = Column("account_id", .integer).notNull()
        let phoneNumber = Column("phone_number", .varchar).notNull()
        let provider = Column("provider", .varchar).default("default")
        let providerConfig = Column("provider_config", .jsonb).default(.emptyObject)
        let createdAt = Column("created_at", .timestamp(6)).notNull()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull()
        let messageTemplates = Column("message_templates", .jsonb).default(.emptyObject)
        let messageTemplatesLastUpdated = Column("message_templates_last_updated", .timestamp)
        var name: String { "channel_whatsapp" }

        var body: TableBody {
            Index("index_channel_whatsapp_on_phone_number", on: phoneNumber, unique: true)
        }
    }

    final class ChannelAPI: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey()
        let accountID = Column("account_id", .integer).notNull()
        let webhookURL = Column("webhook_url", .varchar)
        let createdAt = Column("created_at", .timestamp(6)).notNull()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull()
        let identifier = Column("identifier", .varchar)
        let hmacToken = Column("hmac_token", .varchar)
        let hmacMandatory = Column("hmac_mandatory", .boolean).default(false)
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject)
        var name: String { "channel_api" }

        var body: TableBody {
            Index("index_channel_api_on_hmac_token", on: hmacToken, unique: true)
            Index("index_channel_api_on_identifier", on: identifier, unique: true)
        }
    }
}
