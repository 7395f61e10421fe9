import SchemaDSL

extension ChatwootApplication {
    final class Inboxes: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let channelID = Column("channel_id", .integer).notNull().unmasked()
        let accountID = Column("account_id", .integer).notNull().unmasked()
        let inboxName = Column("name", .varchar).notNull().sensitive()
        let createdAt = Column("created_at", .timestamp).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp).notNull().unmasked()
        let channelType = Column("channel_type", .varchar).unmasked()
        let enableAutoAssignment = Column("enable_auto_assignment", .boolean).default(true).unmasked()
        let greetingEnabled = Column("greeting_enabled", .boolean).default(false).unmasked()
        let greetingMessage = Column("greeting_message", .varchar).sensitive()
        let emailAddress = Column("email_address", .varchar).sensitive()
        let workingHoursEnabled = Column("working_hours_enabled", .boolean).default(false).unmasked()
        let outOfOfficeMessage = Column("out_of_office_message", .varchar).sensitive()
        let timezone = Column("timezone", .varchar).default("UTC").sensitive()
        let enableEmailCollect = Column("enable_email_collect", .boolean).default(true).unmasked()
        let csatSurveyEnabled = Column("csat_survey_enabled", .boolean).default(false).unmasked()
        let allowMessagesAfterResolved = Column("allow_messages_after_resolved", .boolean).default(true).unmasked()
        let autoAssignmentConfig = Column("auto_assignment_config", .jsonb).default(.emptyObject).sensitive()
        let lockToSingleConversation = Column("lock_to_single_conversation", .boolean).notNull().default(false).unmasked()
        let portalID: Column<Int64>
        let senderNameType = Column("sender_name_type", .integer).notNull().default(0).unmasked()
        let businessName = Column("business_name", .varchar).sensitive()
        let csatConfig = Column("csat_config", .jsonb).notNull().default(.emptyObject).sensitive()
        var name: String { "inboxes" }

        init(_ portals: Portals) {
            portalID = Column("portal_id", .bigint).references(portals.id).unmasked()
        }

        var body: TableBody {
            Index("index_inboxes_on_account_id", on: accountID)
            Index("index_inboxes_on_channel_id_and_channel_type", on: channelID, channelType)
            Index("index_inboxes_on_portal_id", on: portalID)
        }
    }

    final class ChannelWhatsApp: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().unmasked()
        let accountID = Column("account_id", .integer).notNull().unmasked()
        let phoneNumber = Column("phone_number", .varchar).notNull().sensitive()
        let provider = Column("provider", .varchar).default("default").unmasked()
        let providerConfig = Column("provider_config", .jsonb).default(.emptyObject).sensitive()
        let createdAt = Column("created_at", .timestamp(6)).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().unmasked()
        let messageTemplates = Column("message_templates", .jsonb).default(.emptyObject).sensitive()
        let messageTemplatesLastUpdated = Column("message_templates_last_updated", .timestamp).unmasked()
        var name: String { "channel_whatsapp" }

        var body: TableBody {
            Index("index_channel_whatsapp_on_phone_number", on: phoneNumber, unique: true)
        }
    }

    final class ChannelAPI: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().unmasked()
        let accountID = Column("account_id", .integer).notNull().unmasked()
        let webhookURL = Column("webhook_url", .varchar).sensitive()
        let createdAt = Column("created_at", .timestamp(6)).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().unmasked()
        let identifier = Column("identifier", .varchar).sensitive()
        let hmacToken = Column("hmac_token", .varchar).sensitive()
        let hmacMandatory = Column("hmac_mandatory", .boolean).default(false).unmasked()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).sensitive()
        var name: String { "channel_api" }

        var body: TableBody {
            Index("index_channel_api_on_hmac_token", on: hmacToken, unique: true)
            Index("index_channel_api_on_identifier", on: identifier, unique: true)
        }
    }
}
