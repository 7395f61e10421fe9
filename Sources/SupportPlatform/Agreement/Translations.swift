import SchemaDSL

/// The translations between the words of the modules. A new case does not compile until it has a translation.
package enum Translations {
    private static let analytics = AnalyticsModule.conversations
    private static let chatwoot = ChatwootModule.document
    private static let metrics = MetricsModule.conversations

    package static let all = [
        chatwootStatusInAnalytics, chatwootStatusInMetrics, chatwootStatusInWidget, metricsStatusInAnalytics,
        widgetStatusInAnalytics, freshdeskStatusInAnalytics, freshdeskStatusInWidget, chatwootPriorityInAnalytics,
        widgetPriorityInAnalytics, freshdeskPriorityInAnalytics, freshdeskPriorityInWidget, chatwootMessageInMetrics,
        chatwootMessageInWidget,
    ]

    /// Chatwoot's columns default to `open`, and NULL is what a row has that was made around the default.
    package static let chatwootStatusInAnalytics = Translation(
        "chatwoot_status_in_analytics", of: "chatwoot",
        from: .column("chatwoot", chatwoot.conversations, chatwoot.conversations.status),
        to: .column("supabase", analytics, analytics.status), null: .becomes(.open)
    ) { (status: ChatwootStatus) -> Fate<AnalyticsStatus> in
        switch status {
        case .open: .becomes(.open)
        case .resolved: .becomes(.resolved)
        // Put off until a time or an answer: somebody waits, as with pending.
        case .pending, .snoozed: .becomes(.pending)
        }
    }

    package static let chatwootStatusInMetrics = Translation(
        "chatwoot_status_in_metrics", of: "chatwoot",
        from: .column("chatwoot", chatwoot.conversations, chatwoot.conversations.status),
        to: .column("supabase", metrics, metrics.status), null: .becomes(.open)
    ) { (status: ChatwootStatus) -> Fate<ConversationStatus> in
        switch status {
        case .open: .becomes(.open)
        case .resolved: .becomes(.done)
        case .pending, .snoozed: .becomes(.pending)
        }
    }

    package static let chatwootStatusInWidget = Translation(
        "chatwoot_status_in_widget", of: "chatwoot",
        from: .column("chatwoot", chatwoot.conversations, chatwoot.conversations.status),
        to: .column("supabase", WidgetModule.chats, WidgetModule.chats.status), null: .becomes(.open)
    ) { (status: ChatwootStatus) -> Fate<ChatStatus> in
        switch status {
        case .open: .becomes(.open)
        case .resolved: .becomes(.resolved)
        case .pending, .snoozed: .becomes(.pending)
        }
    }

    package static let metricsStatusInAnalytics = Translation(
        "metrics_status_in_analytics", of: "metrics", from: .column("supabase", metrics, metrics.status),
        to: .column("supabase", analytics, analytics.status), null: .leftOut("a check asks for every conversation's status")
    ) { (status: ConversationStatus) -> Fate<AnalyticsStatus> in
        switch status {
        case .open: .becomes(.open)
        case .pending: .becomes(.pending)
        // Whoever unsubscribes ends the conversation.
        case .done, .unsubscribe: .becomes(.resolved)
        case .spam: .leftOut("spam is no conversation with a customer, and would count as resolved in a second")
        }
    }

    package static let widgetStatusInAnalytics = Translation(
        "widget_status_in_analytics", of: "widget", from: .column("supabase", WidgetModule.chats, WidgetModule.chats.status),
        to: .column("supabase", analytics, analytics.status), null: .becomes(.open)
    ) { (status: ChatStatus) -> Fate<AnalyticsStatus> in
        switch status {
        case .open: .becomes(.open)
        case .pending: .becomes(.pending)
        case .resolved, .closed: .becomes(.resolved)
        }
    }

    package static let freshdeskStatusInAnalytics = Translation(
        "freshdesk_status_in_analytics", of: "freshdesk", from: .function("supabase", SupportETLModule.extractTicketStatus),
        to: .column("supabase", analytics, analytics.status), null: .leftOut("a check asks for every ticket's status")
    ) { (status: TicketStatus) -> Fate<AnalyticsStatus> in
        switch status {
        case .open: .becomes(.open)
        case .pending, .waitingOnCustomer, .waitingOnThirdParty: .becomes(.pending)
        case .resolved, .closed: .becomes(.resolved)
        case .unknown: .leftOut("only the merchant knows whether a status of its own making is an end; a check finds them")
        }
    }

    package static let freshdeskStatusInWidget = Translation(
        "freshdesk_status_in_widget", of: "freshdesk", from: .function("supabase", SupportETLModule.extractTicketStatus),
        to: .column("supabase", WidgetModule.chats, WidgetModule.chats.status),
        null: .leftOut("a check asks for every ticket's status")
    ) { (status: TicketStatus) -> Fate<ChatStatus> in
        switch status {
        case .open: .becomes(.open)
        case .pending, .waitingOnCustomer, .waitingOnThirdParty: .becomes(.pending)
        case .resolved: .becomes(.resolved)
        case .closed: .becomes(.closed)
        case .unknown: .leftOut("only the merchant knows what a status of its own making is; a check finds them")
        }
    }
}
