import SchemaDSL

extension ChatwootApplication {
    final class Contacts: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let contactName = Column("name", .varchar).default("").sensitive()
        let email = Column("email", .varchar).sensitive()
        let phoneNumber = Column("phone_number", .varchar).sensitive()
        let accountID = Column("account_id", .integer).notNull().unmasked()
        let createdAt = Column("created_at", .timestamp).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp).notNull().unmasked()
        let additionalAttributes = Column("additional_attributes", .jsonb).default(.emptyObject).sensitive()
        let identifier = Column("identifier", .varchar).sensitive()
        let customAttributes = Column("custom_attributes", .jsonb).default(.emptyObject).sensitive()
        let lastActivityAt = Column("last_activity_at", .timestamp).unmasked()
        let contactType = Column("contact_type", .integer).default(0).unmasked()
        let middleName = Column("middle_name", .varchar).default("").sensitive()
        let lastName = Column("last_name", .varchar).default("").sensitive()
        let location = Column("location", .varchar).default("").sensitive()
        let countryCode = Column("country_code", .varchar).default("").sensitive()
        let blocked = Column("blocked", .boolean).notNull().default(false).unmasked()
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
        let id = Column("id", .bigserial).primaryKey().unmasked()
        let title = Column("title", .varchar).unmasked()
        let description = Column("description", .text).unmasked()
        let color = Column("color", .varchar).notNull().default("#1f93ff").unmasked()
        let showOnSidebar = Column("show_on_sidebar", .boolean).unmasked()
        let accountID = Column("account_id", .bigint).unmasked()
        let createdAt = Column("created_at", .timestamp(6)).notNull().unmasked()
        let updatedAt = Column("updated_at", .timestamp(6)).notNull().unmasked()
        var name: String { "labels" }

        var body: TableBody {
            Index("index_labels_on_account_id", on: accountID)
            Index("index_labels_on_title_and_account_id", on: title, accountID, unique: true)
        }
    }

    final class Tags: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let tagName = Column("name", .varchar).unmasked()
        let taggingsCount = Column("taggings_count", .integer).default(0).unmasked()
        var name: String { "tags" }

        var body: TableBody {
            Index("index_tags_on_name", on: tagName, unique: true)
        }
    }

    final class Taggings: Table, Sendable {
        let id = Column("id", .serial).primaryKey().unmasked()
        let tagID = Column("tag_id", .integer).unmasked()
        let taggableType = Column("taggable_type", .varchar).unmasked()
        let taggableID = Column("taggable_id", .integer).unmasked()
        let taggerType = Column("tagger_type", .varchar).unmasked()
        let taggerID = Column("tagger_id", .integer).unmasked()
        let context = Column("context", .varchar(128)).unmasked()
        let createdAt = Column("created_at", .timestamp).unmasked()
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
