import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A shell process that starts a server, ends it when we end, however we end, and removes its folder.
///
/// It reads from a pipe of which we alone hold the other end. The kernel closes that end when this process is gone, by
/// `kill -9` too. On Linux the server also gets SIGQUIT when the shell itself is killed (`PR_SET_PDEATHSIG`).
final class Supervisor: Sendable {
    /// Its arguments: the server's folder, then the server's command line. Nothing from outside becomes part of this text.
    private static let script = """
        folder=$1
        shift
        trap '' HUP INT TERM
        exec 3<&0
        echo $$ >"$folder/supervisor.pid"
        "$@" </dev/null >>"$folder/log" 2>&1 3<&- &
        server=$!
        { cat <&3 >/dev/null; kill -QUIT "$server"; } 2>/dev/null &
        parent=$!
        wait "$server"
        echo $? >"$folder/exit"
        wait "$parent"
        rm -rf "$folder"
        """

    private let folder: ServerFolder
    private let closing: AsyncStream<Never>.Continuation
    private let process: Task<Void, any Error>

    init(folder: ServerFolder, command: [String]) {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        closing = continuation
        self.folder = folder
        var options = PlatformOptions()
        // Ctrl-C at the terminal is for us; what we do about it ends the server in its turn.
        options.createSession = true
        let arguments = ["-c", Self.script, "plumbline-supervisor", folder.path] + command
        process = Task { [options] in
            _ = try await Subprocess.run(
                .path("/bin/sh"), arguments: Arguments(arguments), workingDirectory: "/", platformOptions: options,
                input: .inputWriter, output: .discarded, error: .discarded
            ) { execution in
                for await _ in stream {}
                try await execution.standardInputWriter.finish()
            }
        }
    }

    deinit { closing.finish() }

    /// Ends the server and waits until it and its folder are gone.
    func stop() async throws {
        closing.finish()
        try await process.value
        // A supervisor that was killed could not do it.
        if FileManager.default.fileExists(atPath: folder.path) { try folder.remove() }
    }
}
