public import Foundation
public import SchemaDSL

/// A message that ``MetricsDatabase/trackMessageEvent(_:)`` puts in.
public struct MessageEvent: Sendable, Hashable {
    public var direction: Direction
    public var agentID: Int32?
    public var contactID: Int32?
    public var conversationID: Int32?
    public var body: String?
    /// What it came by: `sms`, `email`, …
    public var type: String?
    public var status: String?
    public var metadata: JSON?
    /// When it happened; nil is now.
    public var createdAt: Date?
    public var sentAt: Date?
    public var deliveredAt: Date?

    /// A message; what is not given is NULL.
    public init(
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
public struct CallEvent: Sendable, Hashable {
    public var direction: Direction
    public var agentID: Int32?
    public var contactID: Int32?
    public var conversationID: Int32?
    public var status: CallStatus?
    /// Seconds; nil of a call that nobody took.
    public var duration: Int32?
    public var source: String?
    /// Seconds.
    public var queueTime: Int32?
    public var startTime: Date?
    public var endTime: Date?
    public var metadata: JSON?
    /// When it happened; nil is now.
    public var createdAt: Date?

    /// A call; what is not given is NULL.
    public init(
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
public struct ContactInteraction: Sendable, Hashable {
    /// When it was; nil is now.
    public var at: Date?
    /// The contact's status from then on; nil leaves it as it is.
    public var status: String?
    public var optOut: OptOut?

    /// An interaction: `ContactInteraction(optOut: .init("sms", by: .contact))`.
    public init(at: Date? = nil, status: String? = nil, optOut: OptOut? = nil) {
        self.at = at
        self.status = status
        self.optOut = optOut
    }

    /// What a contact does not want any more.
    public struct OptOut: Sendable, Hashable {
        /// A message type, `call`, or `all`.
        public var type: String
        public var reason: String?
        public var initiatedBy: OptOutInitiator

        /// An opt-out of one kind of message, or of all.
        public init(_ type: String = "all", reason: String? = nil, by initiator: OptOutInitiator) {
            self.type = type
            self.reason = reason
            initiatedBy = initiator
        }
    }
}

/// Messages of a range.
public struct MessageMetrics: Sendable, Hashable {
    public let inbound: Int64
    public let outbound: Int64
    /// Mean seconds to the first response, of the conversations that wrote first in the range; nil when there are none.
    public let avgResponseTime: Double?
    public let uniqueContacts: Int64

    /// Figures as they are given; an average of nothing is nil.
    public init(
        inbound: Int64, outbound: Int64, avgResponseTime: Double?, uniqueContacts: Int64
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.avgResponseTime = avgResponseTime
        self.uniqueContacts = uniqueContacts
    }
}

/// Calls of a range.
public struct CallMetrics: Sendable, Hashable {
    public let inbound: Int64
    public let outbound: Int64
    /// Mean seconds, of the calls that have a duration; nil when none has.
    public let avgDuration: Double?
    /// Inbound calls that nobody took: ``CallStatus/unanswered``.
    public let missedCalls: Int64

    /// Figures as they are given; an average of nothing is nil.
    public init(
        inbound: Int64, outbound: Int64, avgDuration: Double?, missedCalls: Int64
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.avgDuration = avgDuration
        self.missedCalls = missedCalls
    }
}

/// An agent's conversations that began in a range.
public struct AgentPerformance: Sendable, Hashable {
    public let totalConversations: Int64
    /// Mean seconds to the first response; nil when none has one.
    public let avgResponseTime: Double?
    /// Mean seconds to the resolution; nil when none has one.
    public let avgResolutionTime: Double?
    public let resolvedConversations: Int64

    /// Figures as they are given; an average of nothing is nil.
    public init(
        totalConversations: Int64, avgResponseTime: Double?, avgResolutionTime: Double?, resolvedConversations: Int64
    ) {
        self.totalConversations = totalConversations
        self.avgResponseTime = avgResponseTime
        self.avgResolutionTime = avgResolutionTime
        self.resolvedConversations = resolvedConversations
    }
}

/// What a lead source brought in a range.
public struct LeadSourcePerformance: Sendable, Hashable {
    public let source: String
    public let totalContacts: Int64
    /// Conversations of this source; those without one have their contact's.
    public let totalConversations: Int64
    /// Mean seconds to the resolution; nil when none has one.
    public let avgResolutionTime: Double?

    /// Figures as they are given; an average of nothing is nil.
    public init(
        source: String, totalContacts: Int64, totalConversations: Int64, avgResolutionTime: Double?
    ) {
        self.source = source
        self.totalContacts = totalContacts
        self.totalConversations = totalConversations
        self.avgResolutionTime = avgResolutionTime
    }
}

/// What became of a conversation.
public struct StatusChange: Sendable, Hashable {
    /// Whether anything changed; if not, nothing was written down either.
    public let changed: Bool
    public let previousStatus: ConversationStatus?
    public let previousAgentID: Int32?
    public let closedAt: Date?
    /// Seconds from creation to closing of what is done.
    public let resolutionTime: Int32?
}
