import PostgresClient
import Testing

/// The figures of tickets worked out by hand: ends of the range, one merchant and all, nothing at all.
@Suite struct SupportFigureTests {
    private func row(_ connection: PostgresConnection, _ arguments: String) async throws -> [String] {
        try await connection.texts("SELECT translate(s::text, '()', '') FROM support_etl.get_support_summary(\(arguments)) AS s")
    }

    private static let january = "'2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z'"
    private static let december = "'2024-12-01T00:00:00Z', '2025-01-01T00:00:00Z'"
    private static let none = "0,0,0,0,0,0,0,0,0,0,0,0,0,0,,,"

    @Test func theSummary() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            for zone in ["UTC", "Asia/Tokyo"] {
                try await connection.run(script: "SET TimeZone = '\(zone)'")
                // total, open, pending, waiting, resolved, closed, unknown | low, medium, high, urgent, unknown | talk, people | …
                #expect(
                    try await row(connection, "\(Self.january), 1") == ["7,1,1,2,1,1,1,1,1,1,2,2,1,3,28.6,2.00,30.00"])
                #expect(try await row(connection, "\(Self.january), 2") == ["1,1,0,0,0,0,0,0,1,0,0,0,0,1,0.0,,"])
                // Requester 1 of merchant 1 and requester 1 of merchant 2 are two people.
                #expect(try await row(connection, Self.january) == ["8,2,1,2,1,1,1,1,2,1,2,2,1,4,25.0,2.00,30.00"])
                #expect(
                    try await row(connection, "\(Self.january), NULL, true") == ["9,3,1,2,1,1,1,1,3,1,2,2,1,5,22.2,2.00,30.00"])
                #expect(try await row(connection, "\(Self.january), 3") == ["1,1,0,0,0,0,0,0,1,0,0,0,0,1,0.0,,"])
            }
        }
    }

    @Test func endsOfTheRangeAndRangesOfNothing() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            func total(_ arguments: String) async throws -> String? {
                try await connection.text("SELECT total_tickets FROM support_etl.get_support_summary(\(arguments))")
            }
            // 101 is written at the very start, 107 at the very end, which is not included.
            #expect(try await total("'2025-01-01T00:00:00Z', '2025-01-01T00:00:00.000001Z', 1") == "1")
            #expect(try await total("'2025-01-01T00:00:00.000001Z', '2025-02-01T00:00:00Z', 1") == "6")
            #expect(try await total("'2025-01-01T00:00:00Z', '2025-02-01T00:00:00.000001Z', 1") == "8")
            #expect(try await total("'2025-01-31T23:59:59.999Z', '2025-02-01T00:00:00Z', 1") == "1")
            // NULL is no end: all that have a date. 108 has none and is in no period.
            #expect(try await total("NULL, NULL, 1") == "9")
            #expect(try await total("NULL, '2025-01-01T00:00:00Z', 1") == "1")
            #expect(try await total("'2025-02-01T00:00:00Z', NULL, 1") == "1")
            #expect(try await total("'-infinity', 'infinity', 1") == "9")
            // Of no length, the wrong way round, without tickets, of nobody: nothing, and no division by zero.
            for arguments in [
                "'2025-01-01', '2025-01-01', 1", "'2025-02-01', '2025-01-01', 1", "'2030-01-01', '2031-01-01'",
                "\(Self.january), 99", "\(Self.january), -1",
            ] {
                #expect(try await row(connection, arguments) == [Self.none], "\(arguments)")
            }
            #expect(try await total("\(Self.january), NULL, NULL") == "8")
        }
    }

    @Test func trendingCategories() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            func rows(_ arguments: String) async throws -> [String] {
                try await connection.texts(
                    "SELECT translate(c::text, '()', '') FROM support_etl.get_trending_categories(\(arguments)) c")
            }
            #expect(
                try await rows("\(Self.january), 1") == [
                    "type,Question,2,1,1", "type,Incident,1,0,1", "tag,refund,3,1,2", "tag,vip,2,0,2", "tag,shipping,1,0,1",
                ])
            #expect(try await rows("\(Self.january), 1, 1") == ["type,Question,2,1,1", "tag,refund,3,1,2"])
            #expect(try await rows("\(Self.january), NULL, 1") == ["type,Question,2,1,1", "tag,refund,4,1,3"])
            #expect(try await rows("\(Self.january), NULL, NULL, true").contains("tag,demo,1,0,1"))
            #expect(try await !rows("\(Self.january), NULL, NULL").contains("tag,demo,1,0,1"))
            #expect(try await rows("\(Self.january), 1, 0") == [])
            #expect(try await rows("\(Self.january), 1, -5") == [])
            // A period without a beginning has none before it.
            #expect(try await rows("NULL, '2025-02-01', 1, 1") == ["type,Question,3,,", "tag,refund,4,,"])
            #expect(try await rows("'2025-02-01', '2025-01-01', 1") == [])
            #expect(try await rows("'2025-01-01', '2025-01-01', 1") == [])
            #expect(try await rows("\(Self.january), 99") == [])
        }
    }

    @Test func comparingPeriods() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            func rows(_ arguments: String) async throws -> [String] {
                try await connection.texts(
                    "SELECT translate(c::text, '()', '') FROM support_etl.compare_support_periods(\(arguments)) c")
            }
            #expect(
                try await rows("\(Self.december), \(Self.january), 1") == [
                    "total_tickets,1,7,6,600.0", "open_tickets,0,1,1,", "pending_tickets,0,1,1,", "waiting_tickets,0,2,2,",
                    "resolved_tickets,0,1,1,", "closed_tickets,1,1,0,0.0", "unknown_tickets,0,1,1,", "low_priority,1,1,0,0.0",
                    "medium_priority,0,1,1,", "high_priority,0,1,1,", "urgent_priority,0,2,2,", "unknown_priority,0,2,2,",
                    "with_conversations,0,1,1,", "requesters,1,3,2,200.0", "resolution_rate,100.0,28.6,-71.4,-71.4",
                    "avg_first_response_hours,,2.00,,", "avg_resolution_hours,,30.00,,",
                ])
            // Nothing against nothing: zeros, no percentages, no failure.
            let empty = "'2030-01-01', '2030-02-01'"
            #expect(
                Set(try await rows("\(empty), \(empty)").map { $0.drop { $0 != "," } }) == [",0,0,0,", ",,,,"])
            #expect(try await rows("\(Self.january), \(empty), 1").first == "total_tickets,7,0,-7,-100.0")
            #expect(try await rows("\(empty), \(Self.january)").first == "total_tickets,0,8,8,")
            #expect(try await rows("NULL, NULL, NULL, NULL, 1").first == "total_tickets,9,9,0,0.0")
        }
    }

    @Test func theQueue() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            #expect(
                try await connection.texts(
                    """
                    SELECT concat_ws(' ', freshdesk_ticket_id, status, priority, is_overdue, has_conversations,
                        ticket_created_at IS NULL, coalesce(responder_id, '-'), is_test)
                    FROM support_etl.current_queue_status ORDER BY freshdesk_ticket_id
                    """) == [
                        "101 open low t t f 7 f", "102 pending medium f f f - f", "105 waiting_on_third_party unknown f f f - f",
                        "106 unknown unknown f f f - f", "108 open low f f t - f", "111 waiting_on_customer urgent f f f - f",
                        "201 open medium f f f - f", "301 open medium f f f - t",
                    ])
            #expect(
                try await connection.text(
                    """
                    SELECT age_hours = round(extract(epoch FROM now() - '2025-01-15T10:30:00Z'::timestamptz) / 3600, 1)
                    FROM support_etl.current_queue_status WHERE freshdesk_ticket_id = '102'
                    """) == "t")
            // What is closed leaves the queue, what is reopened comes back.
            try await connection.run(
                script: """
                    UPDATE support_etl.etl_freshdesk_tickets SET data = data || '{"status": "Closed"}' WHERE freshdesk_ticket_id = '101';
                    UPDATE support_etl.etl_freshdesk_tickets SET data = data || '{"status": 2}' WHERE freshdesk_ticket_id = '107'
                    """)
            #expect(
                try await connection.texts(
                    "SELECT freshdesk_ticket_id FROM support_etl.current_queue_status WHERE merchant_id = 1 AND status = 'open' ORDER BY 1"
                ) == ["107", "108"])
        }
    }

    @Test func theIndexesAreUsed() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            try await connection.run(
                script: """
                    INSERT INTO support_etl.etl_freshdesk_tickets (merchant_id, freshdesk_ticket_id, data)
                    SELECT 1 + n % 2, 'x' || n, jsonb_build_object('status', 5, 'created_at', to_char(
                        timestamp '2023-01-01' + n * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                    FROM generate_series(1, 12000) AS n;
                    ANALYZE support_etl.etl_freshdesk_tickets
                    """)
            func plan(_ sql: String) async throws -> String {
                try await connection.texts("EXPLAIN \(sql)").joined(separator: "\n")
            }
            #expect(try await plan("SELECT * FROM support_etl.current_queue_status").contains("idx_freshdesk_tickets_queue"))
            #expect(
                try await plan(
                    """
                    SELECT count(*) FROM support_etl.etl_freshdesk_tickets
                    WHERE support_etl.parse_timestamp(data ->> 'created_at') >= '2023-02-01'
                      AND support_etl.parse_timestamp(data ->> 'created_at') < '2023-02-02'
                    """
                ).contains("idx_freshdesk_tickets_ticket_created_at"))
            try await connection.run(script: "SET enable_seqscan = off")
            #expect(
                try await plan(#"SELECT * FROM support_etl.etl_freshdesk_tickets WHERE data @> '{"id": 101}'"#)
                    .contains("idx_freshdesk_tickets_data_gin"))
        }
    }
}
