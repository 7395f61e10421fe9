import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Testing

@Suite struct ServerTests {
    @Test(arguments: [15, 17, 18]) func startsCreatesDumpsAndStops(major: Int) async throws {
        let server = try await SandboxServer.start(SandboxOptions(major: major))
        #expect(server.installation.major == major)
        try await server.createDatabase("Größe \"x\" 'y'")
        try await server.execute("CREATE TABLE t (a integer PRIMARY KEY)", in: "Größe \"x\" 'y'")
        let dump = try await server.dump(database: "Größe \"x\" 'y'")
        #expect(dump.contains("CREATE TABLE public.t"))
        #expect(dump.contains("-- Dumped by pg_dump version \(server.installation.version)"))
        try await server.dropDatabase("Größe \"x\" 'y'")
        let folder = try #require(server.settings.host)
        try await server.stop()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}
