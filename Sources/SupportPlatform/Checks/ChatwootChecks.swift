import Checks
import SchemaDSL

/// The checks on Chatwoot's data, and the part of the checklist (appendix B) about its database; for both shapes.
enum ChatwootChecks {
    private static let document = ChatwootModule.document
    private static let contacts = document.contacts
    private static let conversations = document.conversations
    private static let messages = document.messages

    static let groups = [
        CheckGroup(
            on: contacts, key: [contacts.id],
            CustomAttributeShape.all.map { shape in
                let keys = shape.telling.dropFirst().reduce("\(literal: shape.telling.first ?? "")" as SQLFragment) {
                    "\($0), \(literal: $1)"
                }
                return DataCheck.shape(contacts.customAttributes, shape.form, shape.title)
                    .where(Predicate(sql: "\(contacts.customAttributes) ?| ARRAY[\(keys)]"))
            }),
        CheckGroup(
            on: conversations, key: [conversations.id],
            [
                .satisfies(
                    known(conversations.status, ChatwootStatus.allCases.map(\.rawValue)), named: "status.one_of",
                    "A conversation is open, resolved, pending or snoozed")
            ]),
        CheckGroup(
            on: messages, key: [messages.id],
            [
                .satisfies(
                    known(messages.messageType, ChatwootMessageType.allCases.map(\.rawValue)), onNull: .fails,
                    named: "message_type.one_of", "A message is incoming, outgoing, activity or template")
            ]),
        CheckGroup(catalogOf: "chatwoot", ChatwootQuestions.all),
    ]

    /// The words of the document, or the numbers that the application keeps in their place, counted from 0.
    private static func known(_ column: Column<String>, _ words: [String]) -> Predicate {
        let texts = ChatwootQuestions.list(words)
        let numbers = ChatwootQuestions.list(words.indices.map(String.init))
        return Predicate(
            sql: """
                CASE WHEN pg_typeof(\(column)) = 'integer'::regtype THEN \(column)::text IN (\(numbers)) \
                ELSE \(column)::text IN (\(texts)) END
                """)
    }
}

/// The checklist's lines about Chatwoot's database.
enum ChatwootQuestions {
    private static let document = ChatwootModule.document
    private static let application = ChatwootModule.application

    static let all: [DataCheck] = [
        CatalogQuestion.column(
            document.contacts.customAttributes, of: document.contacts, is: ["jsonb"],
            "Contacts have custom_attributes of type jsonb"),
        closedSet(
            document.conversations.status, of: document.conversations, ["open", "resolved", "pending", "snoozed"],
            "Conversations have a status of a closed set"),
        closedSet(
            document.messages.messageType, of: document.messages, ["incoming", "outgoing", "activity", "template"],
            "Messages have a message_type of a closed set"),
        CatalogQuestion.column(
            document.labels.title, of: document.labels, is: ["character varying(255)", "character varying"],
            "Labels are there, for segmentation"),
        labelsOfContacts,
        // The tables are the application's: what is missing there is advice, until we add the index ourselves.
        CatalogQuestion.foreignKeysIndexed(of: document.tables, "Every foreign key of Chatwoot's tables has an index")
            .severity(.warning),
        CatalogQuestion.index(
            on: document.contacts.customAttributes, of: document.contacts, method: "gin", "Custom attributes have a GIN index"),
        CatalogQuestion.entriesIndexed(
            ["lead_status", "lead_source", "qualification_score", "instagram_handle"],
            of: document.contacts.customAttributes, in: document.contacts,
            "The custom attributes that are asked for have an index each"),
        CatalogQuestion.noInvalidIndexes(in: ["public"], "Every index of Chatwoot's database is valid"),
    ]

    static func list(_ texts: [String]) -> SQLFragment {
        texts.dropFirst().reduce("\(literal: texts.first ?? "")") { "\($0), \(literal: $1)" }
    }

    /// A text with a validated CHECK constraint that allows these words and no others; or an integer, as the application has
    /// it, whose words are in its code.
    private static func closedSet(
        _ column: Column<String>, of table: any Table, _ words: [String], _ title: String, line: UInt = #line
    ) -> DataCheck {
        .question(
            """
            SELECT '\(table).\(column)' AS object, a.problem
            FROM (
              SELECT CASE
                WHEN count(a.attnum) = 0 THEN 'is not there'
                WHEN bool_or(a.atttypid = 'integer'::regtype) THEN NULL
                WHEN count(k.oid) = 0 THEN \(literal: "no CHECK constraint allows just " + words.joined(separator: ", "))
                WHEN NOT bool_or(k.convalidated) THEN 'its CHECK constraint is NOT VALID'
              END AS problem
              FROM (SELECT to_regclass('\(table)') AS oid) AS t
              LEFT JOIN pg_catalog.pg_attribute AS a
                ON a.attrelid = t.oid AND a.attname = \(literal: column.name) AND a.attnum > 0 AND NOT a.attisdropped
              LEFT JOIN pg_catalog.pg_constraint AS k
                ON k.conrelid = t.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum] AND ARRAY(
                  SELECT w[1] FROM regexp_matches(pg_catalog.pg_get_constraintdef(k.oid), '''([^'']*)''', 'g') AS w ORDER BY 1
                ) = ARRAY(SELECT w FROM unnest(ARRAY[\(list(words))]) AS w ORDER BY 1)
            ) AS a
            WHERE a.problem IS NOT NULL
            """, named: "\(table.name).\(column.name).closed_set", title, line: line)
    }

    /// `contact_labels` with a foreign key to each side and no pair twice; or the application's `tags` and `taggings`.
    private static let labelsOfContacts = DataCheck.question(
        """
        SELECT p.object, p.problem
        FROM (SELECT to_regclass('\(document.contactLabels)') AS own, to_regclass('\(application.taggings)') AS tags) AS t
        CROSS JOIN LATERAL (
          SELECT '\(document.contactLabels)' AS object, 'is not there, nor is \(application.taggings)' AS problem
          WHERE t.own IS NULL AND t.tags IS NULL
          UNION ALL
          SELECT '\(document.contactLabels)', 'has no foreign key to ' || r.name
          FROM (VALUES ('\(document.contacts)'), ('\(document.labels)')) AS r (name)
          WHERE t.own IS NOT NULL AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_constraint AS f
            WHERE f.contype = 'f' AND f.conrelid = t.own AND f.confrelid = to_regclass(r.name))
          UNION ALL
          SELECT '\(document.contactLabels)', 'may hold a label of a contact twice'
          WHERE t.own IS NOT NULL AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_index AS i
            WHERE i.indrelid = t.own AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND NOT i.indisprimary
              AND i.indnkeyatts = 2 AND 2 = (
                SELECT count(*) FROM pg_catalog.pg_attribute AS a
                WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                  AND a.attname IN (\(list([document.contactLabels.contactID.name, document.contactLabels.labelID.name])))))
        ) AS p
        """, named: "contact_labels.relationship", "Contacts and labels are related, many to many")
}
