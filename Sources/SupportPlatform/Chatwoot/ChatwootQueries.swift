import PostgresClient
package import Queries
package import SchemaDSL

/// The recipes for contacts (sections 2.4, 4.2, 5.1 and appendix A.1), for both shapes of Chatwoot.
///
/// Entries of `custom_attributes` are read as the indexes have them: NULL where a number is none, so that one bad contact spoils
/// no query, and an index answers.
package enum ChatwootQueries {
    package static let byLeadStatus = ContactsByLeadStatus()
    package static let byBudget = ContactsByBudget()
    package static let byUrgency = ContactsByUrgency()
    package static let byScore = ContactsAboveScore()
    package static let instagramLeads = InstagramLeads()
    package static let byLabel = ContactsByLabel()
    package static let byTag = ContactsByTag()
    package static let labels = LabelsOfAccount()
    package static let statistics = ConversationStatistics()
    package static let volume = MessageVolume()

    static let groups = [
        QueryGroup("contacts", [byLeadStatus, byBudget, byUrgency, byScore, instagramLeads, byLabel, byTag, labels]),
        QueryGroup("conversations", [statistics, volume]),
    ]

    static let document = ChatwootModule.document
    static let contacts = ChatwootModule.contacts

    static func text(_ key: String) -> SQLFragment { CustomAttribute.text(key).of(contacts, "c") }
    static func number(_ key: String) -> SQLFragment { CustomAttribute.number(key).of(contacts, "c") }
    static func integer(_ key: String) -> SQLFragment { CustomAttribute.integer(key).of(contacts, "c") }
    static let name: SQLFragment = "c.\(contacts.contactName)::text AS name"
    static let email: SQLFragment = "c.\(contacts.email)::text AS email"

    /// A point in time of either shape, in UTC: Rails keeps it without a zone.
    static func day(_ time: SQLFragment) -> SQLFragment {
        "(to_timestamp(EXTRACT(epoch FROM \(time))::double precision) AT TIME ZONE 'UTC')::date"
    }
}

private typealias Q = ChatwootQueries

/// Contacts that are, for instance, qualified.
package final class ContactsByLeadStatus: Query, Sendable {
    package let account = Parameter("account", .integer, default: "1")
    package let leadStatus = Parameter("lead_status", .text, default: "'qualified'")
    package let id = Output("id", .bigint).unmasked()
    package let name = Output("name", .text).nullable().sensitive()
    package let email = Output("email", .text).nullable().sensitive()
    package let status = Output("lead_status", .text).unmasked()
    package let summary = Output("ai_summary", .text).nullable().sensitive()
    package let purpose = "Contacts of an account by the status of their lead."
    package var sql: SQLFragment {
        """
        SELECT c.\(Q.contacts.id)::bigint AS id, \(Q.name), \(Q.email), \(Q.text("lead_status")) AS lead_status,
            \(Q.text("ai_summary")) AS ai_summary
        FROM \(Q.contacts) AS c
        WHERE \(Q.text("lead_status")) = \(leadStatus) AND c.\(Q.contacts.accountID) = \(account)
        ORDER BY 1
        """
    }
}

/// Contacts who can pay so much, the best qualified first.
package final class ContactsByBudget: Query, Sendable {
    package let account = Parameter("account", .integer, default: "1")
    package let least = Parameter("least", .integer, default: "70000", about: "the least budget_min")
    package let id = Output("id", .bigint).unmasked()
    package let name = Output("name", .text).nullable().sensitive()
    package let email = Output("email", .text).nullable().sensitive()
    package let budget = Output("budget", .text).nullable().unmasked()
    package let jobType = Output("job_type", .text).nullable().unmasked()
    package let purpose = "Contacts of an account by their budget, the best qualified first and those without a score last."
    package var sql: SQLFragment {
        """
        SELECT c.\(Q.contacts.id)::bigint AS id, \(Q.name), \(Q.email), \(Q.text("budget_range")) AS budget,
            \(Q.text("job_type_preference")) AS job_type
        FROM \(Q.contacts) AS c
        WHERE \(Q.number("budget_min")) >= \(least) AND c.\(Q.contacts.accountID) = \(account)
        ORDER BY \(Q.number("qualification_score")) DESC NULLS LAST, 1
        """
    }
}

