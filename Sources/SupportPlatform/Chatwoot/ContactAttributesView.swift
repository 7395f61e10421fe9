import SchemaDSL

/// `contact_attributes_view`: the custom attributes of contacts as columns.
///
/// Its columns have the same types in both shapes of Chatwoot: text without a length, times with a zone.
final class ContactAttributesView: View, Sendable {
    let contactID = Column("contact_id", .integer).unmasked()
    let contactName = Column("name", .text).sensitive()
    let email = Column("email", .text).sensitive()
    let phoneNumber = Column("phone_number", .text).sensitive()
    let leadStatus = Column("lead_status", .text).unmasked()
    let leadSource = Column("lead_source", .text).unmasked()
    let urgencyLevel = Column("urgency_level", .text).unmasked()
    let jobType = Column("job_type", .text).unmasked()
    let budgetRange = Column("budget_range", .text).unmasked()
    let qualificationScore = Column("qualification_score", .doublePrecision).unmasked()
    let aiSummary = Column("ai_summary", .text).sensitive()
    let instagramHandle = Column("instagram_handle", .text).sensitive()
    let followerCount = Column("follower_count", .integer).unmasked()
    let lastContactDate = Column("last_contact_date", .text).unmasked()
    let allAttributes = Column("all_attributes", .jsonb).sensitive()
    let createdAt = Column("created_at", .timestamptz).unmasked()
    let updatedAt = Column("updated_at", .timestamptz).unmasked()

    private let contacts: ChatwootDocument.Contacts
    init(_ contacts: ChatwootDocument.Contacts) { self.contacts = contacts }

    var name: String { "contact_attributes_view" }

    var query: SQLFragment {
        """
        SELECT \(contacts.id, of: "c") AS \(contactID), \
        \(contacts.contactName, of: "c")::text AS \(contactName), \
        \(contacts.email, of: "c")::text AS \(email), \
        \(contacts.phoneNumber, of: "c")::text AS \(phoneNumber), \
        \(CustomAttribute.text("lead_status").of(contacts, "c")) AS \(leadStatus), \
        \(CustomAttribute.text("lead_source").of(contacts, "c")) AS \(leadSource), \
        \(CustomAttribute.text("urgency_level").of(contacts, "c")) AS \(urgencyLevel), \
        \(CustomAttribute.text("job_type_preference").of(contacts, "c")) AS \(jobType), \
        \(CustomAttribute.text("budget_range").of(contacts, "c")) AS \(budgetRange), \
        \(CustomAttribute.number("qualification_score").of(contacts, "c")) AS \(qualificationScore), \
        \(CustomAttribute.text("ai_summary").of(contacts, "c")) AS \(aiSummary), \
        \(CustomAttribute.text("instagram_handle").of(contacts, "c")) AS \(instagramHandle), \
        \(CustomAttribute.integer("follower_count").of(contacts, "c")) AS \(followerCount), \
        \(CustomAttribute.text("last_contact_date").of(contacts, "c")) AS \(lastContactDate), \
        \(contacts.customAttributes, of: "c") AS \(allAttributes), \
        \(utc("\(contacts.createdAt, of: "c")")) AS \(createdAt), \
        \(utc("\(contacts.updatedAt, of: "c")")) AS \(updatedAt) \
        FROM \(contacts) c
        """
    }

    var settings: ViewSettings {
        ViewSettings(securityInvoker: true, comment: "Contacts with the custom attributes that our agents fill in, as columns.")
    }

    /// A point in time of either shape: Rails keeps UTC without a zone, and a cast would take it for the session's.
    private func utc(_ time: SQLFragment) -> SQLFragment {
        "to_timestamp(EXTRACT(epoch FROM \(time))::double precision)"
    }
}
