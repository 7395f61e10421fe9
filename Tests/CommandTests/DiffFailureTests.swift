import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

@Suite("A failure of plumb diff never looks like no changes")
struct DiffFailureTests {
    private func expectFailure(_ outcome: Bench.Outcome, _ words: String) {
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("a session that the server ends while it reads, on either side", arguments: ["ASC", "DESC"])
    func killed(order: String) async throws {
        try await EmptyFolder.with { folder in
            try await ScratchServer.withDatabase(major: 17) { database in
                let holder = try await PostgresConnection.connect(database)
                // Read by the extraction, and by nothing that a new session needs.
                try await holder.run(script: "BEGIN; LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE")
                let run = try folder.started(["diff", "--from", database.url, "--to", database.url, "--exit-code"])
                // Both sides wait, and one of them is ended: whichever it is, the other does not keep the command.
                while true {
                    let rows = try await folder.psql(
                        folder.server.settings, "-c",
                        "SELECT pid FROM pg_stat_activity WHERE datname = '\(database.database ?? "")' AND wait_event_type = 'Lock' "
                            + "ORDER BY backend_start \(order)")
                    let waiting = rows.output.split(separator: "\n")
                    guard waiting.count == 2 else { continue }
                    _ = try await folder.psql(folder.server.settings, "-c", "SELECT pg_terminate_backend(\(waiting[0]))")
                    break
                }
                expectFailure(try await run.outcome(), "terminating connection due to administrator command")
                await holder.close()
            }
        }
    }

    @Test("both sides are read at the same time, and a server that hangs up is an error")
    func hangUp() async throws {
        try await EmptyFolder.with { folder in
            let servers = [try Listener(), try Listener()]
            let urls = servers.map { "postgresql://u@127.0.0.1:\($0.port)/db?sslmode=disable" }
            let run = try folder.started(["diff", "--from", urls[0], "--to", urls[1]])
            // Neither is answered before both have been called: one after the other would end in "did not answer".
            Listener.hangUpOnceAllAreCalled(servers)
            expectFailure(try await run.outcome(), "server closed the connection unexpectedly")
        }
    }

    @Test("a role that may not connect, and one that may not read")
    func denied() async throws {
        try await EmptyFolder.with { folder in
            try await ScratchServer.withDatabase(major: 17) { database in
                let role = "denied_" + UUID().uuidString.prefix(8).lowercased()
                let name = database.database ?? ""
                try await folder.server.execute("CREATE ROLE \(role) LOGIN", in: nil)
                let place = "host='\(database.host ?? "")' port=\(database.port ?? 5432)"
                let denied = "\(place) dbname=\(name) user=\(role)"
                try await folder.server.execute("REVOKE CONNECT ON DATABASE \(name) FROM PUBLIC", in: nil)
                expectFailure(try await folder.diff(denied, database.url), "permission denied for database")
                try await folder.server.execute("GRANT CONNECT ON DATABASE \(name) TO \(role)", in: nil)
                try await folder.server.execute("REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC", in: name)
                expectFailure(try await folder.diff(database.url, denied), "permission denied for table pg_policy")
                try await folder.server.execute("REVOKE ALL ON DATABASE \(name) FROM \(role)", in: nil)
                try await folder.server.execute("DROP ROLE \(role)", in: nil)
            }
        }
    }

    @Test("a snapshot of which a part is missing, an archive, a folder without SQL, a rollback that cannot be written")
    func files() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("a.sql", "CREATE TABLE a (id int);")
            let snapshot = try await folder.plumb("snapshot", "a.sql").output
            try folder.write("whole.json", snapshot)
            try folder.write("part.json", String(snapshot.prefix(snapshot.count / 2)))
            #expect(try await folder.diff("whole.json", "a.sql", "--exit-code").status == 0)
            expectFailure(try await folder.diff("part.json", "a.sql"), "part.json is not a snapshot")
            try folder.write("archive.sql", "PGDMP\u{1}\u{2}")
            expectFailure(try await folder.diff("a.sql", "archive.sql"), "pg_restore --schema-only")
            try folder.write("folder/readme.txt", "")
            expectFailure(try await folder.diff("a.sql", "folder"), "holds no .sql file")
            try folder.write("b.sql", "CREATE TABLE b (id int);")
            expectFailure(try await folder.diff("a.sql", "b.sql", "--rollback", "nowhere/back.sql"), "nowhere/back.sql")
        }
    }
}

/// A server that accepts a connection and says nothing.
private struct Listener {
    let port: UInt16
    private let descriptor: Int32

    struct Failed: Error { let number: Int32 }

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) | listen(descriptor, 4) | getsockname(descriptor, address, &length)
            }
        }
        guard descriptor >= 0, status == 0 else { throw Failed(number: errno) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Closes all connections when each listener has one; on a thread of its own, which no other test keeps waiting.
    static func hangUpOnceAllAreCalled(_ listeners: [Listener]) {
        let descriptors = listeners.map(\.descriptor)
        Thread.detachNewThread {
            let connections = descriptors.map { accept($0, nil, nil) }
            for descriptor in connections + descriptors { close(descriptor) }
        }
    }
}
