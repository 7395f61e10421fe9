import Checks
import Foundation
import SchemaDSL

/// The checks on the data of `metrics`: the document's daily tasks, to verify the data and the state of the views.
enum MetricsChecks {
    private static let messages = MetricsModule.messageEvents
    private static let calls = MetricsModule.callEvents
    private static let conversations = MetricsModule.conversations
    private static let changes = MetricsModule.stateChanges
    private static let agents = MetricsModule.agents
    private static let figures = MetricsModule.agentMetrics
    private static let availability = MetricsModule.agentAvailability
    private static let contacts = MetricsModule.contacts
    private static let preferences = MetricsModule.contactPreferences
    private static let sources = MetricsModule.leadSources
    private static let refreshes = MetricsModule.viewRefreshes

    static let groups = [
        CheckGroup(on: messages, key: [messages.id, messages.createdAt], ofMessages),
        CheckGroup(on: calls, key: [calls.id], ofCalls),
        CheckGroup(on: conversations, key: [conversations.id], ofConversations),
        CheckGroup(on: changes, key: [changes.id], ofChanges),
        CheckGroup(on: figures, key: [figures.id], ofFigures),
        CheckGroup(on: agents, key: [agents.id], ofAgents),
        CheckGroup(on: availability, key: [availability.id], ofAvailability),
        CheckGroup(on: contacts, key: [contacts.id], ofContacts),
        CheckGroup(on: preferences, key: [preferences.id], ofPreferences),
        CheckGroup(on: refreshes, key: [refreshes.viewName], ofRefreshes),
        CheckGroup(catalogOf: "metrics", MetricsQuestions.all),
    ]

    private static let ofMessages: [DataCheck] = [
        // The primary key cannot say it: that of a partitioned table holds created_at as well.
        .unique([messages.id], "No two messages have the same id"),
        .satisfies(
            Predicate(sql: "\(messages.deliveredAt) >= \(messages.sentAt)"), named: "delivered_after_sent",
            "No message is delivered before it is sent"
        ).kind(.quality),
        .query(
            """
            SELECT m.\(messages.id), m.\(messages.createdAt) FROM \(MetricsModule.messageEventsDefault) AS m
            """, named: "in_their_month", "Every message is in the partition of its month"
        ).severity(.warning),
        .query(
            """
            SELECT m.\(messages.id), m.\(messages.createdAt)
            FROM \(messages) AS m
            WHERE m.\(messages.direction) = 'outbound' AND EXISTS (
              SELECT FROM \(preferences) AS p
              WHERE p.\(preferences.contactID) = m.\(messages.contactID)
                AND p.\(preferences.createdAt) < m.\(messages.createdAt)
                AND coalesce(p.\(preferences.optOutType), 'all') IN ('all', m.\(messages.messageType))
            )
            """, named: "not_after_opt_out", "No message goes to a contact who has opted out of it"),
    ]

    private static let ofCalls: [DataCheck] = [
        .satisfies(
            Predicate(sql: "\(calls.duration) >= 0"), named: "duration.not_negative", "No call is shorter than nothing"
        ).kind(.quality),
        .satisfies(
            Predicate(sql: "\(calls.queueTime) >= 0"), named: "queue_time.not_negative", "No call waited less than nothing"
        ).kind(.quality),
        .satisfies(
            Predicate(sql: "\(calls.endTime) >= \(calls.startTime)"), named: "ends_after_start",
            "No call ends before it starts"
        ).kind(.quality),
        .satisfies(
            Predicate(
                sql: "\(calls.duration) <= ceil(extract(epoch FROM \(calls.endTime) - \(calls.startTime)))"),
            named: "duration.fits_times", "No call takes longer than from its start to its end"
        ).where(Predicate(sql: "\(calls.endTime) >= \(calls.startTime)")).kind(.quality).severity(.warning),
        .oneOf(
            calls.callStatus, CallStatus.allCases.map(\.rawValue),
            "A call has a status that the figures of missed calls know"
        ).severity(.warning),
    ]

