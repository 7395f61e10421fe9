import Checks
import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaDSL
import SchemaModel
import SupportPlatform
import Testing

/// What one schema can hold, the other can take: as the catalogs of live databases say it.
@Suite struct TranslationTests {
    enum Side: String, CaseIterable, CustomTestStringConvertible {
        case supabase, document, application
        var testDescription: String { rawValue }
        var database: String { self == .supabase ? "supabase" : "chatwoot" }

        func open(_ body: (PostgresConnection, ConnectionSettings) async throws -> Void) async throws {
            if self == .supabase { return try await SupportETLDatabase.open(body) }
            try await ScratchServer.withDatabase { settings in
                let connection = try await PostgresConnection.connect(settings)
                do {
                    let loader = DeclarationLoader(try SupportPlatform.chatwoot.declared(), shape: rawValue)
                    _ = try await loader.read(connection, base: try await loader.prepare(connection))
                    try await connection.run(script: "RESET ALL")
                    try await body(connection, settings)
                } catch {
                    await connection.close()
                    throw error
                }
                await connection.close()
            }
        }

        /// The failures of the agreement's checks, by what their ids end in.
        func failures(_ settings: ConnectionSettings) async throws -> [String: Int] {
            let suite = try #require(SupportPlatform.checks.first { $0.database.name == database })
            let own = try suite.compiled().filter {
                $0.id.rawValue.hasPrefix("catalog.agreement.") || $0.id.rawValue.hasSuffix(".translated")
            }
            #expect(!own.isEmpty)
            let report = try await CheckRunner(settings, options: CheckOptions(allowsSuperuser: true)).run(
                own, database: database)
            var failures: [String: Int] = [:]
            for result in report.results where result.outcome != .passed {
                failures[result.id.rawValue.replacing("catalog.agreement.", with: "")] = result.failingRows ?? -1
            }
            return failures
        }
    }

    @Test(arguments: Side.allCases)
    func whatIsDeclaredAgrees(side: Side) async throws {
        try await side.open { (_, settings) async throws in
            #expect(try await side.failures(settings) == [:])
        }
    }

    static let faults: [(Side, String, [String: Int])] = [
        // Chatwoot learns a word that nobody has translated.
        (
            .document,
            """
            ALTER TABLE public.conversations DROP CONSTRAINT conversations_status_check;
            ALTER TABLE public.conversations ADD CONSTRAINT conversations_status_check
                CHECK (status IN ('open', 'resolved', 'pending', 'snoozed', 'archived', 'it''s'))
            """,
            [
                "chatwoot_status_in_analytics.source": 2, "chatwoot_status_in_metrics.source": 2,
                "chatwoot_status_in_widget.source": 2,
            ]
        ),
        (
            .document,
            """
            ALTER TABLE public.messages DROP CONSTRAINT messages_message_type_check;
            ALTER TABLE public.messages ADD CHECK (message_type IN ('incoming', 'outgoing', 'voice'))
            """, ["chatwoot_message_in_metrics.source": 1, "chatwoot_message_in_widget.source": 1]
        ),
        // Its ids outgrow an integer: analytics takes them, metrics does not.
        (
            .document,
            "DROP VIEW public.contact_attributes_view; ALTER TABLE public.conversations ALTER id TYPE bigint",
            ["conversation_in_metrics.source": 1]
        ),
        (.document, "ALTER TABLE public.inboxes ALTER id TYPE bigint", ["inbox_in_analytics.source": 1]),
        (
            .application, "ALTER TABLE public.users ALTER id TYPE bigint",
            ["agent_in_analytics.source": 1, "agent_in_agent_metrics.source": 1, "agent_in_metrics.source": 1]
        ),
        (
            .application,
            """
            INSERT INTO public.conversations (account_id, inbox_id, status, priority, display_id, created_at, updated_at)
            SELECT 1, 1, 0, p, row_number() OVER (), now(), now() FROM unnest(ARRAY[0, 1, 2, 3, 4, -1, NULL]) AS p
            """, ["public.conversations.priority.translated": 2]
        ),
        // Analytics gives up a word, becomes too narrow.
        (
            .supabase,
            """
            ALTER TABLE analytics.conversation_analytics DROP CONSTRAINT conversation_analytics_status_check;
            ALTER TABLE analytics.conversation_analytics ADD CHECK (status IN ('open', 'resolved'))
            """,
            [
                "chatwoot_status_in_analytics.target": 1, "metrics_status_in_analytics.target": 1,
                "widget_status_in_analytics.target": 1, "freshdesk_status_in_analytics.target": 1,
            ]
        ),
        (
            .supabase, "ALTER TABLE analytics.conversation_analytics ADD CHECK (urgency IN ('low', 'medium', 'high', 'urgent'))",
            [
                "chatwoot_priority_in_analytics.target": 1, "widget_priority_in_analytics.target": 1,
                "freshdesk_priority_in_analytics.target": 1,
            ]
        ),
        (
            .supabase, "ALTER TABLE analytics.conversation_analytics ALTER urgency TYPE varchar(5)",
            [
                "chatwoot_priority_in_analytics.target": 2, "widget_priority_in_analytics.target": 2,
                "freshdesk_priority_in_analytics.target": 2,
            ]
        ),
        // The widget and metrics learn a word.
        (.supabase, #"ALTER TYPE widget."ChatStatus" ADD VALUE 'SNOOZED'"#, ["widget_status_in_analytics.source": 1]),
        (
            .supabase, #"ALTER TYPE widget."Priority" RENAME VALUE 'MEDIUM' TO 'NORMAL'"#,
            ["widget_priority_in_analytics.source": 1, "freshdesk_priority_in_widget.target": 1]
        ),
        (
            .supabase,
            """
            ALTER TABLE metrics.conversations DROP CONSTRAINT conversations_status_check;
            INSERT INTO metrics.conversations (status) VALUES ('done'), ('closed'), ('snoozed'), (NULL);
            ALTER TABLE metrics.conversations ADD CHECK (status IN ('open', 'pending', 'done', 'spam', 'unsubscribe', 'closed')) NOT VALID
            """, ["metrics_status_in_analytics.source": 1, "metrics.conversations.status.translated": 2]
        ),
        (
            .supabase, "ALTER TABLE analytics.agent_performance_metrics ALTER chatwoot_agent_id TYPE smallint",
            ["agent_in_agent_metrics.target": 1]
        ),
        (
            .supabase, "ALTER TABLE analytics.customer_interaction_history ALTER chatwoot_contact_id TYPE integer", [:]
        ),
    ]

    @Test func plantedDisagreementsAreCountedExactly() async throws {
        for (side, script, expected) in Self.faults {
            try await side.open { (connection, settings) async throws in
                do {
                    try await connection.run(script: script)
                } catch {
                    Issue.record("\(script): \(error)")
                }
                #expect(try await side.failures(settings) == expected, "\(script)")
            }
        }
    }

    /// The functions say what the Swift values say, of every word in each of its forms, and nothing of others.
    @Test func theFunctionsSayTheSame() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            try await connection.run(script: "SET ROLE service_role")
            for translation in Translations.all where translation.name.hasSuffix("_in_analytics") {
                let function = translation.name.contains("_status_") ? "status_from" : "urgency_from"
                func said(_ word: String?) async throws -> String? {
                    let literal = word.map { SQL.literal($0) } ?? "NULL"
                    return try await connection.text("SELECT analytics.\(function)('\(translation.source)', \(literal))")
                }
                for entry in translation.entries {
                    #expect(try await said(entry.word) == entry.becomes)
                    if let number = entry.number { #expect(try await said(String(number)) == entry.becomes) }
                }
                #expect(try await said(nil) == translation.null)
                for word in ["", " ", "no word", "-1", "99", "'; DROP TABLE x"] {
                    #expect(try await said(word) == nil, "\(word)")
                }
            }
            for source in ["'nobody'", "''", "NULL"] {
                #expect(try await connection.text("SELECT analytics.status_from(\(source), 'open')") == nil)
            }
            for role in ["anon", "authenticated"] {
                #expect(try await connection.refusal(of: role, "SELECT analytics.status_from('chatwoot', 'open')") == "42501")
            }
        }
    }

