package import Checks

extension SupportPlatform {
    /// The checks of each database, in the order of ``databases``.
    package static let checks: [CheckSuite] = [
        CheckSuite(chatwoot, ChatwootChecks.groups + PerformanceChecks.chatwoot + AgreementChecks.ofChatwoot),
        CheckSuite(
            supabase,
            AccessChecks.groups
                + AnalyticsChecks.groups
                + KnowledgeChecks.groups
                + PerformanceChecks.knowledge
                + MetricsChecks.groups
                + SupportETLChecks.groups
                + AgreementChecks.ofSupabase
                + WidgetChecks.groups),
    ]
}
