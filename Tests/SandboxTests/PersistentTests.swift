import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

@Suite struct PersistentTests {
    @Test(arguments: [SandboxOptions.Listen.unixSocket, .loopback()])
    func staysUntilStopped(listen: SandboxOptions.Listen) async throws {
        // As long as a name may be; the path of the server's socket may not be.
        let name = "test-" + String(repeating: "a", count: 19) + UUID().uuidString.prefix(8).lowercased()
        var options = SandboxOptions()
        options.listen = listen
        options.databases = [.init("supabase", .supabase)]
        let (sandbox, isNew, _) = try await PersistentSandbox.start(name, options: options)
        #expect(isNew)
        #expect(sandbox.isRunning)
        let again = try await PersistentSandbox.start(name, options: options)
        #expect(!again.isNew)
        #expect(again.sandbox.processID == sandbox.processID)

        let found = try #require(try PersistentSandbox.find(name))
        #expect(try PersistentSandbox.all().contains { $0.name == name })
        let connection = try await PostgresConnection.connect(found.settings.with(database: "supabase"))
        #expect(try await connection.query("SELECT auth.role() IS NULL").one()[0] == "t")
        await connection.close()
        let dump = try await found.server().dump(database: "supabase")
        #expect(dump.contains("CREATE FUNCTION auth.uid()"))

        try await found.stop()
        #expect(try PersistentSandbox.find(name) == nil)
        await #expect(throws: PostgresError.self) { try await PostgresConnection.connect(found.settings) }
    }

    @Test(.needsPostgres(15), .needsPostgres(18)) func anotherVersionUnderTheSameNameIsRefused() async throws {
        let name = "test-" + UUID().uuidString.prefix(8).lowercased()
        let (sandbox, _, _) = try await PersistentSandbox.start(name, options: SandboxOptions(major: 15))
        await #expect(throws: SandboxError.self) {
            try await PersistentSandbox.start(name, options: SandboxOptions(major: 18))
        }
        try await sandbox.stop()
    }

    @Test(arguments: ["", "../x", "Ä", "a b", String(repeating: "a", count: 33)])
    func aNameThatIsNoFileNameIsRefused(name: String) throws {
        #expect(throws: SandboxError.self) { try PersistentSandbox.find(name) }
    }

    @Test func theLoopbackAddressWantsThePassword() async throws {
        var options = SandboxOptions()
        options.listen = .loopback()
        let server = try await SandboxServer.start(options)
        #expect(server.settings.host == "127.0.0.1")
        let wrong = server.settings.with(user: "postgres", password: "wrong")
        let error = await #expect(throws: PostgresError.self) { try await PostgresConnection.connect(wrong) }
        #expect(error?.message.contains("password") == true)
        try await server.stop()
    }
}
