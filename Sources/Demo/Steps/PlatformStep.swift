import PostgresClient
import SupportPlatform

/// The widget, the metrics and the merchants' envelopes, of the same people and conversations.
struct PlatformStep: Step {
    let title = "Fill the widget, the metrics and the support envelopes"
    let proves = "six modules speak of the same agents, contacts, conversations and messages"

    func run(_ world: World) async throws {
        try await fillWidget(world)
        try await fillMetrics(world)
        try await fillEnvelopes(world)
        try await synchronise(world)
        try await world.connection("chatwoot").query(Talks.drop)
        try await world.connection("supabase").query("ANALYZE")
        try await compare(world)
    }

    /// Months up to the last one; this one's rows wait in the default partition for the job.
    private static let pastMonths = "25, now() - interval '26 months'"

    private func fillWidget(_ world: World) async throws {
        world.narrator.say("The chat widget: Chatwoot's inboxes of websites, by month.")
        let supabase = try await world.connection("supabase")
        try await supabase.query("SELECT widget.make_message_partitions(\(Self.pastMonths))")
        for (query, columns, what) in [
            (WidgetQueries.users, WidgetQueries.usersColumns, "user: the agents"),
            (WidgetQueries.customers, WidgetQueries.customersColumns, "customer: contacts who wrote by the website"),
            (WidgetQueries.profiles, WidgetQueries.profilesColumns, "customer_profile"),
            (WidgetQueries.sessions, WidgetQueries.sessionsColumns, "conversation_session"),
            (WidgetQueries.conversations, WidgetQueries.chatsColumns, "chat, with their counters"),
            (WidgetQueries.messages, WidgetQueries.messagesColumns, "message, into the partitions of their months"),
            (WidgetQueries.notifications, WidgetQueries.notificationsColumns, "chat_notification, of the last 90 days"),
        ] {
            try await world.stream(query, of: "chatwoot", what, into: columns, of: "supabase")
        }
        try await supabase.run(script: WidgetQueries.settings + ";" + WidgetQueries.live)
    }

    private func fillMetrics(_ world: World) async throws {
        world.narrator.say("The metrics: the same messages as events, and calls.")
        let supabase = try await world.connection("supabase")
        try await supabase.query("SELECT metrics.create_message_partition(\(Self.pastMonths))")
        try await supabase.query(MetricsData.leadSources)
        for (query, columns, what) in [
            (MetricsData.agents, MetricsData.agentsColumns, "agents"),
            (MetricsData.contacts, MetricsData.contactsColumns, "contacts"),
            (MetricsData.conversations, MetricsData.conversationsColumns, "conversations"),
            (MetricsData.stateChanges, MetricsData.stateChangesColumns, "conversation_state_changes"),
            (MetricsData.messages, MetricsData.messagesColumns, "message_events, into the partitions of their months"),
            (MetricsData.calls, MetricsData.callsColumns, "call_events"),
            (MetricsData.optOuts, MetricsData.optOutsColumns, "contact_preferences: who wants no more messages"),
        ] {
            try await world.stream(query, of: "chatwoot", what, into: columns, of: "supabase")
        }
        try await world.insert(MetricsData.availability, "agent_availability: shifts", in: "supabase")
        try await supabase.query(MetricsData.sequences)
        let began = ContinuousClock.now
        world.narrator.progress("record_agent_performance() of 90 days …")
        try await supabase.run(
            script: "ANALYZE metrics.message_events; ANALYZE metrics.call_events; ANALYZE metrics.conversations")
        let days = try await world.number(
            """
            SELECT sum(metrics.record_agent_performance((now() AT TIME ZONE 'UTC')::date - n))::integer
            FROM generate_series(1, 90) AS n
            """, in: "supabase")
        world.loaded(days, "agent_performance_metrics, by the job's own function, 90 days", began)
    }

    private func fillEnvelopes(_ world: World) async throws {
        world.narrator.say("The envelopes of Shopify and Freshdesk: statuses in numbers and in words, as they come.")
        try await world.connection("supabase").run(script: SupportETLData.frame)
        try await world.stream(
            SupportETLData.customers, of: "chatwoot", "etl_shopify_customers", into: SupportETLData.customersColumns,
            of: "supabase")
        try await world.stream(
            SupportETLData.tickets(where: "t.id <= \(Self.synchronised)", hasConversations: true), of: "chatwoot",
            "etl_freshdesk_tickets, with their conversations", into: SupportETLData.ticketsColumns, of: "supabase")
    }

    /// The last conversation whose ticket came with the first load.
    private static let synchronised = 49_000

    /// The events of a night: tickets that are new, tickets that are there, and the second pass.
    private func synchronise(_ world: World) async throws {
        let loader = SupportETLLoader(try await world.connection("supabase"))
        let lately = "t.id > \(Self.synchronised - 500)"
        let tickets = try await loader.tickets(
            envelopes(world, SupportETLData.tickets(where: lately, hasConversations: false)))
        let lists = try await loader.conversations(
            envelopes(world, SupportETLData.conversations(where: lately)))
        guard tickets.inserted > 0, tickets.unchanged > 0, tickets.updated == 0, lists.rejected == 0,
            lists.updated == tickets.inserted, lists.unchanged == tickets.unchanged
        else { throw DemoError("the two passes of the synchronisation gave \(tickets) and \(lists)") }
        world.narrator.holds(
            "The nightly synchronisation, by COPY into a temporary table and one merge: \(tickets.inserted) tickets new, "
                + "\(tickets.unchanged) unchanged and left alone; the second pass brought \(lists.updated) lists of conversations."
        )
    }

    private func envelopes(_ world: World, _ query: String) async throws -> [SupportETLLoader.Envelope] {
        var result: [SupportETLLoader.Envelope] = []
        for row in try await world.connection("chatwoot").query(query) {
            result.append(
                SupportETLLoader.Envelope(
                    merchantID: try row.decode(0, as: Int32.self), sourceID: "\(try row.decode(1, as: Int.self))",
                    json: try row.decode(2, as: String.self)))
        }
        return result
    }

    /// One line a kind of thing, counted in each schema that has it.
    private func compare(_ world: World) async throws {
        world.narrator.say("What hangs together, counted in each database:")
        world.narrator.row([("", 34), ("chatwoot", -9), ("analytics", -9), ("metrics", -9), ("widget", -9)])
        for line in Togetherness.lines {
            let counts = try await line.counts(world)
            world.narrator.row([(line.what, 34)] + counts.map { ($0.grouped, -9) })
            let website = try await world.number(line.website, in: "chatwoot")
            guard counts[1...2].allSatisfy({ $0 == counts[0] }), counts[3] == website
            else { throw DemoError("the modules do not have the same \(line.what)") }
        }
        world.narrator.holds(
            "The same numbers in each; the widget has what came by the inboxes of websites, to the last message.")
    }
}
