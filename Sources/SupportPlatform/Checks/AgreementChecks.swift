import Checks
import SchemaDSL

/// The checks that one schema can take the values that another holds: words, NULL and ids.
///
/// Each question goes to one database, since they are two: its side is what the catalog says, the other side what is declared.
/// Together they close: what the source can hold has a translation, and what a translation gives the target allows.
enum AgreementChecks {
    private static let chatwoot = ChatwootModule.document.conversations
    private static let metrics = MetricsModule.conversations

    static let ofChatwoot = [
        CheckGroup(
            on: chatwoot, key: [chatwoot.id],
            [
                // The document's tables have no such column, so that it is asked for by name in the row.
                .query(
                    """
                    SELECT c.\(chatwoot.id)
                    FROM \(chatwoot) AS c
                    WHERE to_jsonb(c) ->> 'priority' NOT IN (\(list(Translations.chatwootPriorityInAnalytics.known)))
                    """, named: "priority.translated", "Every priority of a conversation has a word in analytics")
            ]),
        CheckGroup(catalogOf: "agreement", questions(in: "chatwoot")),
    ]

    static let ofSupabase = [
        CheckGroup(
            on: metrics, key: [metrics.id],
            [
                translated(
                    metrics.status, Translations.metricsStatusInAnalytics, "Every status of metrics has a word in analytics")
            ]),
        CheckGroup(catalogOf: "agreement", questions(in: "supabase")),
    ]

    private static func translated(
        _ column: Column<String>, _ translation: Translation, _ title: String, line: UInt = #line
    ) -> DataCheck {
        .satisfies(
            Predicate(sql: "\(column) IN (\(list(translation.known)))"), named: "\(column.name).translated", title, line: line)
    }

    private static func questions(in database: String) -> [DataCheck] {
        Translations.all.flatMap { $0.questions(in: database) } + SharedID.all.flatMap { $0.questions(in: database) }
    }

    static func list(_ words: [String]) -> SQLFragment {
        .joined(words.map { "\(literal: $0)" }, separator: ", ")
    }
}

extension Translation {
    func questions(in database: String) -> [DataCheck] {
        (from.database == database ? sourceQuestion.map { [$0] } ?? [] : [])
            + (to.database == database ? targetQuestion.map { [$0] } ?? [] : [])
    }

    /// The values that a CHECK on the column alone, or its enum, allows. A column without either may hold anything: nothing to ask here, and
    /// checks of the data find what it does hold. An integer is the application's, whose words are in its code.
    private static func allowed(_ relation: any Relation, _ column: any AnyColumn) -> SQLFragment {
        """
        SELECT e.enumlabel::text AS word
        FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_enum AS e ON e.enumtypid = a.atttypid
        WHERE a.attrelid = to_regclass('\(relation)') AND a.attname = \(literal: column.name)
        UNION
        SELECT replace(w.found[1], '''''', '''')
        FROM pg_catalog.pg_attribute AS a
        JOIN pg_catalog.pg_constraint AS k ON k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
        CROSS JOIN LATERAL regexp_matches(pg_catalog.pg_get_constraintdef(k.oid), '''((?:[^'']|'''')*)''', 'g') AS w (found)
        WHERE a.attrelid = to_regclass('\(relation)') AND a.attname = \(literal: column.name)
        """
    }

    /// Every word that the source's catalog allows has a fate.
    private var sourceQuestion: DataCheck? {
        guard case .column(_, let relation, let column) = from else { return nil }
        return .question(
            """
            SELECT '\(relation).\(column)' AS object, 'can hold ' || quote_literal(w.word) || ', and nobody has said what that is in ' \
            || \(literal: to.title) AS problem
            FROM (
            \(Self.allowed(relation, column))
            ) AS w
            WHERE w.word NOT IN (\(AgreementChecks.list(known)))
            """, named: "\(name).source", "Every \(what) that can be held is translated for \(other)")
    }

    /// Every word that a translation gives fits into the target, by its CHECK or enum and by its length.
    private var targetQuestion: DataCheck? {
        guard case .column(_, let relation, let column) = to else { return nil }
        let words = SQLFragment.joined(images.map { "(\(literal: $0))" }, separator: ", ")
        return .question(
            """
            SELECT '\(relation).\(column)' AS object, 'cannot take ' || quote_literal(i.word) || ', which comes from ' \
            || \(literal: from.title) AS problem
            FROM (VALUES \(words)) AS i (word)
            WHERE EXISTS (
            \(Self.allowed(relation, column))
            ) AND i.word NOT IN (SELECT w.word FROM (
            \(Self.allowed(relation, column))
            ) AS w)
            UNION ALL
            SELECT '\(relation).\(column)', 'is too short for ' || quote_literal(i.word)
            FROM (VALUES \(words)) AS i (word)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = to_regclass('\(relation)') AND a.attname = \(literal: column.name)
              AND a.atttypid = 'character varying'::regtype AND a.atttypmod > 4
            WHERE length(i.word) > a.atttypmod - 4
            """, named: "\(name).target", "Every \(what) as translated fits into \(other)")
    }

    private func words(_ part: Substring?) -> String { String((part ?? "").replacing("_", with: " ")) }
    /// `chatwoot status`, of `chatwoot_status_in_analytics`.
    private var what: String { words(name.split(separator: "_in_").first) }
    private var other: String { words(name.split(separator: "_in_").last) }
}

extension SharedID {
    func questions(in database: String) -> [DataCheck] {
        let sources = from.compactMap(\.idType)
        guard let target = to.idType, sources.count == from.count else { return [] }
        var questions: [DataCheck] = []
        if to.database == database, case .column(_, let relation, let column) = to {
            questions.append(
                question(
                    relation, column, IDType.allCases.filter { type in sources.allSatisfy { type.holds($0) } },
                    "cannot hold every \(from[0].title)", "target"))
        }
        if let source = from.first, source.database == database, case .column(_, let relation, let column) = source {
            questions.append(
                question(
                    relation, column, IDType.allCases.filter { target.holds($0) },
                    "does not fit into \(to.title), a column of type \(target.rawValue)", "source"))
        }
        return questions
    }

    private func question(
        _ relation: any Relation, _ column: any AnyColumn, _ types: [IDType], _ problem: String, _ side: String
    ) -> DataCheck {
        .question(
            """
            SELECT '\(relation).\(column)' AS object,
              'is of type ' || format_type(a.atttypid, a.atttypmod) || \(literal: ": it " + problem) AS problem
            FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = to_regclass('\(relation)') AND a.attname = \(literal: column.name) AND NOT a.attisdropped
              AND format_type(a.atttypid, NULL) NOT IN (\(AgreementChecks.list(types.map(\.rawValue))))
            """, named: "\(name).\(side)",
            "The id of \(name.replacing("_in_", with: " fits into ").replacing("_", with: " "))")
    }
}
