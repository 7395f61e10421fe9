import SchemaDSL

/// `conversation_session`: one visit of a customer to the widget, ended by the job after half an hour of silence.
final class ConversationSession: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let customerID: Column<String>
    let sessionToken = Column("sessionToken", .varchar).notNull().unique("idx_session_sessionToken").sensitive()
    let isActive = Column("isActive", .boolean).default(true).unmasked()
    let startedAt = Column("startedAt", .timestamp).default(.now).unmasked()
    let endedAt = Column("endedAt", .timestamp).unmasked()
    let lastActivityAt = Column("lastActivityAt", .timestamp).default(.now).unmasked()
    let messageCount = Column("messageCount", .integer).default(0).unmasked()
    let aiMessageCount = Column("aiMessageCount", .integer).default(0).unmasked()
    let humanMessageCount = Column("humanMessageCount", .integer).default(0).unmasked()
    let averageResponseTime = Column("averageResponseTime", .integer).comment("Seconds").unmasked()
    let customerSatisfaction = Column("customerSatisfaction", .integer).comment("1 to 5").unmasked()
    let tags = Column("tags", .array(of: .varchar)).sensitive()
    let metadata = Column("metadata", .json).sensitive()
    let ipAddress = Column("ipAddress", .varchar).sensitive()
    let userAgent = Column("userAgent", .varchar).sensitive()
    let referrer = Column("referrer", .varchar).sensitive()

    init(_ customers: Customer) {
        customerID = Column("customerId", .varchar).notNull().references(customers.id).unmasked()
    }

    var body: TableBody {
        TableComment("Sessions of customers with the widget, with their token and figures. Times are UTC.")
        Index("idx_session_customerId", on: customerID)
        // The sessions that the job looks for each five minutes: few, and in the order in which they end.
        Index("idx_session_isActive", on: lastActivityAt, where: isActive.isTrue)
        Index("idx_session_startedAt", on: startedAt)
        Index("idx_session_lastActivityAt", on: lastActivityAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
