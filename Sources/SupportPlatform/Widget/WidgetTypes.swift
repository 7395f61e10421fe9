import SchemaDSL

/// The enum types of the chat widget, under the document's own names.
enum WidgetTypes {
    static let senderType = EnumType("SenderType", "CUSTOMER", "AGENT", "AI", "SYSTEM", comment: "Who wrote a message")
    static let messageType = EnumType(
        "MessageType", "TEXT", "IMAGE", "FILE", "AUDIO", "VIDEO", "SYSTEM", "TYPING", comment: "What a message holds")
    static let chatSource = EnumType(
        "ChatSource", "WIDGET", "EMAIL", "PHONE", "SOCIAL", "API", comment: "The channel that a chat came in by")
    static let notificationType = EnumType(
        "NotificationType", "NEW_MESSAGE", "CHAT_ASSIGNED", "CHAT_TRANSFERRED", "CUSTOMER_WAITING", "CHAT_RESOLVED", "MENTION",
        "SYSTEM_ALERT", comment: "What an agent is told of")

    // Used by the document and not defined there. OPEN and MEDIUM are its defaults, CUSTOMER_WAITING and CHAT_RESOLVED its
    // notifications; with these the values are those of Freshdesk, from which the ticket tables of this platform are filled.
    static let chatStatus = EnumType(
        "ChatStatus", "OPEN", "PENDING", "RESOLVED", "CLOSED", comment: "Where a chat stands; PENDING while somebody waits")
    static let priority = EnumType("Priority", "LOW", "MEDIUM", "HIGH", "URGENT", comment: "In ascending order")

    static let all: [any UserType] = [senderType, messageType, chatSource, notificationType, chatStatus, priority]
}
