import Foundation
import PostgresClient
import Queries
import SchemaDSL
import SupportPlatform
import Testing

/// The declared queries of the module, run: the document's examples put right, the upserts, the two passes, the bulk load.
@Suite struct SupportETLQueryTests {
    private typealias Q = SupportETLQueries

    @Test func theServerAgreesWithEveryDeclaration() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            let problems = try await SupportPlatform.library().problems(of: "supabase", on: connection)
            #expect(problems.found.filter { $0.hasPrefix("etl.") } == [])
            #expect(problems.unasked.filter { $0.hasPrefix("etl.") } == [])
        }
    }

    @Test func theDocumentsExamplesPutRight() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            let library = try SupportPlatform.library()
            func names(_ rows: [QueryRow], _ merchant: Output<Int32>, _ id: Output<String>) throws -> [String] {
                try rows.map { try "\($0[merchant])/\($0[id])" }
            }
            // As the document has it: nobody.
            #expect(
                try await connection.text("SELECT count(*) FROM support_etl.etl_shopify_customers WHERE data->'tags' ? 'vip'")
                    == "1")
            let vips = try await library.run(Q.customersWithTag, on: connection)
            #expect(try names(vips, Q.customersWithTag.merchantID, Q.customersWithTag.customerID) == ["1/1", "1/3", "2/1"])
            let wholesale = try await library.run(Q.customersWithTag, on: connection) {
                [$0.tag.value(" WHOLESALE "), $0.merchant.value(1)]
            }
            #expect(try names(wholesale, Q.customersWithTag.merchantID, Q.customersWithTag.customerID) == ["1/1"])

            // As the document has it: an error for all.
            #expect(
                try await connection.refusal(
                    of: "service_role", "SELECT FROM support_etl.etl_shopify_customers WHERE (data->>'orders_count')::int > 10")
                    != nil)
            let orders = try await library.run(Q.customersByOrders, on: connection)
            #expect(try names(orders, Q.customersByOrders.merchantID, Q.customersByOrders.customerID) == ["2/1", "1/1", "1/2"])
            #expect(try await library.run(Q.customersByOrders, on: connection) { [$0.moreThan.value(11)] }.count == 2)

            let high = try await library.run(Q.ticketsByPriority, on: connection)
            #expect(try names(high, Q.ticketsByPriority.merchantID, Q.ticketsByPriority.ticketID) == ["1/103"])
            let urgent = try await library.run(Q.ticketsByPriority, on: connection) { [$0.priority.value("urgent")] }
            #expect(try names(urgent, Q.ticketsByPriority.merchantID, Q.ticketsByPriority.ticketID) == ["1/104", "1/111"])

            // As the document has it: an error for all, since one ticket's tags are a text.
            #expect(
                try await connection.refusal(
                    of: "service_role",
                    """
                    SELECT tag, count(*) FROM support_etl.etl_freshdesk_tickets,
                    LATERAL jsonb_array_elements_text(data->'tags') AS tag GROUP BY tag
                    """) == "22023")
            let tags = try await library.run(Q.ticketsByTag, on: connection)
            #expect(
                try tags.map { try "\($0[Q.ticketsByTag.tag]) \($0[Q.ticketsByTag.tickets])" } == [
                    "refund 5", "vip 2", "demo 1", "shipping 1",
                ])
            let talked = try await library.run(Q.ticketsWithConversations, on: connection)
            #expect(try names(talked, Q.ticketsWithConversations.merchantID, Q.ticketsWithConversations.ticketID) == ["1/101"])
        }
    }

    @Test func theFiguresTyped() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            let library = try SupportPlatform.library()
            let start = try Date("2025-01-01T00:00:00Z", strategy: .iso8601)
            let end = try Date("2025-02-01T00:00:00Z", strategy: .iso8601)
            let row = try #require(
                try await library.run(Q.summary, on: connection) {
                    [$0.from.value(start), $0.to.value(end), $0.merchant.value(1)]
                }.first)
            #expect(try row[Q.summary.total] == 7)
            #expect(try row[Q.summary.resolutionRate] == Decimal(string: "28.6"))
            let trending = try await library.run(Q.trending, on: connection) {
                [$0.from.value(start), $0.to.value(end), $0.merchant.value(1), $0.top.value(1)]
            }
            #expect(try trending.map { try $0[Q.trending.category] } == ["Question", "refund"])
            let periods = try await library.run(Q.periods, on: connection) {
                [
                    $0.firstFrom.value(start), $0.firstTo.value(start), $0.secondFrom.value(start), $0.secondTo.value(end),
                    $0.merchant.value(1),
                ]
            }
            #expect(periods.count == 17)
            #expect(try periods.first?[Q.periods.changePercent] == .some(nil))
            let queue = try await library.run(Q.queue, on: connection)
            #expect(try queue.map { try $0[Q.queue.ticketID] } == ["111", "201", "102", "101", "108", "105", "106"])
            #expect(try queue.filter { try $0[Q.queue.isOverdue] }.map { try $0[Q.queue.ticketID] } == ["101"])
        }
    }

    @Test func namesAndTextsAreMaskedForPeople() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            let library = try SupportPlatform.library()
            let outcome = try await library.show(library.query(named: "etl.support_queue"), [], on: connection)
            #expect(outcome.columns.filter(\.isMasked).map(\.name) == ["subject"])
            let customers = try await library.show(library.query(named: "etl.customers_with_tag"), [], on: connection)
            #expect(customers.columns.filter(\.isMasked).map(\.name) == ["email", "tags"])
        }
    }

    @Test func theUpsertsAndTheTwoPasses() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            let library = try SupportPlatform.library()
            try await connection.run(script: "SET ROLE service_role")
            func data(_ id: String) async throws -> String? {
                try await connection.texts(
                    """
                    SELECT data FROM support_etl.etl_freshdesk_tickets WHERE merchant_id = 1 AND freshdesk_ticket_id = '\(id)'
                    """
                ).first
            }
            func ticket(_ id: String, _ json: String) async throws {
                try await library.run(Q.upsertTicket, on: connection) {
                    [$0.merchant.value(1), $0.ticket.value(id), $0.data.value(JSON(text: json))]
                }
            }
            func talk(_ id: String, _ json: String) async throws {
                try await library.run(Q.setConversations, on: connection) {
                    [$0.merchant.value(1), $0.ticket.value(id), $0.conversations.value(JSON(text: json))]
                }
            }
            try await ticket("900", #"{"subject": "Help needed", "status": "open"}"#)
            let waiting = try await library.run(Q.ticketsAwaitingConversations, on: connection) {
                [$0.merchant.value(1), $0.most.value(1000)]
            }
            #expect(try waiting.contains { try $0[Q.ticketsAwaitingConversations.ticketID] == "900" })
            #expect(try !waiting.contains { try ["101", "102"].contains($0[Q.ticketsAwaitingConversations.ticketID]) })
            try await talk("900", #"[{"body": "Hello"}]"#)
            #expect(
                try await data("900") == #"{"status": "open", "subject": "Help needed", "conversations": [{"body": "Hello"}]}"#)
            // The first pass again: the metadata is new, the talk is there, an entry that is gone is gone.
            try await ticket("900", #"{"status": 5}"#)
            #expect(try await data("900") == #"{"status": 5, "conversations": [{"body": "Hello"}]}"#)
            // What the list says of conversations does not count, what is no list changes nothing.
            try await ticket("900", #"{"status": 5, "conversations": []}"#)
            try await talk("900", #"{"body": "no list"}"#)
            #expect(try await data("900") == #"{"status": 5, "conversations": [{"body": "Hello"}]}"#)
            try await talk("901", "[]")
            #expect(try await data("901") == nil)

            // What has not changed is not written.
            let version = "SELECT xmin::text || ctid FROM support_etl.etl_freshdesk_tickets WHERE freshdesk_ticket_id = '900'"
            let before = try await connection.text(version)
            try await ticket("900", #"{"status": 5}"#)
            try await talk("900", #"[{"body": "Hello"}]"#)
            #expect(try await connection.text(version) == before)

            try await library.run(Q.upsertTickets, on: connection) {
                [
                    $0.merchant.value(1), $0.tickets.value(["900", "902", "902"]),
                    $0.data.value([
                        JSON(text: #"{"status": 4}"#), JSON(text: #"{"n": 1}"#), JSON(text: #"{"n": 2, "text": "a \"b\", c"}"#),
                    ]),
                ]
            }
            #expect(try await data("900") == #"{"status": 4, "conversations": [{"body": "Hello"}]}"#)
            #expect(try await data("902") == #"{"n": 2, "text": "a \"b\", c"}"#)

            for orders in [5, 6] {
                try await library.run(Q.upsertCustomer, on: connection) {
                    [
                        $0.merchant.value(1), $0.customer.value("12345"),
                        $0.data.value(JSON(text: #"{"email": "john@example.com", "orders_count": \#(orders)}"#)),
                    ]
                }
            }
            try await library.run(Q.upsertCustomers, on: connection) {
                [
                    $0.merchant.value(1), $0.customers.value(["12345", "12346"]),
                    $0.data.value([JSON(text: "{}"), JSON(text: "{}")]),
                ]
            }
            #expect(
                try await connection.texts(
                    "SELECT data FROM support_etl.etl_shopify_customers WHERE shopify_customer_id LIKE '1234_' ORDER BY 1") == [
                        "{}", "{}",
                    ])
        }
    }

    @Test func ordersAreNumbersOrTexts() async throws {
        try await SupportETLDatabase.open { (connection, _) async throws in
            try await connection.run(
                script: """
                    INSERT INTO support_etl.merchants (name) VALUES ('alpha');
                    INSERT INTO support_etl.etl_shopify_customers (merchant_id, shopify_customer_id, data)
                    SELECT 1, i, d::jsonb FROM (VALUES
                        ('a', '{"orders_count": 11.5}'), ('b', '{"orders_count": 99999999999999999999999999}'),
                        ('c', '{"orders_count": " 12 "}'), ('d', '{"orders_count": "+13"}'), ('e', '{"orders_count": 10}'),
                        ('f', '{"orders_count": "many"}'), ('g', '{"orders_count": -20}'), ('h', '{"orders_count": null}'),
                        ('i', '{"orders_count": "11."}'), ('j', '{"orders_count": "9.\(String(repeating: "9", count: 400))"}'),
                        ('k', '{"orders_count": [50]}'), ('l', '{"orders_count": "."}')) AS v (i, d)
                    """)
            let rows = try await SupportPlatform.library().run(Q.customersByOrders, on: connection)
            #expect(try rows.map { try $0[Q.customersByOrders.customerID] } == ["b", "d", "c", "a", "i"])
        }
    }

    @Test func theBulkLoad() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            typealias Envelope = SupportETLLoader.Envelope
            try await connection.run(script: "SET ROLE service_role")
            let loader = SupportETLLoader(connection)
            let tickets = (1...3000).map { number in
                Envelope(
                    merchantID: 2, sourceID: "b\(number)", json: #"{"status": 2, "note": "tab\tand \\ back", "n": \#(number)}"#)
            }
            #expect(try await loader.tickets(tickets) == .init(inserted: 3000))
            #expect(try await loader.tickets(tickets) == .init(unchanged: 3000))
            let talk = ["b1", "b2", "nobody"].map { Envelope(merchantID: 2, sourceID: $0, json: #"[{"id": 1}]"#) }
            #expect(
                try await loader.conversations(talk + [Envelope(merchantID: 2, sourceID: "b3", json: "{}")])
                    == .init(updated: 2, rejected: 2))
            #expect(try await loader.conversations(talk) == .init(unchanged: 2, rejected: 1))
            // The first pass again, with one new, one changed and one twice: the last counts, and the talk stays.
            let again = [
                Envelope(merchantID: 2, sourceID: "b1", json: #"{"status": 3}"#),
                Envelope(merchantID: 2, sourceID: "b1", json: #"{"status": 5}"#),
                tickets[1], Envelope(merchantID: 2, sourceID: "new", json: "{}"),
            ]
            #expect(try await loader.tickets(again) == .init(inserted: 1, updated: 1, unchanged: 1))
            #expect(
                try await connection.texts(
                    "SELECT data FROM support_etl.etl_freshdesk_tickets WHERE freshdesk_ticket_id IN ('b1') ") == [
                        #"{"status": 5, "conversations": [{"id": 1}]}"#
                    ])
            let customers = [
                Envelope(merchantID: 1, sourceID: "1", json: "{}"), Envelope(merchantID: 1, sourceID: "77", json: "{}"),
            ]
            #expect(try await loader.customers(customers) == .init(inserted: 1, updated: 1))
            #expect(try await loader.customers([]) == .init())

            // The table goes with its transaction, and a merge without it says so.
            for merge in ["customers", "tickets", "conversations"] {
                #expect(
                    try await connection.refusal(of: "service_role", "SELECT FROM support_etl.merge_staged_\(merge)()") == "42P01"
                )
            }
            // One bad row, and nothing of the load is there; the message has its line, not the row.
            let count = try await connection.text("SELECT count(*) FROM support_etl.etl_freshdesk_tickets")
            let bad = [
                Envelope(merchantID: 2, sourceID: "x1", json: "{}"),
                Envelope(merchantID: 2, sourceID: "x2", json: "{\"a\": secret"),
            ]
            do {
                _ = try await loader.tickets(bad)
                Issue.record("what is no JSON was loaded")
            } catch let error as PostgresError {
                #expect(error.sqlState.map { "\($0)" } == "22P02")
                #expect(!error.description.contains("secret"))
            }
            await #expect(throws: PostgresError.self) {
                _ = try await loader.tickets([Envelope(merchantID: 99, sourceID: "x3", json: "{}")])
            }
            #expect(try await connection.text("SELECT count(*) FROM support_etl.etl_freshdesk_tickets") == count)
        }
    }

    @Test func theCourseOfASynchronisation() async throws {
        try await SupportETLDatabase.open(filled: true) { (connection, _) async throws in
            let library = try SupportPlatform.library()
            try await connection.run(script: "SET ROLE service_role")
            func begin() async throws -> QueryRow? {
                try await library.run(Q.beginSync, on: connection) {
                    [$0.merchant.value(1), $0.resource.value("freshdesk_tickets")]
                }.first
            }
            let state =
                "SELECT concat_ws(' ', sync_status, last_sync_at IS NOT NULL, last_successful_id, error_message) FROM support_etl.sync_metadata"
            #expect(try await begin()?[Q.beginSync.lastSyncAt] == .some(nil))
            #expect(try await connection.texts(state) == ["in_progress f"])
            try await library.run(Q.finishSync, on: connection) {
                [$0.merchant.value(1), $0.resource.value("freshdesk_tickets"), $0.lastID.value("112")]
            }
            #expect(try await connection.texts(state) == ["success t 112"])
            #expect(try await begin()?[Q.beginSync.lastSuccessfulID] == "112")
            try await library.run(Q.failSync, on: connection) {
                [$0.merchant.value(1), $0.resource.value("freshdesk_tickets"), $0.message.value("429")]
            }
            // The time of the last success stays.
            #expect(try await connection.texts(state) == ["failed t 112 429"])
            #expect(try await begin() != nil)
            #expect(try await connection.texts(state) == ["in_progress t 112"])
            try await library.run(Q.finishSync, on: connection) {
                [$0.merchant.value(1), $0.resource.value("freshdesk_tickets")]
            }
            #expect(try await connection.texts(state) == ["success t 112"])
            #expect(try await library.run(Q.syncOverview, on: connection).count == 1)
            // What never began does not end: no row, and none is made.
            for merchant: Int32 in [1, 2] {
                let finished = try await library.run(Q.finishSync, on: connection) {
                    [$0.merchant.value(merchant), $0.resource.value("freshdesk_tickets")]
                }
                let failed = try await library.run(Q.failSync, on: connection) {
                    [$0.merchant.value(merchant), $0.resource.value("freshdesk_tickets"), $0.message.value("429")]
                }
                #expect(try finished.map { try $0[Q.finishSync.resourceType] } == (merchant == 1 ? ["freshdesk_tickets"] : []))
                #expect(failed.count == (merchant == 1 ? 1 : 0))
            }
            #expect(try await library.run(Q.syncOverview, on: connection).count == 1)
        }
    }
}
