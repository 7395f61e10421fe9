import SchemaDSL

/// `agent_performance_metrics`: what an agent did in an hour, or in a day where the hour is NULL.
final class AgentPerformanceMetrics: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID).unmasked()

    let chatwootAgentID = Column("chatwoot_agent_id", .integer).notNull().unmasked()
    let agentName = Column("agent_name", .text).notNull().sensitive()
    let agentEmail = Column("agent_email", .text).sensitive()

    let date = Column("date", .date).notNull().unmasked()
    let hour = Column("hour", .integer).comment("0 to 23; NULL for the day as a whole").unmasked()

    let conversationsHandled = Column("conversations_handled", .integer).default(0).unmasked()
    let messagesSent = Column("messages_sent", .integer).default(0).unmasked()
    let privateNotesCreated = Column("private_notes_created", .integer).default(0).unmasked()

    let draftsApproved = Column("drafts_approved", .integer).default(0).unmasked()
    let draftsEdited = Column("drafts_edited", .integer).default(0).unmasked()
    let draftsRejected = Column("drafts_rejected", .integer).default(0).unmasked()
    let escalationsMade = Column("escalations_made", .integer).default(0).unmasked()

    let avgFirstResponseTimeSeconds = Column("avg_first_response_time_seconds", .integer).unmasked()
    let avgResolutionTimeSeconds = Column("avg_resolution_time_seconds", .integer).unmasked()
    let avgDraftReviewTimeSeconds = Column("avg_draft_review_time_seconds", .integer).unmasked()

    let csatAvg = Column("csat_avg", .numeric(3, 2)).unmasked()
    let csatCount = Column("csat_count", .integer).default(0).unmasked()
    let firstContactResolutionRate = Column("first_contact_resolution_rate", .numeric(5, 2)).unmasked()

    let onlineTimeMinutes = Column("online_time_minutes", .integer).unmasked()
    let idleTimeMinutes = Column("idle_time_minutes", .integer).unmasked()

    let syncedAt = Column("synced_at", .timestamptz).notNull().default(.now).unmasked()

    var body: TableBody {
        TableComment("Performance of agents by hour, and by day where the hour is NULL.")
        Check(hour.between(0...23))
        // Otherwise a day's roll-up, whose hour is NULL, could be there any number of times.
        Unique(chatwootAgentID, date, hour, nullsNotDistinct: true)
        Index("idx_agent_date", on: chatwootAgentID, date.descending)
        Index("idx_date", on: date.descending)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
