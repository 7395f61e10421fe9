import SchemaDSL

/// `conversation_analytics`: one row a conversation of Chatwoot.
final class ConversationAnalytics: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID).unmasked()

    let chatwootConversationID = Column("chatwoot_conversation_id", .bigint).notNull().unique().unmasked()
    let chatwootInboxID = Column("chatwoot_inbox_id", .integer).notNull().unmasked()
    let chatwootAccountID = Column("chatwoot_account_id", .integer).notNull().unmasked()

    let status = Column("status", .text).notNull().unmasked()
    let createdAt = Column("created_at", .timestamptz).notNull().unmasked()
    let updatedAt = Column("updated_at", .timestamptz).notNull().unmasked()
    let resolvedAt = Column("resolved_at", .timestamptz).unmasked()
    let firstResponseAt = Column("first_response_at", .timestamptz).unmasked()

    let customerName = Column("customer_name", .text).sensitive()
    let customerEmail = Column("customer_email", .text).sensitive()
    let customerPhone = Column("customer_phone", .text).sensitive()
    let customerSegment = Column("customer_segment", .text).comment("vip, standard or new").unmasked()

    let agentSDKUsed = Column("agent_sdk_used", .boolean).default(false).unmasked()
    let draftConfidenceScore = Column("draft_confidence_score", .integer).unmasked()
    let draftCreatedAt = Column("draft_created_at", .timestamptz).unmasked()
    let draftApprovedAt = Column("draft_approved_at", .timestamptz).unmasked()
    let operatorAction = Column("operator_action", .text).unmasked()

    let timeToFirstResponseSeconds = Column("time_to_first_response_seconds", .integer).unmasked()
    let timeToResolutionSeconds = Column("time_to_resolution_seconds", .integer).unmasked()
    let messageCount = Column("message_count", .integer).default(0).unmasked()
    let agentMessageCount = Column("agent_message_count", .integer).default(0).unmasked()
    let customerMessageCount = Column("customer_message_count", .integer).default(0).unmasked()

    let category = Column("category", .text).comment("order, product, return or general").unmasked()
    let subcategory = Column("subcategory", .text).unmasked()
    let tags = Column("tags", .array(of: .text)).default(.sql("ARRAY[]::text[]")).unmasked()
    let sentiment = Column("sentiment", .text).comment("happy, neutral, frustrated or angry").unmasked()
    let urgency = Column("urgency", .text).comment("low, normal, high or urgent").unmasked()

    let assignedAgentID = Column("assigned_agent_id", .integer).unmasked()
    let assignedAgentName = Column("assigned_agent_name", .text).sensitive()
    let escalated = Column("escalated", .boolean).default(false).unmasked()
    let escalationReason = Column("escalation_reason", .text).sensitive()

    let csatRating = Column("csat_rating", .integer).unmasked()
    let csatFeedback = Column("csat_feedback", .text).sensitive()

    let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).sensitive()
        .comment("Enrichment: order data and lifetime value of the customer")

    let syncedAt = Column("synced_at", .timestamptz).notNull().default(.now).unmasked()

    var body: TableBody {
        TableComment("Conversations of Chatwoot with their metrics, one row each, upserted by chatwoot_conversation_id.")
        Check(status.in("open", "pending", "resolved"))
        Check(operatorAction.in("approve", "edit", "escalate", "reject"))
        Check(csatRating.between(1...5))
        Index("idx_status", on: status)
        Index("idx_created_at", on: createdAt.descending)  // plumb:ignore PL083: the document asks for it by name
        Index("idx_customer_email", on: customerEmail)  // plumb:ignore PL083: the document asks for it by name
        // plumb:ignore PL084: the document asks for it by name
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
