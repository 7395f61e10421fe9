import SchemaDSL

/// The day of a point in time, in UTC: `DATE(created_at)` would depend on the session's time zone.
private func day(_ time: any AnyColumn) -> SQLFragment { "(\(time) AT TIME ZONE 'UTC')::date" }

/// `agent_sdk_performance_dashboard`: what became of drafts, by day, of the last 30 days.
final class AgentSDKPerformanceDashboard: View, Sendable {
    let date = Column("date", .date).unmasked()
    let totalDrafts = Column("total_drafts", .bigint).unmasked()
    let approved = Column("approved", .bigint).unmasked()
    let edited = Column("edited", .bigint).unmasked()
    let rejected = Column("rejected", .bigint).unmasked()
    let escalated = Column("escalated", .bigint).unmasked()
    let avgConfidence = Column("avg_confidence", .numeric).unmasked()
    let avgResponseTimeMin = Column("avg_response_time_min", .numeric).unmasked()
    let approvalRate = Column("approval_rate", .numeric).unmasked()
    let editRate = Column("edit_rate", .numeric).unmasked()

    private let c: ConversationAnalytics
    init(_ conversations: ConversationAnalytics) { c = conversations }

    var query: SQLFragment {
        """
        SELECT \(day(c.createdAt)) AS \(date),
            count(*) AS \(totalDrafts),
            sum(CASE WHEN \(c.operatorAction) = 'approve' THEN 1 ELSE 0 END) AS \(approved),
            sum(CASE WHEN \(c.operatorAction) = 'edit' THEN 1 ELSE 0 END) AS \(edited),
            sum(CASE WHEN \(c.operatorAction) = 'reject' THEN 1 ELSE 0 END) AS \(rejected),
            sum(CASE WHEN \(c.operatorAction) = 'escalate' THEN 1 ELSE 0 END) AS \(escalated),
            round(avg(\(c.draftConfidenceScore)), 1) AS \(avgConfidence),
            round(avg(\(c.timeToFirstResponseSeconds)) / 60.0, 1) AS \(avgResponseTimeMin),
            round(sum(CASE WHEN \(c.operatorAction) = 'approve' THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS \(approvalRate),
            round(sum(CASE WHEN \(c.operatorAction) = 'edit' THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS \(editRate)
        FROM \(c)
        WHERE \(c.agentSDKUsed) = true AND \(c.createdAt) > now() - interval '30 days'
        GROUP BY \(day(c.createdAt))
        ORDER BY \(day(c.createdAt)) DESC
        """
    }

    var settings: ViewSettings {
        ViewSettings(
            securityInvoker: true, grants: [Grant(.select, to: .serviceRole)],
            comment: "What became of the agent's drafts, by day (UTC), of the last 30 days.")
    }
}

/// `customer_support_health`: volume, speed and satisfaction, by day, of the last 30 days.
final class CustomerSupportHealth: View, Sendable {
    let date = Column("date", .date).unmasked()
    let totalConversations = Column("total_conversations", .bigint).unmasked()
    let resolvedCount = Column("resolved_count", .bigint).unmasked()
    let resolutionRate = Column("resolution_rate", .numeric).unmasked()
    let avgFirstResponseMin = Column("avg_first_response_min", .numeric).unmasked()
    let avgResolutionHours = Column("avg_resolution_hours", .numeric).unmasked()
    let avgCSAT = Column("avg_csat", .numeric).unmasked()
    let agentSDKConversations = Column("agent_sdk_conversations", .bigint).unmasked()
    let agentSDKAdoption = Column("agent_sdk_adoption", .numeric).unmasked()

    private let c: ConversationAnalytics
    init(_ conversations: ConversationAnalytics) { c = conversations }

    var query: SQLFragment {
        """
        SELECT \(day(c.createdAt)) AS \(date),
            count(*) AS \(totalConversations),
            sum(CASE WHEN \(c.status) = 'resolved' THEN 1 ELSE 0 END) AS \(resolvedCount),
            round(sum(CASE WHEN \(c.status) = 'resolved' THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS \(resolutionRate),
            round(avg(\(c.timeToFirstResponseSeconds)) / 60.0, 1) AS \(avgFirstResponseMin),
            round(avg(\(c.timeToResolutionSeconds)) FILTER (WHERE \(c.status) = 'resolved') / 3600.0, 1)
                AS \(avgResolutionHours),
            round(avg(\(c.csatRating)) FILTER (WHERE \(c.csatRating) IS NOT NULL), 2) AS \(avgCSAT),
            sum(CASE WHEN \(c.agentSDKUsed) THEN 1 ELSE 0 END) AS \(agentSDKConversations),
            round(sum(CASE WHEN \(c.agentSDKUsed) THEN 1 ELSE 0 END) * 100.0 / count(*), 1) AS \(agentSDKAdoption)
        FROM \(c)
        WHERE \(c.createdAt) > now() - interval '30 days'
        GROUP BY \(day(c.createdAt))
        ORDER BY \(day(c.createdAt)) DESC
        """
    }

    var settings: ViewSettings {
        ViewSettings(
            securityInvoker: true, grants: [Grant(.select, to: .serviceRole)],
            comment: "Volume, speed and satisfaction of support, by day (UTC), of the last 30 days.")
    }
}

/// `daily_support_summary`: the same figures for all time, computed once a night.
final class DailySupportSummary: MaterializedView, Sendable {
    let date = Column("date", .date).unmasked()
    let totalConversations = Column("total_conversations", .bigint).unmasked()
    let agentSDKCount = Column("agent_sdk_count", .bigint).unmasked()
    let avgConfidence = Column("avg_confidence", .numeric).unmasked()
    let avgFirstResponseSec = Column("avg_first_response_sec", .numeric).unmasked()
    let avgCSAT = Column("avg_csat", .numeric).unmasked()

    private let c: ConversationAnalytics
    init(_ conversations: ConversationAnalytics) { c = conversations }

    var query: SQLFragment {
        """
        SELECT \(day(c.createdAt)) AS \(date),
            count(*) AS \(totalConversations),
            sum(CASE WHEN \(c.agentSDKUsed) THEN 1 ELSE 0 END) AS \(agentSDKCount),
            avg(\(c.draftConfidenceScore)) FILTER (WHERE \(c.agentSDKUsed)) AS \(avgConfidence),
            avg(\(c.timeToFirstResponseSeconds)) AS \(avgFirstResponseSec),
            avg(\(c.csatRating)) FILTER (WHERE \(c.csatRating) IS NOT NULL) AS \(avgCSAT)
        FROM \(c)
        GROUP BY \(day(c.createdAt))
        """
    }

    var body: TableBody {
        TableComment("Support by day (UTC), refreshed each night by the job refresh-daily-summary.")
        // REFRESH … CONCURRENTLY, which the job runs, needs a unique index.
        Index("idx_daily_support_summary_date", on: date, unique: true)
        Grant(.select, to: .serviceRole)
    }
}
