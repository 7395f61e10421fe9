import PostgresClient
import Testing

/// Everything that the document lists, and what stands beside it, looked up in the catalog of a live database.
@Suite struct SupportETLCatalogTests {
    private static let times = """
        created_at timestamp with time zone NOT NULL DEFAULT now()
        updated_at timestamp with time zone NOT NULL DEFAULT now()
        """
    static let columns = [
        "merchants": """
        id integer NOT NULL DEFAULT nextval('support_etl.merchants_id_seq'::regclass)
        name character varying(255) NOT NULL
        is_test boolean NOT NULL DEFAULT false
        \(times)
        """,
        "etl_shopify_customers": """
        merchant_id integer NOT NULL
        shopify_customer_id character varying(255) NOT NULL
        data jsonb NOT NULL
        \(times)
        """,
        "etl_freshdesk_tickets": """
        merchant_id integer NOT NULL
        freshdesk_ticket_id character varying(255) NOT NULL
        data jsonb NOT NULL
        \(times)
        """,
        "sync_metadata": """
        id integer NOT NULL DEFAULT nextval('support_etl.sync_metadata_id_seq'::regclass)
        merchant_id integer NOT NULL
        resource_type character varying(50) NOT NULL
        last_sync_at timestamp with time zone
        last_successful_id character varying(255)
        sync_status character varying(20) NOT NULL
        error_message text
        \(times)
        """,
        "merchant_integrations": """
        id integer NOT NULL DEFAULT nextval('support_etl.merchant_integrations_id_seq'::regclass)
        merchant_id integer NOT NULL
        type character varying(50) NOT NULL
        api_key text
        config jsonb NOT NULL DEFAULT '{}'::jsonb
        is_active boolean NOT NULL DEFAULT true
        \(times)
        """,
    ]

    static let constraints = [
        "etl_freshdesk_tickets: CHECK ((jsonb_typeof(data) = 'object'::text))",
        "etl_freshdesk_tickets: FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)",
        "etl_freshdesk_tickets: PRIMARY KEY (merchant_id, freshdesk_ticket_id)",
        "etl_shopify_customers: CHECK ((jsonb_typeof(data) = 'object'::text))",
        "etl_shopify_customers: FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)",
        "etl_shopify_customers: PRIMARY KEY (merchant_id, shopify_customer_id)",
        "merchant_integrations: CHECK (((type)::text = ANY (ARRAY[('freshdesk'::character varying)::text, "
            + "('shopify'::character varying)::text])))",
        "merchant_integrations: CHECK ((jsonb_typeof(config) = 'object'::text))",
        "merchant_integrations: FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)",
        "merchant_integrations: PRIMARY KEY (id)",
        "merchant_integrations: UNIQUE (merchant_id, type)",
        "merchants: PRIMARY KEY (id)",
        "merchants: UNIQUE (name)",
        "sync_metadata: CHECK (((resource_type)::text = ANY (ARRAY[('shopify_customers'::character varying)::text, "
            + "('freshdesk_tickets'::character varying)::text, ('freshdesk_conversations'::character varying)::text])))",
        "sync_metadata: CHECK (((sync_status)::text = ANY (ARRAY[('success'::character varying)::text, "
            + "('failed'::character varying)::text, ('in_progress'::character varying)::text])))",
        "sync_metadata: FOREIGN KEY (merchant_id) REFERENCES support_etl.merchants(id)",
        "sync_metadata: PRIMARY KEY (id)",
        "sync_metadata: UNIQUE (merchant_id, resource_type)",
    ]

