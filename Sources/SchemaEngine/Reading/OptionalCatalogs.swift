import PostgresClient
import SchemaModel

/// Facts that are read only where the database has their tables: jobs of pg_cron, reference rows.
///
/// A query that names a missing table is an error, and asking first would be another round trip; so a block of PL/pgSQL asks for all of
/// them, and leaves the answers in a setting of the session, which the next query of the pipeline reads.
struct OptionalCatalogs {
    private let optional: [OptionalQuery]
    /// The queries that are run, each once, although several kinds of facts may be in its answer.
    private let texts: [Text]

    private struct Text: Hashable {
        let isPresent: String
        let hasRows: String?
        let query: String
    }

    private static let setting = "plumbline.optional"

    init(_ tables: [ReferenceTable]) {
        optional = ObjectKind.allCases.flatMap { $0.definition.optionalQueries(tables) }
        texts = optional.map(Self.text).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func text(_ query: OptionalQuery) -> Text {
        Text(isPresent: query.isPresent, hasRows: query.hasRows, query: query.query)
    }

    /// The block, and its answers.
    var queries: [PostgresQuery] {
        // What stands together has one condition in common, which is asked once.
        var conditions: [(isPresent: String, hasRows: String?)] = []
        for text in texts where !conditions.contains(where: { $0 == (text.isPresent, text.hasRows) }) {
            conditions.append((text.isPresent, text.hasRows))
        }
        let blocks = conditions.map { condition in
            let reads = texts.enumerated().filter { ($1.isPresent, $1.hasRows) == condition }.map { place, text in
                "EXECUTE \(text.query) INTO answer;\n            answers[\(place + 1)] := coalesce(answer, '[]');"
            }.joined(separator: "\n            ")
            let ask = condition.hasRows.map { "EXECUTE \(SQL.literal($0)) INTO has_rows;" } ?? "has_rows := true;"
            return """
                IF \(condition.isPresent) THEN
                        \(ask)
                        IF has_rows THEN
                            \(reads)
                        END IF;
                    END IF;
                """
        }
        let body = """

            DECLARE
                answers text[] := array_fill('[]'::text, ARRAY[\(texts.count)]);
                answer text;
                has_rows boolean;
            BEGIN
                \(blocks.joined(separator: "\n    "))
                PERFORM pg_catalog.set_config(\(SQL.literal(Self.setting)), '[' || array_to_string(answers, ',') || ']', false);
            END

            """
        return [
            PostgresQuery("DO \(SQL.dollarQuoted(body, tag: "optional"))"),
            PostgresQuery("SELECT pg_catalog.current_setting(\(SQL.literal(Self.setting))) AS answers"),
        ]
    }

    /// The facts that the answers hold; `results` are those of ``queries``.
    /// - Throws: ``JSONTextError`` for an answer that is not JSON.
    func facts(_ results: [PostgresRows]) throws -> [Fact] {
        guard let row = results.last?.first else { return [] }
        let answers = try Value(json: try row.decode("answers", as: String.self)).list ?? []
        return optional.flatMap { query in
            let place = texts.firstIndex(of: Self.text(query)) ?? answers.count
            return (answers.indices.contains(place) ? answers[place].list ?? [] : []).compactMap(query.fact)
        }
    }
}
