import Foundation
public import PostgresClient

extension SandboxServer {
    /// A server that runs already and that somebody else ends: scratch databases are created in it.
    ///
    /// - Parameter settings: a superuser's connection.
    /// - Throws: `SandboxError` when the server does not answer, or no `pg_dump` of its version is installed here.
    public static func attach(to settings: ConnectionSettings) async throws -> SandboxServer {
        // Any psql can ask for the version; a chroot sees no unix socket of the machine's.
        let installed = try await PostgresInstallation.find()
        guard let any = installed.first(where: { $0.chroot == nil }) ?? installed.first else {
            throw SandboxError(.noInstallation, "No PostgreSQL is installed here, so there is no psql to ask the server with.")
        }
        let answer = try await SandboxClient(installation: any, settings: settings).execute("SHOW server_version_num")
        guard let number = Int(answer.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw SandboxError(.programFailed, "The server's version \(answer.debugDescription) is not a number.")
        }
        let own = installed.filter { $0.major == number / 10000 }
        guard let installation = own.first(where: { $0.chroot == nil }) ?? own.first else {
            throw SandboxError(
                .noInstallation,
                "The server is PostgreSQL \(number / 10000), and no pg_dump of that version is installed here. "
                    + "Run scripts/install-postgres.sh \(number / 10000), or install its client package.")
        }
        return SandboxServer(settings: settings, installation: installation, notes: [], supervisor: nil)
    }
}
