import SchemaDSL

/// `conversation_analytics_archive`: resolved conversations that are older than two years.
///
/// The columns of ``ConversationAnalytics`` written out, since a change there must not change what is archived unseen.
final class ConversationAnalyticsArchive: Table, Sendable {
    let id = Column("id", .uuid).primaryKey()

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
    let customerSegment = Column("customer_segment", .text)

    let agentSDKUsed = Column("agent_sdk_used", .boolean)
    let draftConfidenceScore = Column("draft_confidence_score", .integer)
    let draftCreatedAt = Column("draft_created_at", .timestamptz)
    let draftApprovedAt = Column("draft_approved_at", .timestamptz)
    let operatorAction = Column("operator_action", .text)

    let timeToFirstResponseSeconds = Column("time_to_first_response_seconds", .integer)
    let timeToResolutionSeconds = Column("time_to_resolution_seconds", .integer)
    let messageCount = Column("message_count", .integer)
    let agentMessageCount = Column("agent_message_count", .integer)
    let customerMessageCount = Column("customer_message_count", .integer)

    let category = Column("category", .text)
    let subcategory = Column("subcategory", .text)
    let tags = Column("tags", .array(of: .text))
    let sentiment = Column("sentiment", .text)
    let urgency = Column("urgency", .text)

    let assignedAgentID = Column("assigned_agent_id", .integer)
    let assignedAgentName = Column("assigned_agent_name", .text)
    let escalated = Column("escalated", .boolean)
    let escalationReason = Column("escalation_reason", .text)

    let csatRating = Column("csat_rating", .integer)
    let csatFeedback = Column("csat_feedback", .text)

    let customAttributes = Column("custom_attributes", .jsonb)

    let syncedAt = Column("synced_at", .timestamptz).notNull()
    let archivedAt = Column("archived_at", .timestamptz).notNull().default(.now)

    var body: TableBody {
        Comment("Conversations that archive_old_conversations() took out of conversation_analytics.")
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }

    /// The columns that a conversation brings with it, in order.
    var conversationColumns: [any AnyColumn] { columns.filter { $0.name != archivedAt.name } }
}
