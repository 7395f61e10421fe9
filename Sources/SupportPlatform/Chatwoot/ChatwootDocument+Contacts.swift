import SchemaDSL

extension ChatwootDocument {
    final class Contacts: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let contactName = Column("name", .varchar(255)).sensitive()
        let email = Column("email", .varchar(255)).sensitive()
        let phoneNumber = Column("phone_number", .varchar(50)).sensitive()
        let identifier = Column("identifier", .varchar(255)).sensitive()
        let thumbnail = Column("thumbnail", .varchar(255)).sensitive()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).sensitive()
        let accountID: Column<Int32>
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        var name: String { "contacts" }

        init(_ accounts: Accounts) {
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).unmasked()
        }

        var body: TableBody {
            Unique(email, accountID, name: "unique_email_per_account")
            Unique(phoneNumber, accountID, name: "unique_phone_per_account")
            Index("index_contacts_on_account_id", on: accountID)
            Index("index_contacts_on_email", on: email)
            Index("index_contacts_on_phone_number", on: phoneNumber)
        }
    }

    final class Labels: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let accountID: Column<Int32>
        let title = Column("title", .varchar(255)).notNull().unmasked()
        let description = Column("description", .text).unmasked()
        let color = Column("color", .varchar(7)).notNull().default("#1f93ff").unmasked()
        let showOnSidebar = Column("show_on_sidebar", .boolean).default(true).unmasked()
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        var name: String { "labels" }

        init(_ accounts: Accounts) {
            accountID = Column("account_id", .integer).notNull().references(accounts.id, onDelete: .cascade).unmasked()
        }

        var body: TableBody {
            Unique(title, accountID, name: "unique_label_per_account")
            Index("index_labels_on_account_id", on: accountID)
        }
    }

    final class ContactLabels: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let contactID: Column<Int32>
        let labelID: Column<Int32>
        let createdAt = Column("created_at", .timestamptz).default(.now).unmasked()
        let updatedAt = Column("updated_at", .timestamptz).default(.now).unmasked()
        var name: String { "contact_labels" }

        init(_ contacts: Contacts, _ labels: Labels) {
            contactID = Column("contact_id", .integer).notNull().references(contacts.id, onDelete: .cascade).unmasked()
            labelID = Column("label_id", .integer).notNull().references(labels.id, onDelete: .cascade).unmasked()
        }

        var body: TableBody {
            Unique(contactID, labelID, name: "unique_contact_label")
            Index("index_contact_labels_on_contact_id", on: contactID)
            Index("index_contact_labels_on_label_id", on: labelID)
        }
    }
}
