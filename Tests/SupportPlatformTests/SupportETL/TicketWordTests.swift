import PostgresClient
import SchemaModel
import Testing

/// What Freshdesk really sends, and what it never should, in one word; worked out by hand.
@Suite struct TicketWordTests {
    static let statuses: [(String, String?)] = [
        (#"{"status": 2}"#, "open"), (#"{"status": 3}"#, "pending"), (#"{"status": 4}"#, "resolved"),
        (#"{"status": 5}"#, "closed"), (#"{"status": 6}"#, "waiting_on_customer"), (#"{"status": 7}"#, "waiting_on_third_party"),
        (#"{"status": "2"}"#, "open"), (#"{"status": " 5 "}"#, "closed"), (#"{"status": 2.0}"#, "open"),
        (#"{"status": "3.00"}"#, "pending"), (#"{"status": 2e0}"#, "open"),
        (#"{"status": "open"}"#, "open"), (#"{"status": "OPEN"}"#, "open"), (#"{"status": "Pending\n"}"#, "pending"),
        (#"{"status": "Waiting on Customer"}"#, "waiting_on_customer"),
        (#"{"status": "WAITING-ON-THIRD-PARTY"}"#, "waiting_on_third_party"),
        (#"{"status": "waiting_on_customer"}"#, "waiting_on_customer"),
        // A status of the merchant's own making, or junk.
        (#"{"status": 8}"#, "unknown"), (#"{"status": 1}"#, "unknown"), (#"{"status": 0}"#, "unknown"),
        (#"{"status": -2}"#, "unknown"),
        (#"{"status": 2.5}"#, "unknown"), (#"{"status": "02"}"#, "unknown"), (#"{"status": "opened"}"#, "unknown"),
        (#"{"status": "öpen"}"#, "unknown"), (#"{"status": true}"#, "unknown"), (#"{"status": [2]}"#, "unknown"),
        (#"{"status": {"id": 2}}"#, "unknown"), (#"{"status": 1e400}"#, "unknown"),
        // Nothing is there.
        (#"{"status": null}"#, nil), (#"{"status": ""}"#, nil), (#"{"status": " \t"}"#, nil), ("{}", nil), ("[]", nil),
        ("2", nil),
        (#""open""#, nil), ("null", nil), (#"["status"]"#, nil),
    ]

    static let priorities: [(String, String?)] = [
        (#"{"priority": 1}"#, "low"), (#"{"priority": 2}"#, "medium"), (#"{"priority": 3}"#, "high"),
        (#"{"priority": 4}"#, "urgent"),
        (#"{"priority": "4"}"#, "urgent"), (#"{"priority": "URGENT"}"#, "urgent"), (#"{"priority": " Medium"}"#, "medium"),
        (#"{"priority": 1.0}"#, "low"), (#"{"priority": 0}"#, "unknown"), (#"{"priority": 5}"#, "unknown"),
        (#"{"priority": "asap"}"#, "unknown"), (#"{"priority": false}"#, "unknown"), (#"{"priority": {}}"#, "unknown"),
        (#"{"priority": null}"#, nil), (#"{"priority": ""}"#, nil), (#"{"status": 2}"#, nil), ("[3]", nil),
    ]

    @Test func everyFormOfAStatusAndAPriority() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            for (function, cases) in [("extract_ticket_status", Self.statuses), ("extract_ticket_priority", Self.priorities)] {
                for (json, word) in cases {
                    #expect(
                        try await connection.text("SELECT support_etl.\(function)(\(SQL.literal(json))::jsonb)") == word,
                        "\(json)")
                }
                #expect(try await connection.text("SELECT support_etl.\(function)(NULL)") == nil)
            }
        }
    }

    static let times: [(String, String?)] = [
        ("2025-01-15T10:30:00Z", "2025-01-15 10:30:00+00"), ("2025-01-15T10:30:00-04:00", "2025-01-15 14:30:00+00"),
        ("2025-01-15T10:30:00+0530", "2025-01-15 05:00:00+00"), ("2025-01-15T10:30:00+05", "2025-01-15 05:30:00+00"),
        ("2025-01-15T10:30:00.123456Z", "2025-01-15 10:30:00.123456+00"), ("2025-01-15 10:30:00", "2025-01-15 10:30:00+00"),
        ("2025-01-15T10:30Z", "2025-01-15 10:30:00+00"), ("2025-01-15", "2025-01-15 00:00:00+00"),
        (" 2025-01-15t10:30:00z ", "2025-01-15 10:30:00+00"), ("2024-02-29T00:00:00Z", "2024-02-29 00:00:00+00"),
        ("2025-12-31T23:59:59+00:00", "2025-12-31 23:59:59+00"), ("2025-01-01T00:00:00+00:30", "2024-12-31 23:30:00+00"),
        ("2025-01-01T00:00:00-00:30", "2025-01-01 00:30:00+00"), ("9999-12-31T23:59:59Z", "9999-12-31 23:59:59+00"),
        ("2025-01-31T23:59:59Z", "2025-01-31 23:59:59+00"), ("2025-06-30T23:59:59.5+14:00", "2025-06-30 09:59:59.5+00"),
        ("2025-02-28T00:00:00-00:30", "2025-02-28 00:30:00+00"), ("2025-06-31T00:00:00Z", nil), ("2025-02-30T00:00:00Z", nil),
        ("2025-01-32T00:00:00Z", nil), ("2025-01-15T10:30:00Z\n", "2025-01-15 10:30:00+00"), ("2025-01-15T10:30:00ZZ", nil),
        ("2025-02-29T00:00:00Z", nil), ("2025-13-01T00:00:00Z", nil), ("2025-00-10", nil), ("2025-04-31", nil),
        ("2025-01-15T24:00:00Z", nil), ("2025-01-15T10:60:00Z", nil), ("2025-01-15T10:30:60Z", nil), ("15.01.2025", nil),
        ("now", nil), ("tomorrow", nil), ("infinity", nil), ("", nil), ("1736937000", nil), ("0000-01-01", nil),
        ("2025-01-15T10:30:00Europe/Amsterdam", nil), ("2025-01-15T10:30:00+99:00", nil), ("99999-01-01", nil),
    ]

    @Test(arguments: ["UTC", "America/New_York"])
    func timesAreReadTheSameWhateverTheSession(zone: String) async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            try await connection.run(script: "SET TimeZone = '\(zone)'; SET DateStyle = 'SQL, DMY'")
            for (text, time) in Self.times {
                #expect(
                    try await connection.text(
                        """
                        SELECT support_etl.parse_timestamp(\(SQL.literal(text))) IS NOT DISTINCT FROM \
                        \(time.map { "'\($0)'::timestamptz" } ?? "NULL")
                        """) == "t", "\(text)")
            }
            #expect(try await connection.text("SELECT support_etl.parse_timestamp(NULL)") == nil)
            // In a database of ICU \d would be any script's digit, which no cast takes.
            if try await connection.text("SELECT count(*) FROM pg_collation WHERE collname = 'und-x-icu'") == "1" {
                for text in ["2٠٢٥-٠١-١٥T10:30:00Z", "2025-01-15T1٠:30:00Z", "2٠٢٥-01-15"] {
                    let call = #"SELECT support_etl.parse_timestamp('\#(text)' COLLATE "und-x-icu")"#
                    #expect(try await connection.text(call) == nil, "\(text)")
                }
            }
        }
    }

    static let tags: [(String, String)] = [
        (#"["VIP", " refund ", "vip", ""]"#, "{refund,vip}"), (#""VIP, Wholesale,,vip ""#, "{vip,wholesale}"), ("[]", "{}"),
        (#""""#, "{}"), ("null", "{}"), ("5", "{}"), (#"{"a": "b"}"#, "{}"), (#"["a", 5, null, ["b"], {"c": 1}]"#, "{a}"),
    ]

    @Test func tagsOfAListAndOfAText() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            for (json, list) in Self.tags {
                #expect(try await connection.text("SELECT support_etl.tag_list(\(SQL.literal(json))::jsonb)") == list, "\(json)")
            }
            #expect(try await connection.text("SELECT support_etl.tag_list(NULL)") == "{}")
        }
    }
}
