package import Foundation
package import SchemaDSL

/// A message that ``MetricsDatabase/trackMessageEvent(_:)`` puts in.
package struct MessageEvent: Sendable, Hashable {
    package var direction: Direction
    package var agentID: Int32?
    package var contactID: Int32?
    package var conversationID: Int32?
    package var body: String?
    /// The channel that it came by: `sms`, `email`, …
    package var type: String?
    package var status: String?
    package var metadata: JSON?
    /// When it happened; nil is now.
    package var createdAt: Date?
    package var sentAt: Date?
    package var deliveredAt: Date?

    /// A message; what is not given is NULL.
    package init(
        _ direction: Direction, agentID: Int32? = nil, contactID: Int32? = nil, conversationID: Int32? = nil,
        body: String? = nil, type: String? = nil, status: String? = nil, metadata: JSON? = nil, createdAt: Date? = nil,
        sentAt: Date? = nil, deliveredAt: Date? = nil
    ) {
        self.direction = direction
        self.agentID = agentID
        self.contactID = contactID
        self.conversationID = conversationID
        self.body = body
        self.type = type
        self.status = status
        self.metadata = metadata
        self.createdAt = createdAt
        self.sentAt = sentAt
        self.deliveredAt = deliveredAt
    }
}

/// A call that ``MetricsDatabase/trackCallEvent(_:)`` puts in.
package struct CallEvent: Sendable, Hashable {
    package var direction: Direction
    package var agentID: Int32?
    package var contactID: Int32?
    package var conversationID: Int32?
    package var status: CallStatus?
    /// Seconds; nil of a call that nobody took.
    package var duration: Int32?
    package var source: String?
    /// Seconds.
    package var queueTime: Int32?
    package var startTime: Date?
    package var endTime: Date?
    package var metadata: JSON?
    /// When it happened; nil is now.
    package var createdAt: Date?

    /// A call; what is not given is NULL.
    package init(
        _ direction: Direction, agentID: Int32? = nil, contactID: Int32? = nil, conversationID: Int32? = nil,
        status: CallStatus? = nil, duration: Int32? = nil, source: String? = nil, queueTime: Int32? = nil,
        startTime: Date? = nil, endTime: Date? = nil, metadata: JSON? = nil, createdAt: Date? = nil
    ) {
        self.direction = direction
        self.agentID = agentID
        self.contactID = contactID
        self.conversationID = conversationID
        self.status = status
        self.duration = duration
        self.source = source
        self.queueTime = queueTime
        self.startTime = startTime
        self.endTime = endTime
        self.metadata = metadata
        self.createdAt = createdAt
    }
}

/// That a contact was in touch, for ``MetricsDatabase/trackContactInteraction(_:_:)``.
package struct ContactInteraction: Sendable, Hashable {
    /// When it was; nil is now.
    package var at: Date?
    /// The contact's status from then on; nil leaves it as it is.
    package var status: String?
    package var optOut: OptOut?

    /// An interaction: `ContactInteraction(optOut: .init("sms", by: .contact))`.
    package init(at: Date? = nil, status: String? = nil, optOut: OptOut? = nil) {
        self.at = at
        self.status = status
        self.optOut = optOut
    }

    /// The communication that a contact does not want any more.
    package struct OptOut: Sendable, Hashable {
        /// A message type, `call`, or `all`.
        package var type: String
        package var reason: String?
        package var initiatedBy: OptOutInitiator

        /// An opt-out of one kind of message, or of all.
        package init(_ type: String = "all", reason: String? = nil, by initiator: OptOutInitiator) {
            self.type = type
            self.reason = reason
            initiatedBy = initiator
        }
    }
}

/// Messages of a range.
package struct MessageMetrics: Sendable, Hashable {
    package let inbound: Int64
    package let outbound: Int64
    /// Mean seconds to the first response, of the conversations that wrote first in the range; nil when there are none.
    package let avgResponseTime: Double?
    package let uniqueContacts: Int64

    /// Figures as they are given; an average of nothing is nil.
    package init(
        inbound: Int64, outbound: Int64, avgResponseTime: Double?, uniqueContacts: Int64
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.avgResponseTime = avgResponseTime
        self.uniqueContacts = uniqueContacts
    }
}

/// Calls of a range.
package struct CallMetrics: Sendable, Hashable {
    package let inbound: Int64
    package let outbound: Int64
    /// Mean seconds, of the calls that have a duration; nil when none has.
    package let avgDuration: Double?
    /// Inbound calls that nobody took: ``CallStatus/unanswered``.
    package let missedCalls: Int64

    /// Figures as they are given; an average of nothing is nil.
    package init(
        inbound: Int64, outbound: Int64, avgDuration: Double?, missedCalls: Int64
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.avgDuration = avgDuration
        self.missedCalls = missedCalls
    }
}

/// An agent's conversations that began in a range.
package struct AgentPerformance: Sendable, Hashable {
    package let totalConversations: Int64
    /// Mean seconds to the first response; nil when none has one.
    package let avgResponseTime: Double?
    /// Mean seconds to the resolution; nil when none has one.
    package let avgResolutionTime: Double?
    package let resolvedConversations: Int64

    /// Figures as they are given; an average of nothing is nil.
    package init(
        totalConversations: Int64, avgResponseTime: Double?, avgResolutionTime: Double?, resolvedConversations: Int64
    ) {
        self.totalConversations = totalConversations
        self.avgResponseTime = avgResponseTime
        self.avgResolutionTime = avgResolutionTime
        self.resolvedConversations = resolvedConversations
    }
}

/// The results of a lead source in a range.
package struct LeadSourcePerformance: Sendable, Hashable {
    package let source: String
    package let totalContacts: Int64
    /// Conversations of this source; those without one have their contact's.
    package let totalConversations: Int64
    /// Mean seconds to the resolution; nil when none has one.
    package let avgResolutionTime: Double?

    /// Figures as they are given; an average of nothing is nil.
    package init(
        source: String, totalContacts: Int64, totalConversations: Int64, avgResolutionTime: Double?
    ) {
        self.source = source
        self.totalContacts = totalContacts
        self.totalConversations = totalConversations
        self.avgResolutionTime = avgResolutionTime
    }
}

/// The outcome of a conversation.
package struct StatusChange: Sendable, Hashable {
    /// True when anything changed; if not, nothing was written down either.
    package let changed: Bool
    package let previousStatus: ConversationStatus?
    package let previousAgentID: Int32?
    package let closedAt: Date?
    /// Seconds from creation to closing of what is done.
    package let resolutionTime: Int32?
}
