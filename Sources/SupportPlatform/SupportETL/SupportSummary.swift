import SchemaDSL

/// The figures of ``SupportETLModule/getSupportSummary``; the comparison of two periods has the same.
enum SummaryFigures {
    static let total = Column("total_tickets", .bigint).unmasked()
    static let open = Column("open_tickets", .bigint).unmasked()
    static let pending = Column("pending_tickets", .bigint).unmasked()
    static let waiting = Column("waiting_tickets", .bigint).unmasked()
    static let resolved = Column("resolved_tickets", .bigint).unmasked()
    static let closed = Column("closed_tickets", .bigint).unmasked()
    static let unknown = Column("unknown_tickets", .bigint).unmasked()
    static let low = Column("low_priority", .bigint).unmasked()
    static let medium = Column("medium_priority", .bigint).unmasked()
    static let high = Column("high_priority", .bigint).unmasked()
    static let urgent = Column("urgent_priority", .bigint).unmasked()
    static let unknownPriority = Column("unknown_priority", .bigint).unmasked()
    static let withConversations = Column("with_conversations", .bigint).unmasked()
    static let requesters = Column("requesters", .bigint).unmasked()
    static let resolutionRate = Column("resolution_rate", .numeric).unmasked()
    static let firstResponse = Column("avg_first_response_hours", .numeric).unmasked()
    static let resolution = Column("avg_resolution_hours", .numeric).unmasked()

    static let all: [any AnyColumn] = [
        total, open, pending, waiting, resolved, closed, unknown, low, medium, high, urgent, unknownPriority, withConversations,
        requesters, resolutionRate, firstResponse, resolution,
    ]
}

extension SupportETLModule {
    private typealias Ask = PeriodArguments
    private typealias Figure = SummaryFigures

    private static func count(_ statuses: [TicketStatus]) -> SQLFragment {
        "count(*) FILTER (WHERE k.status IN (\(.joined(statuses.map { "\(literal: $0.rawValue)" }, separator: ", "))))"
    }

    private static func count(_ priority: TicketPriority) -> SQLFragment {
        "count(*) FILTER (WHERE k.priority = \(literal: priority.rawValue))"
    }

    /// The figures of the tickets of a period.
    static let getSupportSummary = Function(
        "get_support_summary", [Ask.from, Ask.to, Ask.merchant, Ask.includeTest],
        returns: .table(
            Figure.total, Figure.open, Figure.pending, Figure.waiting, Figure.resolved, Figure.closed, Figure.unknown, Figure.low,
            Figure.medium, Figure.high, Figure.urgent, Figure.unknownPriority, Figure.withConversations, Figure.requesters,
            Figure.resolutionRate, Figure.firstResponse, Figure.resolution),
        language: .sql, FunctionProperties(.stable, parallel: .safe, rows: 1, searchPath: []), executableBy: [.serviceRole],
        comment:
            "Figures of the tickets written from from_time up to, not including, to_time (NULL: without end), of one merchant or "
            + "of all but test merchants. One row; statuses add up to the total. Spam and deleted tickets count nowhere.",
        body: """

            WITH kept AS MATERIALIZED (
                SELECT coalesce(\(TicketFields.status), 'unknown') AS status,
                    coalesce(\(TicketFields.priority), 'unknown') AS priority,
                    \(TicketFields.hasConversations) AS has_conversations,
                    CASE WHEN f.requester_id IS NOT NULL THEN (t.\(tickets.merchantID), f.requester_id) END AS requester,
                    extract(epoch FROM \(TicketFields.statistic("first_responded_at")) - t.written_at) AS response,
                    extract(epoch FROM coalesce(\(TicketFields.statistic("resolved_at")), \
            \(TicketFields.statistic("closed_at"))) - t.written_at) AS resolution
                FROM (
                    SELECT \(tickets.merchantID), \(tickets.data), \(tickets.ticketCreatedAt) AS written_at
                    FROM \(tickets)
                    WHERE \(tickets.ticketCreatedAt) >= coalesce(\(Ask.from), '-infinity')
                      AND \(tickets.ticketCreatedAt) < coalesce(\(Ask.to), 'infinity')
                ) AS t
                JOIN \(merchants) AS m ON m.\(merchants.id) = t.\(tickets.merchantID)
                CROSS JOIN LATERAL \(TicketFields.record(of: "t.\(tickets.data)"))
                WHERE \(Ask.isMeant("t", "m"))
                  AND \(TicketFields.isKept)
            )
            SELECT count(*),
                \(count([.open])), \(count([.pending])), \(count(TicketStatus.waiting)),
                \(count([.resolved])), \(count([.closed])), \(count([.unknown])),
                \(count(.low)), \(count(.medium)), \(count(.high)), \(count(.urgent)), \(count(.unknown)),
                count(*) FILTER (WHERE k.has_conversations),
                count(DISTINCT k.requester),
                round(100.0 * \(count(TicketStatus.done)) / nullif(count(*), 0), 1),
                round(avg(k.response) FILTER (WHERE k.response >= 0) / 3600, 2),
                round(avg(k.resolution) FILTER (WHERE k.resolution >= 0 AND k.status IN ('resolved', 'closed')) / 3600, 2)
            FROM kept AS k;

            """)
}
