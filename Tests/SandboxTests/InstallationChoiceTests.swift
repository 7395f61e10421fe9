import PlumblineTesting
import PostgresClient
import Testing

@testable import Sandbox

@Suite("The installation that fits the options best")
struct InstallationChoiceTests {
    private static let plain = installation(18, extensions: ["vector"])
    private static let withCron = installation(17, extensions: ["vector", "pg_cron"])

    private static func installation(_ major: Int, extensions: Set<String>) -> PostgresInstallation {
        PostgresInstallation(
            major: major, version: "\(major).1", bin: "/usr/lib/postgresql/\(major)/bin", chroot: nil, extensions: extensions)
    }

    @Test func aServerWithoutPgCronIsRefusedWithTheRemedy() throws {
        var options = SandboxOptions(major: 18)
        options.cronDatabase = "jobs"
        let error = #expect(throws: SandboxError.self) {
            try InstallationChoice.make(options, among: [Self.withCron, Self.plain])
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("Run scripts/install-postgres.sh 18 as root") == true)
    }

    @Test func aServerWithoutPgCronDoesWhereAnythingDoesAndSaysSo() throws {
        var options = SandboxOptions(major: 18)
        options.cronDatabase = "jobs"
        options.allowsOtherMajor = true
        let (chosen, adapted, notes) = try InstallationChoice.make(options, among: [Self.withCron, Self.plain])
        #expect(chosen == Self.plain)
        #expect(adapted.cronDatabase == nil)
        #expect(notes.count == 1)
        #expect(notes.first?.contains("has no pg_cron") == true)
    }

    @Test func pgCronDecidesWhenNoVersionIsWanted() throws {
        var options = SandboxOptions()
        options.cronDatabase = "jobs"
        let (chosen, adapted, notes) = try InstallationChoice.make(options, among: [Self.plain, Self.withCron])
        #expect(chosen == Self.withCron)
        #expect(adapted.cronDatabase == "jobs")
        #expect(notes == [])
    }

    @Test func theNearestVersionStandsIn() throws {
        var options = SandboxOptions(major: 14)
        options.allowsOtherMajor = true
        let (chosen, _, notes) = try InstallationChoice.make(options, among: [Self.plain, Self.withCron])
        #expect(chosen == Self.withCron)
        #expect(notes == ["PostgreSQL 14 is not installed here; \(Self.withCron) is used instead."])
    }

    /// Every extension that the project's schemas may use is there wherever the script built the server.
    @Test(arguments: try await builtMajors()) func aServerThatTheScriptBuiltHasTheExtensions(major: Int) async throws {
        var options = SandboxOptions(major: major)
        options.cronDatabase = "jobs"
        let server = try await SandboxServer.start(options)
        let connection = try await PostgresConnection.connect(server.settings.with(database: "jobs"))
        for name in ["vector", "pg_cron", "pg_partman", "pg_repack", "pgtap", "plpgsql_check", "postgis", "pg_trgm"] {
            try await connection.execute("CREATE EXTENSION \(name)")
        }
        let count = try await connection.query("SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql'").one()[0]
        #expect(count == "8")
        await connection.close()
        try await server.stop()
    }

    /// The major versions whose server is in a chroot of the script's.
    private static func builtMajors() async throws -> [Int] {
        guard SystemUser.isRoot else { return [] }
        return try await PostgresInstallation.find().filter { $0.chroot != nil && $0.has("pg_partman") }.map(\.major)
    }
}
