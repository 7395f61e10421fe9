import Checks
import SchemaDSL

/// Access over the API: by default nobody, in every schema that is ours.
enum AccessChecks {
    /// The schemas of `supabase`; a test holds them against its declaration.
    static let schemas = ["knowledge", "analytics", "widget", "metrics", "support_etl"]

    static let groups = [
        CheckGroup(
            catalogOf: "access",
            [CatalogQuestion.closed(in: schemas, "Every table has row-level security, and none is open to strangers")])
    ]
}
