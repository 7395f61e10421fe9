import Foundation
import Migrator
public import PostgresClient
package import Sandbox
public import SchemaDSL
import SchemaModel
import Synchronization

/// Real PostgreSQL servers for tests: one of each major version in a test process, gone when the process is.
///
/// `PLUMBLINE_TEST_URL` gives a server of your own instead, which stays; the user must be a superuser.
public enum ScratchServer {
    /// The major version that tests use unless they say otherwise.
    package static let defaultMajor = InstallScript.defaultMajor

    /// The major versions that the tests know how to use.
    package static let matrix = InstallScript.majors

    /// Those of `matrix` that are installed; standard error names the others. For `@Test(arguments:)`.
    package static var installedMajors: [Int] {
        get async throws {
            var installed: [Int] = []
            for major in matrix {
                if try await isInstalled(major: major) {
                    installed.append(major)
                } else {
                    warn("skipping PostgreSQL \(major), not installed here: \(InstallScript.command(major: major))")
                }
            }
            return installed
        }
    }

    /// The server of this major version; the first call starts it, the others wait for it.
    ///
    /// - Parameter major: nil for 17, or for what stands in for it on a machine without 17; standard error says so then.
    /// - Throws: `SandboxError` when that version is not installed; the message has the command that installs it.
    package static func shared(major: Int? = nil) async throws -> SandboxServer {
        let start = servers.withLock { servers in
            if let running = servers[major ?? 0] { return running }
            let task = Task { try await make(major: major) }
            servers[major ?? 0] = task
            return task
        }
        return try await start.value
    }

    /// Gives `body` a new database with this platform's look, and drops it afterwards, also when `body` throws.
    ///
    /// - Parameters:
    ///   - preludes: what is loaded into it, in this order; none is an empty database.
    ///   - major: the server's major version; nil as for `shared(major:)`.
    ///   - body: gets the settings of a superuser's connection to the database.
    package static func withDatabase<Result>(
        _ preludes: Prelude..., major: Int? = nil, body: (ConnectionSettings) async throws -> Result
    ) async throws -> Result {
        try await withDatabase(preludes: preludes, major: major, body: body)
    }

    /// Gives `body` a new database that has what is declared, with its roles and a stub of pg_cron, and drops it afterwards.
    ///
    ///     try await ScratchServer.withDatabase(of: Shop.database) { settings in … }
    ///
    /// - Parameter major: the server's major version; nil as for `shared(major:)`.
    /// - Throws: `DeclarationError`, or `MigrationError` with the server's reason where it refuses the declaration.
    public static func withDatabase<Result>(
        of database: Database, major: Int? = nil, body: (ConnectionSettings) async throws -> Result
    ) async throws -> Result {
        let declared = try database.declared()
        let server = try await shared(major: major)
        return try await places.withPlace {
            try await server.withScratch(declared.platform) { connection, settings in
                let loader = DeclarationLoader(declared)
                _ = try await loader.read(connection, base: try await loader.prepare(connection))
                return try await body(settings)
            }
        }
    }

    static func withDatabase<Result>(
        preludes: [Prelude], major: Int?, body: (ConnectionSettings) async throws -> Result
    ) async throws -> Result {
        guard preludes.isEmpty else { return try await withCopy(of: "", preludes, major: major, make: { _ in }, body: body) }
        return try await places.withPlace {
            try await withNewDatabase(on: try await shared(major: major), template: "template0", body)
        }
    }

    /// How many tests have a database at once: all of them together would ask the server for more connections than it has.
    private static let places = Places(max(4, 4 * ProcessInfo.processInfo.activeProcessorCount))

    /// Gives `body` a copy of a database that is made once in a process, and drops the copy afterwards.
    ///
    /// Settings of the database and privileges on it are not copied.
    ///
    /// - Parameters:
    ///   - key: stands for what `make` does, among all callers.
    ///   - make: gets the settings of a database that has the preludes.
    package static func withCopy<Result>(
        of key: String, _ preludes: [Prelude], major: Int? = nil,
        make: @escaping @Sendable (ConnectionSettings) async throws -> Void,
        body: (ConnectionSettings) async throws -> Result
    ) async throws -> Result {
        try await places.withPlace {
            let server = try await shared(major: major)
            let key = "\(major ?? 0) \(key) \(preludes.map(\.rawValue))"
            let template = try await templates.withLock { templates in
                if let made = templates[key] { return made }
                let task = Task {
                    let name = newName()
                    let settings = try await server.createDatabase(name, preludes: preludes)
                    try await make(settings)
                    guard preludes.contains(.cronStub) else { return Template(name: name, hasJobs: false) }
                    let jobs = try await PostgresConnection.with(settings) { try await $0.query("SELECT FROM cron.job LIMIT 1") }
                    return Template(name: name, hasJobs: !jobs.isEmpty)
                }
                templates[key] = task
                return task
            }.value
            return try await withNewDatabase(on: server, template: template.name) { settings in
                // The copy has the jobs of the database that it was made from.
                if template.hasJobs {
                    try await server.execute("UPDATE cron.job SET database = current_database()", in: settings.database)
                }
                return try await body(settings)
            }
        }
    }

    /// A database that is copied.
    private struct Template {
        let name: String
        /// True if its stub of pg_cron has jobs.
        let hasJobs: Bool
    }

    private static let templates = Mutex<[String: Task<Template, any Error>]>([:])

    private static func newName() -> String {
        "test_" + UUID().uuidString.replacing("-", with: "").prefix(16).lowercased()
    }

    private static func withNewDatabase<Result>(
        on server: SandboxServer, template: String, _ body: (ConnectionSettings) async throws -> Result
    ) async throws -> Result {
        let name = newName()
        let result: Result
        do {
            result = try await body(server.createDatabase(name, template: template))
        } catch {
            // The body's error is the one to see; a database that stays goes with the server.
            try? await server.dropDatabase(name)
            throw error
        }
        try await server.dropDatabase(name)
        return result
    }

    /// True when tests can have a server of this major version here.
    package static func isInstalled(major: Int) async throws -> Bool {
        if testURL != nil { return try await shared().installation.major == major }
        return try await installations.value.contains { $0.major == major }
    }

    /// True when the default server, or the one of this major version, has an extension.
    package static func has(extension name: String, major: Int? = nil) async throws -> Bool {
        if let major, try await !isInstalled(major: major) { return false }
        return try await shared(major: major).installation.has(name)
    }

    private static let servers = Mutex<[Int: Task<SandboxServer, any Error>]>([:])

    /// Looked for once: each look asks every program for its version.
    private static let installations = Task { try await PostgresInstallation.find() }

    private static var testURL: String? {
        ProcessInfo.processInfo.environment["PLUMBLINE_TEST_URL"].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func make(major: Int?) async throws -> SandboxServer {
        if let testURL {
            let server = try await SandboxServer.attach(to: ConnectionSettings(url: testURL))
            if major == nil || major == server.installation.major { return server }
        }
        var options = SandboxOptions(major: major ?? defaultMajor)
        // Each test's database is gone before a vacuum would help, and a worker for every one of them costs time.
        options.parameters["autovacuum_naptime"] = "1h"
        options.allowsOtherMajor = major == nil
        options.prefersMemory = true
        let server = try await SandboxServer.start(options)
        server.notes.forEach(warn)
        return server
    }

    private static func warn(_ text: String) { FileHandle.standardError.write(Data("plumbline: \(text)\n".utf8)) }
}
