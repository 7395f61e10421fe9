import SchemaDSL

extension Translations {
    private static let analytics = AnalyticsModule.conversations
    private static let chatwoot = ChatwootModule.document

    /// The application's column; the document's tables have none, and the check reads it only where it is.
    package static let chatwootPriorityInAnalytics = Translation(
        "chatwoot_priority_in_analytics", of: "chatwoot",
        from: .column("chatwoot", ChatwootModule.application.conversations, ChatwootModule.application.conversations.priority),
        to: .column("supabase", analytics, analytics.urgency), null: .leftOut("a conversation need not have a priority")
    ) { (priority: ChatwootPriority) -> Fate<AnalyticsUrgency> in
        switch priority {
        case .low: .becomes(.low)
        case .medium: .becomes(.normal)
        case .high: .becomes(.high)
        case .urgent: .becomes(.urgent)
        }
    }

    package static let widgetPriorityInAnalytics = Translation(
        "widget_priority_in_analytics", of: "widget",
        from: .column("supabase", WidgetModule.chats, WidgetModule.chats.priority),
        to: .column("supabase", analytics, analytics.urgency), null: .becomes(.normal)
    ) { (priority: ChatPriority) -> Fate<AnalyticsUrgency> in
        switch priority {
        case .low: .becomes(.low)
        case .medium: .becomes(.normal)
        case .high: .becomes(.high)
        case .urgent: .becomes(.urgent)
        }
    }

    package static let freshdeskPriorityInAnalytics = Translation(
        "freshdesk_priority_in_analytics", of: "freshdesk",
        from: .function("supabase", SupportETLModule.extractTicketPriority),
        to: .column("supabase", analytics, analytics.urgency), null: .leftOut("a conversation need not have an urgency")
    ) { (priority: TicketPriority) -> Fate<AnalyticsUrgency> in
        switch priority {
        case .low: .becomes(.low)
        case .medium: .becomes(.normal)
        case .high: .becomes(.high)
        case .urgent: .becomes(.urgent)
        case .unknown: .leftOut("nobody knows how urgent; a check finds them")
        }
    }

    package static let freshdeskPriorityInWidget = Translation(
        "freshdesk_priority_in_widget", of: "freshdesk",
        from: .function("supabase", SupportETLModule.extractTicketPriority),
        to: .column("supabase", WidgetModule.chats, WidgetModule.chats.priority), null: .becomes(.medium)
    ) { (priority: TicketPriority) -> Fate<ChatPriority> in
        switch priority {
        case .low: .becomes(.low)
        case .medium: .becomes(.medium)
        case .high: .becomes(.high)
        case .urgent: .becomes(.urgent)
        case .unknown: .leftOut("nobody knows how urgent; a check finds them")
        }
    }

    package static let chatwootMessageInMetrics = Translation(
        "chatwoot_message_in_metrics", of: "chatwoot",
        from: .column("chatwoot", chatwoot.messages, chatwoot.messages.messageType),
        to: .column("supabase", MetricsModule.messageEvents, MetricsModule.messageEvents.direction),
        null: .leftOut("the column is NOT NULL")
    ) { (type: ChatwootMessageType) -> Fate<Direction> in
        switch type {
        case .incoming: .becomes(.inbound)
        case .outgoing, .template: .becomes(.outbound)
        case .activity: .leftOut("a note of Chatwoot about the conversation, which goes to nobody")
        }
    }

    package static let chatwootMessageInWidget = Translation(
        "chatwoot_message_in_widget", of: "chatwoot",
        from: .column("chatwoot", chatwoot.messages, chatwoot.messages.messageType),
        to: .column("supabase", WidgetModule.messages, WidgetModule.messages.senderType),
        null: .leftOut("the column is NOT NULL")
    ) { (type: ChatwootMessageType) -> Fate<ChatSender> in
        switch type {
        case .incoming: .becomes(.customer)
        case .outgoing: .becomes(.agent)
        case .activity, .template: .becomes(.system)
        }
    }
}
