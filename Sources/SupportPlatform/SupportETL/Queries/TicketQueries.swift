package import Queries
package import SchemaDSL

private let t = SupportETLModule.tickets

/// The document's query by priority, with what it needs to be read.
package final class TicketsByPriority: Query, Sendable {
    package let priority = Parameter("priority", .text, default: "'high'", about: "low, medium, high, urgent or unknown")
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all")
    package let merchantID = Output(t.merchantID)
    package let ticketID = Output(t.freshdeskTicketID)
    package let subject = Output("subject", .text).nullable().sensitive()
    package let status = Output("status", .text).nullable().unmasked()
    package let createdAt = Output("ticket_created_at", .timestamptz).nullable().unmasked()
    package let purpose = "Tickets of a priority, whether Freshdesk sent its number or its name, the newest first."

    package var sql: SQLFragment {
        """
        SELECT \(t.merchantID), \(t.freshdeskTicketID), \(t.data) ->> 'subject' AS subject,
            \(SupportETLModule.extractTicketStatus)(\(t.data)) AS status, \(t.ticketCreatedAt) AS ticket_created_at
        FROM \(t)
        WHERE \(SupportETLModule.extractTicketPriority)(\(t.data)) = \(priority)
          AND (\(merchant) IS NULL OR \(t.merchantID) = \(merchant))
        ORDER BY ticket_created_at DESC NULLS LAST, \(t.merchantID), \(t.freshdeskTicketID)
        """
    }
}

/// The document's count by tag. Its `jsonb_array_elements_text(data->'tags')` fails for all on the first row whose tags are
/// no list.
package final class TicketsByTag: Query, Sendable {
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all")
    package let tag = Output("tag", .text).unmasked()
    package let tickets = Output("tickets", .bigint).unmasked()
    package let purpose = "How many tickets have each tag, whatever its case; a ticket counts once for a tag."

    package var sql: SQLFragment {
        """
        SELECT g.tag, count(*) AS tickets
        FROM \(t)
        CROSS JOIN LATERAL unnest(\(SupportETLModule.tagList)(\(t.data) -> 'tags')) AS g (tag)
        WHERE \(merchant) IS NULL OR \(t.merchantID) = \(merchant)
        GROUP BY g.tag
        ORDER BY tickets DESC, g.tag COLLATE pg_catalog."C"
        """
    }
}

/// The document's `data ? 'conversations'` also finds tickets whose list is empty: the second pass found nothing to bring.
package final class TicketsWithConversations: Query, Sendable {
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all")
    package let merchantID = Output(t.merchantID)
    package let ticketID = Output(t.freshdeskTicketID)
    package let conversations = Output("conversations", .integer).unmasked()
    package let purpose = "Tickets that somebody talked on, with the number of their conversations."

    package var sql: SQLFragment {
        """
        SELECT \(t.merchantID), \(t.freshdeskTicketID), k.conversations
        FROM \(t)
        CROSS JOIN LATERAL (
            SELECT CASE jsonb_typeof(\(t.data) -> 'conversations')
                WHEN 'array' THEN jsonb_array_length(\(t.data) -> 'conversations')
            END AS conversations
        ) AS k
        WHERE \(t.data) ? 'conversations' AND k.conversations > 0 AND (\(merchant) IS NULL OR \(t.merchantID) = \(merchant))
        ORDER BY \(t.merchantID), \(t.freshdeskTicketID)
        """
    }
}

/// The work of the second pass.
package final class TicketsAwaitingConversations: Query, Sendable {
    package let merchant = Parameter("merchant", .integer)
    package let most = Parameter("most", .integer, default: "100", about: "as many as one batch takes")
    package let ticketID = Output(t.freshdeskTicketID)
    package let purpose = "Tickets of a merchant whose conversations the second pass has not brought yet, the oldest first."

    package var sql: SQLFragment {
        """
        SELECT \(t.freshdeskTicketID)
        FROM \(t)
        WHERE \(t.merchantID) = \(merchant) AND NOT \(t.data) ? 'conversations'
        ORDER BY \(t.times.createdAt), \(t.freshdeskTicketID)
        LIMIT greatest(\(most), 0)
        """
    }
}
