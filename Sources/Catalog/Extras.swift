import PostgresClient
import SchemaModel

/// What is read only where it is there: jobs of pg_cron, reference rows.
///
/// A query that names a missing table is an error, and asking first would be another round trip; so a block of PL/pgSQL asks, and
/// leaves its answer in a setting of the session, which the next query of the pipeline reads.
struct Extras {
    private let tables: [ReferenceTable]

    init(_ tables: [ReferenceTable]) { self.tables = tables }

    /// Two queries an extra: the block, and its answer.
    var queries: [PostgresQuery] {
        ([Self.jobs] + tables.map(Self.rows)).enumerated().flatMap { place, block in
            let setting = SQL.literal("plumbline.extra_\(place)")
            let body = """

                DECLARE
                    answer text := '[]';
                BEGIN
                    IF \(block.isThere) THEN
                        EXECUTE \(block.query) INTO answer;
                    END IF;
                    PERFORM pg_catalog.set_config(\(setting), answer, false);
                END

                """
            return [
                PostgresQuery("DO \(SQL.dollarQuoted(body, tag: "extra"))"),
                PostgresQuery("SELECT pg_catalog.current_setting(\(setting)) AS answer"),
            ]
        }
    }

    /// The facts that the answers hold; `results` are those of ``queries``.
    func add(_ results: ArraySlice<PostgresRows>, to facts: inout [ObjectID: Fact]) throws {
        let answers = try results.compactMap(\.first).map { row in
            try Value(json: try row.decode("answer", as: String.self)).list ?? []
        }
        for job in answers.first ?? [] {
            guard let job = job.object, let name = job["name"]?.text else { continue }
            let id = ObjectID(.cronJob, name)
            facts[id] = Fact(
                id,
                [
                    .schedule: job["schedule"] ?? .null, .command: job["command"] ?? .null, .active: job["active"] ?? .null,
                ])
        }
        for (table, rows) in zip(tables, answers.dropFirst()) {
            for row in rows {
                guard let row = row.object, let key = row["key"] else { continue }
                let id = ObjectID(.referenceRow, key.json, parent: table.table)
                facts[id] = Fact(id, [.key: key, .values: row["values"] ?? .null])
            }
        }
    }

    private struct Block {
        /// A condition, and an expression of the text of the query that is run when it is true.
        let isThere: String
        let query: String
    }

    private static let jobs = Block(
        isThere: "to_regclass('cron.job') IS NOT NULL",
        query: SQL.literal(
            """
            SELECT coalesce(jsonb_agg(jsonb_build_object('name', j.jobname, 'schedule', j.schedule, 'command', j.command,
                'active', j.active)), '[]')::text
            FROM cron.job j WHERE j.database = pg_catalog.current_database() AND j.jobname IS NOT NULL
            """))

    private static func rows(_ table: ReferenceTable) -> Block {
        let withLedger = SQL.literal(table.rowsQuery(hasLedger: true))
        let without = SQL.literal(table.rowsQuery(hasLedger: false))
        return Block(
            isThere: table.presence,
            query: "CASE WHEN to_regclass('plumbline.reference_row') IS NOT NULL THEN \(withLedger) ELSE \(without) END")
    }
}
