import SchemaDSL

/// What support does and how well: conversations synchronised from Chatwoot, their archive, views and jobs.
enum AnalyticsModule {
    static let conversations = ConversationAnalytics()
    static let archive = ConversationAnalyticsArchive()
    static let agentMetrics = AgentPerformanceMetrics()
    static let interactions = CustomerInteractionHistory(conversations)
    static let knowledgeGaps = SupportKnowledgeGaps()
    static let agentDashboard = AgentSDKPerformanceDashboard(conversations)
    static let supportHealth = CustomerSupportHealth(conversations)
    static let dailySummary = DailySupportSummary(conversations)

    static let schema = Schema(
        "analytics",
        tables: [conversations, archive, agentMetrics, interactions, knowledgeGaps],
        views: [agentDashboard, supportHealth, dailySummary],
        functions: [postJSON, requestBatchSync, checkSyncHealth, archiveOldConversations],
        grants: [Grant(.usage, to: .serviceRole)],
        comment: "Support analytics, synchronised from Chatwoot; for the service role only.")

    static let cronJobs = [
        CronJob("chatwoot-nightly-sync", schedule: "0 2 * * *", command: "SELECT \(requestBatchSync)();"),
        // The same work at the same minute under its other name: declared, and switched off.
        CronJob("chatwoot-batch-sync", schedule: "0 2 * * *", command: "SELECT \(requestBatchSync)();", active: false),
        CronJob("archive-old-conversations", schedule: "0 3 1 * *", command: "SELECT \(archiveOldConversations)();"),
        CronJob(
            "refresh-daily-summary", schedule: "0 4 * * *",
            command: "REFRESH MATERIALIZED VIEW CONCURRENTLY \(dailySummary);"),
    ]
}
