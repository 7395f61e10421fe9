import Foundation
import Synchronization
public import PostgresClient
public import Sandbox

/// Real PostgreSQL servers for tests: one of each major version in a test process, gone when the process is.
public enum ScratchServer {
    /// The major version that tests use unless they say otherwise.
    public static let defaultMajor = 17

    /// The server of this major version; the first call starts it, the others wait for it.
    ///
    /// `PLUMBLINE_TEST_URL` gives a server of your own instead, which stays; the user must be a superuser.
    /// - Throws: `SandboxError` when that version is not installed; the message has the command that installs it.
    public static func shared(major: Int = defaultMajor) async throws -> SandboxServer {
        let start = servers.withLock { servers in
            if let running = servers[major] { return running }
            let task = Task { try await make(major: major) }
            servers[major] = task
            return task
        }
        return try await start.value
    }

    /// Gives `body` a new database with this platform's look, and drops it afterwards, also when `body` throws.
    ///
    /// - Parameters:
    ///   - preludes: what is loaded into it, in this order; none is an empty database.
    ///   - major: the server's major version.
    ///   - body: gets the settings of a superuser's connection to the database.
    public static func withDatabase<Result>(
        _ preludes: Prelude..., major: Int = defaultMajor, body: (ConnectionSettings) async throws -> Result
    ) async throws -> Result {
        let server = try await shared(major: major)
        let name = "test_" + UUID().uuidString.replacing("-", with: "").prefix(16).lowercased()
        let result: Result
        do {
            result = try await body(server.createDatabase(name, preludes: preludes))
        } catch {
            // The body's error is the one to see; a database that stays goes with the server.
            try? await server.dropDatabase(name)
            throw error
        }
        try await server.dropDatabase(name)
        return result
    }

    private static let servers = Mutex<[Int: Task<SandboxServer, any Error>]>([:])

    private static func make(major: Int) async throws -> SandboxServer {
        if let url = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_URL"], !url.isEmpty {
            return try await SandboxServer.attach(to: ConnectionSettings(url: url))
        }
        return try await SandboxServer.start(SandboxOptions(major: major))
    }
}
