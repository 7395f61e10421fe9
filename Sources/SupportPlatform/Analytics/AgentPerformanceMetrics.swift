import SchemaDSL

/// `agent_performance_metrics`: what an agent did in an hour, or in a day where the hour is NULL.
final class AgentPerformanceMetrics: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID).public()

    let chatwootAgentID = Column("chatwoot_agent_id", .integer).notNull().public()
    let agentName = Column("agent_name", .text).notNull().personal()
    let agentEmail = Column("agent_email", .text).personal()

    let date = Column("date", .date).notNull().public()
    let hour = Column("hour", .integer).comment("0 to 23; NULL for the day as a whole").public()

    let conversationsHandled = Column("conversations_handled", .integer).default(0).public()
    let messagesSent = Column("messages_sent", .integer).default(0).public()
    let privateNotesCreated = Column("private_notes_created", .integer).default(0).public()

    let draftsApproved = Column("drafts_approved", .integer).default(0).public()
    let draftsEdited = Column("drafts_edited", .integer).default(0).public()
    let draftsRejected = Column("drafts_rejected", .integer).default(0).public()
    let escalationsMade = Column("escalations_made", .integer).default(0).public()

    let avgFirstResponseTimeSeconds = Column("avg_first_response_time_seconds", .integer).public()
    let avgResolutionTimeSeconds = Column("avg_resolution_time_seconds", .integer).public()
    let avgDraftReviewTimeSeconds = Column("avg_draft_review_time_seconds", .integer).public()

    let csatAvg = Column("csat_avg", .numeric(3, 2)).public()
    let csatCount = Column("csat_count", .integer).default(0).public()
    let firstContactResolutionRate = Column("first_contact_resolution_rate", .numeric(5, 2)).public()

    let onlineTimeMinutes = Column("online_time_minutes", .integer).public()
    let idleTimeMinutes = Column("idle_time_minutes", .integer).public()

    let syncedAt = Column("synced_at", .timestamptz).notNull().default(.now).public()

    var body: TableBody {
        Comment("Performance of agents by hour, and by day where the hour is NULL.")
        Check(hour.between(0...23))
        // Otherwise a day's roll-up, whose hour is NULL, could be there any number of times.
        Unique(chatwootAgentID, date, hour, nullsNotDistinct: true)
        Index("idx_agent_date", on: chatwootAgentID, date.descending)
        Index("idx_date", on: date.descending)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
