import SchemaDSL

extension ChatwootApplication {
    final class Conversations: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let accountID = Column("account_id", .integer).notNull().public()
        let inboxID = Column("inbox_id", .integer).notNull().public()
        let status = Column("status", .integer).notNull().default(0).public()
        let assigneeID = Column("assignee_id", .integer).public()
        let createdAt = Column("created_at", .timestamp).notNull().public()
        let updatedAt = Column("updated_at", .timestamp).notNull().public()
        let contactID = Column("contact_id", .bigint).public()
        let displayID = Column("display_id", .integer).notNull().public()
        let contactLastSeenAt = Column("contact_last_seen_at", .timestamp).public()
        let agentLastSeenAt = Column("agent_last_seen_at", .timestamp).public()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).personal()
        let contactInboxID = Column("contact_inbox_id", .bigint).public()
        let uuid = Column("uuid", .uuid).notNull().default(.genRandomUUID).public()
        let identifier = Column("identifier", .varchar).personal()
        let lastActivityAt = Column("last_activity_at", .timestamp).notNull().default(.sql("CURRENT_TIMESTAMP")).public()
        let teamID = Column("team_id", .bigint).public()
        let campaignID = Column("campaign_id", .bigint).public()
        let snoozedUntil = Column("snoozed_until", .timestamp).public()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).personal()
        let assigneeLastSeenAt = Column("assignee_last_seen_at", .timestamp).public()
        let firstReplyCreatedAt = Column("first_reply_created_at", .timestamp).public()
        let priority = Column("priority", .integer).public()
        let slaPolicyID = Column("sla_policy_id", .bigint).public()
        let waitingSince = Column("waiting_since", .timestamp(6)).public()
        let cachedLabelList = Column("cached_label_list", .text).personal()
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
        let id = Column("id", .serial).primaryKey().public()
        let content = Column("content", .text).personal()
        let accountID = Column("account_id", .integer).notNull().public()
        let inboxID = Column("inbox_id", .integer).notNull().public()
        let conversationID = Column("conversation_id", .integer).notNull().public()
        let messageType = Column("message_type", .integer).notNull().public()
        let createdAt = Column("created_at", .timestamp).notNull().public()
        let updatedAt = Column("updated_at", .timestamp).notNull().public()
        let isPrivate = Column("private", .boolean).notNull().default(false).public()
        let status = Column("status", .integer).default(0).public()
        let sourceID = Column("source_id", .varchar).personal()
        let contentType = Column("content_type", .integer).notNull().default(0).public()
        let contentAttributes = Column("content_attributes", .json).default(.sql("'{}'::json")).personal()
        let senderType = Column("sender_type", .varchar).public()
        let senderID = Column("sender_id", .bigint).public()
        let externalSourceIds = Column("external_source_ids", .jsonb).default(.emptyObject).personal()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).personal()
        let processedMessageContent = Column("processed_message_content", .text).personal()
        let sentiment = Column("sentiment", .jsonb).default(.emptyObject).personal()
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
