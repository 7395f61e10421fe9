import SchemaDSL

/// The chat widget: customers, their sessions and chats, messages by month, and what is shown in real time.
enum WidgetModule {
    static let users = User()
    static let customers = Customer()
    static let profiles = CustomerProfile(customers)
    static let sessions = ConversationSession(customers)
    static let chats = Chat(customers, users, sessions)
    static let messages = Message(chats, sessions, users)
    static let messageArchive = MessageArchive()
    static let notifications = ChatNotification(chats, users)
    static let typingIndicators = TypingIndicator(chats, sessions, users, customers)
    static let settings = WidgetSettings()

    /// Takes what no month takes, so that no message is refused; the job moves it where it belongs.
    static let defaultMessages = Partition(
        "message_default", of: messages, .default, rowSecurity: .enabled,
        comment: "Messages of months without a partition; empty while the job runs.")

    static let tables: [any Table] = [
        users, customers, profiles, sessions, chats, messages, messageArchive, notifications, typingIndicators, settings,
    ]

    static let schema = Schema(
        "widget", types: WidgetTypes.all, tables: tables, partitions: [defaultMessages],
        functions: [
            requireParentMessage, cleanUpTypingIndicators, closeInactiveSessions, makeMessagePartitions, retireMessagePartitions,
        ],
        grants: [Grant(.usage, to: .serviceRole)], comment: "The chat widget; for the service role only.")

    static let cronJobs = [
        // Each hour: the first run after a migration moves what came in meanwhile; where all is there it does nothing.
        CronJob("widget-make-message-partitions", schedule: "5 * * * *", command: "SELECT \(makeMessagePartitions)();"),
        CronJob("widget-archive-old-messages", schedule: "30 3 * * *", command: "SELECT \(retireMessagePartitions)();"),
        CronJob("widget-clean-up-typing-indicators", schedule: "* * * * *", command: "SELECT \(cleanUpTypingIndicators)();"),
        CronJob("widget-close-inactive-sessions", schedule: "*/5 * * * *", command: "SELECT \(closeInactiveSessions)();"),
    ]

    /// Changes of partitions are published as those of `message`, the name that subscribers ask for.
    static let publications = [
        Publication(
            existing: "supabase_realtime",
            adding: ([messages, notifications, typingIndicators, customers, sessions] as [any Table]).map { PublishedTable($0) },
            viaRoot: true)
    ]
}
