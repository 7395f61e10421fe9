import Checks
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaDSL
import SupportPlatform
import Testing

/// Chatwoot and analytics hold the same conversations: the checks find what a synchronisation left out or got wrong.
@Suite struct SyncAccuracyTests {
    /// A conversation a day, of every status, with its contact.
    private static func chatwoot(_ isDocument: Bool) -> String {
        let status = isDocument ? "(ARRAY['open', 'resolved', 'pending', 'snoozed'])[1 + n % 4]" : "n % 4"
        let time = isDocument ? "timestamptz '2025-01-01 23:30:00.25Z'" : "timestamp '2025-01-01 23:30:00.25'"
        let display = isDocument ? "" : ", display_id"
        return """
            INSERT INTO public.accounts (name\(isDocument ? "" : ", created_at, updated_at"))
            VALUES ('Acme'\(isDocument ? "" : ", now(), now()"));
            INSERT INTO public.inboxes (id, account_id, name, channel_\(isDocument ? "type" : "id, created_at, updated_at"))
            VALUES (1, 1, 'Site', \(isDocument ? "'Channel::Api'" : "1, now(), now()"));
            INSERT INTO public.contacts (id, account_id, name, email, created_at, updated_at)
            SELECT n, 1, 'Contact ' || n, 'c' || n || '@example.com', \(time), \(time) FROM generate_series(1, 120) AS n;
            INSERT INTO public.conversations (id, account_id, inbox_id, contact_id, status, created_at, updated_at\(display))
            SELECT n, 1, 1, n, \(status), \(time) + n * interval '1 day', \(time) + n * interval '1 day'\(isDocument ? "" : ", n")
            FROM generate_series(1, 120) AS n;
            """
    }

    /// What the document's synchronisation makes of them: seconds, and no `snoozed`. The first twenty are archived.
    private static let analytics = """
        INSERT INTO analytics.conversation_analytics (chatwoot_conversation_id, chatwoot_inbox_id, chatwoot_account_id, status,
            created_at, updated_at, customer_name, customer_email)
        SELECT n, 1, 1, (ARRAY['open', 'resolved', 'pending', 'pending'])[1 + n % 4], created, created, 'Contact ' || n,
            'c' || n || '@example.com'
        FROM generate_series(1, 120) AS n, LATERAL (SELECT timestamptz '2025-01-01 23:30:00Z' + n * interval '1 day') AS t (created);
        UPDATE analytics.conversation_analytics SET resolved_at = now() - interval '3 years'
        WHERE status = 'resolved' AND chatwoot_conversation_id <= 20;
        SELECT analytics.archive_old_conversations();
        """

    @Test(arguments: [true, false]) func whatTheSynchronisationGotWrongIsFound(isDocument: Bool) async throws {
        let shape = isDocument ? "document" : "application"
        try await ScratchServer.withDatabase(isDocument ? .chatwootDocument : .chatwootApplication) { chatwoot in
            let source = try await PostgresConnection.connect(chatwoot)
            try await source.run(script: Self.chatwoot(isDocument))
            try await DeclaredPlatform.supabase { (target, settings) async throws in
                try await target.run(script: Self.analytics)
                #expect(try await failing(settings, chatwoot) == ["counts": 0, "sample": 0], "\(shape)")
                try await target.run(
                    script: """
                        DELETE FROM analytics.conversation_analytics WHERE chatwoot_conversation_id IN (50, 51, 52);
                        UPDATE analytics.conversation_analytics SET status = 'open' WHERE chatwoot_conversation_id IN (61, 62);
                        UPDATE analytics.conversation_analytics SET customer_email = 'other@example.com'
                        WHERE chatwoot_conversation_id BETWEEN 71 AND 75;
                        UPDATE analytics.conversation_analytics SET created_at = created_at + interval '2 hours'
                        WHERE chatwoot_conversation_id = 80
                        """)
                try await source.run(script: "DELETE FROM public.conversations WHERE id IN (1, 110)")
                // 3 missing; 2 statuses and 1 day make two groups each differ; 2 that Chatwoot no longer has.
                #expect(
                    try await failing(settings, chatwoot) == ["counts": 3 + 2 * 3 + 2, "sample": 3 + 2 + 5 + 1 + 2], "\(shape)")
            }
            await source.close()
        }
    }

    private func failing(_ target: ConnectionSettings, _ source: ConnectionSettings) async throws -> [String: Int] {
        let suite = try #require(SupportPlatform.checks.first { $0.database.name == "supabase" })
        let checks = try suite.compiled().filter { $0.otherDatabase != nil }
        let options = CheckOptions(allowsSuperuser: true)
        let report = try await CheckRunner(target, options: options, others: ["chatwoot": source])
            .run(checks, database: "supabase")
        for result in report.results {
            if let why = result.outcome.explanation { Issue.record("\(result.id): \(why)") }
        }
        return Dictionary(
            report.results.map { ($0.id.rawValue.split(separator: ".").last.map(String.init) ?? "", $0.failingRows ?? -1) },
            uniquingKeysWith: { first, _ in first })
    }
}
