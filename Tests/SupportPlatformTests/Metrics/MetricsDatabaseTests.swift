import Foundation
import PostgresClient
import Queries
import SchemaDSL
import SupportPlatform
import Testing

/// The data-access layer's eight calls, as the service role, with rows exactly at the ends of ranges.
@Suite struct MetricsDatabaseTests {
    /// March 2026, UTC.
    private static let march = Result {
        try DateRange(from: LocalDate(2026, 3, 1), through: LocalDate(2026, 3, 31), in: .gmt)
    }

    private func with(
        _ script: String, _ body: (MetricsDatabase, PostgresConnection, ConnectionSettings) async throws -> Void
    ) async throws {
        try await DeclaredPlatform.supabase { (connection, settings) async throws in
            // Whatever the session's zone, instants are instants.
            try await connection.run(script: "SET TimeZone = 'America/St_Johns'; \(script); SET ROLE service_role")
            try await body(try MetricsDatabase(connection), connection, settings)
        }
    }

    @Test func messagesOfARange() async throws {
        try await with(
            """
            INSERT INTO metrics.contacts (name) VALUES ('a'), ('b'), ('c');
            INSERT INTO metrics.conversations (first_response_time) VALUES (60), (120), (600), (NULL), (900);
            INSERT INTO metrics.message_events (direction, contact_id, conversation_id, created_at) VALUES
                ('inbound', 1, 1, '2026-03-01 00:00:00+00'), ('inbound', 1, 1, '2026-03-31 23:59:59.999999+00'),
                ('outbound', 1, 1, '2026-03-15 00:00:00+00'), ('outbound', NULL, NULL, '2026-03-31 23:59:59.999999+00'),
                ('inbound', 2, 2, '2026-03-10 00:00:00+00'), ('inbound', 2, 4, '2026-03-10 00:00:00+00'),
                -- It wrote first before the range, though by a microsecond; and one after it.
                ('inbound', 2, 3, '2026-02-28 23:59:59.999999+00'), ('inbound', 2, 3, '2026-03-02 00:00:00+00'),
                ('inbound', 3, 5, '2026-04-01 00:00:00+00'), ('outbound', 3, 5, '2026-03-20 00:00:00+00');
            """
        ) { (metrics, connection, _) async throws in
            let range = try Self.march.get()
            let march = try await metrics.getMessageMetrics(range)
            #expect(
                march == MessageMetrics(inbound: 5, outbound: 3, avgResponseTime: 90, uniqueContacts: 3))
            // A month cut in two is the whole month.
            let middle = range.start.addingTimeInterval(9 * 86_400)
            let first = try await metrics.getMessageMetrics(DateRange(start: range.start, end: middle))
            let second = try await metrics.getMessageMetrics(DateRange(start: middle, end: range.end))
            #expect(first == MessageMetrics(inbound: 2, outbound: 0, avgResponseTime: 60, uniqueContacts: 2))
            #expect(second == MessageMetrics(inbound: 3, outbound: 3, avgResponseTime: 120, uniqueContacts: 3))
            #expect(first.inbound + second.inbound == march.inbound && first.outbound + second.outbound == march.outbound)
            // An empty range holds nothing, not even what is at its only instant.
            #expect(
                try await metrics.getMessageMetrics(DateRange(start: range.start, end: range.start))
                    == MessageMetrics(inbound: 0, outbound: 0, avgResponseTime: nil, uniqueContacts: 0))
        }
    }

    /// The view and the call say the same of each day.
    @Test func aDaysMessagesAreThoseOfTheView() async throws {
        try await with(
            """
            INSERT INTO metrics.contacts (name) SELECT 'c' FROM generate_series(1, 20);
            INSERT INTO metrics.conversations (first_response_time) SELECT nullif(n * 7 % 50, 0) FROM generate_series(1, 60) AS n;
            INSERT INTO metrics.message_events (direction, contact_id, conversation_id, created_at)
            SELECT CASE n % 3 WHEN 0 THEN 'outbound' ELSE 'inbound' END, 1 + n % 20, 1 + n % 60,
                timestamptz '2026-03-01 00:00+00' + n * interval '13 minutes'
            FROM generate_series(0, 999) AS n;
            SELECT metrics.refresh_analytics_views()
            """
        ) { (metrics, connection, _) async throws in
            let days = try await connection.query(
                """
                SELECT extract(epoch FROM date::timestamp AT TIME ZONE 'UTC')::bigint AS start, inbound_messages,
                    outbound_messages,
                    avg_response_time::double precision AS response, unique_contacts
                FROM metrics.daily_metrics ORDER BY date
                """)
            #expect(days.count == 10)
            for day in days {
                let start = Date(timeIntervalSince1970: Double(try day.decode("start", as: Int64.self)))
                let expected = MessageMetrics(
                    inbound: try day.decode("inbound_messages"), outbound: try day.decode("outbound_messages"),
                    avgResponseTime: try day.decode("response"), uniqueContacts: try day.decode("unique_contacts"))
                let found = try await metrics.getMessageMetrics(DateRange(start: start, end: start.addingTimeInterval(86_400)))
                #expect(found == expected)
            }
        }
    }

    @Test func callsOfARange() async throws {
        try await with(
            """
            INSERT INTO metrics.call_events (direction, call_status, duration, created_at) VALUES
                ('inbound', 'completed', 100, '2026-03-01 00:00:00+00'),
                ('inbound', 'missed', NULL, '2026-03-31 23:59:59.999999+00'),
                ('outbound', 'no-answer', NULL, '2026-03-02 00:00:00+00'),
                ('outbound', 'completed', 51, '2026-03-02 00:00:00+00'),
                ('inbound', NULL, NULL, '2026-03-03 00:00:00+00'), ('inbound', 'abandoned', NULL, '2026-03-04 00:00:00+00'),
                ('inbound', 'missed', 1000, '2026-02-28 23:59:59.999999+00'),
                ('inbound', 'completed', 1000, '2026-04-01 00:00:00+00'),
                ('inbound', 'missed', 1000, NULL);
            """
        ) { (metrics, _, _) async throws in
            let march = try await metrics.getCallMetrics(Self.march.get())
            #expect(march == CallMetrics(inbound: 4, outbound: 2, avgDuration: 75.5, missedCalls: 2))
            let none = try await metrics.getCallMetrics(
                DateRange(from: LocalDate(2025, 3, 1), through: LocalDate(2025, 3, 1), in: .gmt))
            #expect(none == CallMetrics(inbound: 0, outbound: 0, avgDuration: nil, missedCalls: 0))
        }
    }

    @Test func anAgentAndTheSourcesOfARange() async throws {
        try await with(
            """
            INSERT INTO metrics.agents (name) VALUES ('Ann'), ('Bob');
            INSERT INTO metrics.lead_sources (name) VALUES ('web'), ('ads'), ('fair');
            INSERT INTO metrics.contacts (lead_source, created_at) VALUES ('web', '2026-03-01 00:00+00'),
                ('ads', '2026-03-31 23:59:59.999999+00'), ('web', '2026-04-01 00:00+00'), ('web', '2025-01-01 00:00+00');
            INSERT INTO metrics.conversations
                (contact_id, agent_id, status, lead_source, first_response_time, resolution_time, created_at) VALUES
                (1, 1, 'done', NULL, 10, 100, '2026-03-01 00:00:00+00'),
                (4, 1, 'open', 'ads', 20, NULL, '2026-03-31 23:59:59.999999+00'),
                (4, 1, 'spam', NULL, NULL, NULL, '2026-03-05 00:00:00+00'),
                (1, 1, 'done', NULL, 99, 999, '2026-02-28 23:59:59.999999+00'),
                (1, 1, 'done', NULL, 99, 999, '2026-04-01 00:00:00+00'), (2, 2, 'done', NULL, 99, 301, '2026-03-05 00:00:00+00');
            """
        ) { (metrics, _, _) async throws in
            let march = try Self.march.get()
            #expect(
                try await metrics.getAgentPerformance(1, march)
                    == AgentPerformance(
                        totalConversations: 3, avgResponseTime: 15, avgResolutionTime: 100, resolvedConversations: 1))
            #expect(
                try await metrics.getAgentPerformance(99, march)
                    == AgentPerformance(
                        totalConversations: 0, avgResponseTime: nil, avgResolutionTime: nil, resolvedConversations: 0))
            #expect(
                try await metrics.getLeadSourcePerformance(march) == [
                    LeadSourcePerformance(source: "ads", totalContacts: 1, totalConversations: 2, avgResolutionTime: 301),
                    LeadSourcePerformance(source: "fair", totalContacts: 0, totalConversations: 0, avgResolutionTime: nil),
                    LeadSourcePerformance(source: "web", totalContacts: 1, totalConversations: 2, avgResolutionTime: 100),
                ])
        }
    }

    @Test func eventsAreKeptAsTheyAre() async throws {
        try await with("INSERT INTO metrics.agents (name) VALUES ('Ann'); INSERT INTO metrics.contacts (name) VALUES ('a')") {
            (metrics, connection, _) async throws in
            let at = Date(timeIntervalSince1970: 1_772_323_199.999999)
            let id = try await metrics.trackMessageEvent(
                MessageEvent(
                    .outbound, agentID: 1, contactID: 1, body: "It's \\ \"quoted\"; DROP TABLE x; --\u{1F600}", type: "sms",
                    status: "sent", metadata: JSON(text: #"{"a": [1, null]}"#), createdAt: at, sentAt: at,
                    deliveredAt: at.addingTimeInterval(1)))
            try await metrics.trackMessageEvent(MessageEvent(.inbound))
            try await connection.run(script: "SET TimeZone = 'UTC'")
            #expect(id == 1)
            #expect(
                try await connection.texts("SELECT to_jsonb(m)::text FROM metrics.message_events m WHERE id = 1") == [
                    #"{"id": 1, "status": "sent", "sent_at": "2026-02-28T23:59:59.999999+00:00", "agent_id": 1, "metadata": "#
                        + #"{"a": [1, null]}, "direction": "outbound", "contact_id": 1, "created_at": "#
                        + #""2026-02-28T23:59:59.999999+00:00", "delivered_at": "2026-03-01T00:00:00.999999+00:00", "#
                        + #""message_body": "It's \\ \"quoted\"; DROP TABLE x; --😀", "message_type": "sms", "#
                        + #""conversation_id": null}"#
                ])
            #expect(
                try await connection.text(
                    "SELECT created_at > now() - interval '1 minute' FROM metrics.message_events WHERE id = 2")
                    == "t")
            let call = try await metrics.trackCallEvent(
                CallEvent(.inbound, agentID: 1, status: .noAnswer, queueTime: 30, startTime: at, endTime: at, createdAt: at))
            #expect(
                try await connection.text(
                    "SELECT concat_ws(' ', id, direction, call_status, queue_time, duration, created_at) FROM metrics.call_events"
                )
                    == "\(call) inbound no-answer 30 2026-02-28 23:59:59.999999+00")
            await #expect(throws: PostgresError.self) { try await metrics.trackMessageEvent(MessageEvent(.inbound, agentID: 99)) }
            await #expect(throws: PostgresError.self) { try await metrics.trackCallEvent(CallEvent(.inbound, contactID: 99)) }
        }
    }

    private static let history = """
        SELECT concat_ws(' ', coalesce(previous_status, '-'), new_status, coalesce(previous_agent_id, 0),
            coalesce(agent_id, 0), reason)
        FROM metrics.conversation_state_changes ORDER BY changed_at, id
        """

    @Test func aConversationsWayThroughItsStates() async throws {
        try await with(
            """
            INSERT INTO metrics.agents (name) VALUES ('Ann'), ('Bob');
            INSERT INTO metrics.conversations (status, created_at, updated_at)
            VALUES ('open', now() - interval '1000 seconds', now() - interval '1000 seconds'),
            (NULL, now() + interval '1 hour', NULL);
            """
        ) { (metrics, connection, _) async throws in
            let taken = try await metrics.updateConversationStatus(1, .pending, agentID: 1)
            #expect(taken.changed && taken.previousStatus == .open && taken.previousAgentID == nil && taken.closedAt == nil)
            let done = try await metrics.updateConversationStatus(1, .done, agentID: 1, reason: "solved")
            #expect(done.previousStatus == .pending && done.previousAgentID == 1)
            let time = try #require(done.resolutionTime)
            #expect((1000...1100).contains(time))
            #expect(
                try await connection.text(
                    """
                    SELECT resolution_time = floor(extract(epoch FROM closed_at - created_at)) AND updated_at = closed_at
                    FROM metrics.conversations WHERE id = 1
                    """) == "t")
            // Again: nothing happens, nothing is written down, the time stays.
            let again = try await metrics.updateConversationStatus(1, .done, agentID: nil)
            #expect(!again.changed && again.closedAt == done.closedAt && again.resolutionTime == time)
            // From one end to another it stays closed since then; what is no resolution has no resolution time.
            let spam = try await metrics.updateConversationStatus(1, .spam, agentID: 2)
            #expect(spam.closedAt == done.closedAt && spam.resolutionTime == nil && spam.previousAgentID == 1)
            let reopened = try await metrics.updateConversationStatus(1, .open, agentID: nil)
            #expect(
                reopened.changed && reopened.closedAt == nil && reopened.resolutionTime == nil && reopened.previousAgentID == 2)
            // Handed over in the same state.
            #expect(try await metrics.updateConversationStatus(1, .open, agentID: 1).changed)
            #expect(
                try await connection.texts(Self.history) == [
                    "open pending 0 1", "pending done 1 1 solved", "done spam 1 2", "spam open 2 2", "open open 2 1",
                ])
            // A state that it never had; and a conversation that is not over before it began.
            let early = try await metrics.updateConversationStatus(2, .done, agentID: 1)
            #expect(early.changed && early.previousStatus == nil && early.resolutionTime == 0)
            await #expect(throws: MetricsError.self) { try await metrics.updateConversationStatus(99, .done, agentID: 1) }
            // An agent that is not there: neither the state nor the history has anything of it.
            await #expect(throws: PostgresError.self) { try await metrics.updateConversationStatus(1, .done, agentID: 99) }
            #expect(try await connection.text("SELECT status FROM metrics.conversations WHERE id = 1") == "open")
            #expect(try await connection.text("SELECT count(*) FROM metrics.conversation_state_changes") == "6")
        }
    }

    private static let oneConversation = """
        INSERT INTO metrics.agents (name) VALUES ('Ann'), ('Bob');
        INSERT INTO metrics.conversations (status) VALUES ('open')
        """

    /// The second waits for the first, and sees what it has left.
    @Test func ofTwoAtOnceTheSecondSeesTheFirst() async throws {
        try await with(
            Self.oneConversation
        ) { (metrics, connection, settings) async throws in
            let other = try await PostgresConnection.connect(settings)
            let watcher = try await PostgresConnection.connect(settings)
            let others = try MetricsDatabase(other)
            try await connection.run(script: "BEGIN")
            let first = try await metrics.updateConversationStatus(1, .done, agentID: 1)
            async let waiting = others.updateConversationStatus(1, .spam, agentID: 2)
            while try await watcher.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype <> 'advisory'") == "0" {
                await Task.yield()
            }
            // A message for the conversation need not wait for either.
            try await MetricsDatabase(watcher).trackMessageEvent(MessageEvent(.inbound, conversationID: 1))
            try await connection.run(script: "COMMIT")
            let second = try await waiting
            #expect(first.previousStatus == .open && second.previousStatus == .done && second.previousAgentID == 1)
            #expect(second.closedAt == first.closedAt)
            #expect(try await connection.texts(Self.history) == ["open done 0 1", "done spam 1 2"])
            await other.close()
            await watcher.close()
        }
    }

    @Test func manyAtOnceLeaveAnUnbrokenHistory() async throws {
        try await with(
            Self.oneConversation
        ) { (_, connection, settings) async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        let own = try await PostgresConnection.connect(settings)
                        let metrics = try MetricsDatabase(own)
                        for round in 0..<10 {
                            let states = ConversationStatus.allCases
                            try await metrics.updateConversationStatus(
                                1, states[(worker + round) % states.count], agentID: Int32(1 + round % 2))
                        }
                        await own.close()
                    }
                }
                try await group.waitForAll()
            }
            try await connection.run(script: "RESET ROLE")
            let failing = try await DeclaredPlatform.failing("metrics.conversation", settings).filter { $0.value != 0 }
            #expect(failing == [:])
            #expect(try await connection.text("SELECT count(*) > 6 FROM metrics.conversation_state_changes") == "t")
        }
    }

    @Test func aContactInTouch() async throws {
        try await with("INSERT INTO metrics.contacts (name, status) VALUES ('a', 'new'), ('b', NULL)") {
            (metrics, connection, _) async throws in
            let contact = """
                SELECT concat_ws(' ', status, last_contact_at AT TIME ZONE 'UTC') FROM metrics.contacts WHERE id = 1
                """
            let march = try Self.march.get()
            try await metrics.trackContactInteraction(1, ContactInteraction(at: march.end, status: "warm"))
            #expect(try await connection.text(contact) == "warm 2026-04-01 00:00:00")
            // What comes in late moves neither the time nor the status back, but an opt-out holds from its own time on.
            try await metrics.trackContactInteraction(
                1, ContactInteraction(at: march.start, status: "cold", optOut: .init("sms", reason: "STOP", by: .contact)))
            #expect(try await connection.text(contact) == "warm 2026-04-01 00:00:00")
            try await metrics.trackContactInteraction(1, ContactInteraction(at: march.end, optOut: .init("sms", by: .system)))
            try await metrics.trackContactInteraction(1, ContactInteraction(at: march.end, optOut: .init(by: .agent)))
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' ', opt_out_type, opt_out_reason, initiated_by, created_at AT TIME ZONE 'UTC')
                    FROM metrics.contact_preferences ORDER BY id
                    """) == ["sms STOP contact 2026-03-01 00:00:00", "all agent 2026-04-01 00:00:00"])
            try await metrics.trackContactInteraction(2, ContactInteraction())
            #expect(
                try await connection.text(
                    "SELECT last_contact_at > now() - interval '1 minute' AND status IS NULL FROM metrics.contacts WHERE id = 2")
                    == "t")
            await #expect(throws: MetricsError.self) {
                try await metrics.trackContactInteraction(99, ContactInteraction(optOut: .init(by: .contact)))
            }
            #expect(try await connection.text("SELECT count(*) FROM metrics.contact_preferences") == "2")
            // The query itself: a reason, or who wants it, of no opt-out is a slip.
            let query = MetricsQueries.trackContactInteraction
            let library = try SupportPlatform.library()
            for (reason, by): (String?, String?) in [("STOP", nil), (nil, "contact"), ("STOP", "contact")] {
                let error = await #expect(throws: PostgresError.self) {
                    try await library.run(query, on: connection) {
                        [$0.contactID.value(2), $0.status.value("cold"), $0.optOutReason.value(reason), $0.initiatedBy.value(by)]
                    }
                }
                #expect(error?.message.contains("opt_out_reason and initiated_by need an opt_out_type") == true)
            }
            #expect(try await connection.text("SELECT status FROM metrics.contacts WHERE id = 2") == nil)
            for _ in 1...8 {
                let rows = try await library.run(query, on: connection) { [$0.contactID.value(2)] }
                #expect(rows.count == 1)
            }
            #expect(try await connection.text("SELECT count(*) FROM metrics.contact_preferences") == "2")
        }
    }

    @Test func ranges() throws {
        let amsterdam = try #require(TimeZone(identifier: "Europe/Amsterdam"))
        func hours(_ first: LocalDate, _ last: LocalDate, _ zone: TimeZone) throws -> Double {
            let range = try DateRange(from: first, through: last, in: zone)
            return range.end.timeIntervalSince(range.start) / 3600
        }
        #expect(try hours(LocalDate(2026, 3, 28), LocalDate(2026, 3, 28), amsterdam) == 24)
        #expect(try hours(LocalDate(2026, 3, 29), LocalDate(2026, 3, 29), amsterdam) == 23)
        #expect(try hours(LocalDate(2026, 10, 25), LocalDate(2026, 10, 25), amsterdam) == 25)
        #expect(try hours(LocalDate(2024, 2, 1), LocalDate(2024, 2, 29), .gmt) == 29 * 24)
        // In Santiago clocks go from midnight to one o'clock.
        let santiago = try #require(TimeZone(identifier: "America/Santiago"))
        #expect(try hours(LocalDate(2026, 9, 6), LocalDate(2026, 9, 6), santiago) == 23)
        // A day ends where the next one begins.
        let day = try DateRange(from: LocalDate(2026, 3, 29), through: LocalDate(2026, 3, 29), in: amsterdam)
        let next = try DateRange(from: LocalDate(2026, 3, 30), through: LocalDate(2026, 3, 30), in: amsterdam)
        #expect(day.end == next.start)
        #expect(day.start == Date(timeIntervalSince1970: 1_774_738_800))
        #expect(throws: MetricsError.self) {
            try DateRange(from: LocalDate(2026, 2, 29), through: LocalDate(2026, 3, 1), in: .gmt)
        }
        #expect(throws: MetricsError.self) {
            try DateRange(from: LocalDate(2026, 3, 2), through: LocalDate(2026, 3, 1), in: .gmt)
        }
        #expect(throws: MetricsError.self) { try DateRange(start: Date(), end: Date(timeIntervalSince1970: 0)) }
        #expect(throws: MetricsError.self) { try DateRange(start: Date(timeIntervalSince1970: .nan), end: Date()) }
    }
}