    @Test(arguments: [
        ("chatwoot", "open", "open"), ("chatwoot", "resolved", "resolved"), ("chatwoot", "pending", "pending"),
        ("chatwoot", "snoozed", "pending"), ("chatwoot", "0", "open"), ("chatwoot", "1", "resolved"),
        ("chatwoot", "2", "pending"),
        ("chatwoot", "3", "pending"), ("metrics", "done", "resolved"), ("metrics", "spam", nil), ("widget", "CLOSED", "resolved"),
        ("widget", "open", nil), ("freshdesk", "waiting_on_customer", "pending"), ("freshdesk", "5", "resolved"),
        ("freshdesk", "unknown", nil),
    ])
    func byHand(source: String, word: String, status: String?) throws {
        let translation = try #require(Translations.all.first { $0.name == "\(source)_status_in_analytics" })
        let found = translation.entries.first { $0.word == word || $0.number.map(String.init) == word }
        #expect(found?.becomes == status)
    }

    @Test func nothingIsLeftOutWithoutAReason() {
        for translation in Translations.all {
            #expect(!translation.entries.isEmpty)
            for entry in translation.entries { #expect((entry.becomes == nil) != (entry.reason?.isEmpty ?? true)) }
            #expect((translation.null == nil) != (translation.nullReason?.isEmpty ?? true))
        }
        #expect(Set(Translations.all.map(\.name)).count == Translations.all.count)
    }

    /// By the declared types, before any database is asked.
    @Test func everySharedIDFits() {
        for id in SharedID.all {
            let target = id.to.idType
            for source in id.from.map(\.idType) {
                #expect(source != nil && target != nil, "\(id.name)")
                if let source, let target { #expect(target.holds(source), "\(id.name)") }
            }
        }
    }

    @Test(arguments: [
        (IDType.bigint, IDType.integer, true), (.integer, .bigint, false), (.integer, .integer, true), (.varchar, .bigint, true),
        (.bigint, .varchar, false), (.uuid, .text, false), (.text, .uuid, true), (.uuid, .uuid, true),
        (.smallint, .integer, false),
    ])
    func whatATypeHolds(target: IDType, source: IDType, holds: Bool) { #expect(target.holds(source) == holds) }
}

/// The page says what is declared.
@Suite struct AgreementPageTests {
    @Test func thePageIsCurrent() throws {
        let page = try String(contentsOf: LivePlatform.root.appending(path: "docs/agreement.md"), encoding: .utf8)
        for (name, text) in [("translations", AgreementPage.translations), ("ids", AgreementPage.ids)] {
            let part = page.split(separator: "<!-- \(name): ").last?.split(separator: "<!-- /\(name) -->").first ?? ""
            let found = part.drop { $0 != "\n" }.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(found == text, "put this between the marks of docs/agreement.md:\n\(text)")
        }
    }
}
