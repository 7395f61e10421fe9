package import PostgresClient

/// Rows in a scratch database that obey all of its constraints.
package enum ScratchRows {
    /// Fills every table with values at the edges of what it accepts.
    /// - Returns: How many tables have rows now.
    /// - Throws: `PostgresError` when the database cannot be read or filled.
    package static func plant(on connection: PostgresConnection) async throws -> Int {
        try await RowFiller(connection: connection).fill().rows.count
    }
}
