import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaModel

/// A scratch server that is started when something is really to be run on it, and the states that earlier runs have kept.
struct ScratchOnDemand: ScratchHost {
    let cache: StateCache?
    let server: @Sendable () async throws -> SandboxServer

    func makeScratch(_ platform: Platform) async throws -> ConnectionSettings { try await server().makeScratch(platform) }
    func dropScratch(_ settings: ConnectionSettings) async throws { try await server().dropScratch(settings) }

    func copyScratch(_ source: ConnectionSettings, over target: ConnectionSettings?) async throws -> ConnectionSettings {
        try await server().copyScratch(source, over: target)
    }

    func dump(_ settings: ConnectionSettings) async throws -> String { try await server().dump(settings) }
}

extension StateCache {
    /// The variable that turns the cache off.
    static let offVariable = "PLUMBLINE_NO_CACHE"

    /// The cache of this program for a scratch server with such options, which need not run; nil when the user wants none.
    /// - Throws: `SandboxError` when no server is installed.
    static func user(for options: SandboxOptions) async throws -> StateCache? {
        let environment = ProcessInfo.processInfo.environment
        guard environment[offVariable, default: ""].isEmpty else { return nil }
        // A build of the program reads only what it wrote itself: another may read catalogs differently.
        guard let program = Bundle.main.executableURL,
            let values = try? program.resourceValues(forKeys: [.contentModificationDateKey, .fileSizeKey]),
            let modified = values.contentModificationDate, let size = values.fileSize
        else { return nil }
        let installation = try await SandboxServer.installation(for: options)
        return StateCache(
            CacheFolder.url.appending(path: "schemas", directoryHint: .isDirectory),
            environment: [
                Plumb.version, "\(size) \(modified.timeIntervalSince1970)", installation.description,
                try installation.extensionVersions.joined(separator: " "),
            ], note: Progress.note)
    }
}
