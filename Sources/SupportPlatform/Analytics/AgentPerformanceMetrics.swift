import SchemaDSL

/// `agent_performance_metrics`: what an agent did in an hour, or in a day where the hour is NULL.
final class AgentPerformanceMetrics: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID)

    let chatwootAgentID = Column("chatwoot_agent_id", .integer).notNull()
    let agentName = Column("agent_name", .text).notNull()
    let agentEmail = Column("agent_email", .text)

    let date = Column("date", .date).notNull()
    let hour = Column("hour", .integer).comment("0 to 23; NULL for the day as a whole")

    let conversationsHandled = Column("conversations_handled", .integer).default(0)
    let messagesSent = Column("messages_sent", .integer).default(0)
    let privateNotesCreated = Column("private_notes_created", .integer).default(0)

    let draftsApproved = Column("drafts_approved", .integer).default(0)
    let draftsEdited = Column("drafts_edited", .integer).default(0)
    let draftsRejected = Column("drafts_rejected", .integer).default(0)
    let escalationsMade = Column("escalations_made", .integer).default(0)

    let avgFirstResponseTimeSeconds = Column("avg_first_response_time_seconds", .integer)
    let avgResolutionTimeSeconds = Column("avg_resolution_time_seconds", .integer)
    let avgDraftReviewTimeSeconds = Column("avg_draft_review_time_seconds", .integer)

    let csatAvg = Column("csat_avg", .numeric(3, 2))
    let csatCount = Column("csat_count", .integer).default(0)
    let firstContactResolutionRate = Column("first_contact_resolution_rate", .numeric(5, 2))

    let onlineTimeMinutes = Column("online_time_minutes", .integer)
    let idleTimeMinutes = Column("idle_time_minutes", .integer)

    let syncedAt = Column("synced_at", .timestamptz).notNull().default(.now)

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
