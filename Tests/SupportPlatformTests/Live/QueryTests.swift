import PlumblineTesting
import PostgresClient
import Queries
import Sandbox
import SchemaDSL
@testable import SupportPlatform
import Testing

extension QueryLibrary {
    /// Rows as a person sees them: masked, columns joined.
    fileprivate func rows(
        _ id: String, _ connection: PostgresConnection, _ bindings: [String: String] = [:], mayWrite: Bool = false
    ) async throws -> [String] {
        let given = bindings.map { Queries.Binding($0.key, text: $0.value) }
        return try await show(try query(named: id), given, on: connection, mayWrite: mayWrite).rows.map { row in
            row.map { $0 ?? "NULL" }.joined(separator: " | ")
        }
    }
}

/// The server agrees that each declared query means what it says.
@Suite struct QueryMeaningTests {
    @Test func ofSupabase() async throws {
        let library = try SupportPlatform.library()
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            let problems = try await library.problems(of: "supabase", on: connection).found
            #expect(problems.filter { ["analytics.", "knowledge.", "monitoring."].contains(where: $0.hasPrefix) } == [])
        }
    }

    @Test(arguments: [true, false]) func ofChatwoot(isDocument: Bool) async throws {
        let library = try SupportPlatform.library()
        try await ScratchServer.withDatabase(isDocument ? .chatwootDocument : .chatwootApplication) { settings in
            let connection = try await PostgresConnection.connect(settings)
            let problems = try await library.problems(of: "chatwoot", on: connection)
            #expect(problems.found == [])
            #expect(
                problems.unasked == [
                    isDocument
                        ? "contacts.contacts_by_tag: this database has no table public.taggings"
                        : "contacts.contacts_by_label: this database has no table public.contact_labels"
                ])
            await connection.close()
        }
    }

    /// What is not marked is masked; that somebody thought of each column is what the mark says.
    @Test func everyColumnIsMarked() throws {
        let relations: [any Relation] =
            AnalyticsModule.tables + [
                AnalyticsModule.agentDashboard, AnalyticsModule.supportHealth, AnalyticsModule.dailySummary,
            ]
            + [KnowledgeModule.documents] + ChatwootModule.document.tables + ChatwootModule.application.tables
            + [ChatwootModule.contactAttributes]
        for relation in relations {
            for column in relation.columns { #expect(column.exposure != nil, "\(relation.name).\(column.name)") }
        }
    }
}

/// The seven reports, against figures worked out by hand; from Auckland, where it is another day.
@Suite struct AnalyticsQueryTests {
    /// The week from Monday 9 to Sunday 15 June 2025, UTC; 2 and 4 are a moment outside.
    private static let rows = """
        SET TimeZone = 'Pacific/Auckland';
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id,
            created_at, updated_at, status, agent_sdk_used, operator_action, draft_confidence_score, draft_created_at,
            draft_approved_at, time_to_first_response_seconds, time_to_resolution_seconds, csat_rating, category, resolved_at)
        SELECT n, 1, 1, created, created, status, sdk, action, confidence, created, created + review, response, resolution, rating,
            category, resolved
        FROM (VALUES
            (1, timestamptz '2025-06-09 00:00:00Z', 'resolved', true, 'approve', 80, interval '60 s', 60, 3600, 5, 'order',
                timestamptz '2025-06-09 01:00Z'),
            (2, '2025-06-08 23:59:59.999Z', 'resolved', true, 'approve', 99, '1 s', 1, 1, 1, 'order', '2025-06-10 00:00Z'),
            (3, '2025-06-15 23:59:59.999Z', 'open', true, 'edit', 91, '180 s', 120, NULL, NULL, 'order', NULL),
            (4, '2025-06-16 00:00:00Z', 'resolved', true, 'reject', 1, '9 s', 9, 9, 3, 'order', '2025-06-16 00:00Z'),
            (5, '2025-06-12 12:00Z', 'pending', false, NULL, NULL, NULL, 300, NULL, NULL, 'return', NULL),
            (6, '2025-06-12 13:00Z', 'resolved', true, 'escalate', 40, NULL, NULL, 7200, 2, NULL, '2025-06-12 15:00Z'),
            (7, '2025-06-10 08:00Z', 'open', true, NULL, NULL, NULL, NULL, NULL, NULL, 'order', NULL)
        ) AS r (n, created, status, sdk, action, confidence, review, response, resolution, rating, category, resolved);
        INSERT INTO analytics.support_knowledge_gaps
            (customer_question, detected_category, occurrence_count, draft_confidence_score, gap_filled, first_seen_at)
        VALUES ('a', 'order', 3, 10, false, '2025-01-01Z'), ('b', 'order', 9, NULL, NULL, '2025-01-01Z'),
            ('c', 'order', 99, 1, true, '2025-01-01Z'), ('d', NULL, NULL, 1, false, '2025-01-01Z'),
            ('e', 'return', 3, 20, false, '2024-01-01Z')
        """
    private static let week = ["until": "2025-06-16 00:00Z", "days": "7"]

