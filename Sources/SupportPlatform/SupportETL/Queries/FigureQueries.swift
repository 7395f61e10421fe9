package import Queries
package import SchemaDSL

/// The summary of a period, typed.
package final class SupportSummary: Query, Sendable {
    package let from = Parameter("from_time", .timestamptz, default: "now() - interval '30 days'")
    package let to = Parameter("to_time", .timestamptz, default: "now()", about: "not included")
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all but test merchants")
    package let total = Output(SummaryFigures.total)
    package let open = Output(SummaryFigures.open)
    package let pending = Output(SummaryFigures.pending)
    package let waiting = Output(SummaryFigures.waiting)
    package let resolved = Output(SummaryFigures.resolved)
    package let closed = Output(SummaryFigures.closed)
    package let unknown = Output(SummaryFigures.unknown)
    package let low = Output(SummaryFigures.low)
    package let medium = Output(SummaryFigures.medium)
    package let high = Output(SummaryFigures.high)
    package let urgent = Output(SummaryFigures.urgent)
    package let unknownPriority = Output(SummaryFigures.unknownPriority)
    package let withConversations = Output(SummaryFigures.withConversations)
    package let requesters = Output(SummaryFigures.requesters)
    package let resolutionRate = Output(SummaryFigures.resolutionRate).nullable()
    package let firstResponse = Output(SummaryFigures.firstResponse).nullable()
    package let resolution = Output(SummaryFigures.resolution).nullable()
    package let purpose = "Figures of the tickets of a period: statuses, priorities, talk, speed."

    package var sql: SQLFragment {
        "SELECT \(.list(SummaryFigures.all)) FROM \(SupportETLModule.getSupportSummary)(\(from), \(to), \(merchant)) AS s"
    }
}

/// The commonest types and tags of a period.
package final class TrendingCategories: Query, Sendable {
    package let from = Parameter("from_time", .timestamptz, default: "now() - interval '30 days'")
    package let to = Parameter("to_time", .timestamptz, default: "now()", about: "not included")
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all but test merchants")
    package let top = Parameter("top", .integer, default: "10", about: "of each kind")
    package let kind = Output("kind", .text).unmasked()
    package let category = Output("category", .text).unmasked()
    package let tickets = Output("tickets", .bigint).unmasked()
    package let previous = Output("previous_tickets", .bigint).nullable().unmasked()
    package let change = Output("change", .bigint).nullable().unmasked()
    package let purpose = "The commonest ticket types and tags of a period, beside the period of the same length before it."

    package var sql: SQLFragment {
        """
        SELECT s.kind, s.category, s.tickets, s.previous_tickets, s.change
        FROM \(SupportETLModule.getTrendingCategories)(\(from), \(to), \(merchant), \(top)) AS s
        """
    }
}

/// Two periods, figure by figure.
package final class SupportPeriods: Query, Sendable {
    package let firstFrom = Parameter("first_from", .timestamptz, default: "now() - interval '60 days'")
    package let firstTo = Parameter("first_to", .timestamptz, default: "now() - interval '30 days'")
    package let secondFrom = Parameter("second_from", .timestamptz, default: "now() - interval '30 days'")
    package let secondTo = Parameter("second_to", .timestamptz, default: "now()")
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all but test merchants")
    package let metric = Output("metric", .text).unmasked()
    package let first = Output("first_value", .numeric).nullable().unmasked()
    package let second = Output("second_value", .numeric).nullable().unmasked()
    package let change = Output("change", .numeric).nullable().unmasked()
    package let changePercent = Output("change_percent", .numeric).nullable().unmasked()
    package let purpose = "Each figure of the summary in two periods, and how it changed."

    package var sql: SQLFragment {
        """
        SELECT s.metric, s.first_value, s.second_value, s.change, s.change_percent
        FROM \(SupportETLModule.compareSupportPeriods)(\(firstFrom), \(firstTo), \(secondFrom), \(secondTo), \(merchant)) AS s
        """
    }
}

/// The queue, the most urgent and the longest waiting first.
package final class SupportQueue: Query, Sendable {
    package let merchant = Parameter("merchant", .integer, default: "NULL", about: "NULL for all but test merchants")
    package let merchantID = Output(SupportETLModule.queue.merchantID)
    package let ticketID = Output("freshdesk_ticket_id", .varchar).unmasked()
    package let subject = Output(SupportETLModule.queue.subject).nullable()
    package let status = Output(SupportETLModule.queue.status)
    package let priority = Output(SupportETLModule.queue.priority)
    package let ageHours = Output(SupportETLModule.queue.ageHours).nullable()
    package let isOverdue = Output(SupportETLModule.queue.isOverdue)
    package let purpose = "Tickets on which somebody waits, the most urgent first, and among those the oldest."

    package var sql: SQLFragment {
        let q = SupportETLModule.queue
        let order = SQLFragment.joined(
            TicketPriority.allCases.filter { $0 != .unknown }.reversed().map { "\(literal: $0.rawValue)" }, separator: ", ")
        return """
            SELECT \(q.merchantID), \(q.ticketID), \(q.subject), \(q.status), \(q.priority), \(q.ageHours), \(q.isOverdue)
            FROM \(q)
            WHERE \(q.merchantID) = \(merchant) OR \(merchant) IS NULL AND NOT \(q.isTest)
            ORDER BY coalesce(array_position(ARRAY[\(order)], \(q.priority)), 99), \(q.createdAt) NULLS LAST, \(q.ticketID)
            """
    }
}
