package import Foundation
package import PostgresClient

/// A sandbox server that outlives the process that started it, known by a name, until `stop` ends it.
///
/// A file of mode 0600 in the cache folder says what it is and how to connect. `stop` deletes its data, too.
package struct PersistentSandbox: Sendable {
    /// Its name: lower-case letters, digits, `-` and `_`.
    package let name: String
    /// The whole version of its server.
    package let version: String
    /// When it was started.
    package let started: Date
    /// How to connect as superuser.
    package let settings: ConnectionSettings
    /// The server's first process; nil when the server is no longer running.
    package let processID: Int32?

    /// The name that is meant when none is given.
    package static let defaultName = "default"

    let state: State

    /// The contents of the state file.
    struct State: Codable, Sendable {
        var name: String
        var version: String
        var bin: String
        var chroot: String?
        var folder: String
        var url: String
        var started: Date
    }

    init(_ state: State) throws {
        self.state = state
        name = state.name
        version = state.version
        started = state.started
        settings = try ConnectionSettings(url: state.url)
        processID = Self.process(of: state)
    }

    /// True when the server runs.
    package var isRunning: Bool { processID != nil }

    /// The server, to create databases in; it goes on running when the result is gone.
    ///
    /// - Throws: `SandboxError` when it does not run any more, or its programs were removed.
    package func server() async throws -> SandboxServer {
        guard isRunning else {
            throw SandboxError(.state, "The sandbox \(name) is not running. Start it: plumb sandbox start")
        }
        guard let installation = try await PostgresInstallation.find().first(where: { $0.bin == state.bin }) else {
            throw SandboxError(.noInstallation, "The programs of the sandbox \(name) no longer exist in \(state.bin).")
        }
        return SandboxServer(settings: settings, installation: installation, notes: [], supervisor: nil)
    }

    /// All sandboxes that were started and not stopped, by name; also those whose server has ended by itself.
    package static func all() throws -> [PersistentSandbox] {
        guard FileManager.default.fileExists(atPath: statesFolder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: statesFolder).filter { $0.hasSuffix(".json") }.sorted()
            .compactMap { try find(String($0.dropLast(5))) }
    }

    /// The sandbox of this name; nil when there is none.
    package static func find(_ name: String = defaultName) throws -> PersistentSandbox? {
        try validate(name)
        let file = stateFile(name)
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        do {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try PersistentSandbox(decoder.decode(State.self, from: Data(contentsOf: URL(filePath: file))))
        } catch is DecodingError {
            throw SandboxError(.invalid, "\(file) is not a file that plumb sandbox start wrote. Remove it and start again.")
        }
    }

    static var statesFolder: String { CacheFolder.url.appending(path: "sandboxes").path(percentEncoded: false) }
    static func stateFile(_ name: String) -> String { statesFolder + "/" + name + ".json" }

    static func validate(_ name: String) throws {
        guard (1...32).contains(name.utf8.count),
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 })
        else {
            throw SandboxError(
                .invalid, "\(name.debugDescription) is not a valid sandbox name: use 1 to 32 of the characters a-z, 0-9, - and _."
            )
        }
    }

    /// The running server's first process. After a crash of the machine its number may belong to somebody else.
    private static func process(of state: State) -> Int32? {
        let folder = ServerFolder(path: state.folder)
        guard let process = ServerFolder.pid(in: folder.data + "/postmaster.pid"), SystemUser.isRunning(process) else {
            return nil
        }
        guard let command = try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline")) else {
            // No /proc on this system: the number has to do.
            return process
        }
        let inside = state.chroot.map { String(folder.data.dropFirst($0.count)) } ?? folder.data
        return command.range(of: Data(inside.utf8)) == nil ? nil : process
    }
}
