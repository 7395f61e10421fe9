import Queries

/// The declared queries of `widget`: what a desk reads while it works. The publication tells when to read again.
package enum WidgetQueries {
    package static let unreadNotifications = UnreadNotifications()
    package static let activeSessions = ActiveSessions()
    package static let chatQueue = ChatQueue()
    package static let chatMessages = ChatMessages()
    package static let typingNow = TypingNow()

    /// `plumb query widget.…`
    static let group = QueryGroup("widget", [unreadNotifications, activeSessions, chatQueue, chatMessages, typingNow])
}
