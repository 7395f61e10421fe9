import Checks
import SchemaDSL

/// Questions to the catalog about the objects of `metrics`.
enum MetricsQuestions {
    static let all: [DataCheck] = [
        CatalogQuestion.foreignKeysIndexed(of: MetricsModule.tables, "Every foreign key of metrics has an index"),
        CatalogQuestion.noInvalidIndexes(in: ["metrics"], "Every index of metrics is valid"),
        CatalogQuestion.noUnvalidatedConstraints(in: ["metrics"], "Every constraint of metrics is validated").severity(.warning),
        rowSecurity, populated, partitionsAhead,
    ]

    static let viewNames: SQLFragment = .joined(MetricsModule.views.map { "('\($0)')" }, separator: ", ")

    private static let rowSecurity = DataCheck.question(
        """
        SELECT c.oid::regclass::text AS object, 'row-level security is off' AS problem
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace = to_regnamespace('metrics') AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
        """, named: "row_security", "Every table of metrics, and every partition, has row-level security")

    private static let populated = DataCheck.question(
        """
        SELECT v.name AS object, CASE WHEN c.oid IS NULL THEN 'is not there' ELSE 'was never filled' END AS problem
        FROM (VALUES \(viewNames)) AS v (name)
        LEFT JOIN pg_catalog.pg_class AS c ON c.oid = to_regclass(v.name) AND c.relkind = 'm'
        WHERE c.relispopulated IS NOT TRUE
        """, named: "views_filled", "Every materialized view of metrics has been filled")

    /// This month's partition and the next: the job makes two more.
    private static let partitionsAhead = DataCheck.question(
        """
        SELECT '\(MetricsModule.messageEvents)' AS object, 'has no partition for ' || to_char(w.month, 'YYYY-MM') AS problem
        FROM (
          SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + ahead AS month
          FROM (VALUES (interval '0'), (interval '1 month')) AS a (ahead)
        ) AS w
        WHERE NOT EXISTS (
          SELECT FROM pg_catalog.pg_inherits AS i
          JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
          CROSS JOIN LATERAL regexp_match(
            pg_catalog.pg_get_expr(c.relpartbound, c.oid), 'FROM [(]''([^'']*)''[)] TO [(]''([^'']*)''[)]') AS b (bound)
          WHERE i.inhparent = to_regclass('\(MetricsModule.messageEvents)')
            AND b.bound[1]::timestamptz <= w.month AT TIME ZONE 'UTC'
            AND b.bound[2]::timestamptz >= (w.month + interval '1 month') AT TIME ZONE 'UTC'
        )
        """, named: "partitions_ahead", "Messages of this month and the next have their partitions")
}
