import SchemaDSL

extension MetricsModule {
    /// Refreshes all materialized views without blocking readers, and records when.
    ///
    /// It runs with its owner's rights, since only the owner of a materialized view may refresh it.
    static let refreshAnalyticsViews = Function(
        "refresh_analytics_views", returns: .void, language: .plpgsql,
        FunctionProperties(securityDefiner: true, searchPath: []), executableBy: [.serviceRole],
        comment: "Refreshes the materialized views of this schema, concurrently where they were filled before.",
        body: """

            DECLARE
                target regclass;
                started timestamptz;
            BEGIN
                FOREACH target IN ARRAY ARRAY['\(dailyMetrics)', '\(agentPerformance)', '\(leadSourcePerformance)']::regclass[]
                LOOP
                    started := clock_timestamp();
                    -- CONCURRENTLY is refused for a view without data, as a restored schema has it.
                    EXECUTE format(
                        'REFRESH MATERIALIZED VIEW %s %s',
                        CASE WHEN (SELECT c.relispopulated FROM pg_catalog.pg_class AS c WHERE c.oid = target)
                            THEN 'CONCURRENTLY' ELSE '' END,
                        target);
                    INSERT INTO \(viewRefreshes) (\(.list(viewRefreshes.columns)))
                    VALUES (target::text, started, clock_timestamp() - started)
                    ON CONFLICT (\(viewRefreshes.viewName)) DO UPDATE
                    SET \(viewRefreshes.refreshedAt) = excluded.\(viewRefreshes.refreshedAt),
                        \(viewRefreshes.duration) = excluded.\(viewRefreshes.duration);
                END LOOP;
            END

            """)

    private static let day = Argument("day", .date, default: "(now() AT TIME ZONE 'UTC')::date - 1")

    /// Writes the figures of a day (UTC) into `agent_performance_metrics`, yesterday's unless another is named.
    ///
    /// One statement of one snapshot; run again, it puts right what came in late. The satisfaction score is left as it is.
    static let recordAgentPerformance = Function(
        "record_agent_performance", [day], returns: .value(.integer), language: .sql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Writes what each agent did in a day (UTC), yesterday's unless one is given; returns the number of agents.",
        body: """

            WITH bounds AS (
                SELECT \(day)::timestamp AT TIME ZONE 'UTC' AS first, (\(day) + 1)::timestamp AT TIME ZONE 'UTC' AS next
            ), figures AS (
                SELECT \(messageEvents.agentID) AS agent, 1 AS messages, 0 AS calls, NULL::integer AS response,
                    NULL::integer AS resolution
                FROM \(messageEvents), bounds
                WHERE \(messageEvents.createdAt) >= first AND \(messageEvents.createdAt) < next
                UNION ALL
                SELECT \(callEvents.agentID), 0, 1, NULL, NULL
                FROM \(callEvents), bounds
                WHERE \(callEvents.createdAt) >= first AND \(callEvents.createdAt) < next
                UNION ALL
                SELECT \(conversations.agentID), 0, 0, \(conversations.firstResponseTime), NULL
                FROM \(conversations), bounds
                WHERE \(conversations.createdAt) >= first AND \(conversations.createdAt) < next
                UNION ALL
                SELECT \(conversations.agentID), 0, 0, NULL, \(conversations.resolutionTime)
                FROM \(conversations), bounds
                WHERE \(conversations.closedAt) >= first AND \(conversations.closedAt) < next
                UNION ALL
                -- A row that is there already and has nothing any more becomes zero.
                SELECT \(agentMetrics.agentID), 0, 0, NULL, NULL
                FROM \(agentMetrics)
                WHERE \(agentMetrics.date) = \(day)
            ), written AS (
                INSERT INTO \(agentMetrics) (\(.list(measured)))
                SELECT agent, \(day), sum(messages), sum(calls), round(avg(response)), round(avg(resolution))
                FROM figures
                WHERE isfinite(\(day))
                GROUP BY agent
                ON CONFLICT (\(agentMetrics.agentID), \(agentMetrics.date)) DO UPDATE
                SET \(.joined(measured.dropFirst(2).map { "\($0) = excluded.\($0)" }, separator: ",\n        "))
                RETURNING 1
            )
            SELECT count(*)::integer FROM written;

            """)

    private static var measured: [any AnyColumn] {
        [
            agentMetrics.agentID, agentMetrics.date, agentMetrics.messagesHandled, agentMetrics.callsHandled,
            agentMetrics.avgResponseTime, agentMetrics.avgResolutionTime,
        ]
    }
}
