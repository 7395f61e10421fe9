import SchemaDSL

/// `customer`: who writes to the widget, and whether he is online.
final class Customer: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let name = Column("name", .varchar).sensitive()
    // One index, under the document's name: a second one on the same column would only cost.
    let email = Column("email", .varchar).notNull().unique("idx_customer_email").sensitive()
    let phone = Column("phone", .varchar).sensitive()
    let avatar = Column("avatar", .varchar).sensitive()
    let timezone = Column("timezone", .varchar).default("UTC").unmasked()
    let language = Column("language", .varchar).default("en").unmasked()
    let lastSeenAt = Column("lastSeenAt", .timestamp).unmasked()
    let isOnline = Column("isOnline", .boolean).default(false).unmasked()
    let metadata = Column("metadata", .json).sensitive()
    let createdAt = Column("createdAt", .timestamp).default(.now).unmasked()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).unmasked()

    var body: TableBody {
        TableComment("Customers of the chat widget, with their online status. Times are UTC.")
        Index("idx_customer_isOnline", on: lastSeenAt.descending, where: isOnline.isTrue)
        Index("idx_customer_lastSeenAt", on: lastSeenAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
