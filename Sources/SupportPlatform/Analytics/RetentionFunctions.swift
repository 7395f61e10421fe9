import SchemaDSL

// Each call takes one batch of rows that nobody else holds, oldest first: called again it goes on, and when nothing is due it
// does nothing. Between batches the procedure commits, so that no row is locked for longer than a batch takes.
extension AnalyticsModule {
    static let batchSize = Argument("batch_size", .integer, default: "NULL")

    static let deleteOldInteractions = deletion(
        "delete_old_interactions", of: interactions, key: interactions.id, oldest: interactions.interactionDate, .interactions,
        "Deletes interactions of customers that are over 3 years old; returns how many.")

    static let deleteOldAgentMetrics = deletion(
        "delete_old_agent_metrics", of: agentMetrics, key: agentMetrics.id, oldest: agentMetrics.date, .agentMetrics,
        "Deletes performance metrics of agents that are over 1 year old; returns how many.")

    static let deleteFilledKnowledgeGaps = deletion(
        "delete_filled_knowledge_gaps", of: knowledgeGaps, key: knowledgeGaps.id, oldest: knowledgeGaps.lastSeenAt,
        .knowledgeGaps, "Deletes knowledge gaps that are filled; returns how many.")

    static let deleteOldWebhookLogs = deletion(
        "delete_old_webhook_logs", of: webhookLogs, key: webhookLogs.id, oldest: webhookLogs.receivedAt, .webhookLogs,
        "Deletes raw webhooks that are over 30 days old; returns how many.")

    private static func deletion(
        _ name: String, of table: any Table, key: any AnyColumn, oldest: any AnyColumn, _ retention: Retention, _ comment: String
    ) -> Function {
        Function(
            name, [batchSize], returns: .value(.bigint), language: .sql, FunctionProperties(searchPath: []),
            executableBy: [.serviceRole], comment: comment + " A batch of that size; without one, all of them.",
            body: """

                WITH due AS (
                    SELECT \(key) FROM \(table)
                    WHERE \(retention.isDue(""))
                    ORDER BY \(oldest) LIMIT \(batchSize)
                    FOR UPDATE SKIP LOCKED
                ), gone AS (
                    DELETE FROM \(table) WHERE \(key) IN (SELECT due.\(key) FROM due) RETURNING 1
                )
                SELECT count(*) FROM gone;

                """)
    }

    private enum Apply {
        static let data = Argument("data", .text)
        static let batchSize = Argument("batch_size", .integer, default: "1000")
    }

    /// The procedure that the jobs call: `CALL analytics.apply_retention('interactions')`, outside a transaction.
    ///
    /// Without a fixed search_path, since a procedure that has one may not COMMIT; every name in it is qualified.
    static let applyRetention = Function(
        procedure: "apply_retention", [Apply.data, Apply.batchSize], executableBy: [.serviceRole],
        comment: "Archives or deletes what is past its time, batch by batch, with a COMMIT after each.",
        body: """

            DECLARE
                done bigint;
                total bigint := 0;
            BEGIN
                IF \(Apply.batchSize) IS NULL OR \(Apply.batchSize) < 1 THEN
                    RAISE EXCEPTION 'the batch size must be at least 1' USING ERRCODE = 'invalid_parameter_value';
                END IF;
                LOOP
                    done := CASE \(Apply.data)
                        WHEN \(literal: Retention.conversations.data) THEN \(archiveConversations)(\(Apply.batchSize))
                        WHEN \(literal: Retention.interactions.data) THEN \(deleteOldInteractions)(\(Apply.batchSize))
                        WHEN \(literal: Retention.agentMetrics.data) THEN \(deleteOldAgentMetrics)(\(Apply.batchSize))
                        WHEN \(literal: Retention.knowledgeGaps.data) THEN \(deleteFilledKnowledgeGaps)(\(Apply.batchSize))
                        WHEN \(literal: Retention.webhookLogs.data) THEN \(deleteOldWebhookLogs)(\(Apply.batchSize))
                    END;
                    IF done IS NULL THEN
                        RAISE EXCEPTION 'there is no retention of %', \(Apply.data)
                            USING ERRCODE = 'invalid_parameter_value',
                                  HINT = 'Use conversations, interactions, agent_metrics, knowledge_gaps or webhook_logs.';
                    END IF;
                    COMMIT;
                    total := total + done;
                    EXIT WHEN done < \(Apply.batchSize);
                END LOOP;
                RAISE NOTICE 'retention of %: % rows', \(Apply.data), total;
            END

            """)

    static let retentionJobs = [
        job("archive-old-conversations", schedule: "0 3 1 * *", .conversations),
        job("delete-old-interactions", schedule: "10 3 * * 0", .interactions),
        job("delete-old-agent-metrics", schedule: "20 3 * * 0", .agentMetrics),
        job("delete-filled-knowledge-gaps", schedule: "30 3 * * 0", .knowledgeGaps),
        job("delete-old-webhook-logs", schedule: "40 3 * * *", .webhookLogs),
    ]

    private static func job(_ name: String, schedule: String, _ retention: Retention) -> CronJob {
        CronJob(name, schedule: schedule, command: "CALL \(applyRetention)(\(literal: retention.data));")
    }
}
