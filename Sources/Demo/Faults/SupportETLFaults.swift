/// The faults that are planted in `support_etl`: envelopes, synchronisations, keys.
enum SupportETLFaults {
    private static let tickets = "support_etl.etl_freshdesk_tickets"
    private static let customers = "support_etl.etl_shopify_customers"

    /// Past the trigger, which would write when the row was changed.
    private static func rows(
        _ planted: Int, _ what: String, of table: String, key: String, where condition: String = "true", skipping offset: Int,
        set: String, restore: [String], count: String, found: [(String, Int)]
    ) -> Fault {
        .rows(
            planted, what, of: table, in: "supabase",
            choose:
                "\(key) IN (SELECT \(key) FROM \(table) WHERE \(condition) ORDER BY \(key) OFFSET \(offset) LIMIT \(planted))",
            set: set, restore: restore, key: key, pastTriggers: true, count: "SELECT count(*) FROM \(table) WHERE \(count)",
            found: found.map { (check: "\(table).\($0.0)", rows: $0.1) })
    }

    private static func ticket(
        _ planted: Int, _ what: String, skipping offset: Int, set: String, restore: String..., count: String, found: String
    ) -> Fault {
        rows(
            planted, what, of: tickets, key: "freshdesk_ticket_id", skipping: offset, set: set,
            restore: restore.isEmpty ? ["data"] : restore, count: count, found: [(found, planted)])
    }

    private static func customer(
        _ planted: Int, _ what: String, skipping offset: Int, set: String, restore: String = "data", count: String, found: String
    ) -> Fault {
        rows(
            planted, what, of: customers, key: "shopify_customer_id", skipping: offset, set: set, restore: [restore],
            count: count,
            found: [(found, planted)])
    }

    static let envelopes: [Fault] = [
        customer(
            5, "customer with many orders, in words", skipping: 0, set: #"data = t.data || '{"orders_count": "many"}'"#,
            count: "data ->> 'orders_count' = 'many'", found: "data.shopify_customer"),
        customer(
            4, "customer whose e-mail is none", skipping: 20, set: #"data = t.data || '{"email": "nobody"}'"#,
            count: "strpos(data ->> 'email', '@') = 0", found: "data.email"),
        customer(
            3, "customer with a number for tags", skipping: 40, set: #"data = t.data || '{"tags": 7}'"#,
            count: "jsonb_typeof(data -> 'tags') = 'number'", found: "data.tags"),
        customer(
            4, "customer under another's id", skipping: 60, set: #"data = t.data || '{"id": 1}'"#, count: "data ->> 'id' = '1'",
            found: "data.id_matches"),
        customer(
            3, "customer of the test merchant", skipping: 80, set: "merchant_id = 4", restore: "merchant_id",
            count: "merchant_id IN (SELECT id FROM support_etl.merchants WHERE name = 'demo_shop')", found: "of_test_merchants"),
        ticket(
            5, "ticket without a subject", skipping: 0, set: "data = t.data - 'subject'", count: "NOT data ? 'subject'",
            found: "data.freshdesk_ticket"),
        ticket(
            6, "ticket of status 99", skipping: 20, set: #"data = t.data || '{"status": 99}'"#, count: "data ->> 'status' = '99'",
            found: "data.status_known"),
        ticket(
            5, "ticket of priority Blocker", skipping: 40, set: #"data = t.data || '{"priority": "Blocker"}'"#,
            count: "data ->> 'priority' = 'Blocker'", found: "data.priority_known"),
        ticket(
            4, "ticket whose conversations are no list", skipping: 60, set: #"data = t.data || '{"conversations": "none"}'"#,
            count: "jsonb_typeof(data -> 'conversations') = 'string'", found: "data.conversations"),
        ticket(
            7, "ticket changed before it was written", skipping: 80,
            set: #"data = t.data || '{"updated_at": "2001-01-01T00:00:00Z"}'"#, count: "data ->> 'updated_at' LIKE '2001%'",
            found: "data.dates_in_order"),
        ticket(
            3, "ticket under another's id", skipping: 100, set: #"data = t.data || '{"id": 1}'"#, count: "data ->> 'id' = '1'",
            found: "data.id_matches"),
        ticket(
            4, "ticket that the second pass forgot", skipping: 120,
            set: "data = t.data - 'conversations', created_at = t.created_at - interval '2 days'", restore: "data", "created_at",
            count: "NOT data ? 'conversations' AND age(now(), created_at) > interval '1 day'", found: "conversations_fetched"),
        ticket(
            2, "ticket of the test merchant", skipping: 140, set: "merchant_id = 4", restore: "merchant_id",
            count: "merchant_id IN (SELECT id FROM support_etl.merchants WHERE name = 'demo_shop')", found: "of_test_merchants"),
    ]

    private static func sync(
        _ what: String, place: Int, set: String, restore: String..., count: String, found: String...
    ) -> Fault {
        rows(
            1, what, of: "support_etl.sync_metadata", key: "id", skipping: place, set: set, restore: restore, count: count,
            found: found.map { ($0, 1) })
    }

