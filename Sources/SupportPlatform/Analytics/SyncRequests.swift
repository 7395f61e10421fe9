import SchemaDSL

/// `sync_requests`: which synchronisation was asked for when, since pg_net answers later and forgets its answers.
final class SyncRequests: Table, Sendable {
    let id = Column("id", .bigint).identity(.always).primaryKey().unmasked()
    let requestedAt = Column("requested_at", .timestamptz).notNull().default(.now).unmasked()
    let netRequestID = Column("net_request_id", .bigint).comment("pg_net's number; NULL when the request could not be made")
        .unmasked()
    let problem = Column("problem", .text).comment("Why the request could not be made").unmasked()
    let alertedAt = Column("alerted_at", .timestamptz).comment("When somebody was told that it failed").unmasked()

    var body: TableBody {
        TableComment("Requests of the batch synchronisation; the answer to each is looked for half an hour later.")
        Index("idx_sync_requests_requested_at", on: requestedAt.descending)
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}
