import Checks
import SchemaDSL

/// The checks on the data of `analytics`: the validation rules, data-quality checks and sync lag of the sync design.
enum AnalyticsChecks {
    static let conversations = AnalyticsModule.conversations
    private static let interactions = AnalyticsModule.interactions
    private static let agents = AnalyticsModule.agentMetrics

    static let groups =
        [
            CheckGroup(on: conversations, key: [conversations.id], validation + quality + [lag] + enrichment + agreement),
            CheckGroup(on: agents, key: [agents.id], ofAgents),
            CheckGroup(catalogOf: "analytics", questions),
        ] + retention

    /// The document's four rules. Three of them are false for NULL, as its JavaScript is; only the score may be missing.
    private static let validation: [DataCheck] = [
        .satisfies(
            conversations.chatwootConversationID.greaterThan(0), onNull: .fails, named: "chatwoot_conversation_id.positive",
            "The Chatwoot conversation id is a positive number"),
        .format(
            conversations.customerEmail, #"^[^\s@]+@[^\s@]+\.[^\s@]+$"#, onNull: .fails,
            "The customer's e-mail has the form of an address"),
        .oneOf(
            conversations.status, ["open", "pending", "resolved"], onNull: .fails,
            "The status is open, pending or resolved"),
        .between(conversations.draftConfidenceScore, 0...100, "The draft's confidence score is 0 to 100, or missing"),
    ]

    private static let quality: [DataCheck] = [
        .notNull(conversations.customerEmail, "Every conversation has the customer's e-mail"),
        .satisfies(
            Predicate(
                sql: """
                    \(conversations.createdAt) <= \(conversations.updatedAt) AND \
                    (\(conversations.resolvedAt) IS NULL OR \(conversations.resolvedAt) >= \(conversations.createdAt))
                    """),
            named: "dates_in_order", "Nothing is updated or resolved before it is created"
        ).kind(.quality),
        .satisfies(
            Predicate(sql: "jsonb_typeof(\(conversations.customAttributes)) = 'object'"), named: "custom_attributes.object",
            "Custom attributes are an object, or missing"),
        .references(
            conversations.customerEmail, interactions.customerEmail, onNull: .fails,
            "Every conversation's customer has an interaction"),
    ]

    private static let lag = DataCheck.freshness(
        conversations.syncedAt, within: .seconds(600), "The last synchronisation is less than 10 minutes old")

    /// A rating is 1 to 5, so is a mean of ratings; without ratings there is none.
    private static let ofAgents: [DataCheck] = [
        .satisfies(
            Predicate(sql: "\(agents.csatAvg) BETWEEN 1 AND 5"), named: "csat_avg.range", "The mean rating is 1 to 5, or missing"),
        .satisfies(
            Predicate(sql: "\(agents.firstContactResolutionRate) BETWEEN 0 AND 100"),
            named: "first_contact_resolution_rate.range",
            "The rate of first-contact resolution is 0 to 100, or missing"),
        .satisfies(
            Predicate(
                sql: """
                    least(\(agents.conversationsHandled), \(agents.messagesSent), \(agents.privateNotesCreated), \
                    \(agents.draftsApproved), \(agents.draftsEdited), \(agents.draftsRejected), \(agents.escalationsMade), \
                    \(agents.csatCount), \(agents.avgFirstResponseTimeSeconds), \(agents.avgResolutionTimeSeconds), \
                    \(agents.avgDraftReviewTimeSeconds), \(agents.onlineTimeMinutes), \(agents.idleTimeMinutes)) >= 0
                    """), named: "counts_not_negative", "No count and no time of an agent is negative"),
        .satisfies(
            // Where the day has begun already, it is up to 14 hours ahead of UTC.
            Predicate(sql: "\(agents.date) <= (now() AT TIME ZONE 'UTC' + interval '14 hours')::date"), named: "date.not_future",
            "No metrics of agents are of the future"),
    ]

    private static let questions: [DataCheck] = [
        CatalogQuestion.foreignKeysIndexed(
            of: AnalyticsModule.tables, "Every foreign key of analytics has an index"),
        CatalogQuestion.noInvalidIndexes(in: ["analytics"], "Every index of analytics is valid"),
        CatalogQuestion.noUnvalidatedConstraints(in: ["analytics"], "Every constraint of analytics is validated").severity(
            .warning),
    ]
}
