package import SchemaDSL
import SchemaModel

/// The databases of the support platform: what they must look like.
///
/// Each departure from the documents that asked for them is a row of `docs/seed-deviations.md`.
package enum SupportPlatform {
    /// Chatwoot's own database with our additions, and the Supabase project with all that is ours.
    package static let databases: [Database] = [chatwoot, supabase]

    /// Chatwoot's database: its tables are verified and never altered, our indexes, view and labels are managed.
    package static let chatwoot = ChatwootModule.database

    /// The Supabase project: schemas `knowledge`, `analytics`, `widget`, `metrics` and `support_etl`, owned with all in them.
    package static let supabase = Database(
        "supabase", platform: .supabase,
        extensions: [
            Extension("vector", schema: "extensions"),
            Extension(
                required: "pg_cron",
                because: "the server loads it by shared_preload_libraries and only a superuser creates it; in Supabase, "
                    + "switch it on under Database, Extensions"),
        ],
        schemas: [
            KnowledgeModule.schema,
            AnalyticsModule.schema,
            WidgetModule.schema,
            MetricsModule.schema,
            SupportETLModule.schema,
        ],
        cronJobs: AnalyticsModule.cronJobs
            + WidgetModule.cronJobs
            + MetricsModule.cronJobs,
        publications: WidgetModule.publications)
}
