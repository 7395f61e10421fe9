import PostgresClient
import Testing

/// The clean-up jobs, with what they must take and what they must leave.
@Suite struct WidgetJobTests {
    @Test(arguments: ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
    func expiredTypingIndicatorsGo(zone: String) async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(
                script: """
                    \(WidgetBench.people) SET TimeZone = '\(zone)';
                    INSERT INTO widget.typing_indicator (id, "chatId", "userId", "expiresAt")
                    SELECT x.id, 'chat', 'agent', (now() AT TIME ZONE 'UTC') + x.at::interval
                    FROM (VALUES ('gone', '-1 second'), ('long gone', '-3 years'), ('there', '1 minute')) AS x (id, at);
                    INSERT INTO widget.typing_indicator (id, "expiresAt") VALUES ('never', 'infinity'), ('always', '-infinity');
                    """)
            #expect(try await connection.text("SELECT widget.clean_up_typing_indicators()") == "3")
            #expect(try await connection.texts("SELECT id FROM widget.typing_indicator ORDER BY id") == ["never", "there"])
            #expect(try await connection.text("SELECT widget.clean_up_typing_indicators()") == "0")
        }
    }

    private static let sessions = """
        INSERT INTO widget.customer (id, email) VALUES ('c', 'c@example.com');
        INSERT INTO widget.conversation_session (id, "customerId", "sessionToken", "isActive", "startedAt", "lastActivityAt")
        SELECT x.id, 'c', x.id, x.active, (now() AT TIME ZONE 'UTC') - interval '1 day', (now() AT TIME ZONE 'UTC') - x.ago::interval
        FROM (VALUES ('busy', true, '29 minutes'), ('idle', true, '31 minutes'), ('ended', false, '2 days'), ('unknown', NULL, '2 days'),
            ('silent', true, NULL), ('timeless', true, NULL)) AS x (id, active, ago);
        UPDATE widget.conversation_session SET "startedAt" = NULL WHERE id = 'timeless';
        """

    @Test(arguments: ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
    func idleSessionsEnd(zone: String) async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(script: "\(Self.sessions) SET TimeZone = '\(zone)'")
            #expect(try await connection.text("SELECT widget.close_inactive_sessions()") == "3")
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' ', id, "isActive", abs(extract(epoch FROM "endedAt" - (now() AT TIME ZONE 'UTC'))) < 60)
                    FROM widget.conversation_session ORDER BY id
                    """) == ["busy t", "ended f", "idle f t", "silent f t", "timeless f t", "unknown"])
            #expect(try await connection.text("SELECT widget.close_inactive_sessions()") == "0")
            #expect(try await connection.text("SELECT widget.close_inactive_sessions('0')") == "1")
        }
    }

    @Test(arguments: ["NULL", "'-1 second'", "'-1 month 31 days'"])
    func oddIdleTimesAreRefused(idle: String) async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(script: Self.sessions)
            let refusal = try await connection.refusal(of: "postgres", "SELECT widget.close_inactive_sessions(\(idle))")
            // PostgreSQL compares intervals with a month as 30 days.
            #expect(refusal == (idle.contains("31 days") ? nil : "22023"))
        }
    }

    /// No clean-up is refused by a foreign key: nothing refers to what goes.
    @Test func whatTheJobsTakeNothingRefersTo() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT conname FROM pg_constraint WHERE contype = 'f' AND confrelid IN (
                        'widget.typing_indicator'::regclass, 'widget.message'::regclass, 'widget.message_archive'::regclass)
                    """) == [])
        }
    }

    @Test func parentsAreAskedForAtTheEndOfAStatement() async throws {
        try await WidgetBench.with { (connection, _) async throws in
            try await connection.run(script: WidgetBench.people)
            let orphan = WidgetBench.message("a", at: "2026-01-01", parent: "b")
            #expect(try await connection.refusal(of: "postgres", orphan) == "23503")
            #expect(
                try await connection.refusal(
                    of: "postgres",
                    """
                    INSERT INTO widget.message (id, "chatId", content, "parentMessageId") VALUES ('a', 'chat', '', 'b'), ('b', 'chat', '', NULL);
                    UPDATE widget.message SET "parentMessageId" = NULL; UPDATE widget.message SET content = 'c'
                    """) == nil)
            #expect(
                try await connection.refusal(
                    of: "postgres",
                    WidgetBench.message("b", at: "2026-01-01")
                        + #"UPDATE widget.message SET "parentMessageId" = 'nobody'"#) == "23503")
        }
    }
}
