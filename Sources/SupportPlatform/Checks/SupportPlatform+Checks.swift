public import Checks

extension SupportPlatform {
    /// The checks of each database, in the order of ``databases``.
    public static let checks: [CheckSuite] = [
        CheckSuite(chatwoot, ChatwootChecks.groups),
        CheckSuite(
            supabase,
            AnalyticsChecks.groups
                + KnowledgeChecks.groups
                + MetricsChecks.groups
                + SupportETLChecks.groups
                + WidgetChecks.groups),
    ]
}
