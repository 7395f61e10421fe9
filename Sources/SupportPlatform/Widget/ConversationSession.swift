import SchemaDSL

/// `conversation_session`: one visit of a customer to the widget, ended by the job after half an hour of silence.
final class ConversationSession: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).public()
    let customerID: Column<String>
    let sessionToken = Column("sessionToken", .varchar).notNull().unique("idx_session_sessionToken").personal()
    let isActive = Column("isActive", .boolean).default(true).public()
    let startedAt = Column("startedAt", .timestamp).default(.now).public()
    let endedAt = Column("endedAt", .timestamp).public()
    let lastActivityAt = Column("lastActivityAt", .timestamp).default(.now).public()
    let messageCount = Column("messageCount", .integer).default(0).public()
    let aiMessageCount = Column("aiMessageCount", .integer).default(0).public()
    let humanMessageCount = Column("humanMessageCount", .integer).default(0).public()
    let averageResponseTime = Column("averageResponseTime", .integer).comment("Seconds").public()
    let customerSatisfaction = Column("customerSatisfaction", .integer).comment("1 to 5").public()
    let tags = Column("tags", .array(of: .varchar)).personal()
    let metadata = Column("metadata", .json).personal()
    let ipAddress = Column("ipAddress", .varchar).personal()
    let userAgent = Column("userAgent", .varchar).personal()
    let referrer = Column("referrer", .varchar).personal()

    init(_ customers: Customer) {
        customerID = Column("customerId", .varchar).notNull().references(customers.id).public()
    }

    var body: TableBody {
        Comment("Sessions of customers with the widget, with their token and figures. Times are UTC.")
        Index("idx_session_customerId", on: customerID)
        // The sessions that the job looks for each five minutes: few, and in the order in which they end.
        Index("idx_session_isActive", on: lastActivityAt, where: isActive.isTrue)
        Index("idx_session_startedAt", on: startedAt)
        Index("idx_session_lastActivityAt", on: lastActivityAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
