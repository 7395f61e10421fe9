import SchemaDSL

extension ChatwootApplication {
    final class Conversations: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let accountID = Column("account_id", .integer).notNull().unmasked()
        let inboxID = Column("inbox_id", .integer).notNull().unmasked()
        let status = Column("status", .integer).notNull().default(0).unmasked()
        let assigneeID = Column("assignee_id", .integer).unmasked()
        let createdAt = Column("created_at", .timestamp).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp).notNull().unmasked()
        let contactID = Column("contact_id", .bigint).unmasked()
        let displayID = Column("display_id", .integer).notNull().unmasked()
        let contactLastSeenAt = Column("contact_last_seen_at", .timestamp).unmasked()
        let agentLastSeenAt = Column("agent_last_seen_at", .timestamp).unmasked()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).sensitive()
        let contactInboxID = Column("contact_inbox_id", .bigint).unmasked()
        let uuid = Column("uuid", .uuid).notNull().default(.genRandomUUID).unmasked()
        let identifier = Column("identifier", .varchar).sensitive()
        let lastActivityAt = Column("last_activity_at", .timestamp).notNull().default(.sql("CURRENT_TIMESTAMP")).unmasked()
        let teamID = Column("team_id", .bigint).unmasked()
        let campaignID = Column("campaign_id", .bigint).unmasked()
        let snoozedUntil = Column("snoozed_until", .timestamp).unmasked()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).sensitive()
        let assigneeLastSeenAt = Column("assignee_last_seen_at", .timestamp).unmasked()
        let firstReplyCreatedAt = Column("first_reply_created_at", .timestamp).unmasked()
        let priority = Column("priority", .integer).unmasked()
        let slaPolicyID = Column("sla_policy_id", .bigint).unmasked()
        let waitingSince = Column("waiting_since", .timestamp(6)).unmasked()
        let cachedLabelList = Column("cached_label_list", .text).sensitive()
        var name: String { "conversations" }

        var body: TableBody {
            Index("index_conversations_on_account_id_and_display_id", on: accountID, displayID, unique: true)
            Index("index_conversations_on_id_and_account_id", on: accountID, id)
            Index("conv_acid_inbid_stat_asgnid_idx", on: accountID, inboxID, status, assigneeID)
            Index("index_conversations_on_account_id", on: accountID)
            Index("index_conversations_on_assignee_id_and_account_id", on: assigneeID, accountID)
            Index("index_conversations_on_campaign_id", on: campaignID)
            Index("index_conversations_on_contact_id", on: contactID)
            Index("index_conversations_on_contact_inbox_id", on: contactInboxID)
            Index("index_conversations_on_first_reply_created_at", on: firstReplyCreatedAt)
            Index("index_conversations_on_inbox_id", on: inboxID)
            Index("index_conversations_on_priority", on: priority)
            Index("index_conversations_on_status_and_account_id", on: status, accountID)
            Index("index_conversations_on_status_and_priority", on: status, priority)
            Index("index_conversations_on_team_id", on: teamID)
            Index("index_conversations_on_uuid", on: uuid, unique: true)
            Index("index_conversations_on_waiting_since", on: waitingSince)
        }
    }

    final class Messages: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let content = Column("content", .text).sensitive()
        let accountID = Column("account_id", .integer).notNull().unmasked()
        let inboxID = Column("inbox_id", .integer).notNull().unmasked()
        let conversationID = Column("conversation_id", .integer).notNull().unmasked()
        let messageType = Column("message_type", .integer).notNull().unmasked()
        let createdAt = Column("created_at", .timestamp).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp).notNull().unmasked()
        let isPrivate = Column("private", .boolean).notNull().default(false).unmasked()
        let status = Column("status", .integer).default(0).unmasked()
        let sourceID = Column("source_id", .varchar).sensitive()
        let contentType = Column("content_type", .integer).notNull().default(0).unmasked()
        let contentAttributes = Column("content_attributes", .json).default(.sql("'{}'::json")).sensitive()
        let senderType = Column("sender_type", .varchar).unmasked()
        let senderID = Column("sender_id", .bigint).unmasked()
        let externalSourceIds = Column("external_source_ids", .jsonb).default(.emptyObject).sensitive()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).sensitive()
        let processedMessageContent = Column("processed_message_content", .text).sensitive()
        let sentiment = Column("sentiment", .jsonb).default(.emptyObject).sensitive()
        var name: String { "messages" }

        var body: TableBody {
            Index(
                "index_messages_on_additional_attributes_campaign_id",
                on: IndexKey(sql: "\(additionalAttributes) -> 'campaign_id'"), using: .gin)
            Index("idx_messages_account_content_created", on: accountID, contentType, createdAt)
            Index("index_messages_on_account_created_type", on: accountID, createdAt, messageType)
            Index("index_messages_on_account_id_and_inbox_id", on: accountID, inboxID)
            Index("index_messages_on_account_id", on: accountID)
            Index("index_messages_on_conversation_account_type_created", on: conversationID, accountID, messageType, createdAt)
            Index("index_messages_on_conversation_id", on: conversationID)
            Index("index_messages_on_created_at", on: createdAt)
            Index("index_messages_on_inbox_id", on: inboxID)
            Index("index_messages_on_sender_type_and_sender_id", on: senderType, senderID)
            Index("index_messages_on_source_id", on: sourceID)
        }
    }
}
