import SchemaDSL

/// The synchronised resources; the two passes over tickets are two resources, since each can fail by itself.
enum SyncResource: String, CaseIterable, Sendable {
    case shopifyCustomers = "shopify_customers"
    case freshdeskTickets = "freshdesk_tickets"
    case freshdeskConversations = "freshdesk_conversations"

    /// Where it comes from.
    var source: IntegrationType {
        switch self {
        case .shopifyCustomers: .shopify
        case .freshdeskTickets, .freshdeskConversations: .freshdesk
        }
    }
}

/// How a synchronisation stands.
enum SyncStatus: String, CaseIterable, Sendable {
    case success, failed
    case inProgress = "in_progress"
}

/// `sync_metadata`: how far the synchronisation of each resource of a merchant has come.
final class SyncMetadata: Table, Sendable {
    let id = Column("id", .serial).primaryKey().unmasked()
    let merchantID: Column<Int32>
    let resourceType = Column("resource_type", .varchar(50)).notNull().unmasked()
    let lastSyncAt = Column("last_sync_at", .timestamptz).unmasked()
        .comment("The last successful synchronisation; a failed one leaves it")
    let lastSuccessfulID = Column("last_successful_id", .varchar(255)).unmasked()
    let syncStatus = Column("sync_status", .varchar(20)).notNull().unmasked()
    let errorMessage = Column("error_message", .text).sensitive()
    let times = EnvelopeTimes()

    init(_ merchants: Merchants) {
        merchantID = Column("merchant_id", .integer).notNull().references(merchants.id).unmasked()
    }

    var body: TableBody {
        TableComment("How far the synchronisation of each resource of a merchant has come.")
        Unique(merchantID, resourceType)
        Check(resourceType.isOne(of: SyncResource.self))
        Check(syncStatus.isOne(of: SyncStatus.self))
        Index("idx_sync_metadata_merchant_id", on: merchantID)  // plumb:ignore PL083: the document asks for it by name
        Index("idx_sync_metadata_resource_type", on: resourceType)
        SupportETLModule.touch
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
        Grant(.usage, to: .serviceRole, onSequenceOf: id)
    }
}

extension Column where Value: TextLike {
    /// One of the values of a Swift enum, in the order of its cases.
    func isOne<Words: RawRepresentable & CaseIterable>(of words: Words.Type) -> Predicate where Words.RawValue == String {
        let list = SQLFragment.joined(words.allCases.map { "\(literal: $0.rawValue)" }, separator: ", ")
        return Predicate(sql: "\(self) IN (\(list))")
    }
}