/// Qualified leads that are urgent.
package final class ContactsByUrgency: Query, Sendable {
    package let leadStatus = Parameter("lead_status", .text, default: "'qualified'")
    package let level = Parameter("urgency", .text, default: "'high'")
    package let id = Output("id", .bigint).unmasked()
    package let name = Output("name", .text).nullable().sensitive()
    package let email = Output("email", .text).nullable().sensitive()
    package let urgency = Output("urgency", .text).unmasked()
    package let summary = Output("summary", .text).nullable().sensitive()
    package let purpose = "Contacts by the status of their lead and its urgency, those that changed last first."
    package var sql: SQLFragment {
        """
        SELECT c.\(Q.contacts.id)::bigint AS id, \(Q.name), \(Q.email), \(Q.text("urgency_level")) AS urgency,
            \(Q.text("ai_summary")) AS summary
        FROM \(Q.contacts) AS c
        WHERE \(Q.text("lead_status")) = \(leadStatus) AND \(Q.text("urgency_level")) = \(level)
        ORDER BY c.\(Q.contacts.updatedAt) DESC NULLS LAST, 1
        """
    }
}

/// The query that section 5.1 tests the indexes with.
package final class ContactsAboveScore: Query, Sendable {
    package let leadStatus = Parameter("lead_status", .text, default: "'qualified'")
    package let least = Parameter("above", .doublePrecision, default: "8", about: "exclusive")
    package let id = Output("id", .bigint).unmasked()
    package let name = Output("name", .text).nullable().sensitive()
    package let email = Output("email", .text).nullable().sensitive()
    package let score = Output("qualification_score", .doublePrecision).unmasked()
    package let purpose = "Contacts by the status of their lead, with a score above some number, the best first."
    package var sql: SQLFragment {
        """
        SELECT c.\(Q.contacts.id)::bigint AS id, \(Q.name), \(Q.email), \(Q.number("qualification_score")) AS qualification_score
        FROM \(Q.contacts) AS c
        WHERE \(Q.text("lead_status")) = \(leadStatus) AND \(Q.number("qualification_score")) > \(least)
        ORDER BY 4 DESC, 1
        """
    }
}

/// Leads with an audience.
package final class InstagramLeads: Query, Sendable {
    package let source = Parameter("lead_source", .text, default: "'instagram_scrape'")
    package let above = Parameter("above", .integer, default: "10000", about: "followers, exclusive")
    package let id = Output("id", .bigint).unmasked()
    package let name = Output("name", .text).nullable().sensitive()
    package let handle = Output("handle", .text).nullable().sensitive()
    package let followers = Output("followers", .integer).unmasked()
    package let niche = Output("niche", .text).nullable().unmasked()
    package let purpose = "Contacts that were found on Instagram and have many followers, the most followed first."
    package var sql: SQLFragment {
        """
        SELECT c.\(Q.contacts.id)::bigint AS id, \(Q.name), \(Q.text("instagram_handle")) AS handle,
            \(Q.integer("follower_count")) AS followers, \(Q.text("niche")) AS niche
        FROM \(Q.contacts) AS c
        WHERE \(Q.text("lead_source")) = \(source) AND \(Q.integer("follower_count")) > \(above)
        ORDER BY 4 DESC, 1
        """
    }
}

/// Contacts with a label, where Chatwoot has the document's `contact_labels`.
package final class ContactsByLabel: Query, Sendable {
    package let account = Parameter("account", .integer, default: "1")
    package let label = Parameter("label", .text, default: "'qualified-lead'")
    package let id = Output("id", .bigint).unmasked()
    package let name = Output("name", .text).nullable().sensitive()
    package let email = Output("email", .text).nullable().sensitive()
    package let title = Output("label", .text).unmasked()
    package let purpose = "Contacts of an account that have a label."
    package let tables: [any SchemaObject] = [ChatwootModule.document.contactLabels]
    package var sql: SQLFragment {
        """
        SELECT c.\(Q.contacts.id)::bigint AS id, \(Q.name), \(Q.email), l.\(Q.document.labels.title)::text AS label
        FROM \(Q.contacts) AS c
        JOIN \(Q.document.contactLabels) AS cl ON cl.\(Q.document.contactLabels.contactID) = c.\(Q.contacts.id)
        JOIN \(Q.document.labels) AS l ON l.\(Q.document.labels.id) = cl.\(Q.document.contactLabels.labelID)
        WHERE l.\(Q.document.labels.title) = \(label) AND l.\(Q.document.labels.accountID) = \(account)
            AND c.\(Q.contacts.accountID) = \(account)
        ORDER BY 1
        """
    }
}

