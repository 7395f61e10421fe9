import SchemaDSL

/// The entries of a ticket's envelope that figures are made of, read in one pass.
///
/// `jsonb_to_record` opens the envelope once; each `->` would open it again, and with its conversations it is long.
enum TicketFields {
    /// To stand in FROM beside the table, under the alias `f`.
    static func record(of data: SQLFragment) -> SQLFragment {
        """
        jsonb_to_record(\(data)) AS f (status jsonb, priority jsonb, type text, tags jsonb, stats jsonb, \
        conversations jsonb, requester_id text, responder_id text, subject text, due_by text, spam jsonb, deleted jsonb)
        """
    }

    static let status = TicketStatus.word(of: "f.status")
    static let priority = TicketPriority.word(of: "f.priority")

    /// Neither spam nor in the bin: what Freshdesk's own lists and figures leave out.
    static let isKept: SQLFragment = "f.spam IS DISTINCT FROM 'true' AND f.deleted IS DISTINCT FROM 'true'"

    static let hasConversations: SQLFragment =
        "CASE jsonb_typeof(f.conversations) WHEN 'array' THEN jsonb_array_length(f.conversations) > 0 ELSE false END"

    /// A time of the ticket's statistics, which come with `include=stats`.
    static func statistic(_ key: String) -> SQLFragment {
        "\(SupportETLModule.parseTimestamp)(f.stats ->> \(literal: key))"
    }
}

/// The arguments of the three figures functions.
enum PeriodArguments {
    static let from = Argument("from_time", .timestamptz)
    static let to = Argument("to_time", .timestamptz)
    static let merchant = Argument("merchant", .integer, default: "NULL")
    static let includeTest = Argument("include_test", .boolean, default: "false")

    /// Of one merchant, or of all but test merchants.
    static func isMeant(_ tickets: SQLFragment, _ merchants: SQLFragment) -> SQLFragment {
        let m = SupportETLModule.merchants
        let t = SupportETLModule.tickets
        return """
            (\(tickets).\(t.merchantID) = \(merchant)
                OR \(merchant) IS NULL AND (NOT \(merchants).\(m.isTest) OR coalesce(\(includeTest), false)))
            """
    }
}
