import SchemaDSL

/// The words of a column, in the order of their numbers where the source keeps numbers.
package protocol Word: RawRepresentable<String>, CaseIterable, Sendable {
    /// The number that stands for the word in the source's own tables; nil where only words do.
    var number: Int? { get }
}

extension Word {
    package var number: Int? { nil }
}

/// Words that a Rails application keeps as numbers, counted from 0.
package protocol RailsWord: Word, Equatable where AllCases == [Self] {}

extension RailsWord {
    package var number: Int? { Self.allCases.firstIndex(of: self) }
}

/// The status of a conversation in Chatwoot.
package enum ChatwootStatus: String, RailsWord { case open, resolved, pending, snoozed }

/// The priority of a conversation in Chatwoot's application; the document's tables have none.
package enum ChatwootPriority: String, RailsWord { case low, medium, high, urgent }

/// The kind of a Chatwoot message.
package enum ChatwootMessageType: String, RailsWord { case incoming, outgoing, activity, template }

/// The status of a conversation in analytics.
package enum AnalyticsStatus: String, CaseIterable, Sendable { case open, pending, resolved }

/// How urgent a conversation is in analytics.
package enum AnalyticsUrgency: String, CaseIterable, Sendable { case low, normal, high, urgent }

/// The status of a chat of the widget.
package enum ChatStatus: String, Word {
    case open = "OPEN"
    case pending = "PENDING"
    case resolved = "RESOLVED"
    case closed = "CLOSED"
}

/// The priority of a chat of the widget.
package enum ChatPriority: String, Word {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
    case urgent = "URGENT"
}

/// The sender of a message of the widget.
package enum ChatSender: String, CaseIterable, Sendable {
    case customer = "CUSTOMER"
    case agent = "AGENT"
    case ai = "AI"
    case system = "SYSTEM"
}

extension ConversationStatus: Word {}
extension TicketStatus: Word {}
extension TicketPriority: Word {}
