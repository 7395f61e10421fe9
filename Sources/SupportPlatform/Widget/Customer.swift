import SchemaDSL

/// `customer`: who writes to the widget, and whether he is online.
final class Customer: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).public()
    let name = Column("name", .varchar).personal()
    // One index, under the document's name: a second one on the same column would only cost.
    let email = Column("email", .varchar).notNull().unique("idx_customer_email").personal()
    let phone = Column("phone", .varchar).personal()
    let avatar = Column("avatar", .varchar).personal()
    let timezone = Column("timezone", .varchar).default("UTC").public()
    let language = Column("language", .varchar).default("en").public()
    let lastSeenAt = Column("lastSeenAt", .timestamp).public()
    let isOnline = Column("isOnline", .boolean).default(false).public()
    let metadata = Column("metadata", .json).personal()
    let createdAt = Column("createdAt", .timestamp).default(.now).public()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).public()

    var body: TableBody {
        Comment("Customers of the chat widget, with their online status. Times are UTC.")
        Index("idx_customer_isOnline", on: lastSeenAt.descending, where: isOnline.isTrue)
        Index("idx_customer_lastSeenAt", on: lastSeenAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
