import SchemaDSL

/// Messages, calls, conversations and those who have them, with the figures that are made of them.
enum MetricsModule {
    static let agents = Agents()
    static let leadSources = LeadSources()
    static let contacts = Contacts()
    static let contactPreferences = ContactPreferences(contacts)
    static let conversations = Conversations(contacts, agents)
    static let stateChanges = ConversationStateChanges(conversations, agents)
    static let messageEvents = MessageEvents(agents, contacts, conversations)
    static let callEvents = CallEvents(agents, contacts, conversations)
    static let agentMetrics = AgentPerformanceMetrics(agents)
    static let agentAvailability = AgentAvailability(agents)
    static let viewRefreshes = ViewRefreshes()

    static let tables: [any Table] = [
        agents, leadSources, contacts, contactPreferences, conversations, stateChanges, messageEvents, callEvents, agentMetrics,
        agentAvailability, viewRefreshes,
    ]

    static let dailyMetrics = DailyMetrics(messageEvents, conversations)
    static let agentPerformance = AgentPerformance(agents, conversations)
    static let leadSourcePerformance = LeadSourcePerformance(leadSources, contacts, conversations)

    static let views: [any MaterializedView] = [dailyMetrics, agentPerformance, leadSourcePerformance]

    /// Takes events whose month has no partition yet, until ``createMessagePartition`` makes one and moves them.
    static let messageEventsDefault = Partition(
        "message_events_default", of: messageEvents, .default, rowSecurity: .enabled,
        comment: "Message events of months without a partition; empty while the job runs.")

    static let schema = Schema(
        "metrics",
        tables: tables, partitions: [messageEventsDefault], views: views,
        functions: [refreshAnalyticsViews, createMessagePartition, recordAgentPerformance, slowStatements],
        grants: [Grant(.usage, to: .serviceRole)],
        comment: "Messages, calls, conversations, agents and leads, with their metrics; for the service role only.")

    static let cronJobs = [
        CronJob("refresh-analytics-views", schedule: "0 * * * *", command: "SELECT \(refreshAnalyticsViews)();"),
        // Each hour: the first run after a migration moves what came in meanwhile; where all is there it does nothing.
        CronJob("create-message-partitions", schedule: "10 * * * *", command: "SELECT \(createMessagePartition)();"),
        // Autovacuum analyzes partitions, never the table that they are of.
        CronJob("analyze-message-events", schedule: "45 0 * * 0", command: "ANALYZE \(messageEvents);"),
        CronJob("record-agent-performance", schedule: "15 0 * * *", command: "SELECT \(recordAgentPerformance)();"),
    ]

    /// Every table has row-level security without a policy: only the service role, which passes it, gets in.
    static let serviceWrites = Grant(.select, .insert, .update, .delete, to: .serviceRole)
}

extension Default where Value: TemporalValue {
    /// `CURRENT_TIMESTAMP`, which the catalog keeps apart from `now()` though both are the start of the transaction.
    static var currentTimestamp: Default { .sql("CURRENT_TIMESTAMP") }
}
