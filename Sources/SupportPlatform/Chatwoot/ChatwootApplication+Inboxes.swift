import SchemaDSL

extension ChatwootApplication {
    final class Inboxes: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let channelID = Column("channel_id", .integer).notNull().public()
        let accountID = Column("account_id", .integer).notNull().public()
        let inboxName = Column("name", .varchar).notNull().personal()
        let createdAt = Column("created_at", .timestamp).notNull().public()
        let updatedAt = Column("updated_at", .timestamp).notNull().public()
        let channelType = Column("channel_type", .varchar).public()
        let enableAutoAssignment = Column("enable_auto_assignment", .boolean).default(true).public()
        let greetingEnabled = Column("greeting_enabled", .boolean).default(false).public()
        let greetingMessage = Column("greeting_message", .varchar).personal()
        let emailAddress = Column("email_address", .varchar).personal()
        let workingHoursEnabled = Column("working_hours_enabled", .boolean).default(false).public()
        let outOfOfficeMessage = Column("out_of_office_message", .varchar).personal()
        let timezone = Column("timezone", .varchar).default("UTC").personal()
        let enableEmailCollect = Column("enable_email_collect", .boolean).default(true).public()
        let csatSurveyEnabled = Column("csat_survey_enabled", .boolean).default(false).public()
        let allowMessagesAfterResolved = Column("allow_messages_after_resolved", .boolean).default(true).public()
        let autoAssignmentConfig = Column("auto_assignment_config", .jsonb).default(.emptyObject).personal()
        let lockToSingleConversation = Column("lock_to_single_conversation", .boolean).notNull().default(false).public()
        let portalID: Column<Int64>
        let senderNameType = Column("sender_name_type", .integer).notNull().default(0).public()
        let businessName = Column("business_name", .varchar).personal()
        let csatConfig = Column("csat_config", .jsonb).notNull().default(.emptyObject).personal()
        var name: String { "inboxes" }

        init(_ portals: Portals) {
            portalID = Column("portal_id", .bigint).references(portals.id).public()
        }

        var body: TableBody {
            Index("index_inboxes_on_account_id", on: accountID)
            Index("index_inboxes_on_channel_id_and_channel_type", on: channelID, channelType)
            Index("index_inboxes_on_portal_id", on: portalID)
        }
    }

    final class ChannelWhatsApp: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().public()
        let accountID = Column("account_id", .integer).notNull().public()
        let phoneNumber = Column("phone_number", .varchar).notNull().personal()
        let provider = Column("provider", .varchar).default("default").public()
        let providerConfig = Column("provider_config", .jsonb).default(.emptyObject).personal()
        let createdAt = Column("created_at", .timestamp(6)).notNull().public()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().public()
        let messageTemplates = Column("message_templates", .jsonb).default(.emptyObject).personal()
        let messageTemplatesLastUpdated = Column("message_templates_last_updated", .timestamp).public()
        var name: String { "channel_whatsapp" }

        var body: TableBody {
            Index("index_channel_whatsapp_on_phone_number", on: phoneNumber, unique: true)
        }
    }

    final class ChannelAPI: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().public()
        let accountID = Column("account_id", .integer).notNull().public()
        let webhookURL = Column("webhook_url", .varchar).personal()
        let createdAt = Column("created_at", .timestamp(6)).notNull().public()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().public()
        let identifier = Column("identifier", .varchar).personal()
        let hmacToken = Column("hmac_token", .varchar).personal()
        let hmacMandatory = Column("hmac_mandatory", .boolean).default(false).public()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).personal()
        var name: String { "channel_api" }

        var body: TableBody {
            Index("index_channel_api_on_hmac_token", on: hmacToken, unique: true)
            Index("index_channel_api_on_identifier", on: identifier, unique: true)
        }
    }
}
