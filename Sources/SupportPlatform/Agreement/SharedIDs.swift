import SchemaDSL

/// An id of one place that another keeps, so that what the one can hold the other must take.
package struct SharedID: Sendable {
    package let name: String
    /// The column in each shape that its database can have.
    package let from: [Place]
    package let to: Place

    /// Ids that are kept elsewhere than where they were given.
    package static let all = [
        SharedID(
            "conversation_in_analytics", chatwoot.conversations.id, of: chatwoot.conversations, application.conversations.id,
            to: analytics, analytics.chatwootConversationID),
        SharedID(
            "conversation_in_archive", chatwoot.conversations.id, of: chatwoot.conversations, application.conversations.id,
            to: AnalyticsModule.archive, AnalyticsModule.archive.chatwootConversationID),
        SharedID(
            "conversation_in_history", chatwoot.conversations.id, of: chatwoot.conversations, application.conversations.id,
            to: interactions, interactions.chatwootConversationID),
        SharedID(
            "inbox_in_analytics", chatwoot.inboxes.id, of: chatwoot.inboxes, application.inboxes.id,
            to: analytics, analytics.chatwootInboxID),
        SharedID(
            "account_in_analytics", chatwoot.accounts.id, of: chatwoot.accounts, application.accounts.id,
            to: analytics, analytics.chatwootAccountID),
        SharedID(
            "agent_in_analytics", chatwoot.users.id, of: chatwoot.users, application.users.id,
            to: analytics, analytics.assignedAgentID),
        SharedID(
            "agent_in_agent_metrics", chatwoot.users.id, of: chatwoot.users, application.users.id,
            to: AnalyticsModule.agentMetrics, AnalyticsModule.agentMetrics.chatwootAgentID),
        SharedID(
            "contact_in_history", chatwoot.contacts.id, of: chatwoot.contacts, application.contacts.id,
            to: interactions, interactions.chatwootContactID),
        SharedID(
            "conversation_in_metrics", chatwoot.conversations.id, of: chatwoot.conversations, application.conversations.id,
            to: MetricsModule.conversations, MetricsModule.conversations.id),
        SharedID(
            "agent_in_metrics", chatwoot.users.id, of: chatwoot.users, application.users.id,
            to: MetricsModule.agents, MetricsModule.agents.id),
        SharedID(
            "contact_in_metrics", chatwoot.contacts.id, of: chatwoot.contacts, application.contacts.id,
            to: MetricsModule.contacts, MetricsModule.contacts.id),
        SharedID(
            "conversation_in_widget", chatwoot.conversations.id, of: chatwoot.conversations, application.conversations.id,
            to: WidgetModule.chats, WidgetModule.chats.id),
        SharedID(
            "agent_in_widget", chatwoot.users.id, of: chatwoot.users, application.users.id,
            to: WidgetModule.users, WidgetModule.users.id),
    ]

    private static let chatwoot = ChatwootModule.document
    private static let application = ChatwootModule.application
    private static let analytics = AnalyticsModule.conversations
    private static let interactions = AnalyticsModule.interactions

    private init(
        _ name: String, _ document: any AnyColumn, of table: any Table, _ application: any AnyColumn, to other: any Table,
        _ column: any AnyColumn
    ) {
        self.name = name
        from = [.column("chatwoot", table, document), .column("chatwoot", table, application)]
        to = .column("supabase", other, column)
    }
}

/// The types that ids are of.
package enum IDType: String, CaseIterable, Sendable {
    case smallint, integer, bigint, uuid, text
    case varchar = "character varying"

    /// True when every value of another type can be kept in this one as it is.
    package func holds(_ other: IDType) -> Bool {
        switch (self, other) {
        // Lengths are not told apart: the longest bigint has 20 characters, a uuid 36, and no text id here is shorter.
        case (.text, _), (.varchar, _): true
        case (.uuid, .uuid): true
        case (.uuid, _), (_, .uuid), (_, .text), (_, .varchar): false
        case (.bigint, _): true
        case (.integer, .integer), (.integer, .smallint): true
        case (.integer, .bigint): false
        case (.smallint, .smallint): true
        case (.smallint, _): false
        }
    }
}

extension Place {
    /// The declared type of the column; nil for one that ids are not of.
    package var idType: IDType? {
        guard case .column(let database, _, let column) = self else { return nil }
        let declared = SupportPlatform.databases.first { $0.name == database }
        return (declared?.names.resolve(column.bareTypeFragment).sql).flatMap(IDType.init(rawValue:))
    }
}
