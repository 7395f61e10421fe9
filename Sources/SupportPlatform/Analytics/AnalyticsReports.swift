import Queries

/// The reports and dashboards of the synchronisation design, with the targets that it names.
enum AnalyticsReports {
    private typealias Q = AnalyticsQueries

    static let all = [
        Report(
            "weekly_support_report", "Weekly Support Report", purpose: "What support did in a week, for those who plan the next.",
            [ReportSection("The week", Q.weekly), ReportSection("What it was about", Q.topCategories)]),
        Report(
            "agent_sdk_performance", "Agent SDK Performance", purpose: "Whether drafts help operators, against the targets.",
            [
                ReportSection(
                    "Drafts", Q.agentPerformance,
                    targets: {
                        [
                            Target($0.approval, .above(60), unit: "%"), Target($0.edit, .below(30), unit: "%"),
                            Target($0.review, .below(2), unit: "min"), Target($0.escalation, .below(10), unit: "%"),
                        ]
                    })
            ]),
        Report(
            "support_health", "Support Health", purpose: "Volume, speed and satisfaction at a glance, and whether it is current.",
            [
                ReportSection("Conversations", Q.supportHealth),
                ReportSection("Synchronisation", Q.syncLag, targets: { [Target($0.lag, .atMost(10), unit: "min")] }),
            ]),
        Report(
            "daily_conversation_volume", "Daily Conversation Volume", purpose: "The rhythm of the desk, day by day.",
            [ReportSection("By day", Q.dailyVolume)]),
        Report(
            "agent_sdk_effectiveness", "Agent SDK Effectiveness", purpose: "What becomes of drafts.",
            [ReportSection("By what the operator did", Q.effectiveness)]),
        Report(
            "customer_satisfaction_trends", "Customer Satisfaction Trends", purpose: "Ratings by week and category.",
            [ReportSection("By week", Q.satisfaction)]),
        Report(
            "knowledge_gap_analysis", "Knowledge Gap Analysis", purpose: "What to write for the knowledge base next.",
            [ReportSection("Open gaps", Q.gaps)]),
    ]
}
