/// The faults that are planted in `analytics`: rows past their time, and the columns of the enrichment.
extension AnalyticsFaults {
    private static func old(
        _ planted: Int, _ what: String, of table: String, where condition: String = "true", set: String, restore: String...,
        count: String
    ) -> Fault {
        .rows(
            planted, what, of: "analytics.\(table)", in: "supabase",
            choose: "id IN (SELECT id FROM analytics.\(table) WHERE \(condition) ORDER BY id LIMIT \(planted))", set: set,
            restore: restore, count: "SELECT count(*) FROM analytics.\(table) WHERE \(count)",
            found: [(check: "analytics.\(table).retention", rows: planted)])
    }

    static let retention: [Fault] = [
        old(
            5, "conversation that the archive forgot", of: "conversation_analytics",
            where: "status = 'resolved' AND chatwoot_conversation_id BETWEEN 28001 AND 29000",
            set: "created_at = t.created_at - interval '5 years', resolved_at = t.resolved_at - interval '5 years'",
            restore: "created_at", "resolved_at", count: "age(now(), resolved_at) > interval '3 years'"),
        old(
            4, "interaction kept for over three years", of: "customer_interaction_history",
            set: "interaction_date = t.interaction_date - interval '5 years'", restore: "interaction_date",
            count: "age(now(), interaction_date) > interval '4 years'"),
        old(
            4, "day of an agent kept for over a year", of: "agent_performance_metrics", set: "date = t.date - 3000",
            restore: "date", count: "date_part('year', now()) - date_part('year', date) > 3"),
        old(
            3, "knowledge gap long filled", of: "support_knowledge_gaps",
            set: "gap_filled = true, knowledge_article_created_at = now() - interval '40 days'",
            restore: "gap_filled", "knowledge_article_created_at",
            count: "age(now(), knowledge_article_created_at) > interval '1 month'"),
        old(
            6, "webhook kept for over two months", of: "raw_webhook_logs",
            set: "received_at = t.received_at - interval '60 days'",
            restore: "received_at", count: "age(now(), received_at) > interval '50 days'"),
        old(
            2, "open conversation in the archive", of: "conversation_analytics_archive", set: "status = 'open'",
            restore: "status",
            count: "status <> 'resolved'"),
    ]

    private static func word(
        _ planted: Int, _ what: String, from first: Int, set: String, restore: String, count: String, check: String
    ) -> Fault {
        .rows(
            planted, what, of: "analytics.conversation_analytics", in: "supabase",
            choose: "chatwoot_conversation_id BETWEEN \(first) AND \(first + planted - 1)", set: set, restore: [restore],
            count: "SELECT count(*) FROM analytics.conversation_analytics WHERE \(count)",
            found: [(check: "analytics.conversation_analytics.\(check)", rows: planted)])
    }

    static let enrichment: [Fault] = [
        word(
            4, "customer of an unknown segment", from: 30_001, set: "customer_segment = 'gold'", restore: "customer_segment",
            count: "customer_segment = 'gold'", check: "customer_segment.one_of"),
        word(
            3, "conversation of an unknown category", from: 30_101, set: "category = 'misc'", restore: "category",
            count: "category = 'misc'", check: "category.one_of"),
        word(
            5, "customer of an unknown mood", from: 30_201, set: "sentiment = 'bored'", restore: "sentiment",
            count: "sentiment = 'bored'", check: "sentiment.one_of"),
        word(
            4, "conversation of an unknown urgency", from: 30_301, set: "urgency = 'asap'", restore: "urgency",
            count: "urgency = 'asap'", check: "urgency.one_of"),
        word(
            3, "order whose number is no text", from: 30_401,
            set: #"custom_attributes = t.custom_attributes || '{"order_number": 7}'"#,
            restore: "custom_attributes", count: "jsonb_typeof(custom_attributes -> 'order_number') = 'number'",
            check: "custom_attributes.order"),
        word(
            4, "lifetime value in words", from: 30_501,
            set: #"custom_attributes = t.custom_attributes || '{"lifetime_value": "a lot", "order_count": 1}'"#,
            restore: "custom_attributes", count: "custom_attributes ->> 'lifetime_value' = 'a lot'",
            check: "custom_attributes.lifetime_value"),
    ]
}
