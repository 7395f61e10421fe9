import Foundation
import PostgresClient
import Testing

/// A PostgreSQL server for these tests alone: they stop it, kill its processes and give it passwords, which no server that is
/// shared with other suites could bear. It ends with this process, whatever way that ends.
final class TestServer: Sendable {
    let folder: String
    let port: Int
    let postmaster: Int32
    /// Its end of file tells the shell that guards the server to stop it.
    private let lifeline: FileHandle

    static let password = "h:n/t@r%2 ♞"
    private static let starting = Task { try await TestServer.start() }

    /// The server that tests share which do no harm to it.
    static func shared() async throws -> TestServer { try await starting.value }

    static func connect(_ change: (inout ConnectionSettings) -> Void = { _ in }) async throws -> PostgresConnection {
        var settings = try await shared().settings
        change(&settings)
        return try await PostgresConnection.connect(settings)
    }

    /// As the superuser, over the socket.
    var settings: ConnectionSettings {
        get throws { try ConnectionSettings(url: "host='\(folder)' port=\(port) dbname=postgres user=postgres") }
    }

    /// As a role with a password, over TCP.
    func withPassword(_ password: String = TestServer.password) throws -> ConnectionSettings {
        try ConnectionSettings(url: "postgresql://127.0.0.1:\(port)/postgres?sslmode=disable")
            .with(user: "guarded", password: password)
    }

    private init(folder: String, port: Int, postmaster: Int32, lifeline: FileHandle) {
        self.folder = folder
        self.port = port
        self.postmaster = postmaster
        self.lifeline = lifeline
    }

    static func start(connections: Int = 200) async throws -> TestServer {
        let folder = "/tmp/plumbline-client-\(UUID().uuidString.prefix(8))"
        let port = try freePort()
        let script = """
            set -e
            bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
            mkdir -m 0700 "$1"
            if [ "$(id -u)" = 0 ]; then
                chown postgres "$1"
                as="setpriv --reuid postgres --regid postgres --clear-groups"
            fi
            $as "$bin/initdb" -D "$1/data" -U postgres -A trust -N -E UTF8 --locale=C >/dev/null
            printf 'local all all trust\\nhost all all all scram-sha-256\\n' > "$1/data/pg_hba.conf"
            exec 3<&0
            $as "$bin/postgres" -D "$1/data" -p "$2" -k "$1" -c listen_addresses=127.0.0.1 -c fsync=off \\
                -c max_connections="$3" -c unix_socket_permissions=0777 </dev/null >"$1/log" 2>&1 &
            server=$!
            chmod 0755 "$1"
            echo $server
            read -r _ <&3 || true
            kill -CONT $server || true
            kill -QUIT $server || true
            wait $server || true
            rm -rf "$1"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh", folder, String(port), String(connections)]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let postmaster = try #require(Int32(line.split(separator: "\n").first ?? ""), "the server did not start")
        let server = TestServer(
            folder: folder, port: port, postmaster: postmaster, lifeline: input.fileHandleForWriting)
        try await server.waitUntilReady()
        return server
    }

    private func waitUntilReady() async throws {
        for _ in 0..<200 {
            do {
                let connection = try await PostgresConnection.connect(settings)
                let quoted = Self.password.replacing("'", with: "''")
                try await connection.run(script: "CREATE ROLE guarded LOGIN PASSWORD '\(quoted)'")
                await connection.close()
                return
            } catch let error as PostgresError where error.code == .connectionFailed {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        Issue.record("the test server does not answer")
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) == 0 && getsockname(descriptor, generic, &size) == 0
            }
        }
        try #require(bound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension PostgresConnection {
    /// Waits until the server works on a `pg_sleep` of this connection.
    nonisolated func waitUntilAsleep(seenBy observer: PostgresConnection) async throws {
        while try await observer.query(
            "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", [processID]).isEmpty
        {
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
