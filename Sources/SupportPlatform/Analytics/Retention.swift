import SchemaDSL

/// How long a kind of data is kept (section "Retention Periods"): the jobs and the checks both read it here.
///
/// The sixth kind, active conversations, is kept without an end: no job touches them.
struct Retention: Sendable {
    /// The name that `apply_retention` uses for it.
    let data: String
    /// Rows that are past their time, of the table that the job deletes from. NULL is kept.
    let isDue: @Sendable (_ grace: SQLFragment) -> SQLFragment

    static let conversations = Retention(data: "conversations") { grace in
        let t = AnalyticsModule.conversations
        return "\(t.status) = 'resolved' AND \(t.resolvedAt) < now() - interval '2 years'\(grace)"
    }
    static let interactions = Retention(data: "interactions") { grace in
        "\(AnalyticsModule.interactions.interactionDate) < now() - interval '3 years'\(grace)"
    }
    static let agentMetrics = Retention(data: "agent_metrics") { grace in
        // A day is over everywhere when it is over in UTC.
        "\(AnalyticsModule.agentMetrics.date) < ((now() - interval '1 year'\(grace)) AT TIME ZONE 'UTC')::date"
    }
    /// Until filled: with the article written, the question has done its work.
    static let knowledgeGaps = Retention(data: "knowledge_gaps") { grace in
        let t = AnalyticsModule.knowledgeGaps
        return "\(t.gapFilled) AND coalesce(\(t.knowledgeArticleCreatedAt), \(t.lastSeenAt)) < now()\(grace)"
    }
    static let webhookLogs = Retention(data: "webhook_logs") { grace in
        "\(AnalyticsModule.webhookLogs.receivedAt) < now() - interval '30 days'\(grace)"
    }
}
