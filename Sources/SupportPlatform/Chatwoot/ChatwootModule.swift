import SchemaDSL
import SchemaModel

/// Chatwoot's database: the application's tables in two shapes, and our additions to them.
enum ChatwootModule {
    static let document = ChatwootDocument()
    static let application = ChatwootApplication()

    /// The table that our indexes and our view are on; both shapes have all columns that these use.
    static let contacts = document.contacts
    static let labels = document.labels
    static let contactAttributes = ContactAttributesView(contacts)

    static let database = Database(
        "chatwoot", platform: .chatwoot,
        external: [
            ExternalSchema(
                "public", owner: "chatwoot",
                shapes: [
                    .init("document", tables: document.tables),
                    .init("application", tables: application.tables),
                ])
        ],
        schemas: [Schema("public", ownership: .declaredObjects, views: [contactAttributes])],
        additions: [additions],
        referenceRows: [labelRows])

    /// Indexes on what our agents write into `custom_attributes`.
    private static let additions = Additions(to: contacts) {
        Index("idx_contacts_custom_attributes", on: contacts.customAttributes, using: .gin)
        Index("idx_contacts_lead_status", on: IndexKey(sql: CustomAttribute.text("lead_status").of(contacts)))
        Index("idx_contacts_lead_source", on: IndexKey(sql: CustomAttribute.text("lead_source").of(contacts)))
        Index(
            "idx_contacts_qualification_score",
            on: IndexKey(sql: CustomAttribute.number("qualification_score").of(contacts)).descending)
        Index("idx_contacts_instagram_handle", on: IndexKey(sql: CustomAttribute.text("instagram_handle").of(contacts)))
    }
}
