import Queries
package import SchemaDSL

// Each range has its start in it and not its end. What is of no time (created_at is NULL) is in no range.

/// `metrics.get_message_metrics`: messages of a range, and how fast those who wrote first were answered.
package final class GetMessageMetrics: Query, Sendable {
    private let m = MetricsModule.messageEvents
    private let c = MetricsModule.conversations

    let start = Parameter("start", .timestamptz, about: "the first instant of the range")
    let end = Parameter("end", .timestamptz, about: "the first instant after the range")

    let inbound = Output("inbound", .bigint).unmasked()
    let outbound = Output("outbound", .bigint).unmasked()
    let avgResponseTime = Output("avg_response_time", .doublePrecision).nullable().unmasked()
    let uniqueContacts = Output("unique_contacts", .bigint).unmasked()

    package let purpose =
        "Messages of a range by direction, contacts in it, and the first response time (seconds) of its conversations."

    /// A conversation's response time is in the range of its first inbound message, as in the view `daily_metrics`.
    package var sql: SQLFragment {
        """
        SELECT count(*) FILTER (WHERE \(m.direction, of: "m") = 'inbound') AS inbound,
            count(*) FILTER (WHERE \(m.direction, of: "m") = 'outbound') AS outbound,
            (
                SELECT avg(\(c.firstResponseTime, of: "c"))::double precision
                FROM \(c) AS c
                WHERE \(c.id, of: "c") IN (
                    SELECT \(m.conversationID, of: "e") FROM \(m) AS e
                    WHERE \(m.direction, of: "e") = 'inbound'
                      AND \(m.createdAt, of: "e") >= \(start) AND \(m.createdAt, of: "e") < \(end)
                ) AND NOT EXISTS (
                    SELECT FROM \(m) AS e
                    WHERE \(m.conversationID, of: "e") = \(c.id, of: "c") AND \(m.direction, of: "e") = 'inbound'
                      AND \(m.createdAt, of: "e") < \(start)
                )
            ) AS avg_response_time,
            count(DISTINCT \(m.contactID, of: "m")) AS unique_contacts
        FROM \(m) AS m
        WHERE \(m.createdAt, of: "m") >= \(start) AND \(m.createdAt, of: "m") < \(end)
        """
    }
}

/// `metrics.get_call_metrics`: calls of a range.
package final class GetCallMetrics: Query, Sendable {
    private let c = MetricsModule.callEvents

    let start = Parameter("start", .timestamptz, about: "the first instant of the range")
    let end = Parameter("end", .timestamptz, about: "the first instant after the range")

    let inbound = Output("inbound", .bigint).unmasked()
    let outbound = Output("outbound", .bigint).unmasked()
    let avgDuration = Output("avg_duration", .doublePrecision).nullable().unmasked()
    let missedCalls = Output("missed_calls", .bigint).unmasked()

    package let purpose = "Calls of a range by direction, their mean duration (seconds), and inbound calls that nobody took."

    package var sql: SQLFragment {
        let unanswered = SQLFragment.joined(CallStatus.unanswered.map { "\(literal: $0.rawValue)" }, separator: ", ")
        return """
            SELECT count(*) FILTER (WHERE \(c.direction) = 'inbound') AS inbound,
                count(*) FILTER (WHERE \(c.direction) = 'outbound') AS outbound,
                avg(\(c.duration))::double precision AS avg_duration,
                count(*) FILTER (WHERE \(c.direction) = 'inbound' AND \(c.callStatus) IN (\(unanswered))) AS missed_calls
            FROM \(c)
            WHERE \(c.createdAt) >= \(start) AND \(c.createdAt) < \(end)
            """
    }
}

/// `metrics.get_agent_performance`: the conversations of an agent that began in a range.
package final class GetAgentPerformance: Query, Sendable {
    private let c = MetricsModule.conversations

    let agentID = Parameter("agent_id", .integer)
    let start = Parameter("start", .timestamptz, about: "the first instant of the range")
    let end = Parameter("end", .timestamptz, about: "the first instant after the range")

    let totalConversations = Output("total_conversations", .bigint).unmasked()
    let avgResponseTime = Output("avg_response_time", .doublePrecision).nullable().unmasked()
    let avgResolutionTime = Output("avg_resolution_time", .doublePrecision).nullable().unmasked()
    let resolvedConversations = Output("resolved_conversations", .bigint).unmasked()

    package let purpose = "An agent's conversations that began in a range: how many, how many are done, mean times in seconds."

    package var sql: SQLFragment {
        """
        SELECT count(*) AS total_conversations,
            avg(\(c.firstResponseTime))::double precision AS avg_response_time,
            avg(\(c.resolutionTime))::double precision AS avg_resolution_time,
            count(*) FILTER (WHERE \(c.status) = 'done') AS resolved_conversations
        FROM \(c)
        WHERE \(c.agentID) = \(agentID) AND \(c.createdAt) >= \(start) AND \(c.createdAt) < \(end)
        """
    }
}

/// `metrics.get_lead_source_performance`: what each source brought in a range.
package final class GetLeadSourcePerformance: Query, Sendable {
    private let s = MetricsModule.leadSources
    private let p = MetricsModule.contacts
    private let c = MetricsModule.conversations

    let start = Parameter("start", .timestamptz, about: "the first instant of the range")
    let end = Parameter("end", .timestamptz, about: "the first instant after the range")

    let source = Output("source", .varchar).unmasked()
    let totalContacts = Output("total_contacts", .bigint).unmasked()
    let totalConversations = Output("total_conversations", .bigint).unmasked()
    let avgResolutionTime = Output("avg_resolution_time", .doublePrecision).nullable().unmasked()

    package let purpose =
        "Every lead source with its contacts and conversations of a range, and the mean resolution time in seconds."

    /// Contacts and conversations are counted apart, as in the view `lead_source_performance`.
    package var sql: SQLFragment {
        """
        SELECT \(s.name, of: "s") AS source,
            coalesce(brought.contacts, 0) AS total_contacts,
            coalesce(held.conversations, 0) AS total_conversations,
            held.avg_resolution_time
        FROM \(s) AS s
        LEFT JOIN (
            SELECT \(p.leadSource, of: "p") AS name, count(*) AS contacts
            FROM \(p) AS p
            WHERE \(p.createdAt, of: "p") >= \(start) AND \(p.createdAt, of: "p") < \(end)
            GROUP BY 1
        ) AS brought ON brought.name = \(s.name, of: "s")
        LEFT JOIN (
            SELECT coalesce(\(c.leadSource, of: "c"), \(p.leadSource, of: "p")) AS name, count(*) AS conversations,
                avg(\(c.resolutionTime, of: "c"))::double precision AS avg_resolution_time
            FROM \(c) AS c
            LEFT JOIN \(p) AS p ON \(p.id, of: "p") = \(c.contactID, of: "c")
            WHERE \(c.createdAt, of: "c") >= \(start) AND \(c.createdAt, of: "c") < \(end)
            GROUP BY 1
        ) AS held ON held.name = \(s.name, of: "s")
        WHERE \(s.name, of: "s") IS NOT NULL
        ORDER BY \(s.name, of: "s")
        """
    }
}
