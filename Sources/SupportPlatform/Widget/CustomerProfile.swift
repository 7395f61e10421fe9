import SchemaDSL

/// `customer_profile`: what is known of a customer beyond the contact, one row each at most.
final class CustomerProfile: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).public()
    let customerID: Column<String>
    let company = Column("company", .varchar).personal()
    let jobTitle = Column("jobTitle", .varchar).personal()
    let industry = Column("industry", .varchar).public()
    let website = Column("website", .varchar).personal()
    let location = Column("location", .varchar).personal()
    let notes = Column("notes", .text).personal()
    let leadScore = Column("leadScore", .integer).default(0).public()
    let totalChats = Column("totalChats", .integer).default(0).public()
    let totalMessages = Column("totalMessages", .integer).default(0).public()
    let averageResponseTime = Column("averageResponseTime", .integer).comment("Seconds").public()
    let lastContactedAt = Column("lastContactedAt", .timestamp).public()
    let preferredContactTime = Column("preferredContactTime", .varchar).personal()
    let communicationPrefs = Column("communicationPrefs", .json).personal()
    let customFields = Column("customFields", .json).personal()
    let createdAt = Column("createdAt", .timestamp).default(.now).public()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).public()

    init(_ customers: Customer) {
        customerID = Column("customerId", .varchar).notNull().unique("idx_customer_profile_customerId")
            .references(customers.id).public()
    }

    var body: TableBody {
        Comment("Company, lead score and totals of customers, one row each at most.")
        Index("idx_customer_profile_company", on: company)
        Index("idx_customer_profile_industry", on: industry)
        Index("idx_customer_profile_leadScore", on: leadScore)
        Index("idx_customer_profile_lastContactedAt", on: lastContactedAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
