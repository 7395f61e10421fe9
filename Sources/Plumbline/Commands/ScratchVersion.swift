import ArgumentParser
import PostgresClient
import Sandbox

/// The version of the scratch server that reads SQL files and declarations.
struct ScratchVersion: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The major version of PostgreSQL that reads .sql files and declarations, such as 18. Default: that of a live source, "
                + "else that of plumbline.yml, else \(InstallScript.defaultMajor).", valueName: "major"))
    var postgres: Int?

    func validate() throws {
        if let postgres, !(15...99).contains(postgres) {
            throw ValidationError("--postgres takes a major version from 15 on, such as 18")
        }
    }
}

extension Source {
    /// The major version of a live server, so that a scratch server of the same version words the catalog alike; nil for others.
    func major() async throws -> Int? {
        guard case .url(let settings) = self else { return nil }
        return try await PostgresConnection.with(settings) { $0.serverVersion / 10_000 }
    }
}
