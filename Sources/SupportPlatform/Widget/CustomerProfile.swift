import SchemaDSL

/// `customer_profile`: what is known of a customer beyond the contact, one row each at most.
final class CustomerProfile: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let customerID: Column<String>
    let company = Column("company", .varchar).sensitive()
    let jobTitle = Column("jobTitle", .varchar).sensitive()
    let industry = Column("industry", .varchar).unmasked()
    let website = Column("website", .varchar).sensitive()
    let location = Column("location", .varchar).sensitive()
    let notes = Column("notes", .text).sensitive()
    let leadScore = Column("leadScore", .integer).default(0).unmasked()
    let totalChats = Column("totalChats", .integer).default(0).unmasked()
    let totalMessages = Column("totalMessages", .integer).default(0).unmasked()
    let averageResponseTime = Column("averageResponseTime", .integer).comment("Seconds").unmasked()
    let lastContactedAt = Column("lastContactedAt", .timestamp).unmasked()
    let preferredContactTime = Column("preferredContactTime", .varchar).sensitive()
    let communicationPrefs = Column("communicationPrefs", .json).sensitive()
    let customFields = Column("customFields", .json).sensitive()
    let createdAt = Column("createdAt", .timestamp).default(.now).unmasked()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).unmasked()

    init(_ customers: Customer) {
        customerID = Column("customerId", .varchar).notNull().unique("idx_customer_profile_customerId")
            .references(customers.id).unmasked()
    }

    var body: TableBody {
        TableComment("Company, lead score and totals of customers, one row each at most.")
        Index("idx_customer_profile_company", on: company)
        Index("idx_customer_profile_industry", on: industry)
        Index("idx_customer_profile_leadScore", on: leadScore)
        Index("idx_customer_profile_lastContactedAt", on: lastContactedAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