    @Test func tablesWithTheirColumnsKeysAndConstraints() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            for (table, expected) in Self.columns {
                let found = try await connection.text(
                    """
                    SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                        || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), E'\\n' ORDER BY a.attnum)
                    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                    WHERE a.attrelid = 'support_etl.\(table)'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                    """)
                #expect(found == expected, "\(table)")
            }
            let found = try await connection.texts(
                """
                SELECT r.relname || ': ' || pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
                WHERE k.connamespace = 'support_etl'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c') AND k.convalidated
                ORDER BY 1
                """)
            #expect(found.map(Self.plain).sorted() == Self.constraints.map(Self.plain).sorted())
        }
    }

    /// `IN` over varchar deparses differently the second time: casts and parentheses are left out.
    private static func plain(_ text: String) -> String {
        text.replacing(/::(character varying|text)(\[\])?|[()]/, with: "")
    }

    @Test func theNineIndexesAndThoseOfOurs() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            let found = Set(
                try await connection.texts(
                    """
                    SELECT regexp_replace(pg_get_indexdef(x.indexrelid), '^CREATE (UNIQUE )?INDEX ', '')
                    FROM pg_index x JOIN pg_class r ON r.oid = x.indrelid
                    WHERE r.relnamespace = 'support_etl'::regnamespace AND x.indisvalid AND NOT x.indisunique
                    """))
            let (customers, tickets) = ("support_etl.etl_shopify_customers", "support_etl.etl_freshdesk_tickets")
            #expect(
                found == [
                    "idx_shopify_customers_merchant_id ON \(customers) USING btree (merchant_id)",
                    "idx_freshdesk_tickets_merchant_id ON \(tickets) USING btree (merchant_id)",
                    "idx_shopify_customers_created_at ON \(customers) USING btree (created_at)",
                    "idx_freshdesk_tickets_created_at ON \(tickets) USING btree (created_at)",
                    "idx_sync_metadata_merchant_id ON support_etl.sync_metadata USING btree (merchant_id)",
                    "idx_sync_metadata_resource_type ON support_etl.sync_metadata USING btree (resource_type)",
                    "idx_merchant_integrations_merchant_id ON support_etl.merchant_integrations USING btree (merchant_id)",
                    "idx_shopify_customers_data_gin ON \(customers) USING gin (data)",
                    "idx_freshdesk_tickets_data_gin ON \(tickets) USING gin (data)",
                    "idx_freshdesk_tickets_ticket_created_at ON \(tickets) USING btree "
                        + "(support_etl.parse_timestamp((data ->> 'created_at'::text)), merchant_id)",
                    "idx_freshdesk_tickets_queue ON \(tickets) USING btree (merchant_id) WHERE "
                        + "(COALESCE(support_etl.extract_ticket_status(data), 'unknown'::text) "
                        + "<> ALL (ARRAY['resolved'::text, 'closed'::text]))",
                ])
        }
    }

    static let functions = [
        ("extract_ticket_status(jsonb)", "text", "i"), ("extract_ticket_priority(jsonb)", "text", "i"),
        (
            "get_support_summary(timestamp with time zone, timestamp with time zone, integer, boolean)",
            "TABLE(total_tickets bigint, open_tickets bigint, pending_tickets bigint, waiting_tickets bigint, resolved_tickets bigint, "
                + "closed_tickets bigint, unknown_tickets bigint, low_priority bigint, medium_priority bigint, high_priority bigint, "
                + "urgent_priority bigint, unknown_priority bigint, with_conversations bigint, requesters bigint, "
                + "resolution_rate numeric, avg_first_response_hours numeric, avg_resolution_hours numeric)", "s"
        ),
        (
            "get_trending_categories(timestamp with time zone, timestamp with time zone, integer, integer, boolean)",
            "TABLE(kind text, category text, tickets bigint, previous_tickets bigint, change bigint)", "s"
        ),
        (
            "compare_support_periods(timestamp with time zone, timestamp with time zone, timestamp with time zone, "
                + "timestamp with time zone, integer, boolean)",
            "TABLE(metric text, first_value numeric, second_value numeric, change numeric, change_percent numeric)", "s"
        ),
        ("parse_timestamp(text)", "timestamp with time zone", "i"), ("tag_list(jsonb)", "text[]", "i"),
    ]

    @Test func functionsViewsTriggersCommentsAndRowSecurity() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            for (signature, result, volatility) in Self.functions {
                #expect(
                    try await connection.texts(
                        """
                        SELECT pg_get_function_result(p.oid) || ' ' || p.provolatile::text
                        FROM pg_proc p WHERE p.oid = to_regprocedure('support_etl.\(signature)')
                        """) == ["\(result) \(volatility)"], "\(signature)")
            }
            #expect(
                try await connection.texts(
                    """
                    SELECT c.relname || ' ' || (c.reloptions::text LIKE '%security_invoker=true%') FROM pg_class c
                    WHERE c.relnamespace = 'support_etl'::regnamespace AND c.relkind = 'v' ORDER BY 1
                    """) == ["current_queue_status true", "integration_overview true"])
            #expect(
                try await connection.texts(
                    """
                    SELECT tgrelid::regclass::text || ' ' || tgname FROM pg_trigger
                    WHERE tgrelid::regclass::text LIKE 'support_etl.%' AND NOT tgisinternal ORDER BY 1
                    """) == Self.columns.keys.sorted().map { "support_etl.\($0) touch_updated_at" })
            #expect(
                try await connection.text(
                    """
                    SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'support_etl'::regnamespace AND c.relkind = 'r'
                    AND c.relrowsecurity AND obj_description(c.oid, 'pg_class') IS NOT NULL
                    """) == "5")
            #expect(
                try await connection.text(
                    """
                    SELECT count(*) FROM pg_proc p WHERE p.pronamespace = 'support_etl'::regnamespace
                    AND (obj_description(p.oid, 'pg_proc') IS NULL OR p.proconfig IS DISTINCT FROM ARRAY['search_path=""'])
                    """) == "0")
        }
    }

    @Test func updatedAtIsKept() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            for (table, change) in [
                ("merchants", "is_test = NOT is_test"), ("etl_shopify_customers", #"data = data || '{"x": 1}'"#),
                ("etl_freshdesk_tickets", #"data = data || '{"x": 1}'"#),
            ] {
                let old = "UPDATE support_etl.\(table) SET updated_at = '2020-01-01'"
                let young = "SELECT bool_and(updated_at > '2021-01-01') FROM support_etl.\(table)"
                try await connection.run(script: "ALTER TABLE support_etl.\(table) DISABLE TRIGGER USER; \(old);")
                try await connection.run(script: "ALTER TABLE support_etl.\(table) ENABLE TRIGGER USER")
                // A write that changes nothing is no change.
                try await connection.run(script: "UPDATE support_etl.\(table) SET created_at = created_at")
                #expect(try await connection.text(young) == "f")
                try await connection.run(script: "UPDATE support_etl.\(table) SET \(change), updated_at = '2020-06-01'")
                #expect(try await connection.text(young) == "t")
            }
        }
    }

    @Test(arguments: [
        ("INSERT INTO support_etl.merchants (name) VALUES ('alpha')", "23505"),
        ("INSERT INTO support_etl.merchants (name) VALUES (NULL)", "23502"),
        ("INSERT INTO support_etl.etl_freshdesk_tickets VALUES (1, '101', '{}')", "23505"),
        ("INSERT INTO support_etl.etl_freshdesk_tickets VALUES (9, '1', '{}')", "23503"),
        ("INSERT INTO support_etl.etl_freshdesk_tickets VALUES (1, '1', '[]')", "23514"),
        ("INSERT INTO support_etl.etl_shopify_customers VALUES (1, '9', '\"text\"')", "23514"),
        ("INSERT INTO support_etl.etl_shopify_customers VALUES (1, '9', NULL)", "23502"),
        (
            "INSERT INTO support_etl.sync_metadata (merchant_id, resource_type, sync_status) VALUES (1, 'freshdesk_tickets', 'done')",
            "23514"
        ),
        (
            "INSERT INTO support_etl.sync_metadata (merchant_id, resource_type, sync_status) VALUES (1, 'zendesk', 'failed')",
            "23514"
        ),
        (
            "INSERT INTO support_etl.sync_metadata (merchant_id, resource_type, sync_status) "
                + "SELECT 1, 'shopify_customers', s FROM unnest(ARRAY['failed', 'success']) s", "23505"
        ),
        ("INSERT INTO support_etl.merchant_integrations (merchant_id, type) VALUES (1, 'zendesk')", "23514"),
        ("INSERT INTO support_etl.merchant_integrations (merchant_id, type) VALUES (1, 'shopify'), (1, 'shopify')", "23505"),
        ("DELETE FROM support_etl.merchants WHERE id = 1", "23503"),
    ])
    func refuses(script: String, state: String) async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            #expect(try await connection.refusal(of: "service_role", script) == state)
        }
    }
}
