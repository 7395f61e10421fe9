import PostgresClient
import SchemaModel

/// A session that may not write: on a standby, or because of `default_transaction_read_only`.
enum Writability {
    /// - Throws: ``MigrationError`` that says why the session may not write, and what to do.
    static func require(_ connection: PostgresConnection) async throws {
        let rows = try await connection.query(
            """
            SELECT pg_catalog.current_setting('transaction_read_only')::boolean AS refuses, pg_catalog.pg_is_in_recovery() AS standby,
                s.source, pg_catalog.current_database()::text AS database, session_user::text AS role
            FROM pg_catalog.pg_settings s WHERE s.name = 'default_transaction_read_only'
            """)
        guard let row = rows.first, try row.decode("refuses", as: Bool.self) else { return }
        if try row.decode("standby", as: Bool.self) {
            throw MigrationError(
                .live,
                "this server is a standby, which only replays what its primary does. Nothing was changed. Connect to the primary."
            )
        }
        let database = SQL.identifier(row.text("database") ?? "")
        let role = SQL.identifier(row.text("role") ?? "")
        let (place, remedy) =
            switch row.text("source") {
            case "database": ("for this database", "`ALTER DATABASE \(database) RESET default_transaction_read_only`")
            case "user": ("for the role \(role)", "`ALTER ROLE \(role) RESET default_transaction_read_only`")
            case "database user":
                (
                    "for the role \(role) in this database",
                    "`ALTER ROLE \(role) IN DATABASE \(database) RESET default_transaction_read_only`"
                )
            case "client", "session": ("by this connection", "leave it out of the URL and of PGOPTIONS")
            default: ("for this server", "`ALTER SYSTEM RESET default_transaction_read_only`, then reload the configuration")
            }
        throw MigrationError(
            .live,
            "default_transaction_read_only is on \(place), so that every statement that writes is refused. Nothing was changed. If the "
                + "database may be changed, turn it off (\(remedy)), or for this run alone: add "
                + "`options=-c%20default_transaction_read_only=off` to the connection URL, after `?` or `&`.")
    }
}