    private static let ofConversations: [DataCheck] = [
        .notNull(conversations.status, "Every conversation has a status"),
        .satisfies(
            Predicate(sql: "\(conversations.closedAt) IS NOT NULL AND \(conversations.resolutionTime) IS NOT NULL"),
            onNull: .fails, named: "done.has_resolution_time", "What is done was closed, and has a resolution time"
        ).where(conversations.status.in("done")).kind(.quality),
        .satisfies(
            conversations.closedAt.isNotNull, onNull: .fails, named: "ended.has_closed_at",
            "What is spam or unsubscribed was closed"
        ).where(conversations.status.in("spam", "unsubscribe")).kind(.quality),
        .satisfies(
            conversations.closedAt.isNull, named: "open.not_closed", "What is open or pending is not closed"
        ).where(conversations.status.in("open", "pending")).kind(.quality),
        .satisfies(
            Predicate(sql: "\(conversations.firstResponseTime) >= 0"), named: "first_response_time.not_negative",
            "Nothing is answered before it is asked"
        ).kind(.quality),
        .satisfies(
            Predicate(sql: "\(conversations.resolutionTime) >= 0"), named: "resolution_time.not_negative",
            "Nothing takes less than no time"
        ).kind(.quality),
        .satisfies(
            Predicate(
                sql: """
                    (\(conversations.closedAt) IS NULL OR \(conversations.closedAt) >= \(conversations.createdAt)) AND \
                    (\(conversations.updatedAt) IS NULL OR \(conversations.updatedAt) >= \(conversations.createdAt))
                    """),
            named: "dates_in_order", "Nothing is updated or closed before it is created"
        ).kind(.quality),
        .satisfies(
            Predicate(
                sql: """
                    abs(\(conversations.resolutionTime) - \
                    extract(epoch FROM \(conversations.closedAt) - \(conversations.createdAt))) <= 1
                    """),
            named: "resolution_time.agrees", "The resolution time is that from creation to closing"
        ).where(conversations.status.in("done")).kind(.quality).severity(.warning),
        .references(
            conversations.leadSource, sources.name, "The lead source of every conversation is a known one"
        ).severity(.warning),
        .query(
            """
            SELECT c.\(conversations.id)
            FROM \(conversations) AS c
            CROSS JOIN LATERAL (
              SELECT h.\(changes.newStatus) AS status FROM \(changes) AS h
              WHERE h.\(changes.conversationID) = c.\(conversations.id)
              ORDER BY h.\(changes.changedAt) DESC NULLS LAST, h.\(changes.id) DESC
              LIMIT 1
            ) AS last
            WHERE last.status IS DISTINCT FROM c.\(conversations.status)
            """, named: "status.as_in_history", "A conversation is in the state of its last transition"),
    ]

    private static let states = ["open", "pending", "done", "spam", "unsubscribe"]

    private static let ofChanges: [DataCheck] = [
        .oneOf(changes.newStatus, states, onNull: .fails, "Conversations go into states that there are"),
        .oneOf(changes.previousStatus, states, "Conversations come from states that there are"),
        .query(
            """
            SELECT s.\(changes.id)
            FROM (
              SELECT h.\(changes.id), h.\(changes.previousStatus) AS previous,
                lag(h.\(changes.newStatus)) OVER w AS expected, row_number() OVER w AS place
              FROM \(changes) AS h
              WINDOW w AS (PARTITION BY h.\(changes.conversationID)
                ORDER BY h.\(changes.changedAt) NULLS FIRST, h.\(changes.id))
            ) AS s
            WHERE s.place > 1 AND s.previous IS DISTINCT FROM s.expected
            """, named: "unbroken", "Each transition begins where the one before it ended"),
    ]

