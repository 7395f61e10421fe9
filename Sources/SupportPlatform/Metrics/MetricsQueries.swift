import Queries

/// The declared queries of `metrics`: the data-access layer's eight calls, and what section 6 asks to watch.
package enum MetricsQueries {
    package static let trackMessageEvent = TrackMessageEvent()
    package static let getMessageMetrics = GetMessageMetrics()
    package static let trackCallEvent = TrackCallEvent()
    package static let getCallMetrics = GetCallMetrics()
    package static let updateConversationStatus = UpdateConversationStatus()
    package static let getAgentPerformance = GetAgentPerformance()
    package static let getLeadSourcePerformance = GetLeadSourcePerformance()
    package static let trackContactInteraction = TrackContactInteraction()

    /// `plumb query metrics.…`
    static let group = QueryGroup(
        "metrics",
        [
            trackMessageEvent, getMessageMetrics, trackCallEvent, getCallMetrics, updateConversationStatus, getAgentPerformance,
            getLeadSourcePerformance, trackContactInteraction, tableSizes, tableGrowth, viewRefreshStatus, slowQueries,
            indexUsage, dataDistribution, statisticsAge, messagePartitions,
        ])

    private static let tableSizes = TableSizes()
    private static let tableGrowth = TableGrowth()
    private static let viewRefreshStatus = ViewRefreshStatus()
    private static let slowQueries = SlowQueries()
    private static let indexUsage = IndexUsage()
    private static let dataDistribution = DataDistribution()
    private static let statisticsAge = StatisticsAge()
    private static let messagePartitions = MessagePartitions()

    /// The figures that section 6 looks at each day, week and month; its "verify data consistency" is `plumb check`.
    static let reports = [
        Report(
            "metrics_daily", "Metrics, each day",
            purpose: "Sizes, growth and the state of the views, for whoever runs the database.",
            [
                ReportSection("Table sizes", tableSizes),
                ReportSection("Growth", tableGrowth, { [$0.months.value(3)] }),
                // The job runs each hour: two hours are one run that failed.
                ReportSection(
                    "View refresh status", viewRefreshStatus,
                    targets: { [Target($0.ageMinutes, .atMost(120), unit: "minutes")] }),
            ]),
        Report(
            "metrics_weekly", "Metrics, each week",
            purpose: "Slow statements, indexes and statistics, for whoever tunes the database.",
            [
                ReportSection("Slow statements", slowQueries),
                ReportSection("Index usage", indexUsage),
                ReportSection("Data distribution", dataDistribution),
                ReportSection("Statistics", statisticsAge),
            ]),
        Report(
            "metrics_monthly", "Metrics, each month", purpose: "The months of messages, for whoever plans what to keep.",
            [
                ReportSection("Partitions of messages", messagePartitions),
                ReportSection("Growth", tableGrowth),
            ]),
    ]
}
