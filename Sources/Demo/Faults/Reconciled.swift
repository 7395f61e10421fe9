import PostgresClient

/// How far Chatwoot and analytics are apart, reckoned in one database: Chatwoot's side is copied over for it.
///
/// Faults in either side's rows set them apart, however they were meant; so that what the two checks between the databases must
/// find is reckoned once, after all of them are planted.
enum Reconciled {
    static let seed = "demo"
    private static let sample = 500

    private static let theirs = """
        SELECT c.id, (c.created_at AT TIME ZONE 'UTC')::date, CASE c.status WHEN 'snoozed' THEN 'pending' ELSE c.status END,
            ROW(c.created_at, c.inbox_id, c.account_id, p.name, p.email, c.assignee_id)::text,
            greatest(c.updated_at, p.updated_at) > now() - interval '1 day'
        FROM conversations AS c LEFT JOIN contacts AS p ON p.id = c.contact_id
        """

    private static let prepare = """
        CREATE TEMPORARY TABLE theirs (id bigint, day date, status text, others text, is_new boolean);
        CREATE TEMPORARY TABLE ours AS
            SELECT chatwoot_conversation_id AS id, (created_at AT TIME ZONE 'UTC')::date AS day, status, ROW(
                created_at, chatwoot_inbox_id, chatwoot_account_id, customer_name, customer_email, assigned_agent_id
            )::text AS others
            FROM (SELECT chatwoot_conversation_id, created_at, status, chatwoot_inbox_id, chatwoot_account_id, customer_name,
                    customer_email, assigned_agent_id FROM analytics.conversation_analytics
                UNION ALL SELECT chatwoot_conversation_id, created_at, status, chatwoot_inbox_id, chatwoot_account_id,
                    customer_name,
                    customer_email, assigned_agent_id FROM analytics.conversation_analytics_archive) AS c
        """

    /// Days and statuses with other counts; not the days on which something may be under way.
    private static let groups = """
        SELECT count(*) FROM (
            SELECT day, status, count(*) FILTER (WHERE side = 1) - count(*) FILTER (WHERE side = 2) AS difference
            FROM (SELECT day, status, 1 AS side FROM ours UNION ALL SELECT day, status, 2 FROM theirs) AS both_sides
            WHERE day NOT IN (SELECT day FROM theirs WHERE is_new)
            GROUP BY day, status
        ) AS g WHERE difference <> 0
        """

    /// Those of the drawn rows that are not the same, or are on one side only.
    private static let drawn = """
        WITH lots AS (
            (SELECT id FROM ours ORDER BY md5('\(seed)|=' || id) LIMIT \(sample))
            UNION
            (SELECT id FROM theirs ORDER BY md5('\(seed)|=' || id) LIMIT \(sample))
        )
        SELECT count(*) FROM lots LEFT JOIN ours USING (id) LEFT JOIN theirs USING (id)
        WHERE (ours.status, ours.others) IS DISTINCT FROM (theirs.status, theirs.others) AND theirs.is_new IS NOT TRUE
        """

    /// The faults that the checks between the databases must find.
    static func expected(_ world: World) async throws -> [(check: String, rows: Int)] {
        let supabase = try await world.connection("supabase")
        try await supabase.run(script: prepare)
        try await world.stream(
            theirs, of: "chatwoot", "conversations, copied over to be compared", into: "theirs", of: "supabase")
        let result = [
            ("analytics.conversation_analytics.agrees.counts", try await world.number(groups, in: "supabase")),
            ("analytics.conversation_analytics.agrees.sample", try await world.number(drawn, in: "supabase")),
        ]
        try await supabase.run(script: "DROP TABLE ours, theirs")
        return result
    }
}
