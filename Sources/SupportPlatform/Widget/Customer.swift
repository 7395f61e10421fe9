import SchemaDSL

/// `customer`: who writes to the widget, and whether he is online.
final class Customer: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText)
    let name = Column("name", .varchar)
    // One index, under the document's name: a second one on the same column would only cost.
    let email = Column("email", .varchar).notNull().unique("idx_customer_email")
    let phone = Column("phone", .varchar)
    let avatar = Column("avatar", .varchar)
    let timezone = Column("timezone", .varchar).default("UTC")
    let language = Column("language", .varchar).default("en")
    let lastSeenAt = Column("lastSeenAt", .timestamp)
    let isOnline = Column("isOnline", .boolean).default(false)
    let metadata = Column("metadata", .json)
    let createdAt = Column("createdAt", .timestamp).default(.now)
    let updatedAt = Column("updatedAt", .timestamp).default(.now)

    var body: TableBody {
        Comment("Customers of the chat widget, with their online status. Times are UTC.")
        Index("idx_customer_isOnline", on: lastSeenAt.descending, where: isOnline.isTrue)
        Index("idx_customer_lastSeenAt", on: lastSeenAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
