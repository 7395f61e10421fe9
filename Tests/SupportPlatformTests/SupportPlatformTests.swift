import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

/// The declarations of this repository as facts: nothing that the documents ask for is missing.
@Suite struct DeclarationTests {
    static let declared = Result { try SupportPlatform.databases.map { try $0.declared() } }

    private func facts(_ database: String) throws -> [Fact] {
        try #require(try Self.declared.get().first { $0.name == database }).facts
    }

    private func shape(_ name: String) throws -> [Fact] {
        let chatwoot = try #require(try Self.declared.get().first { $0.name == "chatwoot" })
        return try #require(chatwoot.shapes.first { $0.name == name }).facts
    }

    @Test func everyDatabaseCanBeLowered() throws {
        #expect(try Self.declared.get().map(\.name) == ["chatwoot", "supabase"])
        #expect(try Self.declared.get().map(\.platform) == [.chatwoot, .supabase])
        for database in try Self.declared.get() {
            let ids = database.facts.map(\.id)
            #expect(Set(ids).count == ids.count)
            #expect(database.facts.allSatisfy { database.scope.contains($0.id) })
        }
    }

    static let chatwootTables = [
        ("contacts", 10), ("conversations", 12), ("messages", 15), ("labels", 8), ("contact_labels", 5), ("inboxes", 11),
        ("channel_whatsapp", 8), ("channel_api", 7), ("accounts", 1), ("users", 1), ("teams", 1),
    ]

    @Test(arguments: chatwootTables)
    func tableOfChatwootsDocument(name: String, columns: Int) throws {
        let table = ObjectID.table("public", name)
        #expect(try shape("document").contains { $0.id == table })
        #expect(try shape("document").count { $0.id.kind == .column && $0.id.parent == table } == columns)
    }

    @Test(arguments: [
        "index_contacts_on_account_id", "index_contacts_on_email", "index_contacts_on_phone_number",
        "index_conversations_on_account_id", "index_conversations_on_contact_id", "index_conversations_on_inbox_id",
        "index_conversations_on_status", "index_conversations_on_last_activity_at", "index_messages_on_conversation_id",
        "index_messages_on_account_id", "index_messages_on_created_at", "index_messages_on_source_id",
        "index_labels_on_account_id", "index_contact_labels_on_contact_id", "index_contact_labels_on_label_id",
        "index_inboxes_on_account_id",
    ])
    func indexOfChatwootsDocument(name: String) throws {
        #expect(try shape("document").count { $0.id.kind == .index && $0.id.name == name } == 1)
    }

    @Test(arguments: [
        ("contacts", "id", "integer"), ("contacts", "created_at", "timestamp without time zone"),
        ("conversations", "status", "integer"), ("conversations", "contact_id", "bigint"),
        ("messages", "message_type", "integer"), ("messages", "content_attributes", "json"),
        ("labels", "account_id", "bigint"), ("labels", "created_at", "timestamp(6) without time zone"),
        ("taggings", "context", "character varying(128)"), ("tags", "name", "character varying"),
    ])
    func columnOfTheApplication(table: String, column: String, type: String) throws {
        let id = ObjectID.column(column, of: .table("public", table))
        #expect(try shape("application").first { $0.id == id }?.text(.type) == type)
    }

    @Test(arguments: [
        "idx_contacts_custom_attributes", "idx_contacts_lead_status", "idx_contacts_lead_source",
        "idx_contacts_qualification_score", "idx_contacts_instagram_handle",
    ])
    func indexOfOursOnContacts(name: String) throws {
        #expect(try facts("chatwoot").contains { $0.id == .index(name, on: .table("public", "contacts")) })
    }

