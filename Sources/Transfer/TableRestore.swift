package import Foundation
package import PostgresClient
import SchemaModel

extension TableTransfer {
    /// The result of a restore.
    package struct Restored: Sendable, Hashable {
        package var schema: String
        package var table: String
        /// Rows that were not there.
        package var inserted: Int
        /// Rows that were there by their key, and are now as the file has them.
        package var replaced: Int
        /// Rows that the file does not have, and that stay as they are.
        package var untouched: Int
        /// Notes and things to do next, in sentences.
        package var notes: [String]
    }

    /// Which table a file holds; the file is read whole and its digest compared.
    /// - Throws: ``TransferError``.
    package static func table(in file: URL) throws(TransferError) -> (schema: String, table: String, rows: Int) {
        let description = try TableFileReader(file).description
        return (description.shape.schema, description.shape.table, description.rows)
    }

    /// Brings the rows of a file back: all of them or, when anything goes wrong, none.
    ///
    /// Rows are told by their primary key: what is there is replaced, what is not is inserted, what the file does not know stays.
    /// Others can read the table meanwhile, and wait to write it. Sequences go on after the highest value.
    ///
    /// - Parameters:
    ///   - schema: The table's schema, where it is not the one that the file says.
    ///   - table: The table, where it is not the one that the file says.
    /// - Throws: ``TransferError`` when the file is damaged or the table's columns, types or key are others; `PostgresError`.
    package static func restore(
        _ file: URL, into connection: PostgresConnection, schema: String? = nil, table: String? = nil,
        progress: Progress = { _, _ in }
    ) async throws -> Restored {
        let reader = try TableFileReader(file)
        let description = reader.description
        return try await connection.transaction { connection in
            try await prepare(connection)
            let shape = try await TableShape.read(
                connection, schema: schema ?? description.shape.schema, table: table ?? description.shape.table)
            let differences = shape.differences(from: description.shape)
            guard differences.isEmpty else {
                throw TransferError(
                    .mismatch,
                    "\(file.path) does not fit \(shape.schema).\(shape.table), and nothing was restored: "
                        + differences.joined(separator: "; "))
            }
            // Others may read; what they write meanwhile could be neither replaced nor counted.
            try await connection.query("LOCK TABLE \(shape.sql) IN SHARE ROW EXCLUSIVE MODE")
            let before =
                try await connection.query("SELECT count(*)::text FROM \(shape.ownRows)").one().text(0).flatMap(Int.init) ?? 0
            let replaced: Int
            if before == 0 {
                try await copy(reader, description, into: shape.sql, connection, progress)
                replaced = 0
            } else {
                replaced = try await merge(reader, description, into: shape, connection, progress)
            }
            try await advanceSequences(shape, connection)
            return Restored(
                schema: shape.schema, table: shape.table, inserted: description.rows - replaced, replaced: replaced,
                untouched: before - replaced, notes: try await notes(shape, wasEmpty: before == 0, connection))
        }
    }

    private static func copy(
        _ reader: TableFileReader, _ description: TableFile.Description, into target: String, _ connection: PostgresConnection,
        _ progress: Progress
    ) async throws {
        try reader.rewind()
        var done: UInt64 = 0
        let tag = try await connection.copyIn(
            "COPY \(target) (\(description.shape.columnList)) FROM STDIN (FORMAT binary)"
        ) { writer in
            while let piece = try reader.next() {
                try await writer.write(piece)
                done += UInt64(piece.count)
                progress(done, reader.size)
            }
        }
        guard tag.rows == description.rows else {
            throw TransferError(
                .damaged, "the file should have \(description.rows) rows, but has \(tag.rows); nothing was restored")
        }
    }

    /// By way of a temporary table: COPY by itself cannot replace.
    private static func merge(
        _ reader: TableFileReader, _ description: TableFile.Description, into shape: TableShape,
        _ connection: PostgresConnection, _ progress: Progress
    ) async throws -> Int {
        guard !shape.key.isEmpty else {
            throw TransferError(
                .mismatch,
                "\(shape.schema).\(shape.table) has rows, but no primary key to match them by; restore into an empty table")
        }
        let staged = "pg_temp.plumbline_restore"
        try await connection.query("CREATE TEMP TABLE plumbline_restore (LIKE \(shape.sql) INCLUDING STORAGE) ON COMMIT DROP")
        try await copy(reader, description, into: staged, connection, progress)
        let keys = shape.key.map(SQL.identifier)
        let replaced = try await connection.query(
            "SELECT count(*)::text FROM \(shape.ownRows) JOIN \(staged) USING (\(keys.joined(separator: ", ")))"
        ).one().text(0).flatMap(Int.init)
        let others = shape.columns.map { SQL.identifier($0.name) }.filter { !keys.contains($0) }
        let action =
            others.isEmpty ? "NOTHING" : "UPDATE SET " + others.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try await connection.query(
            """
            INSERT INTO \(shape.sql) (\(shape.columnList)) OVERRIDING SYSTEM VALUE
            SELECT \(shape.columnList) FROM \(staged)
            ON CONFLICT (\(keys.joined(separator: ", "))) DO \(action)
            """)
        return replaced ?? 0
    }

    /// After the highest value of its column, and never back.
    private static func advanceSequences(_ shape: TableShape, _ connection: PostgresConnection) async throws {
        for column in shape.columns {
            let name = try await connection.query(
                "SELECT pg_catalog.pg_get_serial_sequence($1, $2)", [shape.sql, column.name]
            ).one().text(0)
            guard let name else { continue }
            try await connection.query(
                """
                SELECT pg_catalog.setval($1::regclass, s.highest)
                FROM (SELECT max(\(SQL.identifier(column.name)))::bigint AS highest FROM \(shape.sql)) AS s
                WHERE s.highest > coalesce(pg_catalog.pg_sequence_last_value($1::regclass), 0)
                """, [name])
        }
    }

    private static func notes(
        _ shape: TableShape, wasEmpty: Bool, _ connection: PostgresConnection
    ) async throws -> [String] {
        var notes: [String] = []
        if wasEmpty {
            let lists = try await connection.query(
                """
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_catalog.pg_index AS x
                JOIN pg_catalog.pg_class AS c ON c.oid = x.indexrelid
                JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                JOIN pg_catalog.pg_am AS m ON m.oid = c.relam AND m.amname = 'ivfflat'
                WHERE x.indrelid = $1::regclass
                """, [shape.sql]
            ).compactMap { $0.text(0) }
            notes += lists.map {
                "the lists of an IVFFlat index were computed from an empty table, so searches miss rows: run "
                    + "REINDEX INDEX CONCURRENTLY \($0), then ANALYZE"
            }
        }
        let triggers = try await connection.query(
            "SELECT tgname::text FROM pg_catalog.pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
            [shape.sql]
        ).compactMap { $0.text(0) }
        if !triggers.isEmpty {
            notes.append(
                "the rows went through the table's triggers, which may have changed them: \(triggers.joined(separator: ", "))")
        }
        return notes
    }
}
