import SchemaDSL

/// `conversation_analytics`: one row a conversation of Chatwoot.
final class ConversationAnalytics: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID)

    let chatwootConversationID = Column("chatwoot_conversation_id", .bigint).notNull().unique()
    let chatwootInboxID = Column("chatwoot_inbox_id", .integer).notNull()
    let chatwootAccountID = Column("chatwoot_account_id", .integer).notNull()

    let status = Column("status", .text).notNull()
    let createdAt = Column("created_at", .timestamptz).notNull()
    let updatedAt = Column("updated_at", .timestamptz).notNull()
    let resolvedAt = Column("resolved_at", .timestamptz)
    let firstResponseAt = Column("first_response_at", .timestamptz)

    let customerName = Column("customer_name", .text)
    let customerEmail = Column("customer_email", .text)
    let customerPhone = Column("customer_phone", .text)
    let customerSegment = Column("customer_segment", .text).comment("vip, standard or new")

    let agentSDKUsed = Column("agent_sdk_used", .boolean).default(false)
    let draftConfidenceScore = Column("draft_confidence_score", .integer)
    let draftCreatedAt = Column("draft_created_at", .timestamptz)
    let draftApprovedAt = Column("draft_approved_at", .timestamptz)
    let operatorAction = Column("operator_action", .text)

    let timeToFirstResponseSeconds = Column("time_to_first_response_seconds", .integer)
    let timeToResolutionSeconds = Column("time_to_resolution_seconds", .integer)
    let messageCount = Column("message_count", .integer).default(0)
    let agentMessageCount = Column("agent_message_count", .integer).default(0)
    let customerMessageCount = Column("customer_message_count", .integer).default(0)

    let category = Column("category", .text).comment("order, product, return or general")
    let subcategory = Column("subcategory", .text)
    let tags = Column("tags", .array(of: .text)).default(.sql("ARRAY[]::text[]"))
    let sentiment = Column("sentiment", .text).comment("happy, neutral, frustrated or angry")
    let urgency = Column("urgency", .text).comment("low, normal, high or urgent")

    let assignedAgentID = Column("assigned_agent_id", .integer)
    let assignedAgentName = Column("assigned_agent_name", .text)
    let escalated = Column("escalated", .boolean).default(false)
    let escalationReason = Column("escalation_reason", .text)

    let csatRating = Column("csat_rating", .integer)
    let csatFeedback = Column("csat_feedback", .text)

    let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject)
        .comment("Enrichment: order data and lifetime value of the customer")

    let syncedAt = Column("synced_at", .timestamptz).notNull().default(.now)

    var body: TableBody {
        Comment("Conversations of Chatwoot with their metrics, one row each, upserted by chatwoot_conversation_id.")
        Check(status.in("open", "pending", "resolved"))
        Check(operatorAction.in("approve", "edit", "escalate", "reject"))
        Check(csatRating.between(1...5))
        Index("idx_status", on: status)
        Index("idx_created_at", on: createdAt.descending)
        Index("idx_customer_email", on: customerEmail)
        Index("idx_agent_sdk", on: agentSDKUsed, where: agentSDKUsed.isTrue)
        Index("idx_category", on: category, subcategory)
        Index("idx_conv_created_status", on: createdAt.descending, status)
        Index("idx_conv_agent_sdk_created", on: createdAt.descending, where: agentSDKUsed.isTrue)
        Index("idx_conv_customer_email_date", on: customerEmail, createdAt.descending)
        Index("idx_conv_unresolved", on: createdAt.descending, where: status.in("open", "pending"))
        // Not of the document: the archive job asks for the oldest resolutions, batch by batch.
        Index("idx_conv_resolved_at", on: resolvedAt, where: status.equals("resolved"))
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