    @Test(arguments: [
        (
            "daily_conversation_volume", week,
            [
                "2025-06-15 | 1 | 0 | 1 | 120.0 | NULL", "2025-06-12 | 2 | 1 | 1 | 300.0 | 7200.0",
                "2025-06-10 | 1 | 0 | 1 | NULL | NULL", "2025-06-09 | 1 | 1 | 1 | 60.0 | 3600.0",
            ]
        ),
        (
            "agent_sdk_effectiveness", week,
            [
                "approve | 1 | 80.0 | 60.0 | 25.00", "edit | 1 | 91.0 | 180.0 | 25.00", "escalate | 1 | 40.0 | NULL | 25.00",
                "NULL | 1 | NULL | NULL | 25.00",
            ]
        ),
        (
            "customer_satisfaction_trends", ["until": "2025-06-16 00:00Z"],
            [
                "2025-06-09 | order | 5.00 | 1 | 3", "2025-06-09 | return | NULL | 0 | 1", "2025-06-09 | NULL | 2.00 | 1 | 1",
                "2025-06-02 | order | 1.00 | 1 | 1",
            ]
        ),
        (
            "knowledge_gap_analysis", ["most": "3"],
            [
                "order | *** | 9 | NULL | NULL | NULL", "return | *** | 3 | 20 | f | NULL", "order | *** | 3 | 10 | f | NULL",
            ]
        ),
        ("agent_sdk_performance", week, ["4 | 1 | 25.0 | 25.0 | 25.0 | 70.3 | 2.0"]),
        ("support_health", week, ["5 | 40.0 | 2.7 | 1.5 | 3.50 | 80.0"]),
        ("weekly_support", ["until": "2025-06-16 00:00Z"], ["2025-06-15 | 5 | 3 | 2.7 | 3.50 | 80.0"]),
        ("top_categories", ["until": "2025-06-16 00:00Z"], ["order | 3", "return | 1", "NULL | 1"]),
    ])
    func figuresAreRight(name: String, bindings: [String: String], expected: [String]) async throws {
        let library = try SupportPlatform.library()
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            #expect(try await library.rows("analytics.\(name)", connection, bindings) == expected)
        }
    }

    /// No rows: counts are 0, averages and rates are not there, and nothing is divided by nothing.
    @Test func nothingIsNoFigure() async throws {
        let library = try SupportPlatform.library()
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            #expect(
                try await library.rows("analytics.agent_sdk_performance", connection)
                    == ["0 | 0 | NULL | NULL | NULL | NULL | NULL"])
            #expect(try await library.rows("analytics.support_health", connection) == ["0 | NULL | NULL | NULL | NULL | NULL"])
            #expect(try await library.rows("analytics.sync_lag", connection) == ["NULL | NULL | NULL"])
            #expect(
                try await library.rows("analytics.weekly_support", connection, ["until": "2025-06-16 00:00Z"])
                    == ["2025-06-15 | 0 | 0 | NULL | NULL | NULL"])
            // A week that nobody named is the last whole one: its Sunday is 1 to 7 days ago.
            let ending = try await connection.text("SELECT date_trunc('week', now() AT TIME ZONE 'UTC')::date - 1")
            #expect(try await library.rows("analytics.weekly_support", connection)[0].hasPrefix(ending ?? "?"))
            for name in [
                "daily_conversation_volume", "agent_sdk_effectiveness", "customer_satisfaction_trends", "knowledge_gap_analysis",
                "top_categories",
            ] {
                #expect(try await library.rows("analytics.\(name)", connection) == [], "\(name)")
            }
            let report = try library.report(named: "agent_sdk_performance")
            let outcome = try await library.show(report, [], on: connection)
            #expect(outcome.sections.flatMap(\.targets).map(\.verdict) == [.noData, .noData, .noData, .noData])
            #expect(outcome.meetsTargets)
        }
    }

    @Test func targetsStandBesideTheFigures() async throws {
        let library = try SupportPlatform.library()
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            let report = try library.report(named: "agent_sdk_performance")
            let targets = try await library.show(
                report, [Queries.Binding("until", text: "2025-06-16 00:00Z")], on: connection
            ).sections.flatMap(\.targets)
            #expect(
                targets.map { "\($0.output) \($0.worst ?? "") \($0.wording) \($0.verdict)" } == [
                    "approval_rate 25.0 > 60 % missed", "edit_rate 25.0 < 30 % met", "avg_review_time_min 2.0 < 2 min missed",
                    "escalation_rate 25.0 < 10 % missed",
                ])
            for name in [
                "weekly_support_report", "support_health", "daily_conversation_volume", "agent_sdk_effectiveness",
                "customer_satisfaction_trends", "knowledge_gap_analysis",
            ] {
                let outcome = try await library.show(try library.report(named: name), [], on: connection)
                #expect(!outcome.sections.isEmpty, "\(name)")
            }
        }
    }

    @Test func typedRows() async throws {
        let library = try SupportPlatform.library()
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            try await connection.run(script: Self.rows)
            let query = AnalyticsQueries.topCategories
            let rows = try await library.run(query, on: connection) {
                [Queries.Binding("until", text: "2025-06-16 00:00Z"), $0.most.value(1)]
            }
            #expect(try rows.map { try $0[query.count] } == [3])
            #expect(try rows.map { try $0[query.category] } == ["order"])
        }
    }
}

