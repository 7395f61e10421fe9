import SchemaDSL

/// `customer_profile`: what is known of a customer beyond the contact, one row each at most.
final class CustomerProfile: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText)
    let customerID: Column<String>
    let company = Column("company", .varchar)
    let jobTitle = Column("jobTitle", .varchar)
    let industry = Column("industry", .varchar)
    let website = Column("website", .varchar)
    let location = Column("location", .varchar)
    let notes = Column("notes", .text)
    let leadScore = Column("leadScore", .integer).default(0)
    let totalChats = Column("totalChats", .integer).default(0)
    let totalMessages = Column("totalMessages", .integer).default(0)
    let averageResponseTime = Column("averageResponseTime", .integer).comment("Seconds")
    let lastContactedAt = Column("lastContactedAt", .timestamp)
    let preferredContactTime = Column("preferredContactTime", .varchar)
    let communicationPrefs = Column("communicationPrefs", .json)
    let customFields = Column("customFields", .json)
    let createdAt = Column("createdAt", .timestamp).default(.now)
    let updatedAt = Column("updatedAt", .timestamp).default(.now)

    init(_ customers: Customer) {
        customerID = Column("customerId", .varchar).notNull().unique("idx_customer_profile_customerId")
            .references(customers.id)
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
