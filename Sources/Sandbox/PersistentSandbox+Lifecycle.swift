import Foundation
import PostgresClient
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension PersistentSandbox {
    /// Starts a server that stays, or finds the one of this name that runs already.
    ///
    /// - Returns: the sandbox, whether it was started now, and what a person should know about the choice of the server.
    /// - Throws: `SandboxError`; also when one of this name runs with another major version than the options ask for.
    package static func start(
        _ name: String = defaultName, options: SandboxOptions = .init()
    ) async throws -> (sandbox: PersistentSandbox, isNew: Bool, notes: [String]) {
        try validate(name)
        try CacheFolder.create(URL(filePath: statesFolder, directoryHint: .isDirectory), permissions: 0o700)
        return try await FileLock.with(statesFolder + "/lock") {
            if let existing = try find(name) {
                if existing.isRunning {
                    guard options.major == nil || existing.version.hasPrefix("\(options.major ?? 0).") else {
                        throw SandboxError(
                            .state,
                            "The sandbox \(name) already runs, with PostgreSQL \(existing.version). "
                                + "Stop it first (plumb sandbox stop --name \(name)), or give the new one another --name.")
                    }
                    return (existing, false, [])
                }
                try existing.removeFiles()
            }
            let (installation, options, notes) = try await InstallationChoice.make(options)
            // Without the sandbox's name: the path of the socket must stay short, whatever the project is called.
            let folder = try await ServerFolder.create("named-" + UUID().uuidString.prefix(8).lowercased(), for: installation)
            do {
                let sandbox = try await launch(name, options: options, installation: installation, folder: folder)
                return (sandbox, true, notes)
            } catch {
                // The first error is the one to report; what is left then, the next start removes.
                try? await end(ServerFolder.pid(in: folder.data + "/postmaster.pid"), in: folder, immediately: true)
                try? folder.remove()
                throw error
            }
        }
    }

    /// Ends the server, lets open sessions go, and removes its data.
    package func stop() async throws {
        try await FileLock.with(Self.statesFolder + "/lock") {
            try await Self.end(processID, in: ServerFolder(path: state.folder), immediately: false)
            try removeFiles()
        }
    }

    private static func launch(
        _ name: String, options: SandboxOptions, installation: PostgresInstallation, folder: ServerFolder
    ) async throws -> PersistentSandbox {
        let launch = try await ServerLaunch(options, installation: installation, folder: folder)
        var platform = PlatformOptions()
        platform.createSession = true
        // The shell that waits for the server is left behind; it tells a server that ends at once from a slow one.
        let script = """
            folder=$1
            shift
            { trap '' HUP INT; "$@"; echo $? >"$folder/exit"; } </dev/null >>"$folder/log" 2>&1 &
            """
        let arguments =
            ["-c", script, "plumbline-sandbox", folder.path]
            + installation.command("postgres") + ["-D", installation.path(folder.data)]
        _ = try await Subprocess.run(
            .path("/bin/sh"), arguments: Arguments(arguments), workingDirectory: "/", platformOptions: platform,
            input: .none, output: .discarded, error: .discarded)
        try await launch.waitUntilReady()
        let settings = try await launch.settings()
        let server = SandboxServer(settings: settings, installation: installation, notes: [], supervisor: nil)
        try await server.createDatabases(options)
        let state = State(
            name: name, version: installation.version, bin: installation.bin, chroot: installation.chroot,
            folder: folder.path, url: settings.url, started: Date())
        try write(state)
        return try PersistentSandbox(state)
    }

    /// The file may have a password in it: it is closed to others from its first moment.
    private static func write(_ state: State) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let file = stateFile(state.name)
        let done = try FileManager.default.createFile(
            atPath: file + ".new", contents: encoder.encode(state), attributes: [.posixPermissions: 0o600])
        guard done, rename(file + ".new", file) == 0 else {
            throw SandboxError(.state, "\(file) could not be written: \(String(cString: strerror(errno))).")
        }
    }

    private func removeFiles() throws {
        let folder = ServerFolder(path: state.folder)
        if FileManager.default.fileExists(atPath: folder.path) { try folder.remove() }
        try FileManager.default.removeItem(atPath: Self.stateFile(name))
    }

    /// SIGINT is the fast shutdown, SIGQUIT the immediate one; the second follows when the first takes 30 s.
    private static func end(_ process: Int32?, in folder: ServerFolder, immediately: Bool) async throws {
        guard let process else { return }
        for signal in immediately ? [SIGQUIT] : [SIGINT, SIGQUIT] {
            kill(process, signal)
            let deadline = ContinuousClock.now + .seconds(30)
            while ContinuousClock.now < deadline {
                if !SystemUser.isRunning(process) { return try await waitForShell(folder) }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        throw SandboxError(.state, "The server process \(process) does not stop. Stop it manually: kill -KILL \(process)")
    }

    /// The shell that `launch` leaves behind writes a last file when the server has ended; a folder cannot be removed while files appear in it.
    ///
    /// A shell that was killed never writes it, so the wait has an end.
    private static func waitForShell(_ folder: ServerFolder) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline, !FileManager.default.fileExists(atPath: folder.exit) {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