    /// Of days that are over: those of today are not written yet.
    private static let ofFigures: [DataCheck] = [
        .query(
            """
            SELECT f.\(figures.id)
            FROM \(figures) AS f
            LEFT JOIN (
              SELECT m.\(messages.agentID) AS agent, (m.\(messages.createdAt) AT TIME ZONE 'UTC')::date AS day, count(*) AS count
              FROM \(messages) AS m
              GROUP BY 1, 2
            ) AS m ON m.day = f.\(figures.date) AND m.agent IS NOT DISTINCT FROM f.\(figures.agentID)
            LEFT JOIN (
              SELECT c.\(calls.agentID) AS agent, (c.\(calls.createdAt) AT TIME ZONE 'UTC')::date AS day, count(*) AS count
              FROM \(calls) AS c
              GROUP BY 1, 2
            ) AS c ON c.day = f.\(figures.date) AND c.agent IS NOT DISTINCT FROM f.\(figures.agentID)
            WHERE f.\(figures.date) < (now() AT TIME ZONE 'UTC')::date
              AND (f.\(figures.messagesHandled), f.\(figures.callsHandled))
                IS DISTINCT FROM (coalesce(m.count, 0), coalesce(c.count, 0))
            """, named: "agrees_with_events", "The figures of an agent's day are those of the events"),
        .between(figures.satisfactionScore, 0...5, "Satisfaction is 0 to 5"),
        .satisfies(
            Predicate(
                sql: """
                    \(figures.messagesHandled) >= 0 AND \(figures.callsHandled) >= 0 AND \
                    coalesce(\(figures.avgResponseTime), 0) >= 0 AND coalesce(\(figures.avgResolutionTime), 0) >= 0
                    """),
            named: "not_negative", "No figure of an agent's day is negative"
        ).kind(.quality),
    ]

    private static let ofAgents: [DataCheck] = [
        .satisfies(
            Predicate(sql: "\(agents.currentWorkload) >= 0"), named: "current_workload.not_negative",
            "No agent has less than no work"
        ).kind(.quality),
        .format(agents.email, #"^[^\s@]+@[^\s@]+\.[^\s@]+$"#, "The agent's e-mail has the form of an address"),
    ]

    private static let ofAvailability: [DataCheck] = [
        .satisfies(
            Predicate(sql: "\(availability.endTime) >= \(availability.startTime)"), named: "ends_after_start",
            "No shift ends before it starts"
        ).kind(.quality),
        .query(
            """
            SELECT s.\(availability.id)
            FROM (
              SELECT a.\(availability.id), a.\(availability.startTime) AS started,
                max(coalesce(a.\(availability.endTime), 'infinity')) OVER (
                  PARTITION BY a.\(availability.agentID) ORDER BY a.\(availability.startTime), a.\(availability.id)
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
              FROM \(availability) AS a
              WHERE a.\(availability.agentID) IS NOT NULL AND a.\(availability.startTime) IS NOT NULL
            ) AS s
            WHERE s.started < s.busy_until
            """, named: "one_at_a_time", "No agent is in two states at once"
        ).severity(.warning),
    ]

    private static let ofContacts: [DataCheck] = [
        .format(
            contacts.email, #"^[^\s@]+@[^\s@]+\.[^\s@]+$"#, "The contact's e-mail has the form of an address"
        ).severity(.warning),
        .references(
            contacts.leadSource, sources.name, "The lead source of every contact is a known one"
        ).severity(.warning),
        .satisfies(
            Predicate(sql: "\(contacts.lastContactAt) >= \(contacts.createdAt)"), named: "last_contact_at.after_created",
            "No contact was last in touch before being there"
        ).kind(.quality).severity(.warning),
        .query(
            """
            SELECT DISTINCT c.\(conversations.contactID) AS \(contacts.id)
            FROM \(conversations) AS c
            WHERE c.\(conversations.status) = 'unsubscribe' AND c.\(conversations.contactID) IS NOT NULL AND NOT EXISTS (
              SELECT FROM \(preferences) AS p WHERE p.\(preferences.contactID) = c.\(conversations.contactID)
            )
            """, named: "unsubscribed_opted_out", "Whoever unsubscribed in a conversation has opted out"),
    ]

    private static let ofPreferences: [DataCheck] = [
        .notNull(preferences.contactID, "Every opt-out is somebody's")
    ]

    private static let ofRefreshes: [DataCheck] = [
        // The job runs each hour: two hours are one run that failed.
        .query(
            """
            SELECT v.name AS \(refreshes.viewName)
            FROM (VALUES \(MetricsQuestions.viewNames)) AS v (name)
            LEFT JOIN \(refreshes) AS r ON r.\(refreshes.viewName) = v.name
            WHERE r.\(refreshes.refreshedAt) IS NULL OR r.\(refreshes.refreshedAt) < now() - interval '2 hours'
            """, named: "fresh", "Every materialized view was refreshed in the last two hours"
        ).kind(.monitor)
    ]
}
