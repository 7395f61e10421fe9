import SchemaDSL

/// `conversation_analytics_archive`: resolved conversations that are older than two years.
///
/// The columns of ``ConversationAnalytics`` written out, since a change there must not change what is archived unseen.
final class ConversationAnalyticsArchive: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().unmasked()

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
    let customerSegment = Column("customer_segment", .text).unmasked()

    let agentSDKUsed = Column("agent_sdk_used", .boolean).unmasked()
    let draftConfidenceScore = Column("draft_confidence_score", .integer).unmasked()
    let draftCreatedAt = Column("draft_created_at", .timestamptz).unmasked()
    let draftApprovedAt = Column("draft_approved_at", .timestamptz).unmasked()
    let operatorAction = Column("operator_action", .text).unmasked()

    let timeToFirstResponseSeconds = Column("time_to_first_response_seconds", .integer).unmasked()
    let timeToResolutionSeconds = Column("time_to_resolution_seconds", .integer).unmasked()
    let messageCount = Column("message_count", .integer).unmasked()
    let agentMessageCount = Column("agent_message_count", .integer).unmasked()
    let customerMessageCount = Column("customer_message_count", .integer).unmasked()

    let category = Column("category", .text).unmasked()
    let subcategory = Column("subcategory", .text).unmasked()
    let tags = Column("tags", .array(of: .text)).unmasked()
    let sentiment = Column("sentiment", .text).unmasked()
    let urgency = Column("urgency", .text).unmasked()

    let assignedAgentID = Column("assigned_agent_id", .integer).unmasked()
    let assignedAgentName = Column("assigned_agent_name", .text).sensitive()
    let escalated = Column("escalated", .boolean).unmasked()
    let escalationReason = Column("escalation_reason", .text).sensitive()

    let csatRating = Column("csat_rating", .integer).unmasked()
    let csatFeedback = Column("csat_feedback", .text).sensitive()

    let customAttributes = Column("custom_attributes", .jsonb).sensitive()

    let syncedAt = Column("synced_at", .timestamptz).notNull().unmasked()
    let archivedAt = Column("archived_at", .timestamptz).notNull().default(.now).unmasked()

    var body: TableBody {
        TableComment("Conversations that archive_old_conversations() took out of conversation_analytics.")
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }

    /// The columns that a conversation brings with it, in order.
    var conversationColumns: [any AnyColumn] { columns.filter { $0.name != archivedAt.name } }
}
