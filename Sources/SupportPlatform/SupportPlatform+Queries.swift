package import Queries

extension SupportPlatform {
    /// The declared queries and reports of all modules; run by `plumb query` and `plumb report`, and from Swift by `library`.
    package static let queries: [QuerySet] = [
        QuerySet(chatwoot, ChatwootQueries.groups + [MonitoringQueries.chatwoot.group("chatwoot_monitoring")]),
        QuerySet(
            supabase,
            [
                AnalyticsQueries.group,
                KnowledgeQueries.group,
                MonitoringQueries.supabase.group("monitoring"),
                MetricsQueries.group,
                SupportETLQueries.group,
                WidgetQueries.group,
            ], reports: AnalyticsReports.all + MetricsQueries.reports),
    ]

    /// The same queries, ready to run: `try await SupportPlatform.library().run(query, on: connection)`.
    /// - Throws: `QueryError` when the declarations contradict themselves, which the tests rule out.
    package static func library() throws(QueryError) -> QueryLibrary { try QueryLibrary(queries) }
}
