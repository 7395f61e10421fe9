import Queries

/// The declared queries of `widget`: what a desk reads while it works. The publication tells when to read again.
public enum WidgetQueries {
    public static let unreadNotifications = UnreadNotifications()
    public static let activeSessions = ActiveSessions()
    public static let chatQueue = ChatQueue()
    public static let chatMessages = ChatMessages()
    public static let typingNow = TypingNow()

    /// `plumb query widget.…`
    static let group = QueryGroup("widget", [unreadNotifications, activeSessions, chatQueue, chatMessages, typingNow])
}
