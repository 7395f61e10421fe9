import SchemaDSL

extension MetricsModule {
    /// The beginning of the day (UTC) thirty days ago; `CURRENT_DATE` would be the session's day.
    fileprivate static let thirtyDaysAgo: SQLFragment =
        "(date_trunc('day', now() AT TIME ZONE 'UTC') - interval '30 days') AT TIME ZONE 'UTC'"

    /// `daily_metrics`: messages by day (UTC), and how fast those who wrote first were answered.
    ///
    /// A conversation's response time counts once, on the day of its first inbound message.
    final class DailyMetrics: MaterializedView, Sendable {
        let date = Column("date", .date).unmasked()
        let inboundMessages = Column("inbound_messages", .bigint).unmasked()
        let outboundMessages = Column("outbound_messages", .bigint).unmasked()
        let avgResponseTime = Column("avg_response_time", .numeric).unmasked()
        let uniqueContacts = Column("unique_contacts", .bigint).unmasked()

        private let m: MessageEvents
        private let c: Conversations
        init(_ messages: MessageEvents, _ conversations: Conversations) { (m, c) = (messages, conversations) }

        var query: SQLFragment {
            """
            SELECT days.date AS \(date),
                days.inbound AS \(inboundMessages),
                days.outbound AS \(outboundMessages),
                responses.avg_response_time AS \(avgResponseTime),
                days.contacts AS \(uniqueContacts)
            FROM (
                SELECT (\(m.createdAt) AT TIME ZONE 'UTC')::date AS date,
                    count(*) FILTER (WHERE \(m.direction) = 'inbound') AS inbound,
                    count(*) FILTER (WHERE \(m.direction) = 'outbound') AS outbound,
                    count(DISTINCT \(m.contactID)) AS contacts
                FROM \(m)
                GROUP BY 1
            ) AS days
            LEFT JOIN (
                SELECT (began.at AT TIME ZONE 'UTC')::date AS date, avg(\(c.firstResponseTime, of: "c")) AS avg_response_time
                FROM (
                    SELECT \(m.conversationID) AS conversation_id, min(\(m.createdAt)) AS at
                    FROM \(m)
                    WHERE \(m.direction) = 'inbound'
                    GROUP BY \(m.conversationID)
                ) AS began
                JOIN \(c) AS c ON \(c.id, of: "c") = began.conversation_id
                GROUP BY 1
            ) AS responses ON responses.date = days.date
            """
        }

        var body: TableBody {
            TableComment(
                "Messages by day (UTC); the response time is in seconds, of the conversations that wrote first on that day.")
            Index("idx_daily_metrics_date", on: date, unique: true)
            Grant(.select, to: .serviceRole)
        }
    }

    /// `agent_performance`: the conversations of each agent that began in the last 30 days (UTC).
    final class AgentPerformance: MaterializedView, Sendable {
        let agentID = Column("agent_id", .integer).unmasked()
        let agentName = Column("name", .varchar(100)).sensitive()
        let totalConversations = Column("total_conversations", .bigint).unmasked()
        let avgResponseTime = Column("avg_response_time", .numeric).unmasked()
        let avgResolutionTime = Column("avg_resolution_time", .numeric).unmasked()
        let resolvedConversations = Column("resolved_conversations", .bigint).unmasked()

        private let a: Agents
        private let c: Conversations
        init(_ agents: Agents, _ conversations: Conversations) { (a, c) = (agents, conversations) }

        var query: SQLFragment {
            """
            SELECT \(a.id, of: "a") AS \(agentID),
                \(a.name, of: "a") AS \(agentName),
                count(\(c.id, of: "c")) AS \(totalConversations),
                avg(\(c.firstResponseTime, of: "c")) AS \(avgResponseTime),
                avg(\(c.resolutionTime, of: "c")) AS \(avgResolutionTime),
                count(*) FILTER (WHERE \(c.status, of: "c") = 'done') AS \(resolvedConversations)
            FROM \(a) AS a
            LEFT JOIN \(c) AS c ON \(c.agentID, of: "c") = \(a.id, of: "a") AND \(c.createdAt, of: "c") >= \(thirtyDaysAgo)
            GROUP BY \(a.id, of: "a"), \(a.name, of: "a")
            """
        }

        var body: TableBody {
            TableComment("Every agent with the conversations that began in the last 30 days (UTC); times are in seconds.")
            Index("idx_agent_performance_agent", on: agentID, unique: true)
            Grant(.select, to: .serviceRole)
        }
    }

    /// `lead_source_performance`: what each source brought in the last 30 days (UTC).
    ///
    /// Contacts and conversations are counted apart, each by its own time: one joined to the other would hide the new
    /// conversations of old contacts, and count the old ones of new contacts.
    final class LeadSourcePerformance: MaterializedView, Sendable {
        let leadSource = Column("lead_source", .varchar(100)).unmasked()
        let totalContacts = Column("total_contacts", .bigint).unmasked()
        let totalConversations = Column("total_conversations", .bigint).unmasked()
        let avgResolutionTime = Column("avg_resolution_time", .numeric).unmasked()

        private let s: LeadSources
        private let p: Contacts
        private let c: Conversations
        init(_ sources: LeadSources, _ contacts: Contacts, _ conversations: Conversations) {
            (s, p, c) = (sources, contacts, conversations)
        }

        var query: SQLFragment {
            """
            SELECT \(s.name, of: "s") AS \(leadSource),
                coalesce(brought.contacts, 0) AS \(totalContacts),
                coalesce(held.conversations, 0) AS \(totalConversations),
                held.avg_resolution_time AS \(avgResolutionTime)
            FROM \(s) AS s
            LEFT JOIN (
                SELECT \(p.leadSource) AS name, count(*) AS contacts
                FROM \(p)
                WHERE \(p.createdAt) >= \(thirtyDaysAgo)
                GROUP BY \(p.leadSource)
            ) AS brought ON brought.name = \(s.name, of: "s")
            LEFT JOIN (
                SELECT coalesce(\(c.leadSource, of: "c"), \(p.leadSource, of: "p")) AS name, count(*) AS conversations,
                    avg(\(c.resolutionTime, of: "c")) AS avg_resolution_time
                FROM \(c) AS c
                LEFT JOIN \(p) AS p ON \(p.id, of: "p") = \(c.contactID, of: "c")
                WHERE \(c.createdAt, of: "c") >= \(thirtyDaysAgo)
                GROUP BY 1
            ) AS held ON held.name = \(s.name, of: "s")
            WHERE \(s.name, of: "s") IS NOT NULL
            """
        }

        var body: TableBody {
            TableComment(
                "Every lead source with the contacts and conversations of the last 30 days (UTC); the time is in seconds.")
            Index("idx_lead_source_performance_lead_source", on: leadSource, unique: true)
            Grant(.select, to: .serviceRole)
        }
    }
}
