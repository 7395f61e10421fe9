import Checks
import SchemaDSL

/// The checks on envelopes, and on the synchronisation that brings them.
enum SupportETLChecks {
    private static let module = SupportETLModule.self
    private static let merchants = SupportETLModule.merchants
    private static let customers = SupportETLModule.customers
    private static let tickets = SupportETLModule.tickets

    static let groups = [
        CheckGroup(on: customers, key: [customers.merchantID, customers.shopifyCustomerID], customerChecks),
        CheckGroup(on: tickets, key: [tickets.merchantID, tickets.freshdeskTicketID], ticketChecks),
        CheckGroup(on: SupportETLSyncChecks.sync, key: [SupportETLSyncChecks.sync.id], SupportETLSyncChecks.all),
        CheckGroup(
            on: SupportETLSyncChecks.integrations, key: [SupportETLSyncChecks.integrations.id],
            SupportETLSyncChecks.ofIntegrations),
        CheckGroup(catalogOf: "support_etl", SupportETLQuestions.all),
    ]

    private static let customerChecks: [DataCheck] = [
        .shape(
            customers.data,
            JSONShape(
                "shopify_customer",
                [
                    .required("created_at", .timestamp), .required("orders_count", .integer(atLeast: 0)),
                    .optional("id", .integer(atLeast: 1)), .optional("total_spent", .format(#"^-?[0-9]+([.][0-9]+)?$"#)),
                    .optional("verified_email", .boolean),
                ]), onNull: .fails,
            "Customers have the form that Shopify sends"),
        // Who has a telephone only has an e-mail of null.
        .satisfies(
            Predicate(
                sql: #"""
                    CASE jsonb_typeof(\#(customers.data) -> 'email') \#
                    WHEN 'string' THEN \#(customers.data) ->> 'email' ~ '^[^\s@]+@[^\s@]+\.[^\s@]+$' \#
                    WHEN 'null' THEN true ELSE NOT \#(customers.data) ? 'email' END
                    """#), named: "data.email", "A customer's e-mail is an address, or there is none"),
        .satisfies(
            Predicate(
                sql: """
                    coalesce(jsonb_typeof(\(customers.data) -> 'tags'), 'string') IN ('string', 'array', 'null')
                    """), named: "data.tags", "A customer's tags are a text with commas, or a list"),
        idMatches(customers.data, customers.shopifyCustomerID, "A customer's envelope is under the id that is in it"),
        ofTestMerchants(customers, customers.merchantID, customers.shopifyCustomerID, "No customer is of a test merchant"),
    ]

    private static let ticketChecks: [DataCheck] = [
        .shape(
            tickets.data,
            JSONShape(
                "freshdesk_ticket",
                [
                    .required("subject", .text), .required("created_at", .timestamp),
                    .optional("updated_at", .timestamp), .optional("id", .integer(atLeast: 1)), .optional("tags", .texts),
                    .optional("spam", .boolean),
                ]), onNull: .fails,
            "Tickets have the form that Freshdesk sends"),
        known("status", module.extractTicketStatus, "Every ticket has a status that Freshdesk defines"),
        known("priority", module.extractTicketPriority, "Every ticket has a priority that Freshdesk defines"),
        .satisfies(
            Predicate(
                sql: "coalesce(jsonb_typeof(\(tickets.data) -> 'conversations'), 'array') = 'array'"),
            named: "data.conversations", "A ticket's conversations are a list"),
        .satisfies(
            Predicate(
                sql: """
                    \(plainDatesInOrder) OR \
                    \(tickets.ticketCreatedAt) <= coalesce(\
                    \(module.parseTimestamp)(\(tickets.data) ->> 'updated_at'), 'infinity') \
                    AND \(tickets.ticketCreatedAt) <= coalesce(\
                    \(module.parseTimestamp)(\(tickets.data) -> 'stats' ->> 'resolved_at'), 'infinity') \
                    AND \(tickets.ticketCreatedAt) <= coalesce(\
                    \(module.parseTimestamp)(\(tickets.data) -> 'stats' ->> 'first_responded_at'), 'infinity')
                    """),
            named: "data.dates_in_order", "No ticket is answered, changed or resolved before it is written"
        ).kind(.quality),
        idMatches(tickets.data, tickets.freshdeskTicketID, "A ticket's envelope is under the id that is in it"),
        .query(
            """
            SELECT t.\(tickets.merchantID), t.\(tickets.freshdeskTicketID)
            FROM \(tickets) AS t
            WHERE NOT t.\(tickets.data) ? 'conversations' AND t.\(tickets.times.createdAt) < now() - interval '1 day'
            """, named: "conversations_fetched", "The second pass reaches every ticket within a day"
        ).kind(.monitor).severity(.warning),
        ofTestMerchants(tickets, tickets.merchantID, tickets.freshdeskTicketID, "No ticket is of a test merchant"),
    ]

    /// Freshdesk writes times in one form, which sorts as text; only others are read, which takes far longer.
    private static var plainDatesInOrder: SQLFragment {
        let plain: SQLFragment = #"'^[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z$'"#
        let written: SQLFragment = "(\(tickets.data) ->> 'created_at')"
        let later: [SQLFragment] = [
            "(\(tickets.data) ->> 'updated_at')", "(\(tickets.data) -> 'stats' ->> 'resolved_at')",
            "(\(tickets.data) -> 'stats' ->> 'first_responded_at')",
        ]
        return .joined(
            ["\(written) ~ \(plain)"]
                + later.map { #"coalesce(\#($0) ~ \#(plain) AND \#($0) COLLATE pg_catalog."C" >= \#(written), true)"# },
            separator: " AND ")
    }

    /// A merchant can define statuses of its own, so that this is advice.
    private static func known(
        _ key: String, _ word: Function, _ title: String, line: UInt = #line
    ) -> DataCheck {
        .satisfies(
            Predicate(sql: "\(word)(\(tickets.data)) <> 'unknown'"), onNull: .fails, named: "data.\(key)_known", title, line: line
        ).severity(.warning)
    }

    private static func idMatches(
        _ data: Column<JSON>, _ id: Column<String>, _ title: String, line: UInt = #line
    ) -> DataCheck {
        .satisfies(
            Predicate(sql: "\(data) ->> 'id' = \(id)"), named: "data.id_matches", title, line: line)
    }

    /// Their rows are no fault where the database is a test's; where customers are, somebody should know.
    private static func ofTestMerchants(
        _ table: any Table, _ merchantID: Column<Int32>, _ id: Column<String>, _ title: String, line: UInt = #line
    ) -> DataCheck {
        .query(
            """
            SELECT e.\(merchantID), e.\(id)
            FROM \(table) AS e
            JOIN \(merchants) AS m ON m.\(merchants.id) = e.\(merchantID)
            WHERE m.\(merchants.isTest)
            """, named: "of_test_merchants", title, line: line
        ).severity(.info)
    }
}