    @Test func viewAndLabelsOfOursInChatwoot() throws {
        let facts = try facts("chatwoot")
        #expect(facts.contains { $0.id == ObjectID(.view, schema: "public", "contact_attributes_view") })
        let titles = facts.compactMap { $0[.key]?.object?["title"]?.text }
        #expect(
            Set(titles) == [
                "qualified-lead", "unqualified-lead", "hot-lead", "cold-lead", "scraped-lead", "cold-outreach", "responded",
                "high-priority", "vip-customer", "interim-job-seeker", "permanent-job-seeker", "freelance-preference",
                "needs-human", "ai-handled",
            ])
        #expect(titles.count == 14)
    }

    @Test(arguments: [
        ("knowledge", "documents", 13), ("analytics", "conversation_analytics", 36),
        ("analytics", "conversation_analytics_archive", 37), ("analytics", "agent_performance_metrics", 22),
        ("analytics", "customer_interaction_history", 14), ("analytics", "support_knowledge_gaps", 16),
    ])
    func tableOfSupabase(schema: String, name: String, columns: Int) throws {
        let table = ObjectID.table(schema, name)
        let fact = try #require(try facts("supabase").first { $0.id == table })
        #expect(fact.bool(.rowSecurity))
        #expect(try facts("supabase").count { $0.id.kind == .column && $0.id.parent == table } == columns)
        #expect(try facts("supabase").contains { $0.id == .comment(on: table) })
    }

    @Test(arguments: [
        "idx_documents_category", "idx_documents_is_active", "idx_documents_created_at", "idx_documents_metadata",
        "idx_documents_embedding", "idx_status", "idx_created_at", "idx_customer_email", "idx_agent_sdk", "idx_category",
        "idx_agent_date", "idx_date", "idx_interaction_customer_email", "idx_interaction_date", "idx_resolved",
        "idx_gap_filled", "idx_occurrence_count", "idx_conv_created_status", "idx_conv_agent_sdk_created",
        "idx_conv_customer_email_date", "idx_conv_unresolved", "idx_daily_support_summary_date",
    ])
    func indexOfSupabase(name: String) throws {
        #expect(try facts("supabase").count { $0.id.kind == .index && $0.id.name == name } == 1)
    }

    @Test(arguments: [
        ("view", "analytics", "agent_sdk_performance_dashboard"), ("view", "analytics", "customer_support_health"),
        ("materialized view", "analytics", "daily_support_summary"), ("function", "analytics", "check_sync_health"),
        ("function", "analytics", "archive_old_conversations"), ("function", "knowledge", "match_documents"),
    ])
    func viewOrFunctionOfSupabase(kind: String, schema: String, name: String) throws {
        #expect(
            try facts("supabase").contains {
                $0.id.kind.rawValue == kind && $0.id.schema == schema && $0.id.name == name
            })
    }

    @Test func jobsPoliciesAndExtension() throws {
        let facts = try facts("supabase")
        let jobs = facts.filter { $0.id.kind == .cronJob }.map { "\($0.id.name): \($0.text(.schedule) ?? "")" }
        // The other modules' jobs and policies are looked up by their own tests.
        #expect(
            Set(jobs).isSuperset(of: [
                "chatwoot-nightly-sync: 0 2 * * *", "chatwoot-batch-sync: 0 2 * * *", "archive-old-conversations: 0 3 1 * *",
                "refresh-daily-summary: 0 4 * * *",
            ]))
        let documents = ObjectID.table("knowledge", "documents")
        let policies = facts.filter { $0.id.kind == .policy && $0.id.parent == documents }.map(\.id)
        #expect(
            Set(policies) == [
                .policy("Allow read access to authenticated users", on: documents),
                .policy("Allow insert/update for service role", on: documents),
            ])
        #expect(facts.contains { $0.id == .extension("vector") })
    }

    @Test func nobodyButTheServiceRoleSeesAnalytics() throws {
        let grants = try facts("supabase").filter { $0.id.kind == .grant }
        #expect(grants.allSatisfy { $0.id.name != "anon" && $0.id.name != "PUBLIC" })
        let analytics = grants.filter { $0.id.enclosingSchema == "analytics" }
        #expect(!analytics.isEmpty)
        #expect(analytics.allSatisfy { $0.id.name == "service_role" })
    }

    @Test func theArchiveHoldsAllOfAConversation() throws {
        let columns = try facts("supabase").filter { $0.id.kind == .column }
        func of(_ table: String) -> [String: String] {
            let rows = columns.filter { $0.id.parent == .table("analytics", table) }
            return Dictionary(rows.map { ($0.id.name, $0.text(.type) ?? "") }) { a, _ in a }
        }
        var archive = of("conversation_analytics_archive")
        #expect(archive.removeValue(forKey: "archived_at") != nil)
        #expect(archive == of("conversation_analytics"))
    }
}
