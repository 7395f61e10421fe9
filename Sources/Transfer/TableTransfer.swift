package import Foundation
package import PostgresClient
import SchemaModel

/// A table to a file and back, exactly, by COPY in binary format.
package enum TableTransfer {
    /// How far it is: bytes of rows, of how many where that is known.
    package typealias Progress = @Sendable (_ done: UInt64, _ of: UInt64?) -> Void

    /// The result of an export.
    package struct Exported: Sendable, Hashable {
        package var rows: Int
        /// The size of the file.
        package var bytes: UInt64
    }

    /// Writes all rows of a table to a new file, as one snapshot has them.
    ///
    /// The file appears when it is whole, and is readable by its owner alone: it holds the rows as they are, personal data too.
    /// - Throws: ``TransferError``; `PostgresError`, also where a policy would hide rows from the role.
    package static func export(
        schema: String, table: String, from connection: PostgresConnection, to file: URL, progress: Progress = { _, _ in }
    ) async throws -> Exported {
        try await connection.transaction(TransactionOptions(isolation: .repeatableRead, readOnly: true)) { connection in
            try await prepare(connection)
            let shape = try await TableShape.read(connection, schema: schema, table: table)
            let facts = try await connection.query(
                "SELECT count(*)::text, split_part(current_setting('server_version'), ' ', 1) FROM \(shape.ownRows)"
            ).one()
            let rows = Int(facts.text(0) ?? "") ?? 0
            let writer = try TableFileWriter(
                file,
                TableFile.Description(shape: shape, rows: rows, serverVersion: facts.text(1) ?? "", exportedAt: .now))
            do {
                var done: UInt64 = 0
                // A query and not the table: a partitioned table has no rows of its own.
                let copy = "COPY (SELECT \(shape.columnList) FROM \(shape.ownRows)) TO STDOUT (FORMAT binary)"
                for try await piece in connection.copyOut(copy) {
                    try writer.write(piece)
                    done += UInt64(piece.count)
                    progress(done, nil)
                }
                return Exported(rows: rows, bytes: try writer.finish())
            } catch {
                writer.abandon()
                if error is PostgresError || error is TransferError || error is CancellationError { throw error }
                throw TransferError(.fileSystem, "\(file.path) cannot be written: \(FileErrorText.reason(error))")
            }
        }
    }

    /// Settings that must not depend on the configuration of a role or a database.
    static func prepare(_ connection: PostgresConnection) async throws {
        for setting in [
            // Type names with their schema.
            "search_path = ''",
            // Rows that a policy hides would be missing unseen: better an error that says so.
            "row_security = off",
            "statement_timeout = 0", "idle_in_transaction_session_timeout = 0", "lock_timeout = '10s'",
        ] {
            try await connection.query("SET LOCAL \(setting)")
        }
    }
}
