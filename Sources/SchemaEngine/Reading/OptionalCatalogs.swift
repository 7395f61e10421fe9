import PostgresClient
import SchemaModel

/// Facts that are read only where the database has their tables: jobs of pg_cron, reference rows.
///
/// A query that names a missing table is an error, and asking first would be another round trip; so a block of PL/pgSQL asks, and
/// leaves its answer in a setting of the session, which the next query of the pipeline reads.
struct OptionalCatalogs {
    private let optional: [OptionalQuery]

    init(_ tables: [ReferenceTable]) {
        optional = ObjectKind.allCases.flatMap { $0.definition.optionalQueries(tables) }
    }

    /// Two queries for each optional one: the block, and its answer.
    var queries: [PostgresQuery] {
        optional.enumerated().flatMap { place, query in
            let setting = SQL.literal("plumbline.optional_\(place)")
            let body = """

                DECLARE
                    answer text := '[]';
                BEGIN
                    IF \(query.isPresent) THEN
                        EXECUTE \(query.query) INTO answer;
                    END IF;
                    PERFORM pg_catalog.set_config(\(setting), answer, false);
                END

                """
            return [
                PostgresQuery("DO \(SQL.dollarQuoted(body, tag: "optional"))"),
                PostgresQuery("SELECT pg_catalog.current_setting(\(setting)) AS answer"),
            ]
        }
    }

    /// The facts that the answers hold; `results` are those of ``queries``.
    /// - Throws: ``JSONTextError`` for an answer that is not JSON.
    func facts(_ results: [PostgresRows]) throws -> [Fact] {
        let answers = try results.compactMap(\.first).map { try Value(json: try $0.decode("answer", as: String.self)).list ?? [] }
        return zip(optional, answers).flatMap { query, answers in answers.compactMap(query.fact) }
    }
}
