import Checks
import SchemaDSL

extension WidgetChecks {
    /// The rules of a primary key on `id` and a foreign key on `parentMessageId`; across monthly partitions, only a check can test them.
    static let keysOfMessages: [DataCheck] = [
        .unique([messages.id], "No id of a message is there twice, in whatever months"),
        .query(
            """
            SELECT m.\(messages.id), m.\(messages.createdAt), m.\(messages.parentMessageID)
            FROM \(messages) AS m
            WHERE m.\(messages.parentMessageID) IS NOT NULL
              AND NOT EXISTS (SELECT FROM \(messages) AS p WHERE p.\(messages.id) = m.\(messages.parentMessageID))
              AND NOT EXISTS (SELECT FROM \(archive) AS a WHERE a.\(archive.id) = m.\(messages.parentMessageID))
            """, named: "parent_message_id.references", "The parent of a message exists, or is archived"),
        .query(
            """
            SELECT m.\(messages.id), m.\(messages.createdAt), m.\(messages.parentMessageID)
            FROM \(messages) AS m
            WHERE EXISTS (
              SELECT FROM \(messages) AS p
              WHERE p.\(messages.id) = m.\(messages.parentMessageID) AND p.\(messages.chatID) <> m.\(messages.chatID)
              UNION ALL
              SELECT FROM \(archive) AS a
              WHERE a.\(archive.id) = m.\(messages.parentMessageID) AND a.\(archive.chatID) <> m.\(messages.chatID)
            )
            """, named: "parent_message_id.same_chat", "A message answers one of its own chat"),
    ]

    static let questions: [DataCheck] = [
        ahead,
        .question(
            """
            SELECT '\(WidgetModule.defaultMessages)' AS object,
              'holds ' || count(*) || ' messages of months without a partition, from ' || min(\(messages.createdAt)) AS problem
            FROM \(WidgetModule.defaultMessages) HAVING count(*) > 0
            """, named: "message.default_partition_empty", "No message waits in the default partition"
        ).severity(.warning).requires(.relation(schema: "widget", name: "message_default")),
        ofEachMonth(
            "has no unique index on id",
            """
            NOT EXISTS (
                SELECT FROM pg_catalog.pg_index AS x
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
                WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND x.indnkeyatts = 1 AND x.indpred IS NULL
                  AND a.attname = \(literal: messages.id.name)
              ) AND pg_catalog.pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
            """, named: "message.partitions_unique", "Within each month, an id of a message is unique"),
        ofEachMonth(
            "has no row-level security: who names it is not held by that of its table", "NOT c.relrowsecurity",
            named: "message.partitions_row_security", "Each partition of message has row-level security"),
        published,
        CatalogQuestion.foreignKeysIndexed(of: WidgetModule.tables, "Every foreign key of widget has an index"),
        CatalogQuestion.noInvalidIndexes(in: ["widget"], "Every index of widget is valid"),
        CatalogQuestion.noUnvalidatedConstraints(in: ["widget"], "Every constraint of widget is validated").severity(.warning),
    ]

    /// This month and the next: what the job makes four of, so that a week of failed runs is still no harm.
    private static let ahead = DataCheck.question(
        """
        SELECT '\(messages)' AS object, 'has no partition for ' || to_char(w.month, 'YYYY-MM') AS problem
        FROM generate_series(
            date_trunc('month', \(now)), date_trunc('month', \(now)) + interval '1 month', interval '1 month') AS w (month)
        WHERE NOT EXISTS (
          SELECT FROM pg_catalog.pg_inherits AS i
          JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
          CROSS JOIN LATERAL regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid),
            'FROM \\((?:MINVALUE|''([^'']*)'')\\) TO \\((?:MAXVALUE|''([^'']*)'')\\)') AS b (bound)
          WHERE i.inhparent = to_regclass('\(messages)') AND b.bound IS NOT NULL
            AND coalesce(b.bound[1]::timestamp, '-infinity') <= w.month
            AND coalesce(b.bound[2]::timestamp, 'infinity') >= w.month + interval '1 month'
        )
        """, named: "message.partitions_ahead", "Messages of this month and the next have a partition")

    private static func ofEachMonth(
        _ problem: String, _ condition: SQLFragment, named name: String, _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        .question(
            """
            SELECT n.nspname || '.' || c.relname AS object, \(literal: problem) AS problem
            FROM pg_catalog.pg_inherits AS i
            JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE i.inhparent = to_regclass('\(messages)') AND \(condition)
            """, named: name, title, file: file, line: line)
    }

    private static let published = DataCheck.question(
        """
        SELECT t.name AS object, 'is not in supabase_realtime' AS problem
        FROM unnest(ARRAY['\(messages)', '\(notifications)', '\(typing)', '\(customers)', '\(sessions)']) AS t (name)
        WHERE NOT EXISTS (
          SELECT FROM pg_catalog.pg_publication_rel AS r
          JOIN pg_catalog.pg_publication AS p ON p.oid = r.prpubid AND p.pubname = 'supabase_realtime'
          WHERE r.prrelid = to_regclass(t.name)
        )
        UNION ALL
        SELECT 'publication supabase_realtime', 'publishes partitions under their own names, which nobody subscribes to'
        WHERE EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = 'supabase_realtime' AND NOT pubviaroot)
        """, named: "realtime", "What is shown in real time is published")
}
