package import PostgresClient
package import SchemaModel

/// A server where scratch databases may be made and thrown away; never the live one unless asked for.
package protocol ScratchHost: Sendable {
    /// A new database with what the platform brings; of pg_cron only a stub, so that no job ever runs.
    func makeScratch(_ platform: Platform) async throws -> ConnectionSettings
    func dropScratch(_ settings: ConnectionSettings) async throws
    /// Copies a scratch database, with its rows, to a new one or over another one. Nobody may be connected to either.
    func copyScratch(_ source: ConnectionSettings, over target: ConnectionSettings?) async throws -> ConnectionSettings
    /// The schema as `pg_dump` of the server's own version writes it.
    func dump(_ settings: ConnectionSettings) async throws -> String
    /// Where the states that its databases gave are kept between runs; nil for nowhere.
    var cache: StateCache? { get async throws }
}

extension ScratchHost {
    /// Nowhere.
    package var cache: StateCache? { nil }

    /// Runs a body with a scratch database, which is dropped after it whatever happens.
    package func withScratch<R>(
        _ platform: Platform, _ body: (PostgresConnection, ConnectionSettings) async throws -> R
    ) async throws -> R {
        let settings = try await makeScratch(platform)
        let result: R
        do {
            result = try await PostgresConnection.with(settings) { try await body($0, settings) }
        } catch {
            try? await dropScratch(settings)
            throw error
        }
        try await dropScratch(settings)
        return result
    }
}
