import PostgresClient
import SchemaModel

/// The parts of a table that must be equal in a file: its name, the columns that can be written, and the primary key.
package struct TableShape: Sendable, Hashable, Codable {
    package var schema: String
    package var table: String
    package var columns: [Column]
    /// The primary key's columns, in its order; empty when there is none.
    package var key: [String]
    /// The table's rows are all its partitions'. Not part of a file: it says where the rows are, not what they look like.
    var isPartitioned = false

    private enum CodingKeys: String, CodingKey { case schema, table, columns, key }

    /// A column and its type as `format_type` writes it with an empty search_path: `extensions.vector(1536)`.
    package struct Column: Sendable, Hashable, Codable {
        package var name: String
        package var type: String
    }

    /// Qualified and quoted.
    var sql: String { SQL.qualified(schema, table) }
    /// The table in a query that reads its rows, and not those of the tables that inherit from it.
    var ownRows: String { isPartitioned ? sql : "ONLY \(sql)" }
    var columnList: String { columns.map { SQL.identifier($0.name) }.joined(separator: ", ") }

    /// The shape of a table in the connection's database. Generated columns are left out: the server computes them.
    static func read(
        _ connection: PostgresConnection, schema: String, table: String
    ) async throws -> TableShape {
        let rows = try await connection.query(
            """
            SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), array_position(k.indkey::smallint[], a.attnum)::text,
                c.relkind = 'p'
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_attribute AS a
              ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            LEFT JOIN pg_catalog.pg_index AS k ON k.indrelid = c.oid AND k.indisprimary
            WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')
            ORDER BY a.attnum
            """, [schema, table])
        guard !rows.isEmpty else {
            throw TransferError(.noTable, "there is no table \(schema).\(table) in this database")
        }
        var columns: [Column] = []
        var key: [(place: Int, name: String)] = []
        for row in rows {
            guard let name = row.text(0), let type = row.text(1) else { continue }
            columns.append(Column(name: name, type: type))
            if let place = row.text(2).flatMap({ Int($0) }) { key.append((place, name)) }
        }
        guard !columns.isEmpty else {
            throw TransferError(
                .noTable, "table \(schema).\(table) has no columns that hold values, so there is nothing to export or to restore")
        }
        return TableShape(
            schema: schema, table: table, columns: columns, key: key.sorted { $0.place < $1.place }.map(\.name),
            isPartitioned: rows.first?.text(3) == "t")
    }

    /// The differences that keep rows of another shape out of a table of this one; empty when there are none. The order of columns does not matter.
    func differences(from file: TableShape) -> [String] {
        var found: [String] = []
        let own = Dictionary(columns.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
        let its = Dictionary(file.columns.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
        for column in file.columns {
            guard let type = own[column.name] else {
                found.append("column \(column.name) is not in the table")
                continue
            }
            if type != column.type { found.append("column \(column.name) is \(column.type) in the file, \(type) in the table") }
        }
        for column in columns where its[column.name] == nil { found.append("column \(column.name) is not in the file") }
        if key != file.key {
            let words = { (key: [String]) in key.isEmpty ? "none" : key.joined(separator: ", ") }
            found.append("the primary key is \(words(file.key)) in the file, \(words(key)) in the table")
        }
        return found
    }
}
