import Foundation
import PostgresClient
import Sandbox
import Testing

/// A PostgreSQL server for these tests alone: they stop it, kill its processes and give it passwords, which no server that is
/// shared with other suites could bear.
final class TestServer: Sendable {
    /// As the superuser, over the socket.
    let settings: ConnectionSettings
    let port: Int
    let postmaster: Int32
    private let sandbox: SandboxServer

    static let password = "h:n/t@r%2 ♞"
    private static let starting = Task { try await TestServer.start() }

    /// The server that tests share which do no harm to it.
    static func shared() async throws -> TestServer { try await starting.value }

    static func connect(_ change: (inout ConnectionSettings) -> Void = { _ in }) async throws -> PostgresConnection {
        var settings = try await shared().settings
        change(&settings)
        return try await PostgresConnection.connect(settings)
    }

    /// As a role with a password, over TCP.
    func withPassword(_ password: String = TestServer.password) throws -> ConnectionSettings {
        try ConnectionSettings(url: "postgresql://127.0.0.1:\(port)/postgres?sslmode=disable")
            .with(user: "guarded", password: password)
    }

    /// A server of the version that `PLUMBLINE_TEST_MAJOR` names, or the best that is installed.
    static func start(connections: Int = 200) async throws -> TestServer {
        var options = SandboxOptions(major: ProcessInfo.processInfo.environment["PLUMBLINE_TEST_MAJOR"].flatMap { Int($0) })
        options.listen = .loopback()
        options.parameters = ["max_connections": String(connections), "max_wal_senders": "0", "wal_level": "minimal"]
        let sandbox = try await SandboxServer.start(options)
        let connection = try await PostgresConnection.connect(sandbox.settings)
        let quoted = password.replacing("'", with: "''")
        // A sandbox does not write its log at commit, and some of these tests have the server crash.
        try await connection.run(script: "SET synchronous_commit TO on; CREATE ROLE guarded LOGIN PASSWORD '\(quoted)'")
        let row = try await connection.query(
            "SELECT current_setting('unix_socket_directories'), current_setting('port'), pg_read_file('postmaster.pid')"
        ).one()
        await connection.close()
        let folder = (sandbox.installation.chroot ?? "") + (try row.decode(0, as: String.self)).filter { $0 != "\"" }
        let port = try row.decode(1, as: Int.self)
        let firstLine = try row.decode(2, as: String.self).split(separator: "\n").first
        return TestServer(
            settings: try ConnectionSettings(url: "host='\(folder)' port=\(port) dbname=postgres user=postgres"), port: port,
            postmaster: try #require(firstLine.flatMap { Int32($0) }), sandbox: sandbox)
    }

    private init(settings: ConnectionSettings, port: Int, postmaster: Int32, sandbox: SandboxServer) {
        self.settings = settings
        self.port = port
        self.postmaster = postmaster
        self.sandbox = sandbox
    }
}

extension PostgresConnection {
    /// Waits until the server works on a `pg_sleep` of this connection.
    nonisolated func waitUntilAsleep(seenBy observer: PostgresConnection) async throws {
        while try await observer.query(
            "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", [processID]
        ).isEmpty {
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

/// The error that a body throws, as the client's own type.
func postgresError<R>(_ body: () async throws -> R) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    throw MissingError()
}

struct MissingError: Error {}
struct Planned: Error {}

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
