import SchemaDSL

/// `etl_freshdesk_tickets`: each ticket as Freshdesk sends it, with its conversations once the second pass has brought them.
final class EtlFreshdeskTickets: Table, Sendable {
    let merchantID: Column<Int32>
    let freshdeskTicketID = Column("freshdesk_ticket_id", .varchar(255)).notNull().unmasked()
    let data = Column("data", .jsonb).notNull().sensitive()
        .comment("The ticket as Freshdesk's API sends it; conversations is the second pass's alone")
    let times = EnvelopeTimes()

    init(_ merchants: Merchants) {
        merchantID = Column("merchant_id", .integer).notNull().references(merchants.id).unmasked()
    }

    /// When the customer wrote, as Freshdesk says; NULL where that cannot be read.
    var ticketCreatedAt: SQLFragment { "\(SupportETLModule.parseTimestamp)(\(data) ->> 'created_at')" }

    /// Tickets that are not known to be done: a status of the merchant's own making must not make a ticket vanish from the queue.
    var isInQueue: Predicate {
        let done = SQLFragment.joined(TicketStatus.done.map { "\(literal: $0.rawValue)" }, separator: ", ")
        let status: SQLFragment =
            "coalesce(\(SupportETLModule.extractTicketStatus)(\(data)), \(literal: TicketStatus.unknown.rawValue))"
        return Predicate(sql: "\(status) NOT IN (\(done))")
    }

    var body: TableBody {
        TableComment("Tickets of Freshdesk, one envelope each, upserted by (merchant_id, freshdesk_ticket_id).")
        PrimaryKey(merchantID, freshdeskTicketID)
        Check(sql: "jsonb_typeof(\(data)) = 'object'", name: "etl_freshdesk_tickets_data_check")
        Index("idx_freshdesk_tickets_merchant_id", on: merchantID)  // plumb:ignore PL083: the document asks for it by name
        Index("idx_freshdesk_tickets_created_at", on: times.createdAt)
        Index("idx_freshdesk_tickets_data_gin", on: data, using: .gin)
        // Summaries ask for the ticket's own date, and the queue is a sliver of the table.
        Index("idx_freshdesk_tickets_ticket_created_at", on: IndexKey(sql: ticketCreatedAt), merchantID)
        Index("idx_freshdesk_tickets_queue", on: merchantID, where: isInQueue)
        SupportETLModule.touch
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
