import SchemaDSL

/// Support data as its sources send it: an envelope a customer of Shopify and a ticket of Freshdesk, and how far the
/// synchronisation has come.
enum SupportETLModule {
    static let merchants = Merchants()
    static let customers = EtlShopifyCustomers(merchants)
    static let tickets = EtlFreshdeskTickets(merchants)
    static let syncMetadata = SyncMetadata(merchants)
    static let integrations = MerchantIntegrations(merchants)
    static let queue = CurrentQueueStatus(tickets, merchants)
    static let integrationOverview = IntegrationOverview(integrations)

    static let tables: [any Table] = [merchants, customers, tickets, syncMetadata, integrations]

    static let schema = Schema(
        "support_etl",
        tables: tables,
        views: [queue, integrationOverview],
        functions: [
            touchUpdatedAt, parseTimestamp, tagList, extractTicketStatus, extractTicketPriority, getSupportSummary,
            getTrendingCategories, compareSupportPeriods, mergeStagedCustomers, mergeStagedTickets, mergeStagedConversations,
            integrationAPIKey, setIntegrationAPIKey,
        ],
        grants: [Grant(.usage, to: .authenticated, .serviceRole)],
        comment: "Support data of merchants as Shopify and Freshdesk send it; for the synchronisation and the service role.")
}
