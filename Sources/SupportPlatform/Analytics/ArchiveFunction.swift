import SchemaDSL

extension AnalyticsModule {
    /// Moves resolved conversations into the archive two years after their resolution.
    ///
    /// One statement: what is deleted is what is inserted. The history of customers keeps its `chatwoot_conversation_id`, its
    /// `conversation_id` becomes NULL by the foreign key. A conversation that came back and is archived again
    /// replaces its older copy.
    static let archiveConversations = Function(
        "archive_conversations", [batchSize], returns: .value(.bigint), language: .sql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Moves conversations that were resolved over two years ago into the archive; returns how many. "
            + "A batch of that size; without one, all of them.",
        body: """

            WITH due AS (
                SELECT \(conversations.id) FROM \(conversations)
                WHERE \(Retention.conversations.isDue(""))
                ORDER BY \(conversations.resolvedAt) LIMIT \(batchSize)
                FOR UPDATE SKIP LOCKED
            ), moved AS (
                DELETE FROM \(conversations) WHERE \(conversations.id) IN (SELECT due.\(conversations.id) FROM due)
                RETURNING \(.list(archivedColumns))
            ), kept AS (
                INSERT INTO \(archive) (\(.list(archive.conversationColumns)))
                SELECT \(.list(archivedColumns)) FROM moved
                ON CONFLICT (\(archive.chatwootConversationID)) DO UPDATE SET
                    \(replacements), \(archive.archivedAt) = now()
                RETURNING \(archive.id)
            )
            SELECT count(*) FROM kept;

            """)

    /// The document's call: all that is due, at once.
    static let archiveOldConversations = Function(
        "archive_old_conversations", returns: .value(.bigint), language: .sql,
        FunctionProperties(searchPath: []), executableBy: [.serviceRole],
        comment: "Moves all conversations that were resolved over two years ago into the archive; returns how many.",
        body: "SELECT \(archiveConversations)();")

    /// The columns of a conversation in the archive's order, by name.
    private static var archivedColumns: [any AnyColumn] {
        let byName = Dictionary(conversations.columns.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
        return archive.conversationColumns.compactMap { byName[$0.name] }
    }

    private static var replacements: SQLFragment {
        let key = archive.chatwootConversationID.name
        return .joined(
            archive.conversationColumns.filter { $0.name != key }.map { "\($0) = excluded.\($0)" },
            separator: ",\n        ")
    }
}
