/// The source of the other modules: each conversation of Chatwoot with the figures of its messages.
///
/// A temporary table of the session, so that it is reckoned once and Chatwoot is left as it was.
enum Talks {
    static let make = """
        CREATE TEMPORARY TABLE talks AS
        SELECT c.id, c.uuid, c.contact_id, c.inbox_id, c.account_id, c.assignee_id, c.status, c.created_at, c.updated_at,
            m.total, m.ours, m.last, m.answered, m.last_id
        FROM conversations AS c
        JOIN (
            SELECT conversation_id, count(*) AS total, count(*) FILTER (WHERE message_type = 'outgoing') AS ours,
                max(created_at) AS last, min(created_at) FILTER (WHERE message_type = 'outgoing') AS answered, max(id) AS last_id
            FROM messages GROUP BY conversation_id
        ) AS m ON m.conversation_id = c.id;
        CREATE UNIQUE INDEX ON talks (id);
        ANALYZE talks;
        """
    static let drop = "DROP TABLE talks"

    /// The midnight (UTC) that all of it ends at: what is chosen by it is the same the whole day.
    static let today = "(date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')"

    /// 0 up to a bound, the same for the same number in every run.
    static func dice(_ key: String, _ salt: Int, below bound: Int) -> String {
        "((hashint8(\(key)::bigint * 64 + \(salt)) & 65535) % \(bound))"
    }

    /// One of some words, as likely as it is there often.
    static func word(_ key: String, _ salt: Int, _ words: String...) -> String {
        "(ARRAY[\(words.map { "'\($0)'" }.joined(separator: ", "))])[1 + \(dice(key, salt, below: words.count))]"
    }

    /// A UUID that a number of Chatwoot always has.
    static func uuid(_ kind: String, _ key: String) -> String { "md5('\(kind) ' || \(key))::uuid" }
}
