import Checks
import SchemaDSL

extension AnalyticsChecks {
    /// Rows that the retention should have removed. The grace is the time between two runs of the job and a few days more: a run
    /// that fails is made good by the next one before anybody has to act.
    static let retention: [CheckGroup] = [
        overdue(
            .conversations, of: AnalyticsModule.conversations, key: AnalyticsModule.conversations.id,
            grace: " - interval '35 days'",
            "No conversation is here that was resolved over 2 years ago"),
        overdue(
            .interactions, of: AnalyticsModule.interactions, key: AnalyticsModule.interactions.id, grace: " - interval '10 days'",
            "No interaction is kept over 3 years"),
        overdue(
            .agentMetrics, of: AnalyticsModule.agentMetrics, key: AnalyticsModule.agentMetrics.id,
            grace: " - interval '10 days'", "No metrics of agents are kept over 1 year"),
        overdue(
            .knowledgeGaps, of: AnalyticsModule.knowledgeGaps, key: AnalyticsModule.knowledgeGaps.id,
            grace: " - interval '10 days'", "No knowledge gap is kept once it is filled"),
        overdue(
            .webhookLogs, of: AnalyticsModule.webhookLogs, key: AnalyticsModule.webhookLogs.id, grace: " - interval '3 days'",
            "No raw webhook is kept over 30 days"),
        // Active conversations are kept without an end: what is in the archive was resolved.
        CheckGroup(
            on: AnalyticsModule.archive, key: [AnalyticsModule.archive.id],
            [
                .satisfies(
                    AnalyticsModule.archive.status.equals("resolved"), onNull: .fails, named: "retention",
                    "No active conversation was archived"
                ).kind(.quality)
            ]),
    ]

    private static func overdue(
        _ retention: Retention, of table: any Table, key: any AnyColumn, grace: SQLFragment, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> CheckGroup {
        CheckGroup(
            on: table, key: [key],
            [
                .satisfies(
                    Predicate(sql: "(\(retention.isDue(grace))) IS NOT TRUE"), named: "retention", title, file: file, line: line
                ).kind(.quality)
            ])
    }
}
