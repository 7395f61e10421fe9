import SchemaDSL

/// `raw_webhook_logs`: what Chatwoot sent, as it came, for 30 days.
///
/// The document gives it a period and no table. The payload is a whole message of a customer: nobody but the service reads it.
final class RawWebhookLogs: Table, Sendable {
    let id = Column("id", .bigint).identity(.always).primaryKey().unmasked()
    let receivedAt = Column("received_at", .timestamptz).notNull().default(.now).unmasked()
    let event = Column("event", .text).notNull().comment("message_created, conversation_status_changed, …").unmasked()
    let chatwootAccountID = Column("chatwoot_account_id", .integer).unmasked()
    let chatwootConversationID = Column("chatwoot_conversation_id", .bigint).unmasked()
    let payload = Column("payload", .jsonb).notNull().comment("The body of the request, as it came").sensitive()
    let processedAt = Column("processed_at", .timestamptz).comment("NULL until the edge function is done with it").unmasked()
    let error = Column("error", .text).comment("What went wrong with it, if anything did").sensitive()

    var body: TableBody {
        TableComment("Webhooks of Chatwoot as they came, for debugging and audit; deleted after 30 days.")
        // Rows come in the order of time: its index is small, and the job that deletes reads the old end only.
        Index("idx_raw_webhook_logs_received_at", on: receivedAt)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
