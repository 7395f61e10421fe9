import SchemaDSL

/// The work of support and its quality: conversations synchronised from Chatwoot, their archive, views and jobs.
enum AnalyticsModule {
    static let conversations = ConversationAnalytics()
    static let archive = ConversationAnalyticsArchive()
    static let agentMetrics = AgentPerformanceMetrics()
    static let interactions = CustomerInteractionHistory(conversations)
    static let knowledgeGaps = SupportKnowledgeGaps()
    static let webhookLogs = RawWebhookLogs()
    static let syncRequests = SyncRequests()
    static let agentDashboard = AgentSDKPerformanceDashboard(conversations)
    static let supportHealth = CustomerSupportHealth(conversations)
    static let dailySummary = DailySupportSummary(conversations)

    static let tables: [any Table] = [
        conversations, archive, agentMetrics, interactions, knowledgeGaps, webhookLogs, syncRequests,
    ]

    static let schema = Schema(
        "analytics",
        tables: tables,
        views: [agentDashboard, supportHealth, dailySummary],
        functions: [
            queueJSON, postJSON, requestBatchSync, sendAlert, checkSyncHealth, checkBatchSync, enrichWithCustomerLTV,
            enrichWithOrderData, archiveConversations, archiveOldConversations, deleteOldInteractions, deleteOldAgentMetrics,
            deleteFilledKnowledgeGaps, deleteOldWebhookLogs, applyRetention,
            TranslationFunctions.analyticsStatus, TranslationFunctions.analyticsUrgency,
        ],
        grants: [Grant(.usage, to: .serviceRole)],
        comment: "Support analytics, synchronised from Chatwoot; for the service role only.")

    static let cronJobs = syncJobs + retentionJobs

    private static let syncJobs = [
        CronJob("chatwoot-nightly-sync", schedule: "0 2 * * *", command: "SELECT \(requestBatchSync)();"),
        // The same work at the same minute under its other name: declared, and switched off.
        CronJob("chatwoot-batch-sync", schedule: "0 2 * * *", command: "SELECT \(requestBatchSync)();", active: false),
        CronJob("check-batch-sync", schedule: "30 2 * * *", command: "SELECT \(checkBatchSync)();"),
        CronJob("check-sync-health", schedule: "*/10 * * * *", command: "SELECT \(checkSyncHealth)();"),
        CronJob(
            "refresh-daily-summary", schedule: "0 4 * * *",
            command: "REFRESH MATERIALIZED VIEW CONCURRENTLY \(dailySummary);"),
    ]
}
