import SchemaDSL

extension SupportETLModule {
    private typealias Ask = PeriodArguments
    private static let top = Argument("top", .integer, default: "10")

    /// The commonest types and tags of a period, with what they were in the period before.
    static let getTrendingCategories = Function(
        "get_trending_categories", [Ask.from, Ask.to, Ask.merchant, top, Ask.includeTest],
        returns: .table(
            Column("kind", .text), Column("category", .text), Column("tickets", .bigint), Column("previous_tickets", .bigint),
            Column("change", .bigint)),
        language: .sql, FunctionProperties(.stable, parallel: .safe, rows: 20, searchPath: []), executableBy: [.serviceRole],
        comment:
            "The commonest ticket types and tags of a period, the first `top` of each kind, beside the tickets of the period of "
            + "the same length before it (NULL where the period has no length). A ticket counts once for each of its tags.",
        body: """

            WITH period AS (
                SELECT coalesce(\(Ask.from), '-infinity') AS starts, coalesce(\(Ask.to), 'infinity') AS ends,
                    CASE WHEN isfinite(\(Ask.from)) AND isfinite(\(Ask.to)) THEN
                        \(Ask.from) - make_interval(secs => extract(epoch FROM \(Ask.to) - \(Ask.from))::double precision)
                    END AS previous_starts
            ), labelled AS (
                SELECT c.kind, c.category, t.written_at >= p.starts AS is_current, p.previous_starts IS NOT NULL AS has_previous
                FROM period AS p
                CROSS JOIN LATERAL (
                    SELECT \(tickets.merchantID), \(tickets.data), \(tickets.ticketCreatedAt) AS written_at
                    FROM \(tickets)
                    WHERE \(tickets.ticketCreatedAt) >= coalesce(p.previous_starts, p.starts)
                      AND \(tickets.ticketCreatedAt) < p.ends
                ) AS t
                JOIN \(merchants) AS m ON m.\(merchants.id) = t.\(tickets.merchantID)
                CROSS JOIN LATERAL \(TicketFields.record(of: "t.\(tickets.data)"))
                CROSS JOIN LATERAL (
                    SELECT 'type' AS kind, btrim(f.type) AS category WHERE btrim(f.type) <> ''
                    UNION ALL
                    SELECT 'tag', g.tag FROM unnest(\(tagList)(f.tags)) AS g (tag)
                ) AS c
                WHERE \(Ask.isMeant("t", "m"))
                  AND \(TicketFields.isKept)
            ), counted AS (
                SELECT l.kind, l.category, count(*) FILTER (WHERE l.is_current) AS now,
                    CASE WHEN bool_and(l.has_previous) THEN count(*) FILTER (WHERE NOT l.is_current) END AS before
                FROM labelled AS l
                GROUP BY l.kind, l.category
            ), ranked AS (
                SELECT c.*,
                    row_number() OVER (PARTITION BY c.kind ORDER BY c.now DESC, c.category COLLATE pg_catalog."C") AS place
                FROM counted AS c
                WHERE c.now > 0
            )
            SELECT r.kind, r.category, r.now, r.before, r.now - r.before
            FROM ranked AS r
            WHERE \(top) IS NULL OR r.place <= \(top)
            ORDER BY r.kind DESC, r.place;

            """)
}
