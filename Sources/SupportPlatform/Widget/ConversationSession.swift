import SchemaDSL

/// `conversation_session`: one visit of a customer to the widget, ended by the job after half an hour of silence.
final class ConversationSession: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText)
    let customerID: Column<String>
    let sessionToken = Column("sessionToken", .varchar).notNull().unique("idx_session_sessionToken")
    let isActive = Column("isActive", .boolean).default(true)
    let startedAt = Column("startedAt", .timestamp).default(.now)
    let endedAt = Column("endedAt", .timestamp)
    let lastActivityAt = Column("lastActivityAt", .timestamp).default(.now)
    let messageCount = Column("messageCount", .integer).default(0)
    let aiMessageCount = Column("aiMessageCount", .integer).default(0)
    let humanMessageCount = Column("humanMessageCount", .integer).default(0)
    let averageResponseTime = Column("averageResponseTime", .integer).comment("Seconds")
    let customerSatisfaction = Column("customerSatisfaction", .integer).comment("1 to 5")
    let tags = Column("tags", .array(of: .varchar))
    let metadata = Column("metadata", .json)
    let ipAddress = Column("ipAddress", .varchar)
    let userAgent = Column("userAgent", .varchar)
    let referrer = Column("referrer", .varchar)

    init(_ customers: Customer) {
        customerID = Column("customerId", .varchar).notNull().references(customers.id)
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