/// The recipes for Chatwoot, on both shapes; each contact is there for one rule.
@Suite struct ChatwootQueryTests {
    private static let attributes = [
        (
            1, 1,
            #"{"lead_status": "qualified", "lead_source": "instagram_scrape", "follower_count": 15000, "qualification_score": 8.5, "budget_min": 70000, "urgency_level": "high", "niche": "technology", "budget_range": "70-90k", "job_type_preference": "interim"}"#
        ),
        (
            2, 1,
            #"{"lead_status": "qualified", "lead_source": "instagram_scrape", "follower_count": "many", "qualification_score": "n/a", "budget_min": 90000, "urgency_level": "high"}"#
        ),
        (
            3, 1,
            #"{"lead_status": "customer", "lead_source": "instagram_scrape", "follower_count": 10000, "qualification_score": 9.9}"#
        ),
        (
            4, 2,
            #"{"lead_status": "qualified", "lead_source": "instagram_scrape", "follower_count": 20000, "qualification_score": 9.0, "budget_min": 80000, "urgency_level": "low"}"#
        ),
        (5, 1, #"{"lead_status": "qualified", "qualification_score": 8.0, "budget_min": 69999}"#),
    ]

    private static func rows(_ isDocument: Bool) -> String {
        let times = isDocument ? "" : ", created_at, updated_at"
        let now = isDocument ? "" : ", now(), now()"
        let contacts = attributes.map { id, account, json in
            """
            INSERT INTO contacts (id, account_id, name, email, custom_attributes, created_at, updated_at)
            VALUES (\(id), \(account), 'Contact \(id)', 'c\(id)@example.com', '\(json)', '2025-01-01', '2025-01-0\(id)')
            """
        }.joined(separator: ";\n")
        let labels =
            isDocument
            ? """
            INSERT INTO labels (id, account_id, title) VALUES (1, 1, 'qualified-lead'), (2, 2, 'qualified-lead'), (3, 1, 'vip');
            INSERT INTO contact_labels (contact_id, label_id) VALUES (1, 1), (1, 3), (2, 3), (4, 2)
            """
            : """
            INSERT INTO labels (id, account_id, title, created_at, updated_at)
            VALUES (1, 1, 'qualified-lead', now(), now()), (2, 2, 'qualified-lead', now(), now()), (3, 1, 'vip', now(), now());
            INSERT INTO tags (id, name) VALUES (1, 'qualified-lead'), (3, 'vip');
            INSERT INTO taggings (tag_id, taggable_type, taggable_id, context)
            VALUES (1, 'Contact', 1, 'labels'), (3, 'Contact', 1, 'labels'), (3, 'Contact', 2, 'labels'),
                (1, 'Contact', 4, 'labels'), (1, 'Conversation', 2, 'labels'), (1, 'Contact', 5, 'other')
            """
        let words = isDocument ? ["'open'", "'snoozed'", "'incoming'", "'outgoing'"] : ["0", "3", "0", "1"]
        let inbox = isDocument ? "" : ", channel_id"
        return """
            INSERT INTO accounts (id, name\(times)) VALUES (1, 'A'\(now)), (2, 'B'\(now));
            INSERT INTO inboxes (id, account_id, name, channel_type\(inbox)\(times))
            VALUES (1, 1, 'Site', 'Channel::Api'\(isDocument ? "" : ", 1")\(now)),
                (2, 1, 'Phone', 'Channel::WhatsApp'\(isDocument ? "" : ", 2")\(now));
            \(contacts);
            \(labels);
            INSERT INTO conversations (id, account_id, inbox_id, contact_id, status, created_at, updated_at\(isDocument ? "" : ", display_id"))
            VALUES (1, 1, 1, 1, \(words[0]), '2025-01-01 10:00', '2025-01-01 10:10'\(isDocument ? "" : ", 1")),
                (2, 1, 1, 2, \(words[0]), '2025-01-01 10:00', '2025-01-01 10:20'\(isDocument ? "" : ", 2")),
                (3, 1, 2, 3, \(words[1]), '2025-01-01 10:00', '2025-01-01 10:00'\(isDocument ? "" : ", 3"));
            INSERT INTO messages (account_id, conversation_id, message_type, content, created_at, updated_at\(isDocument ? "" : ", inbox_id"))
            VALUES (1, 1, \(words[2]), 'a', '2025-01-01 23:59:59', now()\(isDocument ? "" : ", 1")),
                (1, 1, \(words[3]), 'b', '2025-01-02 00:00:00', now()\(isDocument ? "" : ", 1")),
                (1, 2, \(words[2]), 'c', '2025-01-02 00:00:01', now()\(isDocument ? "" : ", 1")),
                (1, 3, \(words[2]), 'd', '2025-01-02 12:00:00', now()\(isDocument ? "" : ", 2"))
            """
    }

    @Test(arguments: [true, false]) func theRecipesOfBothShapes(isDocument: Bool) async throws {
        let library = try SupportPlatform.library()
        try await ScratchServer.withDatabase(isDocument ? .chatwootDocument : .chatwootApplication) { settings in
            let connection = try await PostgresConnection.connect(settings)
            try await connection.run(script: "SET TimeZone = 'UTC'; \(Self.rows(isDocument)); SET TimeZone = 'Pacific/Auckland'")
            func expect(_ id: String, _ rows: [String], _ bindings: [String: String] = [:]) async throws {
                #expect(try await library.rows(id, connection, bindings) == rows, "\(id)")
            }
            try await expect(
                "contacts.contacts_by_lead_status",
                [1, 2, 5].map { "\($0) | *** | *** | qualified | NULL" })
            try await expect(
                "contacts.contacts_by_budget", ["1 | *** | *** | 70-90k | interim", "2 | *** | *** | NULL | NULL"])
            try await expect(
                "contacts.contacts_by_urgency", ["2 | *** | *** | high | NULL", "1 | *** | *** | high | NULL"])
            try await expect("contacts.contacts_above_score", ["4 | *** | *** | 9", "1 | *** | *** | 8.5"])
            try await expect(
                "contacts.contacts_above_score", ["3 | *** | *** | 9.9"], ["above": "8.5", "lead_status": "customer"])
            try await expect(
                "contacts.instagram_leads", ["4 | *** | NULL | 20000 | NULL", "1 | *** | NULL | 15000 | technology"])
            let byLabel = isDocument ? "contacts.contacts_by_label" : "contacts.contacts_by_tag"
            try await expect(byLabel, ["1 | *** | *** | qualified-lead"])
            try await expect(byLabel, ["1 | *** | *** | vip", "2 | *** | *** | vip"], ["label": "vip"])
            try await expect(byLabel, ["4 | *** | *** | qualified-lead"], ["account": "2"])
            try await expect("contacts.labels_of_account", ["1 | qualified-lead | #1f93ff", "3 | vip | #1f93ff"])
            try await expect("conversations.conversation_statistics", ["open | 2 | 15.0", "snoozed | 1 | 0.0"])
            try await expect(
                "conversations.message_volume",
                ["Channel::Api | 2025-01-02 | 2", "Channel::WhatsApp | 2025-01-02 | 1", "Channel::Api | 2025-01-01 | 1"])
            try await expect("conversations.conversation_statistics", [], ["account": "9"])
            let other = isDocument ? "contacts.contacts_by_tag" : "contacts.contacts_by_label"
            await #expect(throws: QueryError.self) { try await library.rows(other, connection) }
            #expect(
                try await library.rows("chatwoot_monitoring.table_sizes", connection, ["schema": "public"])
                    .contains { $0.hasPrefix("public | contacts | ") })
            await connection.close()
        }
    }
}

