import SchemaDSL

/// `current_queue_status`: the tickets on which somebody waits, now.
final class CurrentQueueStatus: View, Sendable {
    let merchantID = Column("merchant_id", .integer).unmasked()
    let isTest = Column("is_test", .boolean).unmasked()
    let ticketID = Column("freshdesk_ticket_id", .varchar).unmasked()
    let subject = Column("subject", .text).sensitive()
    let status = Column("status", .text).unmasked()
    let priority = Column("priority", .text).unmasked()
    let createdAt = Column("ticket_created_at", .timestamptz).unmasked()
    let ageHours = Column("age_hours", .numeric).unmasked()
    let responderID = Column("responder_id", .text).unmasked()
    let dueBy = Column("due_by", .timestamptz).unmasked()
    let isOverdue = Column("is_overdue", .boolean).unmasked()
    let hasConversations = Column("has_conversations", .boolean).unmasked()

    private let t: EtlFreshdeskTickets
    private let m: Merchants
    init(_ tickets: EtlFreshdeskTickets, _ merchants: Merchants) { (t, m) = (tickets, merchants) }

    var query: SQLFragment {
        """
        SELECT q.\(t.merchantID), m.\(m.isTest), q.\(t.freshdeskTicketID), f.subject AS \(subject),
            coalesce(\(TicketFields.status), 'unknown') AS \(status),
            coalesce(\(TicketFields.priority), 'unknown') AS \(priority),
            q.written_at AS \(createdAt),
            round(extract(epoch FROM now() - q.written_at) / 3600, 1) AS \(ageHours),
            f.responder_id AS \(responderID), d.due_by AS \(dueBy),
            coalesce(d.due_by < now() AND \(TicketFields.status) = 'open', false) AS \(isOverdue),
            \(TicketFields.hasConversations) AS \(hasConversations)
        FROM (
            SELECT \(t.merchantID), \(t.freshdeskTicketID), \(t.data), \(t.ticketCreatedAt) AS written_at
            FROM \(t)
            WHERE \(t.isInQueue)
        ) AS q
        JOIN \(m) AS m ON m.\(m.id) = q.\(t.merchantID)
        CROSS JOIN LATERAL \(TicketFields.record(of: "q.\(t.data)"))
        CROSS JOIN LATERAL (SELECT \(SupportETLModule.parseTimestamp)(f.due_by) AS due_by) AS d
        WHERE \(TicketFields.isKept)
        """
    }

    var settings: ViewSettings {
        ViewSettings(
            securityInvoker: true, grants: [Grant(.select, to: .serviceRole)],
            comment: "Tickets that are not resolved, closed, spam or deleted: open, pending, waiting, and those of a status that "
                + "Freshdesk does not define. Only open ones can be overdue: the clock of the others stands still.")
    }
}
