import SchemaDSL

extension WidgetModule {
    /// In any zone of the session, `timestamp` columns are held against the time in UTC.
    private static let inUTC = FunctionProperties(searchPath: [], configuration: ["TimeZone": "UTC"])

    /// The effect that the self-reference of `message` would have at the end of a statement.
    static let requireParentMessage = Function(
        "require_parent_message", returns: .trigger, language: .plpgsql, FunctionProperties(searchPath: []), executableBy: [],
        comment: "Refuses a message whose parent does not exist; a parent may be archived.",
        body: """

            BEGIN
                IF NOT EXISTS (SELECT FROM \(messages) AS m WHERE \(messages.id, of: "m") = NEW.\(messages.parentMessageID))
                    AND NOT EXISTS (
                        SELECT FROM \(messageArchive) AS a WHERE \(messageArchive.id, of: "a") = NEW.\(messages.parentMessageID))
                THEN
                    RAISE EXCEPTION 'message % has a parent that does not exist', NEW.\(messages.id)
                        USING ERRCODE = 'foreign_key_violation', COLUMN = \(literal: messages.parentMessageID.name),
                            HINT = 'Insert the parent before it, or in the same statement.';
                END IF;
                RETURN NULL;
            END

            """)

    /// "Clean up expired typing indicators".
    static let cleanUpTypingIndicators = Function(
        "clean_up_typing_indicators", returns: .value(.bigint), language: .sql, inUTC, executableBy: [.serviceRole],
        comment: "Deletes typing indicators that have expired; returns how many.",
        body: """

            WITH gone AS (
                DELETE FROM \(typingIndicators) WHERE \(typingIndicators.expiresAt) < now() RETURNING 1
            )
            SELECT count(*) FROM gone;

            """)

    private static let idle = Argument("idle", .interval, default: "'30 minutes'::interval")

    /// "Clean up inactive sessions". A session that never recorded an activity counts from its start,
    /// and one without a start is over: it can never become idle.
    static let closeInactiveSessions = Function(
        "close_inactive_sessions", [idle], returns: .value(.bigint), language: .plpgsql, inUTC, executableBy: [.serviceRole],
        comment: "Ends sessions without activity for this long, 30 minutes unless said otherwise; returns how many.",
        body: """

            DECLARE
                closed bigint;
            BEGIN
                -- Less than nothing would end sessions whose customer is typing.
                IF idle IS NULL OR idle < interval '0' THEN
                    RAISE EXCEPTION 'idle is %: it must be a time that has passed', coalesce(idle::text, 'NULL')
                        USING ERRCODE = 'invalid_parameter_value';
                END IF;
                UPDATE \(sessions) SET \(sessions.isActive) = false, \(sessions.endedAt) = now()
                WHERE \(sessions.isActive) = true
                  AND (\(sessions.lastActivityAt) < now() - idle
                    OR \(sessions.lastActivityAt) IS NULL AND coalesce(\(sessions.startedAt), '-infinity') < now() - idle);
                GET DIAGNOSTICS closed = ROW_COUNT;
                RETURN closed;
            END

            """)

    private static let months = ManagedPartitions(
        of: messages, every: .month, on: messages.createdAt, default: defaultMessages)

    static let makeMessagePartitions = months.creating(
        named: "make_message_partitions", uniqueWithin: [messages.id],
        comment:
            "Makes the partitions of message for this month and 3 ahead, and for rows in the default one; returns their names.")

    /// "Archive old messages (older than 1 year)".
    static let retireMessagePartitions = months.retiring(
        named: "retire_message_partitions", after: "'1 year'::interval",
        into: ManagedPartitions.Archive(messageArchive, key: [messageArchive.id, messageArchive.createdAt]),
        comment: "Moves months of message that ended over a year ago into message_archive; returns the partitions' names.")
}