    static let synchronisation: [Fault] = [
        sync(
            "synchronisation that failed", place: 0, set: "sync_status = 'failed', error_message = 'Freshdesk answered 500'",
            restore: "sync_status", "error_message", count: "error_message LIKE '% 500'", found: "failed"),
        sync(
            "synchronisation that has run for three hours", place: 1,
            set: "sync_status = 'in_progress', updated_at = now() - interval '3 hours'", restore: "sync_status", "updated_at",
            count: "sync_status = 'in_progress'", found: "stuck"),
        sync(
            "synchronisation that last came through two days ago", place: 2, set: "last_sync_at = now() - interval '2 days'",
            restore: "last_sync_at", count: "age(now(), last_sync_at) > interval '1 day'", found: "fresh"),
        sync(
            "synchronisation that failed and does not say why", place: 3, set: "sync_status = 'failed'", restore: "sync_status",
            count: "sync_status = 'failed' AND coalesce(error_message, '') = ''", found: "failed", "failure_explained"),
        sync(
            "synchronisation that came through at no time", place: 4, set: "last_sync_at = NULL", restore: "last_sync_at",
            count: "last_sync_at IS NULL", found: "success_dated", "fresh"),
        sync(
            "error message with a key in it", place: 5,
            set:
                "error_message = 'refused: ' || (SELECT api_key FROM support_etl.merchant_integrations "
                + "WHERE merchant_id = t.merchant_id LIMIT 1)",
            restore: "error_message", count: "error_message LIKE 'refused: enc:%'", found: "no_key_in_message"),
    ]

    private static func integration(
        _ what: String, place: Int, set: String, restore: String, count: String, found: String
    ) -> Fault {
        rows(
            1, what, of: "support_etl.merchant_integrations", key: "id", skipping: place, set: set, restore: [restore],
            count: count, found: [(found, 1)])
    }

    static let integrations: [Fault] = [
        integration(
            "active integration without a key", place: 0, set: "api_key = NULL", restore: "api_key", count: "api_key IS NULL",
            found: "active_has_key"),
        integration(
            "key kept as Shopify handed it out", place: 1, set: "api_key = 'shpat_' || md5('key')", restore: "api_key",
            count: "left(api_key, 6) = 'shpat_'", found: "key_encrypted"),
        integration(
            "secret among the settings", place: 4, set: #"config = t.config || '{"api_key": "x"}'"#, restore: "config",
            count: "config::text LIKE '%api_key%'", found: "no_secret_in_config"),
        Fault(
            database: "supabase", what: "resource of an integration that nobody synchronises", planted: 1,
            breaking: [
                .runs("SET session_replication_role = replica"),
                .runs(
                    """
                    CREATE TEMPORARY TABLE saved_sync AS SELECT * FROM support_etl.sync_metadata
                    WHERE merchant_id = 3 AND resource_type = 'shopify_customers'
                    """),
                .runs("DELETE FROM support_etl.sync_metadata WHERE id IN (SELECT id FROM saved_sync)"),
                .runs(
                    """
                    UPDATE support_etl.merchant_integrations SET created_at = created_at - interval '3 days'
                    WHERE merchant_id = 3 AND type = 'shopify'
                    """),
                .runs("RESET session_replication_role"),
            ],
            repairs: [
                "SET session_replication_role = replica",
                """
                UPDATE support_etl.merchant_integrations SET created_at = created_at + interval '3 days'
                WHERE merchant_id = 3 AND type = 'shopify'
                """,
                "INSERT INTO support_etl.sync_metadata SELECT * FROM saved_sync", "DROP TABLE saved_sync",
                "RESET session_replication_role",
            ],
            count: "SELECT 9 - count(*) FROM support_etl.sync_metadata",
            found: [("support_etl.merchant_integrations.synchronised", 1)]),
    ]

    static let catalog: [Fault] = [
        .objects(
            1, "foreign key without an index, on a new column", in: "supabase",
            breaking: [
                "ALTER TABLE support_etl.sync_metadata ADD COLUMN replaces integer REFERENCES support_etl.sync_metadata (id)"
            ],
            repairs: ["ALTER TABLE support_etl.sync_metadata DROP COLUMN replaces"],
            count: """
                SELECT count(*) FROM information_schema.table_constraints
                WHERE table_schema = 'support_etl' AND constraint_type = 'FOREIGN KEY'
                """, found: [(check: "catalog.support_etl.foreign_keys_indexed", rows: 1)]),
        gin("idx_freshdesk_tickets_data_gin", of: tickets), gin("idx_shopify_customers_data_gin", of: customers),
        .objects(
            1, "row-level security of merchants switched off", in: "supabase",
            breaking: ["ALTER TABLE support_etl.merchants DISABLE ROW LEVEL SECURITY"],
            repairs: ["ALTER TABLE support_etl.merchants ENABLE ROW LEVEL SECURITY"],
            count: "SELECT count(*) FROM pg_tables WHERE schemaname = 'support_etl' AND NOT rowsecurity",
            found: [(check: "catalog.support_etl.row_security", rows: 1), (check: "catalog.access.closed", rows: 1)]),
        .objects(
            1, "keys shown to whoever has not signed in", in: "supabase",
            breaking: ["GRANT SELECT (api_key) ON support_etl.merchant_integrations TO anon"],
            repairs: ["REVOKE SELECT (api_key) ON support_etl.merchant_integrations FROM anon"],
            count: """
                SELECT count(*) FROM information_schema.column_privileges
                WHERE table_schema = 'support_etl' AND column_name = 'api_key' AND grantee = 'anon'
                """, found: [(check: "catalog.support_etl.keys_out_of_reach", rows: 1)]),
        .brokenIndex(
            on: "support_etl.sync_metadata (sync_status)", named: "support_etl.demo_broken", in: "supabase",
            check: "catalog.support_etl.indexes_valid"),
        .unvalidated("support_etl.merchants", "length(name) > 1", check: "catalog.support_etl.constraints_validated"),
    ]

    private static func gin(_ index: String, of table: String) -> Fault {
        .objects(
            1, "GIN index of envelopes dropped: \(index)", in: "supabase", breaking: ["DROP INDEX support_etl.\(index)"],
            repairs: ["CREATE INDEX \(index) ON \(table) USING gin (data)"], count: Fault.missing(["support_etl.\(index)"]),
            found: [(check: "catalog.\(table).data.gin", rows: 1)])
    }

    static let all = envelopes + synchronisation + integrations + catalog
}
