import Checks
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

/// The declared databases of the support platform, made real and filled with good rows.
enum Platform {
    enum Kind: String, Sendable, CaseIterable, CustomTestStringConvertible {
        case supabase
        case document
        case application

        var testDescription: String { rawValue }
        var database: String { self == .supabase ? "supabase" : "chatwoot" }
    }

    struct Live {
        let kind: Kind
        let settings: ConnectionSettings
        let connection: PostgresConnection

        func plant(_ sql: String) async throws { try await connection.run(script: sql) }

        /// What does not pass, by id, with the number of failing rows.
        func failures() async throws -> [String: Int] {
            var failures: [String: Int] = [:]
            for result in try await run().results where result.outcome != .passed {
                failures[result.id.rawValue] = result.failingRows ?? -1
            }
            return failures
        }

        /// Without the checks of two databases, which SyncAccuracyTests runs on both.
        func run() async throws -> CheckReport {
            let suite = try #require(SupportPlatform.checks.first { $0.database.name == kind.database })
            return try await CheckRunner(settings, options: CheckOptions(allowsSuperuser: true))
                .run(suite.compiled().filter { $0.otherDatabase == nil }, database: kind.database)
        }
    }

    /// The rows are inserted into each copy, since checks of freshness fail on a copy of rows that are minutes old.
    static func open(_ kind: Kind, _ body: (Live) async throws -> Void) async throws {
        try await ScratchServer.withCopy(of: "declared \(kind)", kind == .supabase ? [.supabase, .cronStub] : []) { settings in
            switch kind {
            case .supabase: try await create(settings, SupportPlatform.supabase.declared(), shape: nil)
            case .document: try await create(settings, SupportPlatform.chatwoot.declared(), shape: "document")
            case .application: try await create(settings, SupportPlatform.chatwoot.declared(), shape: "application")
            }
        } body: { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: rows(of: kind))
                try await body(Live(kind: kind, settings: settings, connection: connection))
            }
        }
    }

    private static func create(_ settings: ConnectionSettings, _ declared: DeclaredDatabase, shape: String?) async throws {
        try await PostgresConnection.with(settings) { connection in
            let loader = DeclarationLoader(declared, shape: shape)
            let base = try await loader.prepare(connection)
            _ = try await loader.read(connection, base: base)
        }
    }

    private static func rows(of kind: Kind) -> String {
        switch kind {
        case .supabase: supabaseRows + WidgetRows.good
        case .document: documentRows
        case .application: applicationRows
        }
    }

    private static let supabaseRows = """
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status,
            created_at, updated_at, resolved_at, customer_email, draft_confidence_score)
        SELECT n, 1, 1, (ARRAY['open', 'pending', 'resolved'])[1 + n % 3], now() - interval '3 days', now() - interval '1 day',
            CASE n % 3 WHEN 2 THEN now() - interval '2 days' END, 'c' || n || '@example.com', nullif(n * 5, 25)
        FROM generate_series(1, 20) AS n;
        INSERT INTO analytics.customer_interaction_history (customer_email, conversation_id, chatwoot_conversation_id,
            interaction_type, interaction_date)
        SELECT customer_email, id, chatwoot_conversation_id, 'inquiry', created_at FROM analytics.conversation_analytics;
        INSERT INTO knowledge.documents (content, category, metadata, embedding)
        SELECT 'text', category, metadata::jsonb, array_fill(0.5, ARRAY[1536])::extensions.vector
        FROM (VALUES
            ('vacancy', '{"job_type": "interim", "budget_min": 70000, "budget_max": 90000, "location": "Amsterdam", "skills": ["Python"]}'),
            ('vacancy', '{"title": "Senior", "category": "vacancy", "job_type": "interim", "location": "Amsterdam", "duration_months": 6,
                "skills_required": ["Python"], "seniority": "senior", "source": "company_job_board", "posted_date": "2025-01-15",
                "last_updated": "2025-01-15"}'),
            ('policy', '{"title": "Returns", "category": "policy", "section": "customer_service", "applies_to": "all_products",
                "effective_date": "2025-01-01", "source": "company_handbook.pdf", "page_number": 15, "last_reviewed": "2025-01-01"}'),
            ('product', '{"title": "Nike", "category": "product", "product_id": "SKU-12345", "brand": "Nike", "price": 149.99,
                "sizes_available": ["40"], "colors_available": ["black"], "in_stock": true, "source": "product_catalog_api",
                "last_synced": "2025-01-15T10:00:00Z"}'),
            ('faq', '{}')) AS d (category, metadata);
        SELECT metrics.create_message_partition(); SELECT metrics.refresh_analytics_views();
        """

    /// The three examples of the document, and its three sample rows.
    private static let attributes = """
        ('{"lead_status": "qualified", "lead_source": "instagram_scrape", "budget_min": 70000, "budget_max": 90000,
            "budget_range": "€70-90k", "job_type_preference": "interim", "urgency_level": "high", "last_intent": "job_search",
            "ai_summary": "Experienced", "instagram_handle": "@techleader", "follower_count": 15000, "niche": "technology",
            "scraped_date": "2025-01-15T10:30:00Z", "last_contact_date": "2025-01-16T14:20:00Z", "qualification_score": 8.5}'),
        ('{"lead_status": "customer", "lead_source": "instagram_dm", "product_interest": "sneakers", "size_preference": "42",
            "color_preference": "black", "order_count": 3, "total_spent": 450.00, "avg_order_value": 150.00,
            "last_purchase_date": "2025-01-10", "preferred_channel": "whatsapp", "ai_summary": "Repeat customer",
            "vip_status": true, "loyalty_points": 450}'),
        ('{"lead_status": "qualified", "lead_source": "website_form", "company_type": "tech_startup", "budget_range": "€15-20k",
            "timeline": "2-3 months", "services_needed": ["company_registration", "visa_processing", "bank_account"],
            "qualification_score": 9.0, "qualified_date": "2025-01-15", "ai_summary": "Founder", "meeting_scheduled": true,
            "meeting_date": "2025-01-20T15:00:00Z", "calendly_link": "https://calendly.com/..."}'),
        ('{"lead_status": "qualified", "lead_source": "website_form", "job_type_preference": "interim", "budget_min": 70000,
            "budget_max": 90000, "urgency_level": "high", "qualification_score": 8.5, "ai_summary": "Experienced"}'),
        ('{"lead_status": "qualified", "lead_source": "instagram_scrape", "instagram_handle": "@sarahdesigns",
            "follower_count": 25000, "niche": "design", "job_type_preference": "freelance", "urgency_level": "medium",
            "qualification_score": 7.8}'),
        ('{"lead_status": "customer", "lead_source": "instagram_dm", "product_interest": "sneakers", "size_preference": "42",
            "order_count": 3, "total_spent": 450.00, "vip_status": true}'),
        ('{}'), ('{"lead_status": "of no use that is known"}')
        """

    private static let documentRows = """
        INSERT INTO public.inboxes (account_id, name, channel_type) VALUES (1, 'Chat', 'Channel::Api');
        INSERT INTO public.contacts (account_id, custom_attributes) SELECT 1, a::jsonb FROM (VALUES \(attributes)) AS v (a);
        INSERT INTO public.conversations (inbox_id, account_id, status)
        SELECT 1, 1, s FROM unnest(ARRAY['open', 'resolved', 'pending', 'snoozed']) AS s;
        INSERT INTO public.messages (conversation_id, account_id, message_type)
        SELECT 1, 1, t FROM unnest(ARRAY['incoming', 'outgoing', 'activity', 'template']) AS t;
        """

    private static let applicationRows = """
        INSERT INTO public.contacts (account_id, custom_attributes, created_at, updated_at)
        SELECT 1, a::jsonb, now(), now() FROM (VALUES \(attributes)) AS v (a);
        INSERT INTO public.conversations (account_id, inbox_id, status, display_id, created_at, updated_at)
        SELECT 1, 1, s, s, now(), now() FROM generate_series(0, 3) AS s;
        INSERT INTO public.messages (account_id, inbox_id, conversation_id, message_type, created_at, updated_at)
        SELECT 1, 1, 1, t, now(), now() FROM generate_series(0, 3) AS t;
        """
}
