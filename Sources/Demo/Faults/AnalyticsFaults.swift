/// The faults that are planted in `analytics`: the four validation rules, the three quality checks, the lag, the catalog.
enum AnalyticsFaults {
    private static let table = "analytics.conversation_analytics"

    private static func rows(
        _ planted: Int, _ what: String, from first: Int, set: String, restore: String...,
        constraint: (name: String, expression: String)? = nil, count: String, found: [(String, Int)]
    ) -> Fault {
        .rows(
            planted, what, of: table, in: "supabase",
            choose: "chatwoot_conversation_id BETWEEN \(first) AND \(first + planted - 1)", set: set, restore: restore,
            constraint: constraint, count: "SELECT count(*) FROM \(table) WHERE \(count)",
            found: found.map { (check: $0.0.hasPrefix("catalog.") ? $0.0 : "\(table).\($0.0)", rows: $0.1) })
    }

    static let validation: [Fault] = [
        rows(
            7, "conversation id not positive", from: 21_001, set: "chatwoot_conversation_id = -t.chatwoot_conversation_id",
            restore: "chatwoot_conversation_id", count: "sign(chatwoot_conversation_id) <> 1",
            found: [("chatwoot_conversation_id.positive", 7)]),
        rows(
            17, "customer's e-mail without the form of one", from: 22_001, set: "customer_email = 'visitor ' || t.id",
            restore: "customer_email", count: "strpos(customer_email, '@') = 0",
            found: [("customer_email.format", 17), ("customer_email.references", 17)]),
        rows(
            11, "status that does not exist", from: 24_001, set: "status = 'closed'", restore: "status",
            constraint: (
                "conversation_analytics_status_check", "status = ANY (ARRAY['open'::text, 'pending'::text, 'resolved'::text])"
            ),
            count: "array_position(ARRAY['open', 'pending', 'resolved'], status) IS NULL",
            found: [("status.one_of", 11), ("catalog.analytics.constraints_validated", 1)]),
        rows(
            13, "confidence outside 0 to 100", from: 25_001,
            set: "draft_confidence_score = CASE WHEN t.chatwoot_conversation_id % 2 = 0 THEN 140 ELSE -1 END",
            restore: "draft_confidence_score", count: "abs(draft_confidence_score - 50) > 50",
            found: [("draft_confidence_score.range", 13)]),
    ]

    static let quality: [Fault] = [
        rows(
            23, "customer's e-mail missing", from: 23_001, set: "customer_email = NULL", restore: "customer_email",
            count: "coalesce(customer_email, '') = ''",
            found: [("customer_email.not_null", 23), ("customer_email.format", 23), ("customer_email.references", 23)]),
        rows(
            10, "updated before it was created", from: 26_001, set: "updated_at = t.created_at - interval '1 day'",
            restore: "updated_at", count: "least(created_at, updated_at) < created_at", found: [("dates_in_order", 10)]),
        rows(
            9, "resolved before it was created", from: 26_501, set: "resolved_at = t.created_at - interval '1 hour'",
            restore: "resolved_at", count: "least(created_at, resolved_at) < created_at", found: [("dates_in_order", 9)]),
        rows(
            31, "conversation of a customer without a history", from: 27_001,
            set: "customer_email = 'stranger.' || t.chatwoot_conversation_id || '@example.net'", restore: "customer_email",
            count: """
                customer_email IN (
                    SELECT customer_email FROM \(table) EXCEPT SELECT customer_email FROM analytics.customer_interaction_history)
                """,
            found: [("customer_email.references", 31)]),
    ]

    static let lag = Fault.rows(
        1, "nothing synchronised for an hour: 1 lag", of: table, in: "supabase",
        choose: "synced_at > now() - interval '30 minutes'", set: "synced_at = t.synced_at - interval '1 hour'",
        restore: ["synced_at"],
        count: "SELECT (extract(epoch FROM now() - max(synced_at)) > 600)::integer FROM \(table)",
        found: [(check: "\(table).synced_at.freshness", rows: 1)])

    static let catalog: [Fault] = [
        .objects(
            1, "foreign key without an index", in: "supabase",
            breaking: ["DROP INDEX analytics.idx_interaction_conversation_id"],
            repairs: [
                "CREATE INDEX idx_interaction_conversation_id ON analytics.customer_interaction_history (conversation_id)"
            ],
            count: Fault.missing(["analytics.idx_interaction_conversation_id"]),
            found: [(check: "catalog.analytics.foreign_keys_indexed", rows: 1)]),
        .brokenIndex(
            on: "\(table) (category)", named: "analytics.demo_broken", in: "supabase", check: "catalog.analytics.indexes_valid"),
    ]

    static let all = validation + quality + [lag] + retention + enrichment + catalog
}
