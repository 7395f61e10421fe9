import Foundation
package import PostgresClient

extension SandboxServer {
    /// A server that runs already and that somebody else ends: scratch databases are created in it.
    ///
    /// - Parameter settings: a superuser's connection.
    /// - Throws: `PostgresError` when the server does not answer; `SandboxError` when no `pg_dump` of its version is here.
    package static func attach(to settings: ConnectionSettings) async throws -> SandboxServer {
        let connection = try await PostgresConnection.connect(settings)
        let major = connection.serverVersion / 10000
        await connection.close()
        var installed: [PostgresInstallation] = []
        do {
            installed = try await PostgresInstallation.find().filter { $0.major == major }
        } catch let error as SandboxError where error.code == .noInstallation {
            // The error of a search advises to name a server, and one is named.
        }
        // A program in a chroot sees no unix socket of the machine's.
        guard let installation = installed.first(where: { $0.chroot == nil }) ?? installed.first else {
            throw SandboxError(
                .noInstallation,
                "The server is PostgreSQL \(major), and no pg_dump of that version is installed here. Install postgresql-client-\(major), "
                    + "or run \(InstallScript.command(major: major)).")
        }
        return SandboxServer(settings: settings, installation: installation, notes: [], supervisor: nil)
    }
}
