import Foundation
package import Migrator
package import PostgresClient
import Sandbox
package import SchemaModel
import Synchronization

/// A server for tests that loads each declaration once in a process, however many tests use it.
package struct CachedScratchHost: ScratchHost {
    private let server: SandboxServer
    private let states: StateCache

    /// The states that were read, for this process.
    private static let folder = Mutex<URL?>(nil)

    /// - Throws: `SandboxError` when that version is not installed.
    package init(major: Int? = nil) async throws {
        server = try await ScratchServer.shared(major: major)
        states = StateCache(Self.folderOfProcess(), environment: [server.installation.description], limit: 10_000) {
            FileHandle.standardError.write(Data("plumbline: \($0)\n".utf8))
        }
    }

    private static func folderOfProcess() -> URL {
        folder.withLock { folder in
            if let folder { return folder }
            let made = FileManager.default.temporaryDirectory.appending(component: "plumbline-states-\(UUID().uuidString)")
            folder = made
            atexit { CachedScratchHost.folder.withLock { if let made = $0 { try? FileManager.default.removeItem(at: made) } } }
            return made
        }
    }

    package var cache: StateCache? { states }

    package func makeScratch(_ platform: Platform) async throws -> ConnectionSettings { try await server.makeScratch(platform) }

    package func dropScratch(_ settings: ConnectionSettings) async throws { try await server.dropScratch(settings) }

    package func copyScratch(_ source: ConnectionSettings, over target: ConnectionSettings?) async throws -> ConnectionSettings {
        try await server.copyScratch(source, over: target)
    }

    package func dump(_ settings: ConnectionSettings) async throws -> String { try await server.dump(settings) }
}
