import SchemaDSL

extension MetricsModule {
    /// `agents`: who answers.
    final class Agents: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let name = Column("name", .varchar(100)).sensitive()
        // NULLs stay distinct: any number of agents have no address.
        let email = Column("email", .varchar(255)).sensitive().unique()
        let status = Column("status", .varchar(20)).unmasked()
        let currentWorkload = Column("current_workload", .integer).unmasked().default(0).comment(
            "Conversations that are with the agent")
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)
        let updatedAt = Column("updated_at", .timestamptz).unmasked().default(.currentTimestamp)

        var body: TableBody {
            TableComment("Agents with their state and workload.")
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }

    /// `lead_sources`: where leads come from; contacts and conversations name them.
    final class LeadSources: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        // A source without a name is nothing that a contact could name; one is put up with, since the document does.
        let name = Column("name", .varchar(100)).unmasked().unique(nullsNotDistinct: true)
        let description = Column("description", .text).unmasked()
        let isActive = Column("is_active", .boolean).unmasked().default(true)
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)
        let updatedAt = Column("updated_at", .timestamptz).unmasked().default(.currentTimestamp)

        var body: TableBody {
            TableComment("Sources of leads, by the name that contacts and conversations have in lead_source.")
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }

    /// `contacts`: who is answered.
    final class Contacts: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let name = Column("name", .varchar(255)).sensitive()
        // NULLs stay distinct: any number of contacts have no telephone.
        let phone = Column("phone", .varchar(50)).sensitive().unique()
        let email = Column("email", .varchar(255)).sensitive()
        let leadSource = Column("lead_source", .varchar(100)).unmasked().comment(
            "The name of the source that brought the contact")
        let market = Column("market", .varchar(100)).unmasked()
        let state = Column("state", .varchar(50)).sensitive()
        let status = Column("status", .varchar(50)).unmasked()
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)
        let updatedAt = Column("updated_at", .timestamptz).unmasked().default(.currentTimestamp)
        let lastContactAt = Column("last_contact_at", .timestamptz).unmasked()

        var body: TableBody {
            TableComment("Contacts, where they came from and when they were last in touch.")
            Index("idx_contacts_lead_source", on: leadSource)
            Index("idx_contacts_market", on: market)
            Index("idx_contacts_state", on: state)
            Index("idx_contacts_dates", on: createdAt, updatedAt, lastContactAt)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }

    /// `contact_preferences`: what contacts do not want.
    final class ContactPreferences: Table, Sendable {
        let id = Column("id", .serial).unmasked().primaryKey()
        let contactID: Column<Int32>
        let optOutType = Column("opt_out_type", .varchar(50)).unmasked()
            .comment("A message_type, call, or all; NULL is all")
        let optOutReason = Column("opt_out_reason", .text).sensitive()
        let initiatedBy = Column("initiated_by", .varchar(20)).unmasked()
        let createdAt = Column("created_at", .timestamptz).unmasked().default(.currentTimestamp)

        init(_ contacts: Contacts) {
            contactID = Column("contact_id", .integer).unmasked().references(contacts.id)
        }

        var body: TableBody {
            TableComment("Opt-outs of contacts, one of a kind each.")
            Check(initiatedBy.in("contact", "agent", "system"))
            // Otherwise a contact could opt out of everything, which is NULL, any number of times.
            Unique(contactID, optOutType, nullsNotDistinct: true)
            RowSecurity.enabled
            serviceWrites
            Grant(.usage, to: .serviceRole, onSequenceOf: id)
        }
    }
}