/// Search, what fills it, and what an engineer watches.
@Suite struct KnowledgeQueryTests {
    private static func vector(_ x: Double, _ y: Double) -> String {
        "[" + ([x, y] + [Double](repeating: 0, count: 1534)).map { "\($0)" }.joined(separator: ",") + "]"
    }

    @Test func searchAndFill() async throws {
        let library = try SupportPlatform.library()
        try await DeclaredPlatform.supabase { (connection, _) async throws in
            for (title, category, metadata, embedding) in [
                ("A", "vacancy", #"{"job_type": "interim", "budget_min": 70000}"#, Self.vector(1, 0)),
                ("B", "vacancy", #"{"job_type": "freelance", "budget_min": 69999}"#, Self.vector(0.9, 0.1)),
                ("C", "policy", #"{"section": "returns"}"#, Self.vector(0, 1)),
            ] {
                let rows = try await library.rows(
                    "knowledge.insert_document", connection,
                    ["content": "text", "title": title, "category": category, "metadata": metadata, "embedding": embedding],
                    mayWrite: true)
                #expect(rows.count == 1)
            }
            let near = Self.vector(1, 0)
            func search(_ more: [String: String]) async throws -> [String] {
                try await library.rows(
                    "knowledge.search_documents", connection, more.merging(["embedding": near]) { own, _ in own }
                ).map { String($0.split(separator: " | ")[1]) }
            }
            #expect(try await search([:]) == ["A", "B"])
            #expect(try await search(["threshold": "0.80", "count": "1"]) == ["A"])
            #expect(try await search(["category": "policy"]) == [])
            #expect(try await search(["category": "vacancy", "metadata": #"{"job_type": "freelance"}"#]) == ["B"])
            // The document's filter, which containment does not know.
            #expect(try await search(["category": "vacancy", "metadata": #"{"budget_min": {"$gte": 70000}}"#]) == ["A"])
            #expect(try await search(["threshold": "-1", "count": "9"]) == ["A", "B", "C"])
            let first = try await library.rows("knowledge.search_documents", connection, ["embedding": near, "count": "1"])
            #expect(first == ["1 | A | vacancy | 1 | *** | ***"])

            #expect(
                try await library.rows("knowledge.documents_by_metadata", connection, ["contains": #"{"job_type": "interim"}"#])
                    == ["1 | A | vacancy | ***"])
            #expect(
                try await library.rows(
                    "knowledge.documents_by_metadata", connection, ["ranges": #"{"budget_min": {"$lt": 70000}}"#])
                    == ["2 | B | vacancy | ***"])
            #expect(
                try await library.rows(
                    "knowledge.insert_document", connection, ["content": "t", "title": "D", "category": "faq"], mayWrite: true)
                    == ["4"])
            #expect(try await library.rows("knowledge.documents_without_embedding", connection) == ["4 | D | ***"])
            let embed = ["document": "4", "embedding": Self.vector(0, -1)]
            #expect(try await library.rows("knowledge.set_embedding", connection, embed, mayWrite: true) == ["4"])
            #expect(
                try await library.rows(
                    "knowledge.set_embedding", connection, ["document": "99", "embedding": near], mayWrite: true) == [])
            #expect(try await library.rows("knowledge.documents_without_embedding", connection) == [])
        }
    }

    @Test func whatAnEngineerWatches() async throws {
        let library = try SupportPlatform.library()
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            let sizes = try await library.rows("monitoring.table_sizes", connection, ["schema": "knowledge"])
            #expect(sizes.count == 1 && sizes[0].hasPrefix("knowledge | documents | "))
            let all = try await library.rows("monitoring.table_sizes", connection)
            #expect(!all.contains { $0.hasPrefix("pg_catalog") || $0.hasPrefix("information_schema") })
            let indexes = try await library.rows("monitoring.index_usage", connection, ["schema": "knowledge"])
            #expect(indexes.contains { $0.hasPrefix("knowledge | documents | idx_documents_embedding_hnsw | ") })

            let other = try await PostgresConnection.connect(settings)
            let sleeping = Task { try await other.query("SELECT pg_sleep(20)") }
            defer { sleeping.cancel() }
            var slow: [String] = []
            for _ in 0..<100 where slow.isEmpty {
                try await Task.sleep(for: .milliseconds(100))
                slow = try await library.rows("monitoring.slow_queries", connection, ["seconds": "0.2"])
            }
            #expect(slow.count == 1)
            #expect(slow.first?.hasSuffix(" | active | ***") == true)
            #expect(try await library.rows("monitoring.slow_queries", connection, ["seconds": "3600"]) == [])
            sleeping.cancel()
            _ = try? await sleeping.value
            await other.close()
        }
    }
}
