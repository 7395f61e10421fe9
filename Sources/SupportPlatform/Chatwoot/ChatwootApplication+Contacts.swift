import SchemaDSL

extension ChatwootApplication {
    final class Contacts: Table, Sendable {
        let id = Column("id", .serial).primaryKey()
        let contactName = Column("name", .varchar).default("")
        let email = Column("email", .varchar)
        let phoneNumber = Column("phone_number", .varchar)
        let accountID = Column("account_id", .integer).notNull()
        let createdAt = Column("created_at", .timestamp).notNull()
        let updatedAt = Column("updated_at", .timestamp).notNull()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject)
        let identifier = Column("identifier", .varchar)
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject)
        let lastActivityAt = Column("last_activity_at", .timestamp)
        let contactType = Column("contact_type", .integer).default(0)
        let middleName = Column("middle_name", .varchar).default("")
        let lastName = Column("last_name", .varchar).default("")
        let location = Column("location", .varchar).default("")
        let countryCode = Column("country_code", .varchar).default("")
        let blocked = Column("blocked", .boolean).notNull().default(false)
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
        let id = Column("id", .bigserial).primaryKey()
        let title = Column("title", .varchar)
        let description = Column("description", .text)
        let color = Column("color", .varchar).notNull().default("#1f93ff")
        let showOnSidebar = Column("show_on_sidebar", .boolean)
        let accountID = Column("account_id", .bigint)
        let createdAt = Column("created_at", .timestamp(6)).notNull()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull()
        var name: String { "labels" }

        var body: TableBody {
            Index("index_labels_on_account_id", on: accountID)
            Index("index_labels_on_title_and_account_id", on: title, accountID, unique: true)
        }
    }

    final class Tags: Table, Sendable {
        let id = Column("id", .serial).primaryKey()
        let tagName = Column("name", .varchar)
        let taggingsCount = Column("taggings_count", .integer).default(0)
        var name: String { "tags" }

        var body: TableBody {
            Index("index_tags_on_name", on: tagName, unique: true)
        }
    }

    final class Taggings: Table, Sendable {
        let id = Column("id", .serial).primaryKey()
        let tagID = Column("tag_id", .integer)
        let taggableType = Column("taggable_type", .varchar)
        let taggableID = Column("taggable_id", .integer)
        let taggerType = Column("tagger_type", .varchar)
        let taggerID = Column("tagger_id", .integer)
        let context = Column("context", .varchar(128))
        let createdAt = Column("created_at", .timestamp)
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
