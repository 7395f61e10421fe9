package import Queries

/// The queries of the module, under `etl`.
package enum SupportETLQueries {
    package static let customersWithTag = CustomersWithTag()
    package static let customersByOrders = CustomersByOrders()
    package static let ticketsByPriority = TicketsByPriority()
    package static let ticketsByTag = TicketsByTag()
    package static let ticketsWithConversations = TicketsWithConversations()
    package static let ticketsAwaitingConversations = TicketsAwaitingConversations()
    package static let summary = SupportSummary()
    package static let trending = TrendingCategories()
    package static let periods = SupportPeriods()
    package static let queue = SupportQueue()
    package static let upsertCustomer = UpsertCustomer()
    package static let upsertCustomers = UpsertCustomers()
    package static let upsertTicket = UpsertTicket()
    package static let upsertTickets = UpsertTickets()
    package static let setConversations = SetTicketConversations()
    package static let stage = StageEnvelopes()
    package static let mergeCustomers = MergeStagedCustomers()
    package static let mergeTickets = MergeStagedTickets()
    package static let mergeConversations = MergeStagedConversations()
    package static let beginSync = BeginSync()
    package static let finishSync = FinishSync()
    package static let failSync = FailSync()
    package static let syncOverview = SyncOverview()

    package static let group = QueryGroup(
        "etl",
        [
            customersWithTag, customersByOrders, ticketsByPriority, ticketsByTag, ticketsWithConversations,
            ticketsAwaitingConversations, summary, trending, periods, queue, upsertCustomer, upsertCustomers, upsertTicket,
            upsertTickets, setConversations, stage, mergeCustomers, mergeTickets, mergeConversations, beginSync, finishSync,
            failSync, syncOverview,
        ])
}
