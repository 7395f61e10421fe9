package import Queries
package import SchemaDSL

private let c = SupportETLModule.customers
private let t = SupportETLModule.tickets

/// The document's upsert of a customer. One that has not changed is not written: its `updated_at` stays, and no index grows.
package final class UpsertCustomer: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let customer = Parameter("customer", .varchar(255), about: "Shopify's id")
    package let data = Parameter("data", .jsonb, about: "the customer as Shopify sends it")
    package let purpose = "Puts a customer of Shopify in, or the new state in the place of the old."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        INSERT INTO \(c) AS c (\(c.merchantID), \(c.shopifyCustomerID), \(c.data))
        VALUES (\(merchant), \(customer), \(data))
        ON CONFLICT (\(c.merchantID), \(c.shopifyCustomerID)) DO UPDATE SET \(c.data) = excluded.\(c.data)
        WHERE c.\(c.data) IS DISTINCT FROM excluded.\(c.data)
        """
    }
}

/// The document's upsert of a ticket, the first pass: the document's own would wipe the conversations that the second brought.
package final class UpsertTicket: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let ticket = Parameter("ticket", .varchar(255), about: "Freshdesk's id")
    package let data = Parameter("data", .jsonb, about: "the ticket as Freshdesk's lists have it, without conversations")
    package let purpose = "Puts a ticket of Freshdesk in, or its new metadata; its conversations stay."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        let merged = TicketPasses.metadata(over: "t.\(t.data)", with: "excluded.\(t.data)")
        return """
            INSERT INTO \(t) AS t (\(t.merchantID), \(t.freshdeskTicketID), \(t.data))
            VALUES (\(merchant), \(ticket), \(data))
            ON CONFLICT (\(t.merchantID), \(t.freshdeskTicketID)) DO UPDATE SET \(t.data) = \(merged)
            WHERE t.\(t.data) IS DISTINCT FROM \(merged)
            """
    }
}

/// The second pass.
package final class SetTicketConversations: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let ticket = Parameter("ticket", .varchar(255), about: "Freshdesk's id")
    package let conversations = Parameter("conversations", .jsonb, about: "the list; [] where there are none")
    package let purpose =
        "Gives a ticket its conversations and changes nothing else of it; no ticket, or no list, changes nothing."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        UPDATE \(t) SET \(t.data) = \(TicketPasses.conversations(over: "\(t.data)", with: "\(conversations)"))
        WHERE \(t.merchantID) = \(merchant) AND \(t.freshdeskTicketID) = \(ticket)
          AND jsonb_typeof(\(conversations)) = 'array' AND \(t.data) -> 'conversations' IS DISTINCT FROM \(conversations)
        """
    }
}

/// A batch of tickets in one statement, for what has changed since the last time. Of two with one id the last wins.
package final class UpsertTickets: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let tickets = Parameter("tickets", .array(of: .varchar), about: "Freshdesk's ids")
    package let data = Parameter("data", .array(of: .jsonb), about: "the tickets, in the same order")
    package let purpose = "Puts a batch of a merchant's tickets in, or their new metadata; their conversations stay."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        let merged = TicketPasses.metadata(over: "t.\(t.data)", with: "excluded.\(t.data)")
        return """
            INSERT INTO \(t) AS t (\(t.merchantID), \(t.freshdeskTicketID), \(t.data))
            SELECT DISTINCT ON (b.id) \(merchant), b.id, b.data
            FROM unnest(\(tickets), \(data)) WITH ORDINALITY AS b (id, data, place)
            ORDER BY b.id, b.place DESC
            ON CONFLICT (\(t.merchantID), \(t.freshdeskTicketID)) DO UPDATE SET \(t.data) = \(merged)
            WHERE t.\(t.data) IS DISTINCT FROM \(merged)
            """
    }
}

/// The same for customers.
package final class UpsertCustomers: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let customers = Parameter("customers", .array(of: .varchar), about: "Shopify's ids")
    package let data = Parameter("data", .array(of: .jsonb), about: "the customers, in the same order")
    package let purpose = "Puts a batch of a merchant's customers in, or their new state."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        INSERT INTO \(c) AS c (\(c.merchantID), \(c.shopifyCustomerID), \(c.data))
        SELECT DISTINCT ON (b.id) \(merchant), b.id, b.data
        FROM unnest(\(customers), \(data)) WITH ORDINALITY AS b (id, data, place)
        ORDER BY b.id, b.place DESC
        ON CONFLICT (\(c.merchantID), \(c.shopifyCustomerID)) DO UPDATE SET \(c.data) = excluded.\(c.data)
        WHERE c.\(c.data) IS DISTINCT FROM excluded.\(c.data)
        """
    }
}
