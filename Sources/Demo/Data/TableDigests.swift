import PostgresClient

/// How many rows each table has, and a number that any changed value in any row would change.
struct TableDigests: Equatable {
    struct Table: Equatable {
        let rows: Int
        let digest: String
    }

    private(set) var tables: [String: Table] = [:]
    var rows: Int { tables.values.reduce(0) { $0 + $1.rows } }

    /// Every table of Chatwoot and of our schemas. A partitioned table is read as a whole, with the partition of each row.
    private static let names = """
        SELECT c.oid::regclass::text, c.relkind = 'p' FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND n.nspname IN ('public', 'knowledge', 'analytics', 'widget', 'metrics', 'support_etl')
        ORDER BY 1
        """

    /// Reads every row of every table.
    static func read(_ world: World) async throws -> TableDigests {
        var result = TableDigests()
        for database in World.databases {
            let connection = try await world.connection(database)
            for entry in try await connection.query(names) {
                let table = try entry.decode(0, as: String.self)
                let text = try entry.decode(1, as: Bool.self) ? "t.tableoid::regclass::text || t::text" : "t::text"
                world.narrator.progress("reading every row of \(table) …")
                let row = try await connection.query(
                    "SELECT count(*), coalesce(sum(hashtextextended(\(text), 0)), 0)::text FROM \(table) AS t"
                ).one()
                result.tables["\(database): \(table)"] = Table(
                    rows: try row.decode(0, as: Int.self), digest: try row.decode(1, as: String.self))
            }
        }
        return result
    }

    /// The tables that are not the same in another reading.
    func differences(to other: TableDigests) -> [String] {
        tables.keys.filter { tables[$0] != other.tables[$0] }.sorted().map { name in
            "\(name): \(tables[name]?.rows.grouped ?? "no") rows before, \(other.tables[name]?.rows.grouped ?? "no") after"
        }
    }

    func require(same other: TableDigests, after what: String) throws {
        let differences = differences(to: other)
        guard differences.isEmpty else {
            throw DemoError("rows are not the same after \(what): \(differences.joined(separator: "; "))")
        }
    }
}
