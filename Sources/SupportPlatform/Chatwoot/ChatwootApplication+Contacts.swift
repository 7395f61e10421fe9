import SchemaDSL

extension ChatwootApplication {
    final class Contacts: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let contactName = Column("name", .varchar).default("").personal()
        let email = Column("email", .varchar).personal()
        let phoneNumber = Column("phone_number", .varchar).personal()
        let accountID = Column("account_id", .integer).notNull().public()
        let createdAt = Column("created_at", .timestamp).notNull().public()
        let updatedAt = Column("updated_at", .timestamp).notNull().public()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).personal()
        let identifier = Column("identifier", .varchar).personal()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).personal()
        let lastActivityAt = Column("last_activity_at", .timestamp).public()
        let contactType = Column("contact_type", .integer).default(0).public()
        let middleName = Column("middle_name", .varchar).default("").personal()
        let lastName = Column("last_name", .varchar).default("").personal()
        let location = Column("location", .varchar).default("").personal()
        let countryCode = Column("country_code", .varchar).default("").personal()
        let blocked = Column("blocked", .boolean).notNull().default(false).public()
        var name: String { "contacts" }

        private var nonempty: Predicate {
            Predicate(sql: "\(email)::text <> '' OR \(phoneNumber)::text <> '' OR \(identifier)::text <> ''")
        }

        var body: TableBody {
            Index("index_contacts_on_lower_email_account_id", on: IndexKey(sql: "lower(\(email)::text)"), accountID)
            Index("index_contacts_on_account_id_and_contact_type", on: accountID, contactType)
            Index("index_contacts_on_nonempty_fields", on: accountID, email, phoneNumber, identifier, where: nonempty)
            Index("index_contacts_on_account_id_and_last_activity_at", on: accountID, lastActivityAt.descending.nullsLast)
            Index("index_contacts_on_account_id", on: accountID)
            Index("index_resolved_contact_account_id", on: accountID, where: nonempty)
            Index("index_contacts_on_blocked", on: blocked)
            Index("uniq_email_per_account_contact", on: email, accountID, unique: true)
            Index("uniq_identifier_per_account_contact", on: identifier, accountID, unique: true)
            Index("index_contacts_on_phone_number_and_account_id", on: phoneNumber, accountID)
        }
    }

    final class Labels: Table, Sendable {
        let id = Column("id", .bigserial).primaryKey().public()
        let title = Column("title", .varchar).public()
        let description = Column("description", .text).public()
        let color = Column("color", .varchar).notNull().default("#1f93ff").public()
        let showOnSidebar = Column("show_on_sidebar", .boolean).public()
        let accountID = Column("account_id", .bigint).public()
        let createdAt = Column("created_at", .timestamp(6)).notNull().public()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().public()
        var name: String { "labels" }

        var body: TableBody {
            Index("index_labels_on_account_id", on: accountID)
            Index("index_labels_on_title_and_account_id", on: title, accountID, unique: true)
        }
    }

    final class Tags: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let tagName = Column("name", .varchar).public()
        let taggingsCount = Column("taggings_count", .integer).default(0).public()
        var name: String { "tags" }

        var body: TableBody {
            Index("index_tags_on_name", on: tagName, unique: true)
        }
    }

    final class Taggings: Table, Sendable {
        let id = Column("id", .serial).primaryKey().public()
        let tagID = Column("tag_id", .integer).public()
        let taggableType = Column("taggable_type", .varchar).public()
        let taggableID = Column("taggable_id", .integer).public()
        let taggerType = Column("tagger_type", .varchar).public()
        let taggerID = Column("tagger_id", .integer).public()
        let context = Column("context", .varchar(128)).public()
        let createdAt = Column("created_at", .timestamp).public()
        var name: String { "taggings" }

        var body: TableBody {
            Index("index_taggings_on_context", on: context)
            Index("taggings_idx", on: tagID, taggableID, taggableType, context, taggerID, taggerType, unique: true)
            Index("index_taggings_on_tag_id", on: tagID)
            Index("index_taggings_on_taggable_id_and_taggable_type_and_context", on: taggableID, taggableType, context)
            Index("taggings_idy", on: taggableID, taggableType, taggerID, context)
            Index("index_taggings_on_taggable_id", on: taggableID)
            Index("index_taggings_on_taggable_type", on: taggableType)
            Index("index_taggings_on_tagger_id_and_tagger_type", on: taggerID, taggerType)
            Index("index_taggings_on_tagger_id", on: taggerID)
        }
    }
}
