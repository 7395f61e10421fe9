import Foundation
import SchemaDSL

/// `customer_interaction_history`: each time that a customer got in touch.
final class CustomerInteractionHistory: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID).public()

    let customerEmail = Column("customer_email", .text).notNull().personal()
    let customerName = Column("customer_name", .text).personal()
    let chatwootContactID = Column("chatwoot_contact_id", .bigint).public()

    let conversationID: Column<UUID>
    let chatwootConversationID = Column("chatwoot_conversation_id", .bigint).notNull().public()
        .comment("Stays when the conversation is archived: the link to conversation_analytics_archive")

    let interactionType = Column("interaction_type", .text).notNull().public()
    let category = Column("category", .text).public()
    let sentiment = Column("sentiment", .text).public()

    let resolved = Column("resolved", .boolean).default(false).public()
    let resolutionTimeSeconds = Column("resolution_time_seconds", .integer).public()
    let satisfactionScore = Column("satisfaction_score", .integer).public()

    let interactionDate = Column("interaction_date", .timestamptz).notNull().public()
    let syncedAt = Column("synced_at", .timestamptz).notNull().default(.now).public()

    init(_ conversations: ConversationAnalytics) {
        // The archive takes conversations away to which history refers; it keeps chatwoot_conversation_id.
        conversationID = Column("conversation_id", .uuid).references(conversations.id, onDelete: .setNull).public()
    }

    var body: TableBody {
        Comment("Interactions of customers, kept for three years; conversation_id is NULL once the conversation is archived.")
        Check(interactionType.in("inquiry", "complaint", "follow_up", "feedback"))
        Index("idx_interaction_customer_email", on: customerEmail)
        Index("idx_interaction_date", on: interactionDate.descending)
        Index("idx_resolved", on: resolved)  // plumb:ignore PL084: the document asks for it by name
        Index("idx_interaction_conversation_id", on: conversationID)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
