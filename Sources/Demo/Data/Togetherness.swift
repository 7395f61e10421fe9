/// Things that several schemas have, counted in each.
struct Togetherness {
    let what: String
    let chatwoot: String
    let analytics: String
    let metrics: String
    let widget: String
    /// In Chatwoot, what the widget must have.
    let website: String

    /// Chatwoot, analytics, metrics, widget.
    func counts(_ world: World) async throws -> [Int] {
        var result = [try await world.number(chatwoot, in: "chatwoot")]
        for query in [analytics, metrics, widget] { result.append(try await world.number(query, in: "supabase")) }
        return result
    }

    private static let ofWebsite = "conversations AS c WHERE c.inbox_id % 2 = 0"

    private static func status(_ what: String, _ words: String, metrics: String, widget: String) -> Togetherness {
        Togetherness(
            what: "conversations \(what)", chatwoot: "SELECT count(*) FROM conversations WHERE status IN (\(words))",
            analytics: """
                SELECT count(*) FROM (SELECT status FROM analytics.conversation_analytics
                    UNION ALL SELECT status FROM analytics.conversation_analytics_archive) AS c WHERE status IN (\(words))
                """,
            metrics: "SELECT count(*) FROM metrics.conversations WHERE status = '\(metrics)'",
            widget: "SELECT count(*) FROM widget.chat WHERE status = '\(widget)'",
            website: "SELECT count(*) FROM \(ofWebsite) AND c.status IN (\(words))")
    }

    static let lines: [Togetherness] = [
        Togetherness(
            what: "agents", chatwoot: "SELECT count(*) FROM users",
            analytics: "SELECT count(DISTINCT agent_email) FROM analytics.agent_performance_metrics",
            metrics: "SELECT count(DISTINCT email) FROM metrics.agents", widget: #"SELECT count(*) FROM widget."user""#,
            website: "SELECT count(*) FROM users"),
        Togetherness(
            what: "contacts who wrote",
            chatwoot: "SELECT count(DISTINCT p.email) FROM conversations AS c JOIN contacts AS p ON p.id = c.contact_id",
            analytics: "SELECT count(DISTINCT customer_email) FROM analytics.customer_interaction_history",
            metrics:
                "SELECT count(DISTINCT p.email) FROM metrics.conversations AS c "
                + "JOIN metrics.contacts AS p ON p.id = c.contact_id",
            widget: "SELECT count(DISTINCT email) FROM widget.customer",
            website: "SELECT count(DISTINCT c.contact_id) FROM \(ofWebsite)"),
        status("open", "'open'", metrics: "open", widget: "OPEN"),
        status("pending or snoozed", "'pending', 'snoozed'", metrics: "pending", widget: "PENDING"),
        status("resolved", "'resolved'", metrics: "done", widget: "RESOLVED"),
        Togetherness(
            what: "messages", chatwoot: "SELECT count(*) FROM messages",
            analytics: """
                SELECT sum(message_count) FROM (SELECT message_count FROM analytics.conversation_analytics
                    UNION ALL SELECT message_count FROM analytics.conversation_analytics_archive) AS c
                """,
            metrics: "SELECT count(*) FROM metrics.message_events",
            widget: "SELECT (SELECT count(*) FROM widget.message) + (SELECT count(*) FROM widget.message_archive)",
            website:
                "SELECT count(*) FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id "
                + "WHERE c.inbox_id % 2 = 0"),
    ]
}
