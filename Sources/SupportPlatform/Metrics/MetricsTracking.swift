package import Foundation
import PostgresClient
package import Queries
package import SchemaDSL

/// `metrics.track_message_event`: puts in a message.
package final class TrackMessageEvent: Query, Sendable {
    private let m = MetricsModule.messageEvents

    let direction = Parameter("direction", .varchar, about: "inbound or outbound")
    let agentID = Parameter("agent_id", .integer, default: "NULL")
    let contactID = Parameter("contact_id", .integer, default: "NULL")
    let conversationID = Parameter("conversation_id", .integer, default: "NULL")
    let messageBody = Parameter("message_body", .text, default: "NULL")
    let messageType = Parameter("message_type", .varchar, default: "NULL")
    let status = Parameter("status", .varchar, default: "NULL")
    let metadata = Parameter("metadata", .jsonb, default: "NULL")
    let createdAt = Parameter("created_at", .timestamptz, default: "NULL", about: "when it happened; now unless it is given")
    let sentAt = Parameter("sent_at", .timestamptz, default: "NULL")
    let deliveredAt = Parameter("delivered_at", .timestamptz, default: "NULL")

    let newID = Output(MetricsModule.messageEvents.id)
    let newCreatedAt = Output(MetricsModule.messageEvents.createdAt)

    package let purpose = "Puts in a message event, of now unless its time is given."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        INSERT INTO \(m) (\(m.direction), \(m.agentID), \(m.contactID), \(m.conversationID), \(m.messageBody), \(m.messageType),
            \(m.status), \(m.metadata), \(m.createdAt), \(m.sentAt), \(m.deliveredAt))
        VALUES (\(direction), \(agentID), \(contactID), \(conversationID), \(messageBody), \(messageType),
            \(status), \(metadata), coalesce(\(createdAt), CURRENT_TIMESTAMP), \(sentAt), \(deliveredAt))
        RETURNING \(m.id), \(m.createdAt)
        """
    }
}

/// `metrics.track_call_event`: puts in a call.
package final class TrackCallEvent: Query, Sendable {
    private let c = MetricsModule.callEvents

    let direction = Parameter("direction", .varchar, about: "inbound or outbound")
    let agentID = Parameter("agent_id", .integer, default: "NULL")
    let contactID = Parameter("contact_id", .integer, default: "NULL")
    let conversationID = Parameter("conversation_id", .integer, default: "NULL")
    let callStatus = Parameter("call_status", .varchar, default: "NULL")
    let duration = Parameter("duration", .integer, default: "NULL", about: "seconds; NULL of a call that nobody took")
    let source = Parameter("source", .varchar, default: "NULL")
    let queueTime = Parameter("queue_time", .integer, default: "NULL", about: "seconds")
    let startTime = Parameter("start_time", .timestamptz, default: "NULL")
    let endTime = Parameter("end_time", .timestamptz, default: "NULL")
    let metadata = Parameter("metadata", .jsonb, default: "NULL")
    let createdAt = Parameter("created_at", .timestamptz, default: "NULL", about: "when it happened; now unless it is given")

    let newID = Output(MetricsModule.callEvents.id)

    package let purpose = "Puts in a call event, of now unless its time is given."
    package let effect = QueryEffect.writes

    package var sql: SQLFragment {
        """
        INSERT INTO \(c) (\(c.direction), \(c.agentID), \(c.contactID), \(c.conversationID), \(c.callStatus), \(c.duration),
            \(c.source), \(c.queueTime), \(c.startTime), \(c.endTime), \(c.metadata), \(c.createdAt))
        VALUES (\(direction), \(agentID), \(contactID), \(conversationID), \(callStatus), \(duration),
            \(source), \(queueTime), \(startTime), \(endTime), \(metadata), coalesce(\(createdAt), CURRENT_TIMESTAMP))
        RETURNING \(c.id)
        """
    }
}

/// `metrics.track_contact_interaction`: a contact was in touch, and may have opted out.
package final class TrackContactInteraction: Query, Sendable {
    private let p = MetricsModule.contacts
    private let o = MetricsModule.contactPreferences

    package let contactID = Parameter("contact_id", .integer)
    package let at = Parameter("at", .timestamptz, default: "NULL", about: "when it was; now unless it is given")
    package let status = Parameter(
        "status", .varchar, default: "NULL", about: "the contact's status from then on; NULL leaves it")
    package let optOutType = Parameter(
        "opt_out_type", .varchar, default: "NULL", about: "a message_type, call, or all; NULL is none")
    package let optOutReason = Parameter("opt_out_reason", .text, default: "NULL")
    package let initiatedBy = Parameter("initiated_by", .varchar, default: "NULL", about: "contact, agent or system")

    package let contact = Output("contact_id", .integer).unmasked()
    package let lastContactAt = Output(MetricsModule.contacts.lastContactAt)

    package let purpose = "Writes down that a contact was in touch, with a new status and an opt-out where there are any."
    package let effect = QueryEffect.writes

    /// Late events move nothing back: the last contact is the latest, an opt-out holds from its first time on.
    package var sql: SQLFragment {
        """
        WITH touched AS (
            UPDATE \(p) AS p
            SET \(p.status) = CASE
                    WHEN coalesce(\(at), CURRENT_TIMESTAMP) >= coalesce(\(p.lastContactAt, of: "p"), '-infinity')
                    THEN coalesce(\(status), \(p.status, of: "p"))
                    ELSE \(p.status, of: "p")
                END,
                \(p.lastContactAt) = greatest(\(p.lastContactAt, of: "p"), coalesce(\(at), CURRENT_TIMESTAMP)),
                \(p.updatedAt) = greatest(\(p.updatedAt, of: "p"), CURRENT_TIMESTAMP)
            WHERE \(p.id, of: "p") = \(contactID)
              -- Of no opt-out they are a slip, which would pass for one that is written down; left() keeps the planner from
              -- finding the error before there is one.
              AND CASE WHEN \(optOutType) IS NULL AND num_nonnulls(\(optOutReason), \(initiatedBy)) > 0
                  THEN concat('opt_out_reason and initiated_by need an opt_out_type', left(\(optOutReason), 0))::boolean
                  ELSE true END
            RETURNING \(p.id, of: "p"), \(p.lastContactAt, of: "p")
        ), opted_out AS (
            INSERT INTO \(o) AS o (\(o.contactID), \(o.optOutType), \(o.optOutReason), \(o.initiatedBy), \(o.createdAt))
            SELECT t.\(p.id), \(optOutType), \(optOutReason), \(initiatedBy), coalesce(\(at), CURRENT_TIMESTAMP)
            FROM touched AS t
            WHERE \(optOutType) IS NOT NULL
            ON CONFLICT (\(o.contactID), \(o.optOutType)) DO UPDATE
            SET \(o.createdAt) = excluded.\(o.createdAt)
            WHERE excluded.\(o.createdAt) < \(o.createdAt, of: "o")
        )
        SELECT t.\(p.id) AS contact_id, t.\(p.lastContactAt) FROM touched AS t
        """
    }
}

/// `metrics.update_conversation_status`: moves a conversation into a state, and writes the transition down.
package final class UpdateConversationStatus: Query, Sendable {
    private let c = MetricsModule.conversations
    private let h = MetricsModule.stateChanges

    let conversationID = Parameter("conversation_id", .integer)
    let status = Parameter("status", .varchar, about: "open, pending, done, spam or unsubscribe")
    let agentID = Parameter("agent_id", .integer, default: "NULL", about: "whose it is from then on; NULL leaves it")
    let reason = Parameter("reason", .text, default: "NULL")

    let changed = Output("changed", .boolean).unmasked()
    let previousStatus = Output("previous_status", .varchar).nullable().unmasked()
    let previousAgentID = Output("previous_agent_id", .integer).nullable().unmasked()
    let closedAt = Output("closed_at", .timestamptz).nullable().unmasked()
    let resolutionTime = Output("resolution_time", .integer).nullable().unmasked()

    package let purpose =
        "Moves a conversation into a state and writes the transition down; no row when there is no such conversation."
    package let effect = QueryEffect.writes

    private let closed: SQLFragment = "('done', 'spam', 'unsubscribe')"

    /// The row is locked before anything is read of it, so that of two at once the second sees what the first has left; and the
    /// clock is read after that, so that the history's times are in the order of its transitions. NO KEY: messages that come in
    /// for the conversation meanwhile need not wait.
    package var sql: SQLFragment {
        """
        WITH held AS MATERIALIZED (
            SELECT \(c.id, of: "c"), \(c.status, of: "c"), \(c.agentID, of: "c"), \(c.createdAt, of: "c"), \(c.closedAt, of: "c"),
                \(c.resolutionTime, of: "c")
            FROM \(c) AS c
            WHERE \(c.id, of: "c") = \(conversationID)
            FOR NO KEY UPDATE
        ), timed AS MATERIALIZED (
            SELECT held.*, clock_timestamp() AS now FROM held
        ), wanted AS MATERIALIZED (
            SELECT t.*, \(status) AS new_status, coalesce(\(agentID), t.\(c.agentID)) AS new_agent_id,
                CASE
                    WHEN \(status) NOT IN \(closed) THEN NULL
                    WHEN t.\(c.status) IN \(closed) THEN coalesce(t.\(c.closedAt), t.now)
                    ELSE t.now
                END AS new_closed_at
            FROM timed AS t
        ), changed AS (
            UPDATE \(c) AS c
            SET \(c.status) = w.new_status,
                \(c.agentID) = w.new_agent_id,
                \(c.closedAt) = w.new_closed_at,
                \(c.resolutionTime) = CASE WHEN w.new_status = 'done' THEN
                    greatest(0, least(2147483647, floor(extract(epoch FROM w.new_closed_at - w.\(c.createdAt)))))::integer
                END,
                \(c.updatedAt) = w.now
            FROM wanted AS w
            WHERE \(c.id, of: "c") = w.\(c.id)
              AND (w.\(c.status), w.\(c.agentID)) IS DISTINCT FROM (w.new_status, w.new_agent_id)
            RETURNING \(c.id, of: "c"), \(c.closedAt, of: "c"), \(c.resolutionTime, of: "c")
        ), recorded AS (
            INSERT INTO \(h) (\(h.conversationID), \(h.agentID), \(h.previousAgentID), \(h.previousStatus), \(h.newStatus),
                \(h.changedAt), \(h.reason))
            SELECT w.\(c.id), w.new_agent_id, w.\(c.agentID), w.\(c.status), w.new_status, w.now, \(reason)
            FROM wanted AS w
            JOIN changed AS d ON d.\(c.id) = w.\(c.id)
        )
        SELECT d.\(c.id) IS NOT NULL AS changed, w.\(c.status) AS previous_status, w.\(c.agentID) AS previous_agent_id,
            CASE WHEN d.\(c.id) IS NULL THEN w.\(c.closedAt) ELSE d.\(c.closedAt) END AS closed_at,
            CASE WHEN d.\(c.id) IS NULL THEN w.\(c.resolutionTime) ELSE d.\(c.resolutionTime) END AS resolution_time
        FROM wanted AS w
        LEFT JOIN changed AS d ON d.\(c.id) = w.\(c.id)
        """
    }
}
