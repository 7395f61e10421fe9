import SchemaDSL

/// The status of a ticket, in one word whatever Freshdesk sends for it.
package enum TicketStatus: String, CaseIterable, Sendable {
    case open, pending, resolved, closed
    case waitingOnCustomer = "waiting_on_customer"
    case waitingOnThirdParty = "waiting_on_third_party"
    /// Something is there that Freshdesk does not define: a status that the merchant made (8 and up), or junk.
    case unknown

    /// The number in Freshdesk's API.
    package var number: Int? {
        switch self {
        case .open: 2
        case .pending: 3
        case .resolved: 4
        case .closed: 5
        case .waitingOnCustomer: 6
        case .waitingOnThirdParty: 7
        case .unknown: nil
        }
    }

    /// Those in which nobody waits any more.
    static let done: [TicketStatus] = [.resolved, .closed]
    static let waiting: [TicketStatus] = [.waitingOnCustomer, .waitingOnThirdParty]
}

/// The priority of a ticket, in one word whatever Freshdesk sends for it.
package enum TicketPriority: String, CaseIterable, Sendable {
    case low, medium, high, urgent
    case unknown

    /// The number in Freshdesk's API.
    package var number: Int? {
        switch self {
        case .low: 1
        case .medium: 2
        case .high: 3
        case .urgent: 4
        case .unknown: nil
        }
    }
}

/// Words that stand for numbers of Freshdesk's API.
protocol FreshdeskWord: RawRepresentable<String>, CaseIterable, Sendable {
    var number: Int? { get }
}

extension TicketStatus: FreshdeskWord {}
extension TicketPriority: FreshdeskWord {}

extension FreshdeskWord {
    /// The word for a `jsonb` value, as an expression that functions and queries share: a call a row and field would cost
    /// more than the rest of a summary.
    ///
    /// Numbers and texts of numbers (`2`, `2.0`, `"2"`), words in any case with any separators (`Waiting on Customer`). NULL for
    /// what is not there, null or blank; `unknown` for everything else. Nothing fails.
    static func word(of value: SQLFragment) -> SQLFragment {
        // Without the "C" collation a Turkish database would make "pendıng" of PENDING.
        let text: SQLFragment = #"lower(btrim(\#(value) #>> '{}', E' \t\r\n') COLLATE pg_catalog."C")"#
        let plain: SQLFragment = #"regexp_replace(regexp_replace(\#(text), '[.]0+$', ''), '[^a-z0-9]+', '_', 'g')"#
        let cases = allCases.compactMap { word -> SQLFragment? in
            guard let number = word.number else { return nil }
            return
                """
                WHEN \(literal: String(number)) THEN \(literal: word.rawValue) \
                WHEN \(literal: word.rawValue) THEN \(literal: word.rawValue)
                """
        }
        return """
            CASE
                WHEN jsonb_typeof(\(value)) IN ('string', 'number') THEN
                    CASE \(plain)
                        \(.joined(cases, separator: "\n            "))
                        WHEN '' THEN NULL
                        ELSE 'unknown'
                    END
                WHEN jsonb_typeof(\(value)) <> 'null' THEN 'unknown'
            END
            """
    }
}

extension SupportETLModule {
    private static let data = Argument("data", .jsonb)

    /// The status of a ticket's envelope.
    static let extractTicketStatus = Function(
        "extract_ticket_status", [data], returns: .value(.text), language: .sql,
        FunctionProperties(.immutable, parallel: .safe, searchPath: []), executableBy: [.serviceRole, .readAllData],
        comment:
            "open, pending, resolved, closed, waiting_on_customer, waiting_on_third_party; unknown for what Freshdesk does not "
            + "define; NULL where there is no status.",
        body: "\nSELECT \(TicketStatus.word(of: "(\(data) -> 'status')"));\n")

    /// The priority of a ticket's envelope.
    static let extractTicketPriority = Function(
        "extract_ticket_priority", [data], returns: .value(.text), language: .sql,
        FunctionProperties(.immutable, parallel: .safe, searchPath: []), executableBy: [.serviceRole, .readAllData],
        comment: "low, medium, high, urgent; unknown for what Freshdesk does not define; NULL where there is no priority.",
        body: "\nSELECT \(TicketPriority.word(of: "(\(data) -> 'priority')"));\n")
}
