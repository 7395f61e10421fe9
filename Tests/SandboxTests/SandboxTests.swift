import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct ServerTests {
    @Test(arguments: try await ScratchServer.installedMajors) func startsCreatesDumpsAndStops(major: Int) async throws {
        let server = try await SandboxServer.start(SandboxOptions(major: major))
        #expect(server.installation.major == major)
        let name = "Größe \"x\" 'y'"
        try await server.createDatabase(name)
        try await server.execute("CREATE TABLE t (a integer PRIMARY KEY)", in: name)
        let dump = try await server.dump(database: name)
        #expect(dump.contains("CREATE TABLE public.t"))
        #expect(dump.contains("-- Dumped by pg_dump version \(server.installation.version)"))
        try await server.dropDatabase(name)
        let folder = try #require(server.settings.host)
        try await server.stop()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test(arguments: try await ScratchServer.installedMajors)
    func leavesNothingOfItsMemory(major: Int) async throws {
        var options = SandboxOptions(major: major)
        options.prefersMemory = true
        let server = try await SandboxServer.start(options)
        try await server.createDatabase("kept_in_memory")
        try await server.execute("CREATE TABLE t AS SELECT 1 AS a", in: "kept_in_memory")
        let folder = try #require(server.settings.host)
        #if os(Linux)
        let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
        #expect(!mounts.contains(folder), "the mount is in the server's own namespace")
        #endif
        try await server.stop()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    /// The parent is killed in the way that it can do nothing about.
    @Test func endsWhenItsParentIsKilled() async throws {
        let note = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: note) }
        let path = note.path(percentEncoded: false)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let server = try await SandboxServer.start()
            try Data((server.settings.host ?? "").utf8).write(to: URL(filePath: path))
            kill(getpid(), SIGKILL)
        }
        let folder = try String(contentsOf: note, encoding: .utf8)
        #expect(folder.hasPrefix("/"))
        try await waitUntil { !FileManager.default.fileExists(atPath: folder) }
    }

    @Test func endsWhenNobodyRefersToItAnyMore() async throws {
        let folder = try await { try #require(try await SandboxServer.start().settings.host) }()
        try await waitUntil { !FileManager.default.fileExists(atPath: folder) }
    }

    @Test func endsWithItsSupervisor() async throws {
        let server = try await SandboxServer.start()
        let folder = try #require(server.settings.host)
        let text = try String(contentsOfFile: folder + "/supervisor.pid", encoding: .utf8)
        let supervisor = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(supervisor, SIGKILL)
        #if os(Linux)
        try await waitUntil { !FileManager.default.fileExists(atPath: folder + "/data/postmaster.pid") }
        await #expect(throws: PostgresError.self) { try await PostgresConnection.connect(server.settings) }
        #endif
        try await server.stop()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func aBadSettingIsReportedInTheServersWords() async throws {
        var options = SandboxOptions()
        options.parameters = ["shared_buffers": "plenty"]
        let error = await #expect(throws: SandboxError.self) { try await SandboxServer.start(options) }
        #expect(error?.code == .startFailed)
        #expect(error?.message.contains("invalid value for parameter \"shared_buffers\": \"plenty\"") == true)
    }

    @Test(arguments: ["a = b", "", "x\ny"]) func aSettingThatIsNoNameIsRefused(name: String) async throws {
        var options = SandboxOptions()
        options.parameters = [name: "1"]
        let error = await #expect(throws: SandboxError.self) { try await SandboxServer.start(options) }
        #expect(error?.code == .invalid)
    }

    @Test func aVersionThatIsNotThereIsNamedWithTheRemedy() async throws {
        let error = await #expect(throws: SandboxError.self) { try await SandboxServer.start(SandboxOptions(major: 11)) }
        #expect(error?.code == .noInstallation)
        #expect(error?.message.contains("scripts/install-postgres.sh") == true)
    }

    @Test func anotherVersionStandsInAndSaysSo() async throws {
        var options = SandboxOptions(major: 11)
        options.allowsOtherMajor = true
        let server = try await SandboxServer.start(options)
        #expect(server.notes.count == 1)
        #expect(server.notes.first?.contains("PostgreSQL 11 is not installed here") == true)
        try await server.stop()
    }

    @Test func aServerGivenByURLIsUsedAndLeftAlone() async throws {
        let owner = try await ScratchServer.shared()
        let guest = try await SandboxServer.attach(to: owner.settings)
        #expect(guest.installation.major == owner.installation.major)
        try await guest.createDatabase("given_by_url")
        #expect(try await guest.dump(database: "given_by_url").contains("PostgreSQL database dump"))
        try await guest.dropDatabase("given_by_url")
        try await guest.stop()
        let connection = try await PostgresConnection.connect(owner.settings)
        #expect(await connection.isUsable)
        await connection.close()
    }

    @Test(.database(.supabase)) func theTraitGivesADatabase() async throws {
        let connection = try await PostgresConnection.connect(ScratchDatabase.settings)
        #expect(try await connection.query("SELECT count(*) FROM pg_publication").one()[0] == "1")
        await connection.close()
    }

    @Test(.needsExtension("vector")) func theDefaultServerHasVectors() async throws {
        try await ScratchServer.withDatabase { settings in
            let connection = try await PostgresConnection.connect(settings)
            try await connection.execute("CREATE EXTENSION vector")
            #expect(try await connection.query("SELECT '[1,2]'::vector <=> '[2,4]'").one()[0] == "0")
            await connection.close()
        }
    }

    /// Nothing tells this process when another one has ended; 20 s is only how long a failure takes.
    private func waitUntil(_ condition: () throws -> Bool) async throws {
        for _ in 0..<400 {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it did not happen within 20 s")
    }
}
