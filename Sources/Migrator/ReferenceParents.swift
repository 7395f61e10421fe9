import SchemaEngine
import PostgresClient
import SchemaModel

/// Rows that reference rows need in another application's tables: in a scratch database they are empty.
struct ReferenceParents {
    private let table: ReferenceTable

    init(_ table: ReferenceTable) { self.table = table }

    /// Puts in, for each key of a reference row that a foreign key reads, a row of the table that it refers to.
    func fill(_ connection: PostgresConnection, _ declared: DeclaredDatabase) async throws {
        let keys = try await connection.query(
            """
            SELECT a.attname AS column, format('%I.%I', fn.nspname, f.relname) AS target, b.attname AS target_column,
                (SELECT string_agg(format('%I', r.attname) || '=' || CASE WHEN t.typcategory = 'N' THEN '0' WHEN t.typcategory = 'B' THEN 'false'
                    WHEN t.typcategory = 'D' THEN quote_literal('2000-01-01') WHEN t.typname IN ('json', 'jsonb') THEN quote_literal('{}')
                    ELSE quote_literal('') END, ',')
                FROM pg_catalog.pg_attribute r JOIN pg_catalog.pg_type t ON t.oid = r.atttypid
                WHERE r.attrelid = f.oid AND r.attnum > 0 AND r.attnotnull AND NOT r.atthasdef AND r.attidentity = ''
                AND r.attname <> b.attname) AS required
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
            JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
            JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
            WHERE k.contype = 'f' AND k.conrelid = to_regclass($1) AND array_length(k.conkey, 1) = 1
            """, [SQL.qualified(table.table.schema, table.table.name)])
        for row in keys {
            let column = try row.decode("column", as: String.self)
            let target = try row.decode("target", as: String.self)
            let targetColumn = SQL.identifier(try row.decode("target_column", as: String.self))
            let required = (row.text("required") ?? "").split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
            let values = Set(table.rows.compactMap { $0.object?[column] })
            for value in values.sorted(by: { $0.json < $1.json }) {
                let columns = [targetColumn] + required.compactMap(\.first).map(String.init)
                let literals = [SQL.literal(value)] + required.compactMap { $0.count == 2 ? String($0[1]) : nil }
                try await connection.run(
                    script: """
                        INSERT INTO \(target) (\(columns.joined(separator: ", "))) VALUES (\(literals.joined(separator: ", ")))
                        ON CONFLICT DO NOTHING
                        """)
            }
        }
    }
}
