import Migrator
import SchemaEngine
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaModel
import Testing

/// Our additions on both shapes of Chatwoot.
@Suite struct ChatwootTests {
    static let shapes: [Prelude] = [.chatwootDocument, .chatwootApplication]

    @Test(arguments: shapes, [15, 17])
    func everyExternalColumnIsAsDeclared(shape: Prelude, major: Int) async throws {
        guard try await ScratchServer.isInstalled(major: major) else { try Test.cancel("PostgreSQL \(major) is not installed") }
        try await LivePlatform.chatwoot(shape, major: major) { (_, live) async throws in
            let comparison = try await live.compare()
            #expect(comparison.shape == (shape == .chatwootDocument ? "document" : "application"))
            #expect(comparison.external == [])
            #expect(comparison.drift.isEmpty, "\(comparison.drift)")
        }
    }

    @Test(arguments: shapes)
    func aColumnThatIsNotAsDeclaredIsSaid(shape: Prelude) async throws {
        try await LivePlatform.chatwoot(shape) { (connection, live) async throws in
            try await connection.run(script: "ALTER TABLE public.inboxes ALTER COLUMN name TYPE text")
            #expect(try await live.compare().external.count { $0.contains("inboxes") && $0.contains("name") } == 1)
        }
    }

    @Test(arguments: shapes)
    func indexesOfOurs(shape: Prelude) async throws {
        try await LivePlatform.chatwoot(shape) { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT regexp_replace(substring(pg_get_indexdef(indexrelid) FROM 'INDEX (.*)'), '\\s+', ' ', 'g')
                    FROM pg_index WHERE indrelid = 'public.contacts'::regclass AND indisvalid
                        AND indexrelid::regclass::text LIKE 'idx\\_%' ORDER BY indexrelid::regclass::text
                    """
                ).map { $0.replacing(/\(\(?\s*CASE.*END\s*\)?\)? DESC/, with: "(… DESC") } == [
                    "idx_contacts_custom_attributes ON public.contacts USING gin (custom_attributes)",
                    "idx_contacts_instagram_handle ON public.contacts USING btree (((custom_attributes ->> 'instagram_handle'::text)))",
                    "idx_contacts_lead_source ON public.contacts USING btree (((custom_attributes ->> 'lead_source'::text)))",
                    "idx_contacts_lead_status ON public.contacts USING btree (((custom_attributes ->> 'lead_status'::text)))",
                    "idx_contacts_qualification_score ON public.contacts USING btree (… DESC)",
                ])
        }
    }

    @Test(arguments: shapes)
    func theViewReadsAttributesAndSurvivesBadOnes(shape: Prelude) async throws {
        try await LivePlatform.chatwoot(shape) { (connection, _) async throws in
            try await connection.run(
                script: """
                    SET TimeZone = 'Asia/Tokyo';
                    INSERT INTO public.contacts (account_id, name, email, custom_attributes, created_at, updated_at) VALUES
                        (1, 'John', 'john@example.com', '{"lead_status": "qualified", "lead_source": "website_form",
                            "job_type_preference": "interim", "qualification_score": 8.5, "follower_count": 15000}',
                            '2025-01-15 10:00:00+00', '2025-01-16 10:00:00+00'),
                        (1, 'Bad', 'bad@example.com', '{"qualification_score": "high", "follower_count": 1e30}',
                            '2025-01-15 10:00:00+00', '2025-01-16 10:00:00+00');
                    """)
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' ', name, email, lead_status, lead_source, job_type, qualification_score, follower_count,
                        created_at AT TIME ZONE 'UTC')
                    FROM public.contact_attributes_view ORDER BY contact_id
                    """) == [
                        "John john@example.com qualified website_form interim 8.5 15000 2025-01-15 10:00:00",
                        "Bad bad@example.com 2025-01-15 10:00:00",
                    ])
            #expect(
                try await connection.texts(
                    """
                    SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute
                    WHERE attrelid = 'public.contact_attributes_view'::regclass ORDER BY attnum
                    """) == [
                        "contact_id integer", "name text", "email text", "phone_number text", "lead_status text",
                        "lead_source text", "urgency_level text", "job_type text", "budget_range text",
                        "qualification_score double precision", "ai_summary text", "instagram_handle text",
                        "follower_count integer", "last_contact_date text", "all_attributes jsonb",
                        "created_at timestamp with time zone", "updated_at timestamp with time zone",
                    ])
        }
    }

    /// What a text is as a number and as an integer, worked out by hand; of JSON numbers the text is PostgreSQL's own.
    @Test func whatCountsAsANumber() async throws {
        let long = String(repeating: "3", count: 400)
        let zeros = String(repeating: "0", count: 400)
        let rows: [(json: String, number: String?, integer: String?)] = [
            ("0.8333333333333334", "0.8333333333333334", nil), ("1e20", "1e+20", nil), ("1e300", nil, nil),
            ("1e-20", "1e-20", nil), ("-8.5", "-8.5", nil), ("15000.0", "15000", "15000"),
            ("2147483647", "2147483647", "2147483647"),
            ("2147483648", "2147483648", nil), ("-2147483648", "-2147483648", "-2147483648"), ("1e3", "1000", "1000"),
            ("\"+7\"", "7", "7"), ("\" 8.5 \"", "8.5", nil), ("\".5\"", "0.5", nil), ("\"5.\"", "5", "5"),
            ("\"1.5E+2\"", "150", nil), ("\"1e279\"", "1e+279", nil), ("\"1e280\"", nil, nil), ("\"1e-400\"", nil, nil),
            ("\"0.\(long)\"", "0.3333333333333333", nil), ("\"0.\(zeros)1\"", "0", nil), ("\"\(long)\"", nil, nil),
            ("0.\(zeros)1", "0", nil), ("\"5.\(zeros)\"", "5", "5"), ("\"\(zeros)5\"", nil, nil), ("\"0e0\"", "0", nil),
            ("\"high\"", nil, nil), ("\"\"", nil, nil), ("\".\"", nil, nil), ("\"-\"", nil, nil), ("\"NaN\"", nil, nil),
            ("\"1e\"", nil, nil), ("\"1 2\"", nil, nil), ("\"٩\"", nil, nil), ("\"0x1F\"", nil, nil), ("\"1_000\"", nil, nil),
            ("\"5\\n\"", nil, nil), ("null", nil, nil), ("[1]", nil, nil), ("{\"a\": 1}", nil, nil), ("true", nil, nil),
        ]
        try await ScratchServer.withDatabase { settings in
            try await DeclaredPlatform.load("chatwoot", settings, shape: "document") { (connection, _) async throws in
                for row in rows {
                    let attributes = "{\"qualification_score\": \(row.json), \"follower_count\": \(row.json)}"
                    let contact = try #require(
                        try await connection.query(
                            "INSERT INTO public.contacts (account_id, custom_attributes) VALUES (1, $1::jsonb) RETURNING id",
                            [attributes]
                        ).one()[0])
                    let view = "FROM public.contact_attributes_view WHERE contact_id = \(contact)"
                    #expect(
                        try await connection.text("SELECT qualification_score \(view)") == row.number, "\(row.json.prefix(30))")
                    #expect(try await connection.text("SELECT follower_count \(view)") == row.integer, "\(row.json.prefix(30))")
                }
                try await connection.run(script: "SET enable_seqscan = off")
                let above = "SELECT count(*) FROM public.contact_attributes_view WHERE qualification_score > 100"
                // 1e20, 15000, 2147483647, 2147483648, 1000, 150 and 1e279.
                #expect(try await connection.text(above) == "7")
                #expect(try await connection.texts("EXPLAIN \(above)").joined().contains("idx_contacts_qualification_score"))
            }
        }
    }

    @Test(arguments: shapes)
    func labelsOfOurs(shape: Prelude) async throws {
        try await LivePlatform.chatwoot(shape) { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' | ', account_id, title, description, color, show_on_sidebar) FROM public.labels
                    WHERE created_at IS NOT NULL AND updated_at IS NOT NULL ORDER BY title
                    """) == Self.labels)
        }
    }

    private static let labels = [
        "1 | ai-handled | Successfully handled by AI | #22c55e | f",
        "1 | cold-lead | Low engagement, nurture campaign | #6b7280 | t",
        "1 | cold-outreach | Not yet contacted, pending outreach | #ec4899 | t",
        "1 | freelance-preference | Prefers freelance/project work | #06b6d4 | f",
        "1 | high-priority | Urgent issue, needs immediate attention | #dc2626 | t",
        "1 | hot-lead | High urgency, immediate follow-up needed | #f59e0b | t",
        "1 | interim-job-seeker | Looking for interim/contract work | #3b82f6 | f",
        "1 | needs-human | AI escalated to human agent | #f97316 | t",
        "1 | permanent-job-seeker | Looking for permanent employment | #0ea5e9 | f",
        "1 | qualified-lead | High-quality lead, passed qualification | #10b981 | t",
        "1 | responded | Lead responded to outreach | #14b8a6 | t",
        "1 | scraped-lead | Lead from Instagram/LinkedIn scraping | #8b5cf6 | t",
        "1 | unqualified-lead | Does not meet qualification criteria | #ef4444 | t",
        "1 | vip-customer | High-value customer, premium treatment | #facc15 | t",
    ]

    /// A query by the document's own expression uses the index.
    @Test(arguments: shapes)
    func queriesOfAttributesUseTheirIndex(shape: Prelude) async throws {
        try await LivePlatform.chatwoot(shape) { (connection, _) async throws in
            try await connection.run(
                script: """
                    INSERT INTO public.contacts (account_id, custom_attributes, created_at, updated_at)
                    SELECT 1, jsonb_build_object('lead_status', 's' || n % 500, 'lead_source', 'o' || n % 500,
                        'instagram_handle', '@h' || n, 'qualification_score', n % 100 / 10.0), now(), now()
                    FROM generate_series(1, 5000) AS n
                    """)
            // A GIN index keeps new rows in a list until it is vacuumed.
            try await connection.run(script: "VACUUM ANALYZE public.contacts")
            for (index, condition) in [
                ("idx_contacts_lead_status", "custom_attributes->>'lead_status' = 's1'"),
                ("idx_contacts_lead_source", "custom_attributes->>'lead_source' = 'o1'"),
                ("idx_contacts_instagram_handle", "custom_attributes->>'instagram_handle' = '@h1'"),
                ("idx_contacts_custom_attributes", #"custom_attributes @> '{"instagram_handle": "@h1"}'"#),
            ] {
                let plan = try await connection.texts("EXPLAIN SELECT * FROM public.contacts WHERE \(condition)")
                #expect(plan.joined().contains(index), "\(plan)")
            }
            let plan = try await connection.texts(
                "EXPLAIN SELECT * FROM public.contact_attributes_view WHERE qualification_score > 9.8")
            #expect(plan.joined().contains("idx_contacts_qualification_score"), "\(plan)")
        }
    }
}