/// Contacts with a label, where Chatwoot has the application's `tags` and `taggings`.
package final class ContactsByTag: Query, Sendable {
    private let a = ChatwootModule.application
    package let account = Parameter("account", .integer, default: "1")
    package let label = Parameter("label", .text, default: "'qualified-lead'")
    package let id = Output("id", .bigint).unmasked()
    package let name = Output("name", .text).nullable().sensitive()
    package let email = Output("email", .text).nullable().sensitive()
    package let title = Output("label", .text).unmasked()
    package let purpose = "Contacts of an account that have a label, in an installed Chatwoot."
    package let tables: [any SchemaObject] = [ChatwootModule.application.taggings, ChatwootModule.application.tags]
    package var sql: SQLFragment {
        """
        SELECT c.\(Q.contacts.id)::bigint AS id, \(Q.name), \(Q.email), t.\(a.tags.tagName)::text AS label
        FROM \(Q.contacts) AS c
        JOIN \(a.taggings) AS g ON g.\(a.taggings.taggableID) = c.\(Q.contacts.id) AND g.\(a.taggings.taggableType) = 'Contact'
            AND g.\(a.taggings.context) = 'labels'
        JOIN \(a.tags) AS t ON t.\(a.tags.id) = g.\(a.taggings.tagID)
        WHERE t.\(a.tags.tagName) = \(label) AND c.\(Q.contacts.accountID) = \(account)
        ORDER BY 1
        """
    }
}

/// The labels that the migration put in, and others.
package final class LabelsOfAccount: Query, Sendable {
    package let account = Parameter("account", .integer, default: "1")
    package let id = Output("id", .bigint).unmasked()
    package let title = Output("title", .text).nullable().unmasked()
    package let color = Output("color", .text).unmasked()
    package let purpose = "The labels of an account."
    package var sql: SQLFragment {
        """
        SELECT \(Q.document.labels.id)::bigint AS id, \(Q.document.labels.title)::text AS title,
            \(Q.document.labels.color)::text AS color
        FROM \(Q.document.labels) WHERE \(Q.document.labels.accountID) = \(account) ORDER BY 2, 1
        """
    }
}

/// How long conversations of each status last.
package final class ConversationStatistics: Query, Sendable {
    package let account = Parameter("account", .integer, default: "1")
    package let status = Output("status", .text).nullable().unmasked()
    package let count = Output("count", .bigint).unmasked()
    package let duration = Output("avg_duration_minutes", .numeric).nullable().unmasked()
    package let purpose = "Conversations of an account by status: how many, and how long between the first and the last change."
    package var sql: SQLFragment {
        """
        SELECT CASE c.\(Q.document.conversations.status)::text WHEN '0' THEN 'open' WHEN '1' THEN 'resolved'
                WHEN '2' THEN 'pending' WHEN '3' THEN 'snoozed' ELSE c.\(Q.document.conversations.status)::text END AS status,
            count(*) AS count,
            round(avg(EXTRACT(epoch FROM c.\(Q.document.conversations.updatedAt) - c.\(Q.document.conversations.createdAt))) / 60, 1)
                AS avg_duration_minutes
        FROM \(Q.document.conversations) AS c
        WHERE c.\(Q.document.conversations.accountID) = \(account)
        GROUP BY 1 ORDER BY 1
        """
    }
}

/// How many messages come and go, by channel and day.
package final class MessageVolume: Query, Sendable {
    package let account = Parameter("account", .integer, default: "1")
    package let channel = Output("channel_type", .text).nullable().unmasked()
    package let date = Output("date", .date).unmasked()
    package let count = Output("message_count", .bigint).unmasked()
    package let purpose = "Messages of an account by channel and day (UTC), the newest day first."
    package var sql: SQLFragment {
        """
        SELECT i.\(Q.document.inboxes.channelType)::text AS channel_type, \(Q.day("m.\(Q.document.messages.createdAt)")) AS date,
            count(*) AS message_count
        FROM \(Q.document.messages) AS m
        JOIN \(Q.document.conversations) AS c ON c.\(Q.document.conversations.id) = m.\(Q.document.messages.conversationID)
        JOIN \(Q.document.inboxes) AS i ON i.\(Q.document.inboxes.id) = c.\(Q.document.conversations.inboxID)
        WHERE m.\(Q.document.messages.accountID) = \(account)
        GROUP BY 1, 2 ORDER BY 2 DESC, 3 DESC, 1
        """
    }
}
