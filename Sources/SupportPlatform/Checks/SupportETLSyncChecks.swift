import Checks
import SchemaDSL

/// The checks that the synchronisation is alive, and that its keys are kept.
///
/// The checks on keys and messages are queries that return the id alone: a row rule would show the columns that it reads.
enum SupportETLSyncChecks {
    static let sync = SupportETLModule.syncMetadata
    static let integrations = SupportETLModule.integrations
    private static let merchants = SupportETLModule.merchants

    static let all: [DataCheck] = [
        .query(
            "SELECT s.\(sync.id) FROM \(sync) AS s WHERE s.\(sync.syncStatus) = \(literal: SyncStatus.failed.rawValue)",
            named: "failed", "No synchronisation has failed"
        ).kind(.monitor),
        .query(
            """
            SELECT s.\(sync.id) FROM \(sync) AS s
            WHERE s.\(sync.syncStatus) = \(literal: SyncStatus.inProgress.rawValue)
              AND s.\(sync.times.updatedAt) < now() - interval '2 hours'
            """, named: "stuck", "No synchronisation has been running for two hours"
        ).kind(.monitor),
        .query(
            """
            SELECT s.\(sync.id) FROM \(sync) AS s
            JOIN \(merchants) AS m ON m.\(merchants.id) = s.\(sync.merchantID) AND NOT m.\(merchants.isTest)
            JOIN \(integrations) AS i ON i.\(integrations.merchantID) = s.\(sync.merchantID) AND i.\(integrations.isActive)
              AND i.\(integrations.type) = split_part(s.\(sync.resourceType), '_', 1)
            WHERE coalesce(s.\(sync.lastSyncAt), '-infinity') < now() - interval '1 day'
            """, named: "fresh", "Every active integration has come through within a day"
        ).kind(.monitor),
        .query(
            #"""
            SELECT s.\#(sync.id) FROM \#(sync) AS s
            WHERE s.\#(sync.syncStatus) = \#(literal: SyncStatus.failed.rawValue)
              AND coalesce(s.\#(sync.errorMessage), '') !~ '\S'
            """#, named: "failure_explained", "Every failed synchronisation says why"),
        .query(
            """
            SELECT s.\(sync.id) FROM \(sync) AS s
            WHERE s.\(sync.syncStatus) = \(literal: SyncStatus.success.rawValue) AND s.\(sync.lastSyncAt) IS NULL
            """, named: "success_dated", "Every successful synchronisation has its time"),
        .query(
            """
            SELECT s.\(sync.id) FROM \(sync) AS s
            WHERE EXISTS (
              SELECT FROM \(integrations) AS i
              WHERE i.\(integrations.merchantID) = s.\(sync.merchantID)
                AND length(i.\(integrations.apiKey)) >= 8 AND strpos(s.\(sync.errorMessage), i.\(integrations.apiKey)) > 0
            )
            """, named: "no_key_in_message", "No error message repeats a key"),
    ]

    static let ofIntegrations: [DataCheck] = [
        .query(
            #"""
            SELECT i.\#(integrations.id) FROM \#(integrations) AS i
            WHERE i.\#(integrations.isActive) AND coalesce(i.\#(integrations.apiKey), '') !~ '\S'
            """#, named: "active_has_key", "Every active integration has a key"),
        // What Freshdesk and Shopify hand out, as it is: 20 letters and digits, and `shpat_` with 32 digits.
        .query(
            """
            SELECT i.\(integrations.id) FROM \(integrations) AS i
            WHERE i.\(integrations.apiKey) ~ '^([A-Za-z0-9]{20}|shp[a-z]{2}_[0-9a-fA-F]{32})$'
            """, named: "key_encrypted", "No key is kept as its source handed it out"),
        .query(
            """
            SELECT i.\(integrations.id) FROM \(integrations) AS i
            WHERE EXISTS (
              SELECT
              FROM jsonb_path_query(i.\(integrations.config), 'strict $.** ? (@.type() == "object").keyvalue()') AS e (entry)
              WHERE e.entry ->> 'key' ~* '(api_?key|secret|token|password|credential)'
            )
            """, named: "no_secret_in_config", "No settings hold a secret"),
        .query(
            """
            SELECT i.\(integrations.id) FROM \(integrations) AS i
            JOIN \(merchants) AS m ON m.\(merchants.id) = i.\(integrations.merchantID) AND NOT m.\(merchants.isTest)
            CROSS JOIN (VALUES \(resources)) AS r (source, resource)
            WHERE i.\(integrations.isActive) AND r.source = i.\(integrations.type)
              AND i.\(integrations.times.createdAt) < now() - interval '1 day'
              AND NOT EXISTS (
                SELECT FROM \(sync) AS s
                WHERE s.\(sync.merchantID) = i.\(integrations.merchantID) AND s.\(sync.resourceType) = r.resource)
            """, named: "synchronised", "Every active integration is synchronised, all of its resources"
        ).kind(.monitor),
    ]

    private static var resources: SQLFragment {
        .joined(
            SyncResource.allCases.map { "(\(literal: $0.source.rawValue), \(literal: $0.rawValue))" }, separator: ", ")
    }
}

/// The module's part of the catalog.
enum SupportETLQuestions {
    private static let tickets = SupportETLModule.tickets
    private static let customers = SupportETLModule.customers
    private static let integrations = SupportETLModule.integrations

    static let all: [DataCheck] = [
        CatalogQuestion.foreignKeysIndexed(
            of: SupportETLModule.tables, "Every foreign key of support_etl has an index"),
        CatalogQuestion.index(
            on: tickets.data, of: tickets, method: "gin", "The envelopes of tickets have a GIN index"),
        CatalogQuestion.index(
            on: customers.data, of: customers, method: "gin", "The envelopes of customers have a GIN index"),
        CatalogQuestion.noInvalidIndexes(in: ["support_etl"], "Every index of support_etl is valid"),
        CatalogQuestion.noUnvalidatedConstraints(in: ["support_etl"], "Every constraint of support_etl is validated"),
        rowSecurity, keyOutOfReach,
    ]

    private static let rowSecurity = DataCheck.question(
        """
        SELECT c.oid::regclass::text AS object, 'row-level security is off' AS problem
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace = to_regnamespace('support_etl') AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
        """, named: "row_security", "Every table of support_etl has row-level security")

    /// Asked of every role that is not the owner nor above privileges, whatever gave it the right.
    private static let keyOutOfReach = DataCheck.question(
        """
        SELECT r.rolname::text AS object, p.privilege || ' on the keys of integrations' AS problem
        FROM pg_catalog.pg_roles AS r
        CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE')) AS p (privilege)
        WHERE NOT r.rolsuper AND r.rolname NOT LIKE 'pg\\_%'
          AND NOT pg_has_role(
            r.oid, (SELECT c.relowner FROM pg_catalog.pg_class AS c WHERE c.oid = to_regclass('\(integrations)')), 'USAGE')
          AND NOT pg_has_role(r.oid, CASE p.privilege WHEN 'SELECT' THEN 'pg_read_all_data' ELSE 'pg_write_all_data' END, 'USAGE')
          AND has_column_privilege(r.oid, to_regclass('\(integrations)'), \(literal: integrations.apiKey.name), p.privilege)
        """, named: "keys_out_of_reach", "No role has a privilege on the keys of integrations")
}
