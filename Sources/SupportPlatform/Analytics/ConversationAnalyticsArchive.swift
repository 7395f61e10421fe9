import SchemaDSL

/// `conversation_analytics_archive`: resolved conversations that are older than two years.
///
/// The columns of ``ConversationAnalytics`` written out, since a change there must not change what is archived unseen.
final class ConversationAnalyticsArchive: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().public()

    let chatwootConversationID = Column("chatwoot_conversation_id", .bigint).notNull().unique().public()
    let chatwootInboxID = Column("chatwoot_inbox_id", .integer).notNull().public()
    let chatwootAccountID = Column("chatwoot_account_id", .integer).notNull().public()

    let status = Column("status", .text).notNull().public()
    let createdAt = Column("created_at", .timestamptz).notNull().public()
    let updatedAt = Column("updated_at", .timestamptz).notNull().public()
    let resolvedAt = Column("resolved_at", .timestamptz).public()
    let firstResponseAt = Column("first_response_at", .timestamptz).public()

    let customerName = Column("customer_name", .text).personal()
    let customerEmail = Column("customer_email", .text).personal()
    let customerPhone = Column("customer_phone", .text).personal()
    let customerSegment = Column("customer_segment", .text).public()

    let agentSDKUsed = Column("agent_sdk_used", .boolean).public()
    let draftConfidenceScore = Column("draft_confidence_score", .integer).public()
    let draftCreatedAt = Column("draft_created_at", .timestamptz).public()
    let draftApprovedAt = Column("draft_approved_at", .timestamptz).public()
    let operatorAction = Column("operator_action", .text).public()

    let timeToFirstResponseSeconds = Column("time_to_first_response_seconds", .integer).public()
    let timeToResolutionSeconds = Column("time_to_resolution_seconds", .integer).public()
    let messageCount = Column("message_count", .integer).public()
    let agentMessageCount = Column("agent_message_count", .integer).public()
    let customerMessageCount = Column("customer_message_count", .integer).public()

    let category = Column("category", .text).public()
    let subcategory = Column("subcategory", .text).public()
    let tags = Column("tags", .array(of: .text)).public()
    let sentiment = Column("sentiment", .text).public()
    let urgency = Column("urgency", .text).public()

    let assignedAgentID = Column("assigned_agent_id", .integer).public()
    let assignedAgentName = Column("assigned_agent_name", .text).personal()
    let escalated = Column("escalated", .boolean).public()
    let escalationReason = Column("escalation_reason", .text).personal()

    let csatRating = Column("csat_rating", .integer).public()
    let csatFeedback = Column("csat_feedback", .text).personal()

    let customAttributes = Column("custom_attributes", .jsonb).personal()

    let syncedAt = Column("synced_at", .timestamptz).notNull().public()
    let archivedAt = Column("archived_at", .timestamptz).notNull().default(.now).public()

    var body: TableBody {
        Comment("Conversations that archive_old_conversations() took out of conversation_analytics.")
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }

    /// The columns that a conversation brings with it, in order.
    var conversationColumns: [any AnyColumn] { columns.filter { $0.name != archivedAt.name } }
}
