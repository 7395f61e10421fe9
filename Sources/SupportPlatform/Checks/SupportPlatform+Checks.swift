public import Checks

extension SupportPlatform {
    /// The checks of each database, in the order of ``databases``.
    public static let checks: [CheckSuite] = [
        CheckSuite(chatwoot, ChatwootChecks.groups + AgreementChecks.ofChatwoot),
        CheckSuite(
            supabase,
            AccessChecks.groups
                + AnalyticsChecks.groups
                + KnowledgeChecks.groups
                + MetricsChecks.groups
                + SupportETLChecks.groups
                + AgreementChecks.ofSupabase
                + WidgetChecks.groups),
    ]
}
