import Foundation
import SchemaDSL

/// `customer_interaction_history`: each time that a customer got in touch.
final class CustomerInteractionHistory: Table, Sendable {
    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID).unmasked()

    let customerEmail = Column("customer_email", .text).notNull().sensitive()
    let customerName = Column("customer_name", .text).sensitive()
    let chatwootContactID = Column("chatwoot_contact_id", .bigint).unmasked()

    let conversationID: Column<UUID>
    let chatwootConversationID = Column("chatwoot_conversation_id", .bigint).notNull().unmasked()
        .comment("Stays when the conversation is archived: the link to conversation_analytics_archive")

    let interactionType = Column("interaction_type", .text).notNull().unmasked()
    let category = Column("category", .text).unmasked()
    let sentiment = Column("sentiment", .text).unmasked()

    let resolved = Column("resolved", .boolean).default(false).unmasked()
    let resolutionTimeSeconds = Column("resolution_time_seconds", .integer).unmasked()
    let satisfactionScore = Column("satisfaction_score", .integer).unmasked()

    let interactionDate = Column("interaction_date", .timestamptz).notNull().unmasked()
    let syncedAt = Column("synced_at", .timestamptz).notNull().default(.now).unmasked()

    init(_ conversations: ConversationAnalytics) {
        // The archive takes conversations away to which history refers; it keeps chatwoot_conversation_id.
        conversationID = Column("conversation_id", .uuid).references(conversations.id, onDelete: .setNull).unmasked()
    }

    var body: TableBody {
        TableComment(
            "Interactions of customers, kept for three years; conversation_id is NULL once the conversation is archived.")
        Check(interactionType.in("inquiry", "complaint", "follow_up", "feedback"))
        Index("idx_interaction_customer_email", on: customerEmail)
        Index("idx_interaction_date", on: interactionDate.descending)
        Index("idx_resolved", on: resolved)  // plumb:ignore PL084: the document asks for it by name
        Index("idx_interaction_conversation_id", on: conversationID)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
