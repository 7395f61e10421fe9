import Foundation
package import PostgresClient

/// A throwaway PostgreSQL server: it ends with this process, however this process ends, and leaves nothing behind.
///
/// `start` makes one in well under two seconds. `PersistentSandbox` makes one that stays.
package final class SandboxServer: Sendable {
    /// How to connect as superuser `postgres`, to database `postgres`.
    package let settings: ConnectionSettings
    /// The programs of this server, `pg_dump` of its own version among them.
    package let installation: PostgresInstallation
    /// Notes for people: a version other than the one asked for, an extension that is missing.
    package let notes: [String]

    private let supervisor: Supervisor?
    let admin: AdminSessions

    /// False for a server that was given by URL, which others may use too.
    var isOurs: Bool { supervisor != nil }

    init(settings: ConnectionSettings, installation: PostgresInstallation, notes: [String], supervisor: Supervisor?) {
        self.settings = settings
        self.installation = installation
        self.notes = notes
        self.supervisor = supervisor
        admin = AdminSessions(settings)
    }

    /// Starts a server that lives until `stop`, or until the last reference to it or this process is gone.
    ///
    /// - Throws: `SandboxError`: nothing installed fits, the server did not start (with the end of its log), a bad option.
    package static func start(_ options: SandboxOptions = .init()) async throws -> SandboxServer {
        let (installation, options, notes) = try await InstallationChoice.make(options)
        try await ServerFolder.sweep(installation)
        // A free port can be taken by somebody else between our looking and the server's binding it.
        var attempts = 3
        while true {
            do {
                return try await start(options, installation: installation, notes: notes)
            } catch let error as SandboxError where error.code == .startFailed && attempts > 1 {
                guard case .loopback(nil) = options.listen, error.message.contains("Address already in use") else { throw error }
                attempts -= 1
            }
        }
    }

    private static func start(
        _ options: SandboxOptions, installation: PostgresInstallation, notes: [String]
    ) async throws -> SandboxServer {
        let folder = try await ServerFolder.create(UUID().uuidString.prefix(8).lowercased(), for: installation)
        let supervisor: Supervisor
        let launch: ServerLaunch
        do {
            launch = try await ServerLaunch(options, installation: installation, folder: folder)
            supervisor = Supervisor(
                folder: folder,
                command: (options.prefersMemory ? try await MemoryMount.prefix(for: folder) : [])
                    + installation.prefix(endsWithParent: true)
                    + [installation.path(installation.bin + "/postgres"), "-D", installation.path(folder.data)])
        } catch {
            try? folder.remove()  // The first error is the one to report.
            throw error
        }
        do {
            try await launch.waitUntilReady()
            let server = SandboxServer(
                settings: try await launch.settings(), installation: installation, notes: notes, supervisor: supervisor)
            try await server.createDatabases(options)
            return server
        } catch {
            try? await supervisor.stop()  // Likewise.
            throw error
        }
    }

    /// Ends the server and removes its data; a server that was given by URL or is persistent stays as it is.
    package func stop() async throws { try await supervisor?.stop() }
}
