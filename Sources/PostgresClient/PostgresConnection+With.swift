extension PostgresConnection {
    /// Runs a body with a connection of its own, which is closed after it whatever happens.
    ///
    /// - Throws: what `connect` and the body throw.
    @discardableResult
    public static func with<R>(
        _ settings: ConnectionSettings, _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        let connection = try await connect(settings)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}
